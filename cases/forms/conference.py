from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.enums import ActionOwner
from cases.models import Case, CaseConference, ConferenceParticipant, Goal, Person
from cases.selectors.conferences import name_of
from cases.services.hold_conference import ConferencePlan
from netwerk.models import Professional
from wijkteam.accounts.models import User
from wijkteam.core.forms import CheckboxColumns, Form, MinutesField, NearDateField, RadioChips, TimeField
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.teams.models import Team


class ConferenceForm(Form):
    """When, where, who leads it and who of the team comes."""

    team = forms.ChoiceField(label=_("Team"))
    day = NearDateField(label=_("On which day?"))
    time = TimeField(label=_("At what time?"))
    minutes = MinutesField(label=_("How long?"), min_value=15, max_value=480)
    place = forms.CharField(label=_("Where?"), max_length=200, help_text=_("A room, or the address of a video call."))
    chair = forms.ChoiceField(label=_("Who leads it?"))
    workers = forms.MultipleChoiceField(label=_("Who of the team comes?"), widget=CheckboxColumns())
    request_key = RequestKeyField()

    def __init__(self, *args: Any, teams: Sequence[Team], workers: Sequence[User], fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._teams = {str(one.pk): one for one in teams}
        self._workers = {str(one.public_id): one for one in workers}
        names = [(key, one.name) for key, one in self._workers.items()]
        cast("forms.ChoiceField", self.fields["team"]).choices = [(key, one.name) for key, one in self._teams.items()]
        cast("forms.ChoiceField", self.fields["chair"]).choices = names
        cast("forms.ChoiceField", self.fields["workers"]).choices = names
        if fixed or len(self._teams) == 1:
            del self.fields["team"]

    @property
    def team_chosen(self) -> Team:
        return self._teams[self.cleaned_data.get("team") or next(iter(self._teams))]

    @property
    def plan(self) -> ConferencePlan:
        data = self.cleaned_data
        return ConferencePlan(
            starts_at=timezone.make_aware(datetime.combine(data["day"], data["time"])),
            minutes=data["minutes"],
            place=data["place"],
            chair=self._workers[data["chair"]],
            workers=[self._workers[key] for key in data["workers"]],
        )


def conference_initial(conference: CaseConference, *, workers: Sequence[str]) -> dict[str, Any]:
    local = timezone.localtime(conference.starts_at)
    return {
        "day": local.date(),
        "time": local.time(),
        "minutes": conference.minutes,
        "place": conference.place,
        "chair": str(conference.chair.public_id),
        "workers": list(workers),
    }


class ReasonForm(Form):
    reason = forms.CharField(label=_("Why is it called off?"), max_length=300)


class InviteForm(Form):
    """A professional of a partner: what they hear of is chosen per item."""

    professional = forms.ChoiceField(label=_("Whom do you invite?"))

    def __init__(self, *args: Any, professionals: Sequence[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._professionals = {str(one.public_id): one for one in professionals}
        cast("forms.ChoiceField", self.fields["professional"]).choices = [
            ("", _("Choose")),
            *((key, f"{one.name} ({one.organisation.name})") for key, one in self._professionals.items()),
        ]

    @property
    def chosen(self) -> Professional:
        return self._professionals[self.cleaned_data["professional"]]


class ItemForm(Form):
    """A case of the team, or a question without a household."""

    case = forms.ChoiceField(
        label=_("About which case?"),
        required=False,
        help_text=_("Leave this open to ask something without a household."),
    )
    question = forms.CharField(
        label=_("What do you want to know or decide?"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": ""}),
    )
    minutes = MinutesField(label=_("How long?"), max_value=240)
    looked = forms.BooleanField(label=_("I looked: nobody can be recognised in this text"), required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, cases: Sequence[Case], warn_of: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"minutes": 15}, **kwargs)
        self._cases = {str(one.public_id): one for one in cases}
        self._warn_of = warn_of
        cast("forms.ChoiceField", self.fields["case"]).choices = [
            ("", _("No household: an anonymous question")),
            *((key, f"{one.household.name} ({one.number})") for key, one in self._cases.items()),
        ]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if not data.get("case") and data.get("question") and not data.get("looked"):
            names = self._warn_of(data["question"])
            if names:
                said = _("This names somebody: %(names)s. Leave the names out, or tick that you looked.")
                self.add_error("question", said % {"names": ", ".join(names)})
        return data

    @property
    def case_chosen(self) -> Case | None:
        return self._cases.get(self.cleaned_data["case"])


class NotesForm(Form):
    """What was said about one item, how long it took, and who from outside takes part in it."""

    notes = forms.CharField(
        label=_("What was said?"),
        max_length=8000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 6, "data-keep": ""}),
    )
    minutes = MinutesField(label=_("How long?"), max_value=240)
    outsiders = forms.MultipleChoiceField(
        label=_("Who from outside takes part in this item?"),
        required=False,
        widget=CheckboxColumns(),
        help_text=_("Only when there is a ground to share this with them on that day."),
    )
    residents = forms.MultipleChoiceField(
        label=_("Who of the household comes?"),
        required=False,
        widget=CheckboxColumns(),
        help_text=_("They are invited for this item alone. Without an e-mail address you tell them yourself."),
    )

    def __init__(
        self,
        *args: Any,
        outsiders: Sequence[ConferenceParticipant],
        residents: Sequence[Person],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self._residents = {str(one.public_id): one for one in residents}
        cast("forms.ChoiceField", self.fields["residents"]).choices = [
            (key, one.full_name) for key, one in self._residents.items()
        ]
        if not self._residents:
            del self.fields["residents"]
        self._outsiders = {str(one.public_id): one for one in outsiders}
        cast("forms.ChoiceField", self.fields["outsiders"]).choices = [
            (key, f"{name_of(one)}, {one.professional.organisation.name}" if one.professional else name_of(one))
            for key, one in self._outsiders.items()
        ]
        if not self._outsiders:
            del self.fields["outsiders"]

    @property
    def chosen(self) -> list[ConferenceParticipant]:
        return [self._outsiders[key] for key in self.cleaned_data.get("outsiders") or ()]

    @property
    def residents_chosen(self) -> list[Person]:
        return [self._residents[key] for key in self.cleaned_data.get("residents") or ()]


class DecisionForm(Form):
    """A decision; with a goal it becomes an action in the plan."""

    text = forms.CharField(label=_("What was decided?"), max_length=300)
    goal = forms.ChoiceField(
        label=_("For which goal in the plan?"), required=False, help_text=_("Then it becomes an action in the plan.")
    )
    owner = forms.ChoiceField(
        label=_("Who does it?"),
        choices=[choice for choice in ActionOwner.choices if choice[0] != ActionOwner.COLLECTIVE],
        initial=ActionOwner.TEAM,
        widget=RadioChips(),
    )
    owner_name = forms.CharField(label=_("Name of the person or organisation"), max_length=120, required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, goals: Sequence[Goal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._goals = {str(one.public_id): one for one in goals}
        if not self._goals:
            for name in ("goal", "owner", "owner_name"):
                del self.fields[name]
            return
        cast("forms.ChoiceField", self.fields["goal"]).choices = [
            ("", _("None: only in these minutes")),
            *((key, one.text) for key, one in self._goals.items()),
        ]

    @property
    def goal_chosen(self) -> Goal | None:
        return self._goals.get(self.cleaned_data.get("goal") or "")


class PresentForm(Form):
    """Who was there: with one press the hours of every worker are written."""

    present = forms.MultipleChoiceField(label=_("Who was there?"), widget=CheckboxColumns())

    def __init__(
        self, *args: Any, participants: Sequence[ConferenceParticipant], names: Mapping[int, Any], **kwargs: Any
    ) -> None:
        self._participants = {str(one.public_id): one for one in participants}
        super().__init__(*args, initial={"present": list(self._participants)}, **kwargs)
        cast("forms.ChoiceField", self.fields["present"]).choices = [
            (key, names[one.pk]) for key, one in self._participants.items()
        ]

    @property
    def chosen(self) -> list[ConferenceParticipant]:
        return [self._participants[key] for key in self.cleaned_data["present"]]
