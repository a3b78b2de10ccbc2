"""Forms about being away, and who looks after the cases meanwhile."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import AbsenceKind
from cases.forms.handover import ColleagueChoice
from cases.models import Absence
from cases.selectors.colleagues import Colleague
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class AbsenceForm(Form):
    """Who is away, from when until when, and who stands in for all cases. `starts_on` is the first day away."""

    who = ColleagueChoice(label=_("Who is away?"))
    kind = forms.ChoiceField(
        label=_("Planned or unexpected?"),
        choices=AbsenceKind,
        initial=AbsenceKind.PLANNED,
        widget=RadioChips,
        help_text=_("Never why: that stays between colleague and employer."),
    )
    starts_on = NearDateField(label=_("First day away"))
    ends_on = NearDateField(
        label=_("First day back"), required=False, help_text=_("Leave this empty when nobody knows yet.")
    )
    stand_in = ColleagueChoice(
        label=_("Who stands in?"),
        required=False,
        empty=_("I choose for each case on the next page"),
        help_text=_("For all open cases that this colleague coordinates. You can change it for each case afterwards."),
    )
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        people: Sequence[Colleague],
        colleagues: Sequence[Colleague],
        user: User,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"who": str(user.pk), "starts_on": today}, **kwargs)
        for name, offered in (("who", people), ("stand_in", colleagues)):
            cast("ColleagueChoice", self.fields[name]).offer(offered)
        if len(people) == 1:
            del self.fields["who"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        starts, ends = data.get("starts_on"), data.get("ends_on")
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("Fill in a day after the first day away."))
        if data.get("stand_in") is not None and data.get("stand_in") == data.get("who"):
            self.add_error("stand_in", _("Nobody stands in for oneself. Choose a colleague."))
        return data


class StandInsForm(Form):
    """The first day back, and a stand-in for each case."""

    ends_on = NearDateField(
        label=_("First day back"), required=False, help_text=_("Leave this empty when nobody knows yet.")
    )

    def __init__(
        self,
        *args: Any,
        absence: Absence,
        cases: Mapping[int, str],
        now: Mapping[int, int],
        colleagues: Mapping[int, Sequence[Colleague]],
        **kwargs: Any,
    ) -> None:
        initial = {"ends_on": absence.ends_on, **{f"case-{pk}": str(worker) for pk, worker in now.items()}}
        super().__init__(*args, initial=initial, **kwargs)
        self.absence = absence
        self.case_ids = tuple(cases)
        for pk, name in cases.items():
            field = ColleagueChoice(label=name, required=False, empty=_("Nobody"))
            field.offer(colleagues.get(pk, ()))
            self.fields[f"case-{pk}"] = field

    def case_fields(self) -> list[tuple[int, forms.BoundField]]:
        return [(pk, self[f"case-{pk}"]) for pk in self.case_ids]

    def clean_ends_on(self) -> date | None:
        ends: date | None = self.cleaned_data["ends_on"]
        if ends is not None and ends <= self.absence.starts_on:
            raise forms.ValidationError(_("Fill in a day after the first day away."))
        return ends

    @property
    def stand_ins(self) -> dict[int, User | None]:
        return {pk: self.cleaned_data.get(f"case-{pk}") for pk in self.case_ids}
