"""Forms of initiatives."""

from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import InitiativeOwner
from collectief.models import Initiative
from wijkteam.areas.forms.choices import AreaField, ThemeField
from wijkteam.core.forms import FilterForm, Form, ModelForm, NearDateField, RadioChips
from wijkteam.teams.models import Team


class InitiativeForm(ModelForm[Initiative]):
    """Add or change an initiative of one of one's own teams."""

    team = forms.ModelChoiceField(label=_("Team"), queryset=Team.objects.none(), empty_label=None, to_field_name="code")
    theme = ThemeField()
    area = AreaField(required=False, empty_label=_("The whole area of the team"))
    starts_on = NearDateField(label=_("First time on"))

    class Meta:
        model = Initiative
        fields = [
            "name", "team", "theme", "area", "owner", "place", "rhythm",
            "starts_on", "capacity", "description", "is_public",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "description": _("What happens there"),
            "owner": _("Whose it is"),
            "place": _("Place"),
            "rhythm": _("When"),
            "capacity": _("Room for how many people"),
            "is_public": _("Show it on the public page of the team"),
        }
        help_texts = {"description": _("Residents read this too, when it stands on the public page.")}
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
            "capacity": forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        }

    def __init__(self, *args: Any, teams: Sequence[Team], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = cast("forms.ChoiceField", self.fields["owner"])
        owner.choices = InitiativeOwner.choices
        team = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        team.queryset = Team.objects.filter(pk__in=[team.pk for team in teams]).order_by("name")
        if len(teams) == 1:
            self.instance.team = teams[0]
            del self.fields["team"]


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
