from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Lead
from netwerk.services.write_agreement import AgreementDetails
from wijkteam.core.forms import Form, NearDateField, RadioChips


def _text(label: Any, hint: Any = "", rows: int = 3, longest: int = 2000) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=hint,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class AgreementForm(Form):
    """A version of what a team and a partner agree on."""

    starts_on = NearDateField(label=_("Holds from"))
    review_on = NearDateField(label=_("Look at it again on"))
    consult = _text(_("How do you consult them?"), _("Who, when, and what they need to know."))
    involve = _text(_("How are they temporarily involved?"), _("For how long, and what the team goes on doing."))
    refer = _text(_("How and when do you refer a household?"), _("What goes along, and how you hand over together."))
    lead = forms.ChoiceField(label=_("Who keeps the coordination?"), choices=Lead.choices, widget=RadioChips())
    lead_note = forms.CharField(label=_("Explanation"), required=False, max_length=300)
    max_wait_weeks = forms.IntegerField(
        label=_("Wait at most how many weeks?"),
        required=False,
        min_value=1,
        max_value=260,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
    )
    waiting_note = _text(_("What do you do when it takes longer?"), rows=2, longest=1000)

    def clean(self) -> dict[str, Any]:
        answer = super().clean() or self.cleaned_data
        starts, review = answer.get("starts_on"), answer.get("review_on")
        if starts and review and review <= starts:
            self.add_error("review_on", _("Choose a day after the day from which it holds."))
        if not any(answer.get(name) for name in ("consult", "involve", "refer")) and not self.errors:
            self.add_error("consult", _("Write down at least one way in which you work together."))
        return answer

    @property
    def details(self) -> AgreementDetails:
        """After validation."""
        return AgreementDetails(**self.cleaned_data)


class ReviewForm(Form):
    """It was looked at and still holds."""

    next_on = NearDateField(label=_("Look at it again on"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_next_on(self) -> date:
        day: date = self.cleaned_data["next_on"]
        if day <= self._today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return day


class EndAgreementForm(Form):
    """Nothing is agreed any more from a day on."""

    ends_on = NearDateField(label=_("The first day on which it no longer holds"))
    reason = forms.CharField(label=_("Why does it end?"), max_length=300)
