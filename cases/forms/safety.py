from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import SafetyStepKind
from cases.forms.coordinator import ColleagueField
from cases.models import Case, SafetyStep
from cases.services.weigh_safety import StepDetails
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form, NearDateField, RadioChips
from wijkteam.core.periods import running_on
from wijkteam.core.request_keys import RequestKeyField

_YES_NO = [("yes", _("Yes")), ("no", _("No"))]


class SafetyRecordForm(Form):
    about = forms.CharField(label=_("About whom is the worry?"), max_length=200)
    is_acute = forms.BooleanField(
        label=_("Somebody is in danger now"),
        required=False,
        help_text=_("Then act first: call 112 and Veilig Thuis. Write it down afterwards."),
    )
    request_key = RequestKeyField()


class SafetyStepForm(Form):
    """A step, or its correction. A reason for the order is asked where an earlier step is missing."""

    done_on = NearDateField(label=_("On which day was this done?"))
    text = forms.CharField(
        label=_("What did you find, hear or weigh?"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 8, "lang": "nl"}),
    )
    order_reason = forms.CharField(
        label=_("Why is an earlier step not there yet?"),
        max_length=500,
        help_text=_("The code allows another order, or leaving out a step, when you can say why."),
        widget=forms.Textarea(attrs={"rows": 2, "lang": "nl"}),
    )
    must_report = forms.ChoiceField(
        label=_("First: is reporting to Veilig Thuis necessary?"), choices=_YES_NO, widget=RadioChips()
    )
    must_report_reason = forms.CharField(
        label=_("Why, or why not?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )
    can_help = forms.ChoiceField(
        label=_("Then: is giving or organising help possible (too)?"), choices=_YES_NO, widget=RadioChips()
    )
    can_help_reason = forms.CharField(
        label=_("Which help, or why not?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )
    request_key = RequestKeyField()

    def __init__(
        self,
        *args: Any,
        step: SafetyStepKind,
        today: date,
        asks_order: bool,
        corrects: SafetyStep | None = None,
        **kwargs: Any,
    ) -> None:
        initial: dict[str, Any] = {"done_on": today}
        if corrects is not None:
            initial = {
                "done_on": corrects.done_on,
                "text": corrects.text,
                "order_reason": corrects.order_reason,
                "must_report": _word(corrects.must_report),
                "must_report_reason": corrects.must_report_reason,
                "can_help": _word(corrects.can_help),
                "can_help_reason": corrects.can_help_reason,
            }
        super().__init__(*args, initial=initial, **kwargs)
        self._today = today
        if step != SafetyStepKind.DECIDE:
            for name in ("must_report", "must_report_reason", "can_help", "can_help_reason"):
                del self.fields[name]
        if not asks_order:
            del self.fields["order_reason"]

    def clean_done_on(self) -> date:
        day: date = self.cleaned_data["done_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come. Fill in when it was."))
        if day.year < self._today.year - 2:
            raise forms.ValidationError(_("This day is more than two years ago. Check the year."))
        return day

    @property
    def details(self) -> StepDetails:
        data = self.cleaned_data
        return StepDetails(
            done_on=data["done_on"],
            text=data["text"],
            order_reason=data.get("order_reason", ""),
            must_report=_answer(data.get("must_report")),
            must_report_reason=data.get("must_report_reason", ""),
            can_help=_answer(data.get("can_help")),
            can_help_reason=data.get("can_help_reason", ""),
        )


def _word(answer: bool | None) -> str:
    return "" if answer is None else "yes" if answer else "no"


def _answer(word: str | None) -> bool | None:
    return None if word is None else word == "yes"


class SafetyReaderForm(Form):
    worker = ColleagueField(
        label=_("Who else may read this record?"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, case: Case, without: set[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        colleagues = User.objects.active().filter(running_on(today, of="memberships"), memberships__team=case.team_id)
        worker = cast("forms.ModelChoiceField[User]", self.fields["worker"])
        worker.queryset = colleagues.exclude(pk__in=without).order_by("name", "pk")
