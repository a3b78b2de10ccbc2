"""Forms of the directory: organisations with their services, places and people, and the filters above the list."""

from datetime import date
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.models import Location, Organisation, Professional, Service
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.areas.models import Area, Theme
from wijkteam.core.forms import CheckboxChips, CheckboxColumns, FilterForm, ModelForm, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    _ThemesField = forms.ModelMultipleChoiceField[Theme]
else:
    _ThemesField = forms.ModelMultipleChoiceField


class ThemesField(_ThemesField):
    """Any number of the themes that are in use."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Theme.objects.filter(is_active=True).order_by("name"),
            label=_("Themes"),
            required=False,
            widget=CheckboxChips(),
            **kwargs,
        )


def _from_today(form: "ModelForm[Any]", today: date) -> None:
    form.fields["starts_on"].initial = today


class OrganisationForm(ModelForm[Organisation]):
    """An organisation: what it is, and how to reach it."""

    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("Choose a kind")), *OrganisationKind.choices])
    website = forms.URLField(label=_("Website"), required=False, max_length=300, assume_scheme="https")
    themes = ThemesField()
    starts_on = NearDateField(label=_("There from"))
    ends_on = NearDateField(
        label=_("There until"), required=False, help_text=_("The first day on which it is no longer there.")
    )
    request_key = RequestKeyField()

    class Meta:
        model = Organisation
        fields = ["name", "kind", "description", "phone", "email", "website", "themes", "starts_on", "ends_on"]
        labels = {
            "name": _("Name"),
            "description": _("What they do"),
            "phone": _("Telephone"),
            "email": _("E-mail address"),
        }
        widgets = {"description": forms.Textarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _from_today(self, today)


class ServiceForm(ModelForm[Service]):
    """What an organisation offers, how far it reaches, and how long they say one waits."""

    level = forms.ChoiceField(label=_("How far does it reach?"), choices=Level.choices, widget=RadioCards())
    level_reason = forms.ChoiceField(
        label=_("Why is it outside the neighbourhood?"),
        choices=[("", _("Does not apply: it is in the neighbourhood")), *LevelReason.choices],
        required=False,
    )
    themes = ThemesField()
    areas = forms.ModelMultipleChoiceField(
        label=_("For which districts?"),
        queryset=Area.objects.none(),
        required=False,
        widget=CheckboxColumns(),
        help_text=_("Tick nothing when it is for everybody."),
    )
    waiting_weeks = forms.IntegerField(
        label=_("Waiting time they state, in weeks"),
        required=False,
        min_value=0,
        max_value=260,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    waiting_stated_on = NearDateField(label=_("Stated on"), required=False)
    starts_on = NearDateField(label=_("Offered from"))
    ends_on = NearDateField(
        label=_("Offered until"), required=False, help_text=_("The first day on which it is no longer there.")
    )
    request_key = RequestKeyField()

    class Meta:
        model = Service
        fields = [
            "name", "description", "level", "level_reason", "themes", "areas", "locations",
            "waiting_weeks", "waiting_stated_on", "starts_on", "ends_on",
        ]  # fmt: skip
        labels = {"name": _("Name"), "description": _("What it is"), "locations": _("Where")}
        widgets = {"description": forms.Textarea(attrs={"rows": 4}), "locations": CheckboxColumns()}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _from_today(self, today)
        kept = self.instance.areas.all() if self.instance.pk else Area.objects.none()
        districts = Area.objects.filter(Q(team_area__isnull=False) | Q(pk__in=kept.values("pk")))
        cast("forms.ModelMultipleChoiceField[Area]", self.fields["areas"]).queryset = districts.order_by("name", "pk")
        places = Location.objects.filter(organisation_id=self.instance.organisation_id).order_by("name", "street")
        cast("forms.ModelMultipleChoiceField[Location]", self.fields["locations"]).queryset = places

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or self.cleaned_data
        if answer.get("level") == Level.NEIGHBOURHOOD:
            answer["level_reason"] = ""
        elif answer.get("level") and not answer.get("level_reason"):
            self.add_error("level_reason", _("Say why it stands outside the neighbourhood."))
        if answer.get("waiting_weeks") is not None and not answer.get("waiting_stated_on"):
            self.add_error("waiting_stated_on", _("Fill in on which day they said so."))
        if answer.get("waiting_stated_on") and "waiting_weeks" in answer and answer["waiting_weeks"] is None:
            self.add_error("waiting_weeks", _("Fill in how many weeks they said, 0 when there is no waiting."))
        return answer


class LocationForm(ModelForm[Location]):
    """Where an organisation can be found."""

    area = AreaField(required=False, empty_label=_("Outside our neighbourhoods"))
    request_key = RequestKeyField()

    class Meta:
        model = Location
        fields = ["name", "street", "postcode", "city", "area"]
        labels = {
            "name": _("Name of the place"),
            "street": _("Street and number"),
            "postcode": _("Postcode"),
            "city": _("Town"),
        }
        widgets = {"postcode": forms.TextInput(attrs={"class": "input--short"})}

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)


class ProfessionalForm(ModelForm[Professional]):
    """Somebody at a partner, and how to reach them at work."""

    starts_on = NearDateField(label=_("Works there from"))
    ends_on = NearDateField(
        label=_("Works there until"), required=False, help_text=_("The first day on which they no longer work there.")
    )
    request_key = RequestKeyField()

    class Meta:
        model = Professional
        fields = ["name", "function", "phone", "email", "starts_on", "ends_on"]
        labels = {
            "name": _("Name"),
            "function": _("Function"),
            "phone": _("Telephone"),
            "email": _("E-mail address"),
        }

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _from_today(self, today)


class DirectoryFilter(FilterForm):
    """Filters of the directory, named as in its address; the words are posted, as they can be somebody's name."""

    q = forms.CharField(
        label=_("Organisation, service or person"),
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    thema = ThemeField(required=False, empty_label=_("All themes"), to_field_name="code")
    buurt = AreaField(required=False, empty_label=_("All neighbourhoods"), to_field_name="code")
    niveau = forms.ChoiceField(label=_("Reach"), required=False, choices=[("", _("All")), *Level.choices])
    soort = forms.ChoiceField(
        label=_("Kind"), required=False, choices=[("", _("All kinds")), *OrganisationKind.choices]
    )
