"""Looking back on a plan with the household."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from cases.enums import EvaluationDecision, ScoreGiver
from cases.forms.plan import ScoreField, not_to_come
from cases.models import Person
from cases.selectors.plan_page import GoalRow
from cases.services.evaluate_plan import EvaluationDetails, Judgement
from wijkteam.core.forms import CheckboxChips, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DECISION_HINTS: "dict[str, _StrOrPromise]" = {
    EvaluationDecision.GO_ON: _("The goals stay as they are."),
    EvaluationDecision.ADJUST: _("A draft of the next version is made, with the same goals to begin with."),
    EvaluationDecision.CLOSE: _("The next page asks what became of each goal."),
}


@dataclass(frozen=True, kw_only=True)
class GoalFields:
    """The two questions about one goal."""

    goal: GoalRow
    score: BoundField
    note: BoundField


class EvaluationForm(Form):
    """Each goal of the plan in force gets a score and a sentence; then what goes well and how to go on."""

    held_on = NearDateField(label=_("On which day did you look back?"))
    people = forms.MultipleChoiceField(
        label=_("Who of the household was there?"), required=False, widget=CheckboxChips()
    )
    others_present = forms.CharField(label=_("Who else was there?"), max_length=200, required=False)
    given_by = forms.ChoiceField(
        label=_("Whose scores are these?"),
        choices=ScoreGiver.choices,
        initial=ScoreGiver.HOUSEHOLD,
        widget=RadioChips(),
        help_text=_("Let the household choose first."),
    )
    went_well = forms.CharField(
        label=_("What goes well?"),
        max_length=2000,
        required=False,
        help_text=_("In the words of the household."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    went_badly = forms.CharField(
        label=_("What does not go well yet?"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    decision = forms.ChoiceField(
        label=_("How do you go on?"), choices=EvaluationDecision.choices, widget=RadioCards(hints=DECISION_HINTS)
    )
    next_on = NearDateField(
        label=_("When do you look back again?"), required=False, help_text=_("Leave it empty when you round off.")
    )
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        goals: Sequence[GoalRow],
        people: Sequence[Person],
        agreed_on: date,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"held_on": today, "next_on": today + timedelta(days=91)}, **kwargs)
        self._goals = {goal.public_id.hex: goal for goal in goals}
        self._people = {str(person.public_id): person for person in people}
        self._agreed_on, self._today = agreed_on, today
        cast("forms.MultipleChoiceField", self.fields["people"]).choices = [
            (key, person.full_name) for key, person in self._people.items()
        ]
        for key, goal in self._goals.items():
            now = "" if goal.now is None else str(goal.now)
            self.fields[f"score_{key}"] = ScoreField(label=_("How is it now?"), initial=now)
            self.fields[f"note_{key}"] = forms.CharField(label=_("In a sentence"), max_length=400, required=False)

    def goal_fields(self) -> list[GoalFields]:
        return [
            GoalFields(goal=goal, score=self[f"score_{key}"], note=self[f"note_{key}"])
            for key, goal in self._goals.items()
        ]

    def clean_held_on(self) -> date:
        day = not_to_come(self.cleaned_data["held_on"], today=self._today)
        if day < self._agreed_on:
            raise forms.ValidationError(_("The household agreed on this plan later than that. Choose a later day."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("decision") == EvaluationDecision.CLOSE:
            data["next_on"] = None
        elif data.get("decision"):
            held_on, next_on = data.get("held_on"), data.get("next_on")
            if next_on is None and "next_on" not in self.errors:
                self.add_error("next_on", _("Choose a day: a plan without one is soon forgotten."))
            elif held_on and next_on and next_on <= held_on:
                self.add_error("next_on", _("Looking back again comes later. Choose a later day."))
        if not data.get("went_well") and not data.get("went_badly"):
            self.add_error("went_well", _("Write down in a few words how it goes."))
        return data

    @property
    def details(self) -> EvaluationDetails:
        data = self.cleaned_data
        return EvaluationDetails(
            held_on=data["held_on"],
            people=[self._people[key] for key in data["people"]],
            others_present=data["others_present"],
            went_well=data["went_well"],
            went_badly=data["went_badly"],
            given_by=ScoreGiver(data["given_by"]),
            decision=EvaluationDecision(data["decision"]),
            next_on=data["next_on"],
        )

    @property
    def judgements(self) -> dict[UUID, Judgement]:
        """Public id of each goal to how it stands."""
        return {
            goal.public_id: Judgement(score=self.cleaned_data[f"score_{key}"], note=self.cleaned_data[f"note_{key}"])
            for key, goal in self._goals.items()
        }
