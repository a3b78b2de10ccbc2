"""What a partner fills in about a request: the code from the mail, and one of three answers."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import AnswerKind, DeclineReason
from cases.services.answer_request import Answer
from wijkteam.core.forms import Form, NearDateField, RadioCards
from wijkteam.core.request_keys import RequestKeyField

# Who names a day further away had better say no, or call.
LATER_DAYS = 60
FURTHEST = timedelta(days=2 * 366)
REASONS = (
    (DeclineReason.CAPACITY, _("We have no room at the moment")),
    (DeclineReason.WAITING_LIST, _("Our waiting list is closed")),
    (DeclineReason.NOT_SUITABLE, _("This is not our field")),
    (DeclineReason.CRITERIA, _("It does not meet our criteria")),
    (DeclineReason.OTHER, _("Another reason")),
)


class AnswerForm(Form):
    """What the three answers share. With `by` the account says who it is."""

    kind: AnswerKind

    name = forms.CharField(label=_("Your name"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, is_consult: bool, by: str = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today, self._is_consult, self._by = today, is_consult, by
        self.order_fields([name for name in self.fields if name != "name"] + ["name"])
        if by:
            del self.fields["name"]

    @property
    def answer(self) -> Answer:
        data = self.cleaned_data
        return Answer(
            kind=self.kind,
            name=self._by or data["name"],
            from_on=data.get("from_on"),
            wait_weeks=data.get("wait_weeks"),
            handover_on=data.get("handover_on"),
            reason=DeclineReason(data["reason"]) if data.get("reason") else None,
            later_on=data.get("later_on"),
            words=data.get("words") or "",
        )


class YesForm(AnswerForm):
    kind = AnswerKind.YES

    from_on = NearDateField(label=_("From which day can you begin?"), required=False)
    wait_weeks = forms.IntegerField(
        label=_("Or: how many weeks of waiting do you expect?"),
        required=False,
        min_value=0,
        max_value=104,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    handover_on = NearDateField(
        label=_("On which day could we hand over together?"),
        required=False,
        help_text=_("A first conversation with the resident, you and us. The team calls to agree on it."),
    )
    words = forms.CharField(
        label=_("What should we know?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example when we can call you. Do not name the resident."),
    )

    def __init__(self, *args: Any, is_consult: bool, **kwargs: Any) -> None:
        super().__init__(*args, is_consult=is_consult, **kwargs)
        if is_consult:
            del self.fields["from_on"], self.fields["wait_weeks"], self.fields["handover_on"]
            self.fields["words"].label = _("Your advice, or when we can call you")

    def clean_from_on(self) -> date | None:
        return self._still_to_come("from_on")

    def clean_handover_on(self) -> date | None:
        return self._still_to_come("handover_on")

    def _still_to_come(self, name: str) -> date | None:
        day: date | None = self.cleaned_data[name]
        if day is not None and day < self._today:
            raise forms.ValidationError(_("Choose today or a day that still has to come."))
        if day is not None and day > self._today + FURTHEST:
            raise forms.ValidationError(_("This is very far away. Check the year."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        answered = {"from_on", "wait_weeks"} & set(self.errors)
        if not self._is_consult and not answered and data.get("from_on") is None and data.get("wait_weeks") is None:
            self.add_error("from_on", _("Choose a day, or fill in how many weeks of waiting you expect."))
        return data


class NoForm(AnswerForm):
    kind = AnswerKind.NO

    reason = forms.ChoiceField(label=_("Why do you say no?"), choices=REASONS, widget=RadioCards())
    words = forms.CharField(
        label=_("In your words"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("For example who could help. Do not name the resident."),
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("reason") == DeclineReason.OTHER and not data.get("words"):
            self.add_error("words", _("Write down the reason."))
        return data


class LaterForm(AnswerForm):
    kind = AnswerKind.LATER

    later_on = NearDateField(
        label=_("By which day will you answer?"), help_text=_("You can answer in the same way until then.")
    )
    words = forms.CharField(
        label=_("What are you waiting for?"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Do not name the resident."),
    )

    def clean_later_on(self) -> date:
        day: date = self.cleaned_data["later_on"]
        if day <= self._today:
            raise forms.ValidationError(_("Choose a day that still has to come."))
        if day > self._today + timedelta(days=LATER_DAYS):
            raise forms.ValidationError(_("Choose a day within two months. Does it take longer? Then call us."))
        return day


FORMS: dict[str, type[AnswerForm]] = {"ja": YesForm, "nee": NoForm, "later": LaterForm}


class MailRequestForm(Form):
    """Nothing to choose: to whom it goes stands in the directory."""

    request_key = RequestKeyField()
