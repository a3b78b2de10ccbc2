"""Forms of volunteers and active residents. The first one is short on purpose."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from collectief.enums import (
    CertificateKind,
    ConsentManner,
    DayPart,
    Interest,
    Language,
    StopReason,
    VolunteerKind,
    VolunteerRhythm,
)
from collectief.models import Certificate, Initiative, Method, Volunteer
from netwerk.models import Organisation
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.areas.models import Theme
from wijkteam.core.forms import CheckboxChips, FilterForm, Form, ModelForm, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    _Themes = forms.ModelMultipleChoiceField[Theme]
    _Teams = forms.ModelChoiceField[Team]
    _InitiativeField = forms.ModelChoiceField[Initiative]
    _MethodField = forms.ModelChoiceField[Method]
    from django.utils.functional import _StrOrPromise
else:
    _Themes = forms.ModelMultipleChoiceField
    _Teams = _InitiativeField = _MethodField = forms.ModelChoiceField

KIND_ICONS = {"volunteer": "heart-handshake", "resident": "home-heart"}


def some_of(choices: type[TextChoices], label: "_StrOrPromise", **kwargs: Any) -> forms.MultipleChoiceField:
    """Any of a few words, as chips."""
    return forms.MultipleChoiceField(
        label=label, choices=choices.choices, required=False, widget=CheckboxChips(), **kwargs
    )


def themes_field() -> "_Themes":
    queryset = Theme.objects.filter(is_active=True).order_by("name")
    return _Themes(label=_("About what"), queryset=queryset, required=False, widget=CheckboxChips())


def _kind() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("Who is it?"), choices=VolunteerKind.choices, widget=RadioChips(icons=KIND_ICONS))


def _rhythm() -> forms.ChoiceField:
    return forms.ChoiceField(label=_("How often"), choices=VolunteerRhythm.choices, widget=RadioChips())


class _Reachable(ModelForm[Volunteer]):
    """A phone number or an e-mail address: one of the two is enough."""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not {"phone", "email"} & self.errors.keys() and not (given.get("phone") or given.get("email")):
            self.add_error("phone", _("Give a phone number or an e-mail address."))
        return given


class VolunteerNewForm(_Reachable):
    """Who, how to reach, what they offer; and that they agree."""

    kind = _kind()
    area = AreaField(required=False, empty_label=_("No neighbourhood"))
    themes = themes_field()
    rhythm = _rhythm()
    can_start = forms.BooleanField(label=_("Can start now"), required=False, initial=True)
    agreed = forms.BooleanField(
        label=_("They agree that the team keeps this"),
        help_text=_("Tell them: only the team sees it, it disappears half a year after they stop, or when they ask."),
    )
    consent_manner = forms.ChoiceField(
        label=_("How they agreed"), choices=ConsentManner.choices, widget=RadioChips(), initial=ConsentManner.TALK
    )
    team = _Teams(label=_("Team"), queryset=Team.objects.none(), empty_label=None, to_field_name="code")
    request_key = RequestKeyField()

    field_order = (
        "name", "kind", "phone", "email", "area", "themes", "offers", "rhythm", "can_start", "team", "agreed",
        "consent_manner",
    )  # fmt: skip

    class Meta:
        model = Volunteer
        fields = ["name", "kind", "phone", "email", "area", "offers", "rhythm", "consent_manner", "team"]
        labels = {
            "name": _("Name"),
            "phone": _("Phone number"),
            "email": _("E-mail address"),
            "offers": _("What somebody offers, in their own words"),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "offers": forms.Textarea(attrs={"rows": 2}),
        }

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Fill in “Name”.")
        self.today = today
        self.instance.consent_on = self.instance.started_on = today
        if len(teams) == 1:
            self.instance.team = teams[0]
            del self.fields["team"]
        else:
            cast("_Teams", self.fields["team"]).queryset = Team.objects.filter(
                pk__in=[team.pk for team in teams]
            ).order_by("name")

    def clean(self) -> dict[str, Any]:
        given = super().clean()
        self.instance.available_from = self.today if given.get("can_start") else None
        return given


class VolunteerForm(_Reachable):
    """All that the team knows of somebody."""

    kind = _kind()
    area = AreaField(required=False, empty_label=_("No neighbourhood"))
    themes = themes_field()
    rhythm = _rhythm()
    available_from = NearDateField(
        label=_("Can start from"), required=False, help_text=_("Leave it empty when they cannot at the moment.")
    )
    languages = some_of(Language, _("Languages"))
    day_parts = some_of(DayPart, _("When it suits"))
    interests = some_of(Interest, _("Likes to do together"))

    class Meta:
        model = Volunteer
        fields = [
            "name", "kind", "phone", "email", "area", "themes", "offers", "where", "rhythm", "available_from",
            "organisation", "thanks_wish", "visits_at_once", "languages", "day_parts", "interests", "wish",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "phone": _("Phone number"),
            "email": _("E-mail address"),
            "offers": _("What somebody offers, in their own words"),
            "where": _("Where they would like to help"),
            "organisation": _("Through which organisation"),
            "thanks_wish": _("How they like to be thanked"),
            "visits_at_once": _("Visits how many people at a time"),
            "wish": _("Wishes about visiting"),
        }
        help_texts = {
            "where": _("For example: in the street, at the school, in the community centre."),
            "thanks_wish": _("For example: a card, in the newspaper, rather not in front of others."),
            "wish": _("For example: allergic to cats, no stairs."),
            "email": _("Their own small page about visits goes to this address."),
        }
        widgets = {
            "phone": forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
            "offers": forms.Textarea(attrs={"rows": 3}),
            "visits_at_once": forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        self.fields["name"].error_messages["required"] = _("Fill in “Name”.")
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = Organisation.objects.active(on=today).order_by("name", "pk")
        organisation.empty_label = _("On their own")

    def clean_visits_at_once(self) -> int:
        number: int = self.cleaned_data["visits_at_once"]
        if number < self.instance.matches.running().count():
            raise forms.ValidationError(_("This volunteer visits more people now. Round off the visits first."))
        return number


class VolunteerStopForm(Form):
    reason = forms.ChoiceField(label=_("Why"), choices=StopReason.choices, widget=RadioChips())


class ThanksForm(Form):
    given_on = NearDateField(label=_("When"))
    how = forms.CharField(label=_("How"), max_length=200, required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, since: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today, self.since = today, since

    def clean_given_on(self) -> date:
        day: date = self.cleaned_data["given_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        if day < self.since:
            raise forms.ValidationError(_("That was before they came."))
        return day


class CertificateForm(ModelForm[Certificate]):
    kind = forms.ChoiceField(label=_("What is it?"), choices=CertificateKind.choices, widget=RadioChips())
    method = _MethodField(
        label=_("A training for which method?"),
        queryset=Method.objects.none(),
        required=False,
        empty_label=_("Not for one method"),
        to_field_name="public_id",
    )
    starts_on = NearDateField(label=_("Got it on"))
    ends_on = NearDateField(
        label=_("First day that it no longer counts"),
        required=False,
        help_text=_("Leave it empty if it goes on counting."),
    )
    request_key = RequestKeyField()

    class Meta:
        model = Certificate
        fields = ["kind", "method", "name", "starts_on", "ends_on"]
        labels = {"name": _("Name of the training or certificate")}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        cast("_MethodField", self.fields["method"]).queryset = Method.objects.in_use().order_by("name", "pk")

    def clean_starts_on(self) -> date:
        day: date = self.cleaned_data["starts_on"]
        if day > self.today:
            raise forms.ValidationError(_("This day has not come yet."))
        return day

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("kind") != CertificateKind.TRAINING:
            given["method"] = None
        return given


class RoleForm(Form):
    initiative = _InitiativeField(
        label=_("Initiative"), queryset=Initiative.objects.none(), to_field_name="public_id",
        empty_label=_("Choose an initiative"),
    )  # fmt: skip
    role = forms.CharField(label=_("What they do there"), max_length=120, required=False)
    starts_on = NearDateField(label=_("From"))
    ends_on = NearDateField(label=_("First day without it"), required=False)

    def __init__(self, *args: Any, team: Team, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        running = Initiative.objects.exclude(ends_on__lte=today).order_by("name", "pk")
        cast("_InitiativeField", self.fields["initiative"]).queryset = running.filter(team=team)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("The end lies before the start."))
        return given


class VolunteerFilterForm(FilterForm):
    """Filters of the list, named as in its address."""

    q = forms.CharField(label=_("Name or text"), required=False, max_length=60)
    thema = ThemeField(required=False, empty_label=_("All themes"), to_field_name="code")
    buurt = AreaField(required=False, empty_label=_("All neighbourhoods"), to_field_name="code")
    soort = forms.ChoiceField(label=_("Who"), choices=[("", _("Everybody")), *VolunteerKind.choices], required=False)
    kan_nu = forms.BooleanField(label=_("Can start now"), required=False)
