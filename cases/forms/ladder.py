"""A step on the participation ladder: one press; the day and a word with it only where these are wanted."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import LadderStep
from wijkteam.core.forms import Form, NearDateField

# What lies further back is a story, not a measurement.
FURTHEST = timedelta(days=5 * 366)


class LadderForm(Form):
    """The steps are buttons of the page; `step` is the one that was pressed."""

    step = forms.TypedChoiceField(
        label=_("Which step?"), choices=LadderStep.choices, coerce=lambda value: LadderStep(int(value))
    )
    scored_on = NearDateField(label=_("On which day?"))
    note = forms.CharField(
        label=_("Explanation"),
        required=False,
        max_length=200,
        help_text=_("A few words. For example: began as a volunteer in the library."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"scored_on": today}, **kwargs)
        self._today = today

    def clean_scored_on(self) -> date:
        day: date = self.cleaned_data["scored_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        if day < self._today - FURTHEST:
            raise forms.ValidationError(_("This day lies more than five years back. Choose a later day."))
        return day
