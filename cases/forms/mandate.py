"""What a team may decide by itself: up to how much, for whom, from when to when."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ProvisionKind
from cases.models import Mandate
from cases.services.give_mandate import MandateDetails
from wijkteam.core.forms import Form, NearDateField
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team


def _amount(label: Any, *, most: int) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        required=False,
        min_value=1,
        max_value=most,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )


class MandateForm(Form):
    """At least one limit: euros, hours or months. `last_day` is the last day with it."""

    team = forms.ChoiceField(label=_("Team"))
    kind = forms.ChoiceField(label=_("Which kind of provision?"), choices=ProvisionKind)
    up_to_euros = _amount(_("Up to how many euros a year?"), most=1_000_000)
    up_to_hours = _amount(_("Up to how many hours a week?"), most=168)
    up_to_months = _amount(_("For at most how many months?"), most=240)
    for_whom = forms.CharField(
        label=_("For whom?"),
        max_length=200,
        help_text=_("For example: adults who live in our neighbourhoods."),
    )
    starts_on = NearDateField(label=_("First day"))
    last_day = NearDateField(label=_("Last day"))
    agreed_on = NearDateField(label=_("On which day was it agreed with the municipality?"))
    agreed_with = forms.CharField(
        label=_("With whom was it agreed?"),
        max_length=200,
        help_text=_("By function. For example: head of the Wmo department."),
    )
    request_key = RequestKeyField()

    def __init__(
        self, *args: Any, teams: Sequence[Team], today: date, mandate: Mandate | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"starts_on": today}
        if mandate is not None:
            names = ("kind", "up_to_euros", "up_to_hours", "up_to_months", "for_whom", "starts_on", "agreed_on")
            initial = {name: getattr(mandate, name) for name in names}
            initial |= {"last_day": mandate.ends_on - timedelta(days=1), "agreed_with": mandate.agreed_with}
        super().__init__(*args, initial=initial, **kwargs)
        self._teams, self._today = {team.code: team for team in teams}, today
        cast("forms.ChoiceField", self.fields["team"]).choices = [(team.code, team.name) for team in teams]
        if len(teams) == 1:
            del self.fields["team"]
        if mandate is not None:
            del self.fields["request_key"]

    @property
    def chosen_team(self) -> Team:
        """After validation."""
        return self._teams[self.cleaned_data["team"]] if "team" in self.fields else next(iter(self._teams.values()))

    def clean_agreed_on(self) -> date:
        day: date = self.cleaned_data["agreed_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or self.cleaned_data
        limits = ("up_to_euros", "up_to_hours", "up_to_months")
        if not self.errors.keys() & set(limits) and not any(data.get(name) for name in limits):
            self.add_error("up_to_euros", _("Say up to how much: euros, hours or months."))
        starts, last = data.get("starts_on"), data.get("last_day")
        if starts and last and last < starts:
            self.add_error("last_day", _("The last day lies before the first day."))
        return data

    @property
    def details(self) -> MandateDetails:
        data = self.cleaned_data
        return MandateDetails(
            kind=ProvisionKind(data["kind"]),
            up_to_euros=data["up_to_euros"],
            up_to_hours=data["up_to_hours"],
            up_to_months=data["up_to_months"],
            for_whom=data["for_whom"],
            starts_on=data["starts_on"],
            ends_on=data["last_day"] + timedelta(days=1),
            agreed_on=data["agreed_on"],
            agreed_with=data["agreed_with"],
        )
