from collections.abc import Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from wijkteam.areas.models import Area
from wijkteam.core.forms import FilterForm, Form, MinutesField, NearDateField, RadioChips
from wijkteam.hours.enums import QUICK_ENTRY_KINDS, WorkKind
from wijkteam.hours.permissions import first_changeable_day
from wijkteam.teams.models import Team

KIND_ICONS: dict[str, str] = {
    WorkKind.COLLECTIVE: "users-group",
    WorkKind.PREVENTION: "shield-heart",
    WorkKind.OUTREACH: "walk",
    WorkKind.NETWORK: "affiliate",
    WorkKind.TEAM: "school",
    WorkKind.ADMINISTRATION: "keyboard",
}


class HoursForm(Form):
    """Kind, minutes and what it was; the rest has an answer already."""

    kind = forms.ChoiceField(
        label=_("What did you work on?"),
        choices=[(kind.value, kind.label) for kind in WorkKind if kind in QUICK_ENTRY_KINDS],
        widget=RadioChips(icons=KIND_ICONS),
    )
    minutes = MinutesField(
        label=_("How long?"),
        max_value=1440,
        help_text=_("In minutes, or as 1:30."),
    )
    note = forms.CharField(
        label=_("What was it?"), max_length=200, required=False, help_text=_("No names of residents.")
    )
    worked_on = NearDateField(label=_("On which day?"))
    team = forms.ModelChoiceField(label=_("For which team?"), queryset=Team.objects.none(), empty_label=None)
    area = forms.ModelChoiceField(
        label=_("In which area?"), queryset=Area.objects.none(), required=False, empty_label=_("No area in particular")
    )
    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, teams: Sequence[Team], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        pks = [team.pk for team in teams]
        team = cast("forms.ModelChoiceField[Team]", self.fields["team"])
        team.queryset = Team.objects.filter(pk__in=pks).order_by("name", "pk")
        if len(pks) == 1:
            # Nothing to choose: the field goes along unseen.
            team.widget = forms.HiddenInput()
            team.initial = pks[0]
        area = cast("forms.ModelChoiceField[Area]", self.fields["area"])
        area.queryset = Area.objects.filter(Q(team_area__team__in=pks) | Q(parent__team_area__team__in=pks)).order_by(
            "name", "pk"
        )

    def clean_worked_on(self) -> date:
        day: date = self.cleaned_data["worked_on"]
        if day > self._today:
            raise ValidationError(_("This day is still to come. Choose today or an earlier day."), code="future")
        if day < first_changeable_day(today=self._today):
            raise ValidationError(_("This day is more than 31 days ago. Ask your coordinator."), code="too_old")
        return day


class HoursFilter(FilterForm):
    """Which hours of a team to show: an answer that is none is left out, a list never fails on its address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    maand = forms.ChoiceField(label=_("Month"), required=False)
    soort = forms.ChoiceField(label=_("Kind of work"), required=False)

    def __init__(
        self,
        *args: Any,
        teams: Sequence[Team],
        months: Sequence[tuple[str, str]],
        kinds: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        everything = [("", _("All my teams"))] if len(teams) > 1 else []
        cast("forms.ChoiceField", self.fields["team"]).choices = [
            *everything,
            *((team.code, team.name) for team in teams),
        ]
        cast("forms.ChoiceField", self.fields["maand"]).choices = list(months)
        cast("forms.ChoiceField", self.fields["soort"]).choices = [("", _("All kinds")), *kinds]
        if len(teams) == 1:
            self.fields["team"].widget = forms.HiddenInput()
