from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import Involvement
from netwerk.enums import Level
from wijkteam.areas.forms.choices import ThemeField
from wijkteam.core.forms import FilterForm, Form, MinutesField, NearDateField
from wijkteam.core.periods import start_of
from wijkteam.core.request_keys import RequestKeyField


class WaitingFilter(FilterForm):
    thema = ThemeField(label=_("Theme"), empty_label=_("All themes"), required=False, to_field_name="code")
    niveau = forms.ChoiceField(
        label=_("How far it reaches"), choices=[("", _("Near and far")), *Level.choices], required=False
    )


class InquiryForm(Form):
    """What a partner said when we asked how long it still takes."""

    words = forms.CharField(
        label=_("What did they say?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "data-keep": ""}),
        help_text=_("It stands in the journal as a consultation, with your minutes."),
    )
    minutes = MinutesField(label=_("How long did it take you?"), max_value=1440)
    on = NearDateField(label=_("On which day did you ask?"))
    expected_on = NearDateField(label=_("When does the help begin, do they say?"), required=False)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, involvement: Involvement, now: datetime, **kwargs: Any) -> None:
        self._involvement, self._now = involvement, now
        super().__init__(*args, initial={"on": timezone.localdate(now), "minutes": 5}, **kwargs)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > timezone.localdate(self._now):
            raise forms.ValidationError(_("This day still has to come."))
        if day < self._involvement.sent_on:
            raise forms.ValidationError(_("This lies before the day on which you asked them to help."))
        return day

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        on, expected = data.get("on"), data.get("expected_on")
        if on and expected and expected < on:
            self.add_error("expected_on", _("This lies before the day on which you asked."))
        return data

    @property
    def occurred_at(self) -> datetime:
        """Now when it was today; at noon of an earlier day, as nobody asked for the hour."""
        day: date = self.cleaned_data["on"]
        if day == timezone.localdate(self._now):
            return self._now
        return start_of(day) + timedelta(hours=12)


class OutsideWishForm(Form):
    """What a household wants: help outside the own neighbourhood."""

    asked_by = forms.CharField(
        label=_("Who of the household said so?"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    asked_on = NearDateField(label=_("Since when?"))
    note = forms.CharField(
        label=_("What matters to them?"),
        max_length=300,
        required=False,
        help_text=_("They need not say why. For example: not the practice in our street."),
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self._today = today
        super().__init__(*args, initial={"asked_on": today}, **kwargs)

    def clean_asked_on(self) -> date:
        day: date = self.cleaned_data["asked_on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come."))
        return day


class TakeBackForm(Form):
    """The neighbourhood is fine after all."""

    said_by = forms.CharField(
        label=_("Who of the household said so?"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    on = NearDateField(label=_("On which day?"))

    def __init__(self, *args: Any, since: date, today: date, **kwargs: Any) -> None:
        self._since, self._today = since, today
        super().__init__(*args, initial={"on": today}, **kwargs)

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come."))
        if day < self._since:
            raise forms.ValidationError(_("This lies before the day on which they asked for it."))
        return day
