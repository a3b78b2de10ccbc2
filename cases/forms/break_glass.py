from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import EmergencyKind, ReviewResult
from cases.models.break_glass import SHORTEST_REASON
from wijkteam.core.forms import Form, RadioChips


class BreakGlassForm(Form):
    number = forms.CharField(
        label=_("Number of the case"),
        max_length=20,
        help_text=_("For example 2026-00123. You cannot look for a name here."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--short"}),
    )
    kind = forms.ChoiceField(label=_("What is the matter?"), choices=EmergencyKind.choices, widget=RadioChips())
    reason = forms.CharField(
        label=_("Why can it not wait?"),
        max_length=1000,
        min_length=SHORTEST_REASON,
        help_text=_("At least 20 characters. The privacy officer and the team coordinator read this."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ReviewForm(Form):
    result = forms.ChoiceField(label=_("Your judgement"), choices=ReviewResult.choices, widget=RadioChips())
    note = forms.CharField(
        label=_("Explain your judgement"),
        max_length=1000,
        help_text=_("Whom did you talk to, and what follows?"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
