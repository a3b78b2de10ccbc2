from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ActionOwner, LifeDomain
from cases.forms.coordinator import ColleagueField
from cases.forms.seen import SeenForm
from cases.models import Action, Case, Goal
from cases.selectors.plan_page import OWNER_ICONS
from cases.services.write_plan import ACTION_FIELDS, GOAL_FIELDS
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.forms import DateField, Form, NearDateField, RadioChips
from wijkteam.core.periods import running_on

SCORES = [("", _("not yet")), *((str(n), str(n)) for n in range(1, 6))]


class ScoreField(forms.TypedChoiceField):
    """A score from 1 (bad) to 5 (good), or none yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SCORES, coerce=int, empty_value=None, required=False, widget=RadioChips(), **kwargs)


class GoalForm(SeenForm, Form):
    row_fields = GOAL_FIELDS
    life_domain = forms.ChoiceField(
        label=_("About which part of life?"), choices=[("", _("Choose a part of life")), *LifeDomain.choices]
    )
    text = forms.CharField(
        label=_("What does the household want to reach?"),
        max_length=400,
        help_text=_("In their own words. For example: “I want to open my post without fear again.”"),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    start_score = ScoreField(label=_("How was it at the start?"), help_text=_("1 is bad, 5 is good."))
    target_score = ScoreField(label=_("Where do they want to be?"))
    current_score = ScoreField(label=_("How is it now?"))

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"start_score": "", "target_score": "", "current_score": ""}
        if goal is not None:
            initial = {name: getattr(goal, name) for name in ("life_domain", "text")} | {
                name: "" if getattr(goal, name) is None else str(getattr(goal, name))
                for name in ("start_score", "target_score", "current_score")
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.remember(goal)

    def apply_to(self, goal: Goal) -> Goal:
        for name in GOAL_FIELDS:
            setattr(goal, name, self.cleaned_data[name])
        return goal


class ScoreForm(Form):
    """How a goal stands today."""

    current_score = ScoreField(label=_("How is it now?"), help_text=_("1 is bad, 5 is good."))

    def __init__(self, *args: Any, goal: Goal, **kwargs: Any) -> None:
        now = "" if goal.current_score is None else str(goal.current_score)
        super().__init__(*args, initial={"current_score": now}, **kwargs)


class ActionForm(SeenForm, Form):
    row_fields = ACTION_FIELDS
    text = forms.CharField(label=_("What will be done?"), max_length=300)
    owner = forms.ChoiceField(
        label=_("Who does it?"),
        choices=ActionOwner.choices,
        widget=RadioChips(icons=OWNER_ICONS),
        help_text=_("First what somebody can do alone, with the own people or with neighbours."),
    )
    owner_name = forms.CharField(label=_("Name of the person or organisation"), max_length=120, required=False)
    worker = ColleagueField(
        label=_("Which colleague?"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Choose a colleague"),
        help_text=_("Only when the team does it."),
    )
    initiative = forms.ModelChoiceField(
        label=_("Which initiative?"),
        queryset=Initiative.objects.none(),
        required=False,
        empty_label=_("Choose an initiative"),
        help_text=_("Only when it happens in an initiative."),
    )
    due_on = NearDateField(label=_("Before when?"), required=False)

    def __init__(
        self, *args: Any, case: Case, today: date, by: User, action: Action | None = None, **kwargs: Any
    ) -> None:
        initial: dict[str, Any] = {"worker": by.pk}
        if action is not None:
            initial = {name: action.serializable_value(name) for name in ACTION_FIELDS}
        super().__init__(*args, initial=initial, **kwargs)
        self.remember(action)
        worker = cast("forms.ModelChoiceField[User]", self.fields["worker"])
        worker.queryset = (
            User.objects.filter(
                Q(running_on(today, of="memberships"), memberships__team=case.team_id)
                | Q(pk=action.worker_id if action else None)
            )
            .distinct()
            .order_by("name", "pk")
        )
        initiative = cast("forms.ModelChoiceField[Initiative]", self.fields["initiative"])
        # What an action names stays a choice, also when the colleague has left or the initiative has ended.
        running = Initiative.objects.visible_to(by, on=today).filter(
            running_on(today) | Q(pk=action.initiative_id if action else None)
        )
        initiative.queryset = running.order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        owner = data.get("owner")
        if owner == ActionOwner.TEAM and not data.get("worker"):
            self.add_error("worker", _("Choose the colleague who does this."))
        if owner == ActionOwner.COLLECTIVE and not data.get("initiative"):
            self.add_error("initiative", _("Choose the initiative where this happens."))
        if owner != ActionOwner.TEAM:
            data["worker"] = None
        if owner != ActionOwner.COLLECTIVE:
            data["initiative"] = None
        return data

    def apply_to(self, action: Action) -> Action:
        for name in ACTION_FIELDS:
            setattr(action, name, self.cleaned_data[name])
        return action


class AgreementForm(Form):
    agreed_by = forms.CharField(
        label=_("Who of the household agreed?"), max_length=200, help_text=_("Everybody who talked along.")
    )
    agreed_on = DateField(label=_("On which day?"))
    evaluate_on = NearDateField(
        label=_("When will you look back together?"), help_text=_("Usually after three months.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"agreed_on": today, "evaluate_on": today + timedelta(days=91)}, **kwargs)
        self._today = today

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        agreed_on, evaluate_on = data.get("agreed_on"), data.get("evaluate_on")
        if agreed_on and agreed_on > self._today:
            self.add_error("agreed_on", _("This day still has to come. Fill in when they agreed."))
        if agreed_on and evaluate_on and evaluate_on <= agreed_on:
            self.add_error("evaluate_on", _("Looking back comes after agreeing. Choose a later day."))
        return data
