"""Forms of a redistribution: to whom each case would go, and carrying that out."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Informer
from cases.forms.handover import READS_ON, ColleagueChoice
from cases.selectors.colleagues import Colleague
from cases.services.redistribute import Carrying, Planned
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class PlanForm(Form):
    """A colleague for each case, or nobody."""

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        cases: Mapping[int, tuple[str, int | None]],
        colleagues: Sequence[Colleague],
        version: int,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"seen": version}, **kwargs)
        self.case_ids = tuple(cases)
        for pk, (name, receiver) in cases.items():
            field = ColleagueChoice(label=name, required=False, empty=_("Stays"), initial=str(receiver or ""))
            field.offer(colleagues)
            self.fields[f"case-{pk}"] = field

    def case_fields(self) -> dict[int, forms.BoundField]:
        return {pk: self[f"case-{pk}"] for pk in self.case_ids}

    @property
    def planned(self) -> dict[int, Planned]:
        found: dict[int, User | None] = {pk: self.cleaned_data.get(f"case-{pk}") for pk in self.case_ids}
        return {pk: Planned(receiver=user) for pk, user in found.items() if user is not None}


class CarryOutForm(Form):
    """Why, how it is decided, and what the household hears."""

    reason = forms.CharField(
        label=_("Why are these cases handed over?"),
        max_length=300,
        help_text=_("Whoever reads the file later wants to know. The household too."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    decision = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=[
            ("ask", _("Each colleague accepts or refuses")),
            ("now", _("I decide now, without waiting for an answer")),
        ],
        initial="ask",
        widget=RadioCards(
            hints={
                "ask": _("Until then the coordinator of this moment stays it."),
                "now": _("For example because the coordinator is ill. Say why below."),
            }
        ),
    )
    because = forms.CharField(label=_("Why do you decide yourself?"), required=False, max_length=300)
    informer = forms.ChoiceField(
        label=_("Who tells the households?"), choices=Informer, initial=Informer.RECEIVER, widget=RadioChips
    )
    read_until = NearDateField(
        label=_("Whoever hands over reads on until"),
        required=False,
        help_text=_("To answer questions, also after leaving the team. Empty: not."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, cases: Iterable[int], version: int, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"seen": version, "read_until": today + READS_ON}, **kwargs)
        self.today = today
        self.case_ids = tuple(cases)
        for pk in self.case_ids:
            self.fields[f"reason-{pk}"] = forms.CharField(label=_("Another reason"), required=False, max_length=300)

    def reason_fields(self) -> dict[int, forms.BoundField]:
        return {pk: self[f"reason-{pk}"] for pk in self.case_ids}

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == "now" and not data.get("because"):
            self.add_error("because", _("Say why you do not wait for an answer."))
        if (until := data.get("read_until")) and until <= self.today:
            self.add_error("read_until", _("Fill in a day after today, or leave it empty."))
        return data

    @property
    def carrying(self) -> Carrying:
        data = self.cleaned_data
        return Carrying(
            reason=data["reason"],
            because=data["because"] if data["decision"] == "now" else "",
            informer=Informer(data["informer"]),
            read_until=data["read_until"],
            reasons={pk: data[f"reason-{pk}"] for pk in self.case_ids if data[f"reason-{pk}"]},
        )
