"""Forms of the statutory clock: from which day, when a step was done, a later day, and the end of it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import ClockEnd, ClockPhase, Decision
from wijkteam.core.forms import Form, NearDateField, RadioCards, RadioChips


class _PastDate(NearDateField):
    """Today or a day before: nothing of this is written down before it has happened."""

    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day


class StartForm(Form):
    def __init__(self, *args: Any, today: date, report_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"reported_on": report_on or today}, **kwargs)
        self.fields["reported_on"] = _PastDate(
            label=_("On which day did the report come in?"),
            today=today,
            help_text=_("The terms count from this day. It is the day of the first question, unless you know better."),
        )


class StepForm(Form):
    def __init__(self, *args: Any, today: date, done_on: date | None, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": done_on or today}, **kwargs)
        self.fields["on"] = _PastDate(
            label=_("On which day?"),
            today=today,
            required=False,
            help_text=_("Leave it empty to take a mistake back."),
        )


class DecisionForm(Form):
    decision = forms.ChoiceField(label=_("What was decided?"), choices=Decision.choices, widget=RadioChips())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.fields["on"] = _PastDate(label=_("On which day was the decision sent?"), today=today)


class StopForm(Form):
    reason = forms.ChoiceField(label=_("Why does it stop?"), choices=ClockEnd.choices, widget=RadioCards())

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"on": today}, **kwargs)
        self.fields["on"] = _PastDate(label=_("On which day?"), today=today)


class ExtensionForm(Form):
    until = NearDateField(label=_("Until which day?"))
    reason = forms.CharField(
        label=_("Why is more time needed?"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, phase: ClockPhase, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agreed = phase == ClockPhase.INVESTIGATION
        self.fields["told_on"] = _PastDate(
            label=_("On which day did the resident agree?") if agreed else _("On which day did you tell the resident?"),
            today=today,
            help_text=_("Without their agreement the six weeks stand.")
            if agreed
            else _("In writing, before the two weeks are over, with the day on which they may expect the decision."),
        )
