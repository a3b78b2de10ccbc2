from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.enums import ActionOwner, AgreementManner, LifeDomain, ScoreGiver
from cases.forms.coordinator import ColleagueField
from cases.forms.seen import SeenForm
from cases.models import Action, Case, Goal, Person
from cases.selectors.plan_page import OWNER_ICONS
from cases.services.write_plan import ACTION_FIELDS, GOAL_FIELDS, Voice
from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.core.forms import DateField, Form, NearDateField, RadioChips
from wijkteam.core.periods import running_on
from wijkteam.core.request_keys import RequestKeyField

VOICES = [("yes", _("agrees")), ("no", _("does not agree")), ("", _("was not asked"))]
SCORES = [("", _("not yet")), *((str(n), str(n)) for n in range(1, 6))]


def not_to_come(day: date, *, today: date) -> date:
    if day > today:
        raise forms.ValidationError(_("This day still has to come. Fill in when it was."))
    return day


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

    def __init__(self, *args: Any, goal: Goal | None = None, **kwargs: Any) -> None:
        initial: dict[str, Any] = {"start_score": "", "target_score": ""}
        if goal is not None:
            initial = {name: getattr(goal, name) for name in ("life_domain", "text")} | {
                name: "" if getattr(goal, name) is None else str(getattr(goal, name))
                for name in ("start_score", "target_score")
            }
        super().__init__(*args, initial=initial, **kwargs)
        self.remember(goal)

    def apply_to(self, goal: Goal) -> Goal:
        for name in GOAL_FIELDS:
            setattr(goal, name, self.cleaned_data[name])
        return goal


class ScoreForm(Form):
    """How a goal stands, on a day, and who says so."""

    score = forms.TypedChoiceField(
        label=_("How is it now?"),
        help_text=_("1 is bad, 5 is good."),
        choices=SCORES[1:],
        coerce=int,
        widget=RadioChips(),
    )
    given_by = forms.ChoiceField(
        label=_("Who says so?"), choices=ScoreGiver.choices, initial=ScoreGiver.HOUSEHOLD, widget=RadioChips()
    )
    scored_on = NearDateField(label=_("On which day?"))
    note = forms.CharField(label=_("In a sentence"), max_length=400, required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, goal: Goal, today: date, **kwargs: Any) -> None:
        now = "" if goal.current_score is None else str(goal.current_score)
        super().__init__(*args, initial={"score": now, "scored_on": today}, **kwargs)
        self._today = today

    def clean_scored_on(self) -> date:
        return not_to_come(self.cleaned_data["scored_on"], today=self._today)


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
    """What each person of the household said to the plan, when and how, and when all look back together."""

    agreed_by = forms.CharField(
        label=_("Who else agreed?"),
        max_length=100,
        required=False,
        help_text=_("Somebody who does not live here, such as a grandmother."),
    )
    manner = forms.ChoiceField(
        label=_("How did they say so?"),
        choices=AgreementManner.choices,
        initial=AgreementManner.TABLE,
        widget=RadioChips(),
    )
    agreed_on = DateField(label=_("On which day?"))
    note = forms.CharField(
        label=_("What does somebody think who does not agree?"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    evaluate_on = NearDateField(
        label=_("When will you look back together?"), help_text=_("Usually after three months.")
    )

    def __init__(self, *args: Any, today: date, people: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, initial={"agreed_on": today, "evaluate_on": today + timedelta(days=91)}, **kwargs)
        self._today = today
        self._people = {f"person_{person.public_id.hex}": person for person in people}
        asked = {
            name: forms.ChoiceField(
                label=person.full_name,
                choices=VOICES,
                initial="",
                required=False,
                widget=RadioChips(),
            )
            for name, person in self._people.items()
        }
        self.fields = {**asked, **self.fields}
        self.fields["manner"].required = False  # a form of before keeps working: at the table

    @property
    def voices(self) -> list[Voice]:
        """Everybody of the household who was asked. The note belongs to who does not agree."""
        said = {name: self.cleaned_data[name] for name in self._people if self.cleaned_data[name]}
        manner = AgreementManner(self.cleaned_data["manner"] or AgreementManner.TABLE)
        return [
            Voice(
                person=self._people[name],
                agrees=answer == "yes",
                manner=manner,
                note="" if answer == "yes" else self.cleaned_data["note"],
            )
            for name, answer in said.items()
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        agreed_on, evaluate_on = data.get("agreed_on"), data.get("evaluate_on")
        if agreed_on and agreed_on > self._today:
            self.add_error("agreed_on", _("This day still has to come. Fill in when they agreed."))
        if agreed_on and evaluate_on and evaluate_on <= agreed_on:
            self.add_error("evaluate_on", _("Looking back comes after agreeing. Choose a later day."))
        if not data.get("agreed_by") and not any(data.get(name) == "yes" for name in self._people):
            self.add_error(None, _("Say who agreed: at least one person of the household."))
        return data


class VoiceForm(Form):
    """What one more person of the household says to the plan in force."""

    person = forms.ChoiceField(label=_("Who?"))
    agrees = forms.ChoiceField(label=_("What does this person say?"), choices=VOICES[:2], widget=RadioChips())
    manner = forms.ChoiceField(
        label=_("How?"), choices=AgreementManner.choices, initial=AgreementManner.PHONE, widget=RadioChips()
    )
    said_on = NearDateField(label=_("On which day?"))
    note = forms.CharField(
        label=_("In their own words"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, people: Sequence[Person], today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"said_on": today}, **kwargs)
        self._people = {str(person.public_id): person for person in people}
        self._today = today
        choices = [(key, person.full_name) for key, person in self._people.items()]
        cast("forms.ChoiceField", self.fields["person"]).choices = [("", _("Choose a person")), *choices]

    def clean_said_on(self) -> date:
        return not_to_come(self.cleaned_data["said_on"], today=self._today)

    @property
    def voice(self) -> Voice:
        data = self.cleaned_data
        return Voice(
            person=self._people[data["person"]],
            agrees=data["agrees"] == "yes",
            manner=AgreementManner(data["manner"]),
            note=data["note"],
        )
