from django import forms
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form, NearDateField

_HIGHEST = 2**63 - 1


class ConsultedForm(Form):
    """Whose overview, from which day."""

    unknown = _("There is no household with this number.")

    household = forms.IntegerField(
        label=_("Household number"),
        min_value=1,
        max_value=_HIGHEST,
        help_text=_("It stands in the read log."),
        widget=forms.NumberInput(attrs={"class": "input--short"}),
    )
    since = NearDateField(label=_("From"))
