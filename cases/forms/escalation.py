from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form, NearDateField, TimeField
from wijkteam.core.request_keys import RequestKeyField


class _MomentForm(Form):
    """A day and a time that lie behind us."""

    day = NearDateField(label=_("On which day?"))
    time = TimeField(label=_("At what time?"))

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        local = timezone.localtime(now)
        initial = {"day": local.date(), "time": local.time().replace(second=0, microsecond=0)}
        super().__init__(*args, initial=initial, **kwargs)
        self._now = now

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        if data.get("day") and data.get("time") is not None:
            when = timezone.make_aware(datetime.combine(data["day"], data["time"]))
            if when.date() > timezone.localdate(self._now):
                self.add_error("day", _("This day still has to come. Fill in when it was."))
            elif when.year < self._now.year - 2:
                self.add_error("day", _("This day is more than two years ago. Check the year."))
            data["moment"] = min(when, self._now)
        return data

    @property
    def moment(self) -> datetime:
        moment: datetime = self.cleaned_data["moment"]
        return moment


class BeginEscalationForm(_MomentForm):
    reason = forms.CharField(
        label=_("What is going on?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"})
    )
    request_key = RequestKeyField()
    field_order = ("reason", "day", "time")


class EndEscalationForm(_MomentForm):
    outcome = forms.CharField(
        label=_("What made it end?"),
        max_length=2000,
        help_text=_("So that next time you know what helps."),
        widget=forms.Textarea(attrs={"rows": 3, "lang": "nl"}),
    )
    field_order = ("outcome", "day", "time")
