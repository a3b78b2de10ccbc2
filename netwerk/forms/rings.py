from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Ring
from wijkteam.core.forms import Form, NearDateField, RadioCards

OUT = "0"


class MoveForm(Form):
    """Where a partner comes to stand, from when, and why."""

    ring = forms.ChoiceField(
        label=_("Where do they stand?"),
        choices=[
            (str(Ring.FIRST.value), _("First ring")),
            (str(Ring.SECOND.value), _("Second ring")),
            (OUT, _("In no ring")),
        ],
        widget=RadioCards(
            hints={
                str(Ring.FIRST.value): _("Close by, often in touch"),
                str(Ring.SECOND.value): _("Specialists, further away"),
                OUT: _("No longer around this team"),
            }
        ),
    )
    on = NearDateField(label=_("From which day?"))
    reason = forms.CharField(
        label=_("Why?"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Whoever looks back later wants to know. Leave out residents."),
    )

    def __init__(self, *args: Any, today: date, needs_reason: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["reason"].required = needs_reason

    def clean_on(self) -> date:
        day: date = self.cleaned_data["on"]
        if day > self._today:
            raise forms.ValidationError(_("This day is still to come. Choose today or an earlier day."))
        return day

    @property
    def chosen_ring(self) -> Ring | None:
        """After validation."""
        chosen = self.cleaned_data["ring"]
        return None if chosen == OUT else Ring(int(chosen))
