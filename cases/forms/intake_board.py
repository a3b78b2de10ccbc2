"""Forms of the board: what narrows it, who in the street takes something up, and how it goes there."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import CheckBackResult
from wijkteam.core.forms import FilterForm, Form, NearDateField, RadioCards

LOOK_BACK_DAYS = 21


class BoardFilterForm(FilterForm):
    """Nothing personal, so that it may stand in the address."""

    team = forms.ChoiceField(label=_("Team"), required=False)
    herkomst = forms.ChoiceField(label=_("Where it came from"), required=False)
    thema = forms.ChoiceField(label=_("Theme"), required=False)
    buurt = forms.ChoiceField(label=_("Neighbourhood"), required=False)

    def __init__(self, *args: Any, choices: Mapping[str, Sequence[tuple[str, str]]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in list(self.fields):
            if name not in choices:
                del self.fields[name]
                continue
            cast("forms.ChoiceField", self.fields[name]).choices = [("", _("All")), *choices[name]]


class _LaterDay(NearDateField):
    def __init__(self, *, today: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._today = today

    def clean(self, value: Any) -> date | None:
        day: date | None = super().clean(value)
        if day is not None and day <= self._today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class StreetForm(Form):
    prefix = "street"
    taken_up_by = forms.CharField(
        label=_("Who takes it up?"),
        max_length=200,
        help_text=_("A neighbour, a volunteer, somebody of the own network. For example: mrs De Boer of number 12."),
    )
    note = forms.CharField(
        label=_("What you agreed"), max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"look_back_on": today + timedelta(days=LOOK_BACK_DAYS)}, **kwargs)
        self.fields["look_back_on"] = _LaterDay(
            label=_("When do we look how it goes?"),
            today=today,
            help_text=_("On that day it comes back on the board: who takes it up is not left alone with it."),
        )


class LookBackForm(Form):
    result = forms.ChoiceField(
        label=_("How does it go?"),
        choices=CheckBackResult.choices,
        widget=RadioCards(
            hints={CheckBackResult.NOT_ENOUGH: _("The question comes back on the board, with the same words.")}
        ),
    )
    note = forms.CharField(label=_("What did you hear?"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"again_on": today + timedelta(days=LOOK_BACK_DAYS)}, **kwargs)
        self.fields["again_on"] = _LaterDay(
            label=_("When do we look again?"),
            today=today,
            required=False,
            help_text=_("Only when you look again later."),
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if (
            cleaned.get("result") == CheckBackResult.LATER
            and not cleaned.get("again_on")
            and "again_on" not in self.errors
        ):
            self.add_error("again_on", _("Choose the day on which you look again."))
        return cleaned
