"""What somebody with an account of a partner fills in after the yes."""

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.involvement import StepForm


class BeginForm(StepForm):
    handover_how = forms.CharField(
        label=_("Was there a first conversation together?"),
        max_length=300,
        required=False,
        help_text=_("For example: with the resident and the team, at home. Leave it empty when there was none."),
    )


class OutcomeForm(StepForm):
    outcome = forms.CharField(
        label=_("What came of it?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Write it so that the resident could read along."),
    )
