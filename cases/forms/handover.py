"""Forms of a handover: proposing, answering, telling the household, and many at once."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import Informer
from cases.models import Handover
from cases.selectors.colleagues import Colleague
from cases.services.hand_over import HandoverDetails
from wijkteam.accounts.models import User
from wijkteam.core.forms import DateField, Form, NearDateField, RadioCards, RadioChips
from wijkteam.core.request_keys import RequestKeyField

READS_ON = timedelta(weeks=4)


class ColleagueChoice(forms.ChoiceField):
    """One of the colleagues that the page found; runs no query."""

    def __init__(self, *, empty: Any = "", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.empty = empty
        self.people: dict[str, User] = {}

    def offer(self, colleagues: Sequence[Colleague]) -> None:
        self.people = {str(one.user.pk): one.user for one in colleagues}
        self.choices = [("", self.empty), *((str(one.user.pk), one.label) for one in colleagues)]

    def clean(self, value: Any) -> User | None:
        chosen: str = super().clean(value)
        return self.people.get(chosen)


class ProposeHandoverForm(Form):
    """Who gets the case, why, and what that colleague must know. A team coordinator may decide at once."""

    receiver = ColleagueChoice(label=_("Who takes over?"), empty=_("Choose a colleague"))
    reason = forms.CharField(
        label=_("Why is the case handed over?"),
        max_length=300,
        help_text=_("Whoever reads the file later wants to know. The household too."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    to_know = forms.CharField(
        label=_("What must your colleague know?"),
        required=False,
        max_length=4000,
        help_text=_("What is going on now, what was promised, what works with this household and what does not."),
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    decision = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=[
            ("ask", _("My colleague accepts or refuses")),
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
        label=_("Who tells the household?"), choices=Informer, initial=Informer.GIVER, widget=RadioChips
    )
    visit_on = NearDateField(label=_("Visit together on"), required=False)
    informed_on = NearDateField(
        label=_("The household knows since"),
        required=False,
        help_text=_("Leave this empty when nobody told them yet: it stays on My work until it is done."),
    )
    informed_how = forms.CharField(
        label=_("How was it told?"), required=False, max_length=200, help_text=_("For example: at the kitchen table")
    )
    read_until = NearDateField(
        label=_("Whoever hands over reads on until"),
        required=False,
        help_text=_("To answer questions, also after leaving the team. Empty: not."),
    )
    expected = forms.IntegerField(required=False, widget=forms.HiddenInput)
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        colleagues: Sequence[Colleague],
        current: int | None,
        may_decide: bool,
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"expected": current, "read_until": today + READS_ON}, **kwargs)
        self.today = today
        cast("ColleagueChoice", self.fields["receiver"]).offer(colleagues)
        if not may_decide:
            del self.fields["decision"], self.fields["because"]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == "now" and not data.get("because"):
            self.add_error("because", _("Say why you do not wait for an answer."))
        check_informed(self, data, today=self.today)
        if (until := data.get("read_until")) and until <= self.today:
            self.add_error("read_until", _("Fill in a day after today, or leave it empty."))
        return data

    @property
    def details(self) -> HandoverDetails:
        data = self.cleaned_data
        return HandoverDetails(
            reason=data["reason"],
            to_know=data["to_know"],
            informer=Informer(data["informer"]),
            informed_on=data["informed_on"],
            informed_how=data["informed_how"],
            visit_on=data["visit_on"],
            read_until=data["read_until"],
        )

    @property
    def decides(self) -> bool:
        return self.cleaned_data.get("decision") == "now"


def check_informed(form: Form, data: Mapping[str, Any], *, today: date) -> None:
    """When and how belong together, and nobody was told tomorrow."""
    on, how = data.get("informed_on"), data.get("informed_how")
    if on and on > today:
        form.add_error("informed_on", _("This day is still to come. Leave it empty until then."))
    if on and not how:
        form.add_error("informed_how", _("Say how it was told."))
    if how and not on and "informed_on" not in form.errors:
        form.add_error("informed_on", _("Say on which day it was told."))


class RefuseForm(Form):
    reason = forms.CharField(
        label=_("Why do you not take this case?"),
        max_length=300,
        help_text=_("Your colleague reads this, and so does whoever divides the work."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DecideForm(Form):
    because = forms.CharField(label=_("Why do you decide without an answer?"), max_length=300)


class InformForm(Form):
    informed_on = NearDateField(label=_("The household knows since"))
    informed_how = forms.CharField(label=_("How was it told?"), max_length=200)
    visit_on = NearDateField(label=_("Visit together on"), required=False)

    def __init__(self, *args: Any, handover: Handover, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"informed_on": today, "visit_on": handover.visit_on}, **kwargs)
        self.today = today

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        check_informed(self, data, today=self.today)
        return data


class ManyHandoversForm(Form):
    """A receiver for each case of somebody who leaves; a case without one stays for later."""

    reason = forms.CharField(label=_("Why are these cases handed over?"), max_length=300)
    decision = forms.ChoiceField(
        label=_("How is it decided?"),
        choices=[
            ("ask", _("Each colleague accepts or refuses")),
            ("now", _("I decide now, without waiting for an answer")),
        ],
        initial="ask",
        widget=RadioChips,
    )
    because = forms.CharField(
        label=_("Why do you decide yourself?"), required=False, max_length=300, help_text=_("Only when you decide now.")
    )
    read_until = DateField(label=_("Whoever hands over reads on until"), required=False)
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        cases: Mapping[int, str],
        colleagues: Mapping[int, Sequence[Colleague]],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, initial={"read_until": today + READS_ON}, **kwargs)
        self.case_ids = tuple(cases)
        for pk, name in cases.items():
            field = ColleagueChoice(label=name, required=False, empty=_("Not now"))
            field.offer(colleagues[pk])
            self.fields[f"case-{pk}"] = field

    def case_fields(self) -> list[tuple[int, forms.BoundField]]:
        return [(pk, self[f"case-{pk}"]) for pk in self.case_ids]

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if data.get("decision") == "now" and not data.get("because"):
            self.add_error("because", _("Say why you do not wait for an answer."))
        if not self.errors and not self.receivers:
            self.add_error(None, _("Choose a colleague for at least one case."))
        return data

    @property
    def receivers(self) -> dict[int, User]:
        found = {pk: self.cleaned_data.get(f"case-{pk}") for pk in self.case_ids}
        return {pk: user for pk, user in found.items() if user is not None}
