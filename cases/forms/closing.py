"""Closing a case, and what comes after it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.enums import ClosingReason, ContinuationKind, GoalOutcome
from cases.forms.contact import ContactForm
from cases.forms.coordinator import ColleagueField
from cases.models import Case
from cases.selectors.plan_page import GoalRow
from cases.services.close_case import AfterCarePlan, GoesOn, OpenEnd, Result
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.forms import CheckboxChips, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.periods import months_later, running_on

MONTHS = [("3", _("in three months")), ("6", _("in half a year")), ("", _("no after-care"))]


def colleagues_of(case: Case, *, today: date) -> "QuerySet[User]":
    """Who works in the team of the case today."""
    active = User.objects.active().filter(running_on(today, of="memberships"), memberships__team=case.team_id)
    ordered: QuerySet[User] = active.order_by("name", "pk")
    return ordered


@dataclass(frozen=True, kw_only=True)
class GoalFields:
    """The two questions about one goal."""

    goal: GoalRow
    outcome: BoundField
    result: BoundField


# A case ends as merged by merging and in no other way.
REASONS = [one for one in ClosingReason.choices if one[0] != ClosingReason.MERGED]


class ClosingForm(Form):
    """Why the case ends, what became of each goal of the plan in force, what continues, and after-care."""

    reason = forms.ChoiceField(label=_("Why does the case end?"), choices=REASONS, widget=RadioCards())
    words = forms.CharField(
        label=_("What does the household say about it?"),
        max_length=2000,
        required=False,
        help_text=_("In their own words."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    own_network = forms.CharField(
        label=_("What goes on in the own network?"),
        max_length=400,
        required=False,
        help_text=_("Who does what? For example: “My sister comes by every Sunday.”"),
    )
    initiatives = forms.ModelMultipleChoiceField(
        label=_("In which initiative does it go on?"),
        queryset=Initiative.objects.none(),
        required=False,
        widget=CheckboxChips(),
    )
    elsewhere = forms.CharField(label=_("What goes on with another organisation?"), max_length=400, required=False)
    note = forms.CharField(
        label=_("What else should whoever reads this later know?"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    left_open = forms.CharField(
        label=_("What becomes of what is still open?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    after_care = forms.ChoiceField(
        label=_("When do you ask how it goes?"), choices=MONTHS, initial="3", required=False, widget=RadioChips()
    )
    after_care_worker = ColleagueField(
        label=_("Who does that?"), queryset=User.objects.none(), required=False, empty_label=_("Choose a colleague")
    )

    def __init__(
        self,
        *args: Any,
        case: Case,
        by: User,
        today: date,
        goals: Sequence[GoalRow],
        ends: Sequence[OpenEnd] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"after_care_worker": by.pk}, **kwargs)
        self._today = today
        self._goals = {goal.public_id.hex: goal for goal in goals}
        for key, goal in self._goals.items():
            self.fields[f"outcome_{key}"] = forms.ChoiceField(
                label=_("What became of it?"), choices=GoalOutcome.choices, initial=goal.outcome, widget=RadioChips()
            )
            self.fields[f"result_{key}"] = forms.CharField(
                label=_("In a sentence"), max_length=400, required=False, initial=goal.result
            )
        running = Initiative.objects.visible_to(by, on=today).filter(running_on(today))
        cast("forms.ModelMultipleChoiceField[Initiative]", self.fields["initiatives"]).queryset = running.order_by(
            "name", "pk"
        )
        cast("forms.ModelChoiceField[User]", self.fields["after_care_worker"]).queryset = colleagues_of(
            case, today=today
        )
        if not ends:
            del self.fields["left_open"]

    def goal_fields(self) -> list[GoalFields]:
        return [
            GoalFields(goal=goal, outcome=self[f"outcome_{key}"], result=self[f"result_{key}"])
            for key, goal in self._goals.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("after_care") and not data.get("after_care_worker"):
            self.add_error("after_care_worker", _("Choose the colleague who asks how it goes."))
        return data

    @property
    def results(self) -> dict[UUID, Result]:
        """Public id of each goal to what became of it."""
        data = self.cleaned_data
        return {
            goal.public_id: Result(outcome=GoalOutcome(data[f"outcome_{key}"]), text=data[f"result_{key}"])
            for key, goal in self._goals.items()
        }

    @property
    def goes_on(self) -> list[GoesOn]:
        data = self.cleaned_data
        found = [
            GoesOn(kind=kind, text=data[name])
            for kind, name in (
                (ContinuationKind.OWN_NETWORK, "own_network"),
                (ContinuationKind.ELSEWHERE, "elsewhere"),
            )
            if data[name]
        ]
        return [*found, *(GoesOn(kind=ContinuationKind.COLLECTIVE, initiative=one) for one in data["initiatives"])]

    @property
    def after_care_plan(self) -> AfterCarePlan | None:
        months = self.cleaned_data["after_care"]
        if not months:
            return None
        due_on = months_later(self._today, int(months))
        return AfterCarePlan(due_on=due_on, worker=self.cleaned_data["after_care_worker"])


class PlanAfterCareForm(Form):
    """After-care for a case that was closed without, or once more."""

    due_on = NearDateField(label=_("When do you ask how it goes?"))
    worker = ColleagueField(
        label=_("Who does that?"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, case: Case, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_on": months_later(today, 3), "worker": by.pk}, **kwargs)
        self._today = today
        cast("forms.ModelChoiceField[User]", self.fields["worker"]).queryset = colleagues_of(case, today=today)

    def clean_due_on(self) -> date:
        day: date = self.cleaned_data["due_on"]
        if day < self._today:
            raise forms.ValidationError(_("Choose a day that still has to come."))
        return day


class AfterCareContactForm(ContactForm):
    """How it goes with the household, some months later. It counts as a contact, with its minutes."""

    def __init__(self, *args: Any, now: datetime, closed_on: date, **kwargs: Any) -> None:
        super().__init__(*args, now=now, **kwargs)
        self._closed_on = closed_on
        self.fields["text"].label = _("How does it go now?")
        self.fields["kind"].initial = "phone"
        for name in ("follow_up_on", "visibility", "is_escalation"):
            self.fields[name].required = False
            self.fields[name].widget = forms.HiddenInput()
            self.initial.pop(name, None)

    def clean_visibility(self) -> str:
        return str(self.cleaned_data["visibility"] or "team")

    def clean_day(self) -> date:
        day = super().clean_day()
        if day < self._closed_on:
            raise forms.ValidationError(_("The case was closed after that day. Choose a later day."))
        return day


class GiveUpAfterCareForm(Form):
    because = forms.CharField(
        label=_("Why not?"), max_length=300, help_text=_("For example: moved, or does not want it.")
    )
