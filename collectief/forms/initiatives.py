"""Forms of initiatives."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import InitiativeOwner
from collectief.models import Initiative
from netwerk.models import Organisation
from wijkteam.areas.forms.choices import AreaField, ThemeField, WideAreaField
from wijkteam.areas.models import Theme
from wijkteam.core.forms import CheckboxColumns, FilterForm, Form, ModelForm, NearDateField, RadioChips
from wijkteam.teams.models import Team


class InitiativeForm(ModelForm[Initiative]):
    """Add or change an initiative of one of one's own teams."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None, to_field_name="code")
    theme = ThemeField()
    area = WideAreaField(required=False, empty_label=_("The whole area of the team"))
    starts_on = NearDateField(label=_("First time on"))

    class Meta:
        model = Initiative
        fields = [
            "name", "team", "theme", "other_themes", "area", "owner", "organisation", "place", "rhythm",
            "starts_on", "capacity", "description", "target_group", "gives_back", "is_experiment", "linked",
            "is_public",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "description": _("What happens there"),
            "owner": _("Whose it is"),
            "organisation": _("Which organisation?"),
            "other_themes": _("Also about"),
            "target_group": _("For whom"),
            "gives_back": _("What participants give back"),
            "is_experiment": _("This is an experiment"),
            "linked": _("Goes together with"),
            "place": _("Place"),
            "rhythm": _("When"),
            "capacity": _("Room for how many people"),
            "is_public": _("Show it on the public page of the team"),
        }
        help_texts = {
            "description": _("Residents read this too, when it stands on the public page."),
            "gives_back": _("For example: cooking along, telling others, helping next time."),
            "is_experiment": _("We try something, and look back on what it brought."),
            "linked": _("Other initiatives of your teams that it follows on, or leads to."),
        }
        widgets = {
            "owner": RadioChips(
                icons={
                    InitiativeOwner.RESIDENTS: "users-group",
                    InitiativeOwner.VOLUNTEER: "heart-handshake",
                    InitiativeOwner.ORGANISATION: "building-community",
                    InitiativeOwner.TEAM: "home-heart",
                }
            ),
            "description": forms.Textarea(attrs={"rows": 4}),
            "other_themes": CheckboxColumns(),
            "linked": CheckboxColumns(),
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        }

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ChoiceField", self.fields["owner"])
        owner.choices = InitiativeOwner.choices
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = Organisation.objects.active(on=today).order_by("name", "pk")
        organisation.empty_label = _("No organisation in the directory")
        themes = cast("forms.ModelMultipleChoiceField[Theme]", self.fields["other_themes"])
        themes.queryset = Theme.objects.filter(is_active=True).order_by("name")
        linked = cast("forms.ModelMultipleChoiceField[Initiative]", self.fields["linked"])
        others = Initiative.objects.filter(team__in=[team.pk for team in teams]).exclude(ends_on__lte=today)
        linked.queryset = others.exclude(pk=self.instance.pk).order_by("name", "pk")
        team = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        team.queryset = Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("name")
        if len(teams) == 1:
            self.instance.team = teams[0]
            del self.fields["team"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("owner") != InitiativeOwner.ORGANISATION:
            given["organisation"] = None
        return given


class EndInitiativeForm(Form):
    """Say from which day on it is no longer there."""

    ends_on = NearDateField(
        label=_("The first day without it"), help_text=_("The day after the last time."), required=True
    )

    def __init__(self, *args: Any, initiative: Initiative, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initiative = initiative

    def clean_ends_on(self) -> date:
        ends_on: date = self.cleaned_data["ends_on"]
        if ends_on <= self.initiative.starts_on:
            raise forms.ValidationError(_("The end lies before the start."))
        return ends_on


class InitiativeFilterForm(FilterForm):
    """Filters of the list, named as in its address."""

    q = forms.CharField(label=_("Name or text"), required=False, max_length=60)
    thema = ThemeField(required=False, empty_label=_("All themes"), to_field_name="code")
    buurt = AreaField(required=False, empty_label=_("All neighbourhoods"), to_field_name="code")
    team = forms.ModelChoiceField(
        label=_("Team"),
        queryset=Team.objects.filter(is_active=True).order_by("name"),
        required=False,
        empty_label=_("All teams"),
        to_field_name="code",
    )
