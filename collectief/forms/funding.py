"""Form of what an initiative lives on."""

from django import forms
from django.utils.translation import gettext_lazy as _

from collectief.enums import FundingState
from collectief.models import Funding
from wijkteam.core.forms import ModelForm, NearDateField, RadioChips


class FundingForm(ModelForm[Funding]):
    """From whom, up to when, and how sure it is."""

    starts_on = NearDateField(label=_("From"), required=False)
    ends_on = NearDateField(label=_("First day without it"))

    class Meta:
        model = Funding
        fields = ["funder", "amount", "starts_on", "ends_on", "state", "note"]
        labels = {
            "funder": _("From whom"),
            "amount": _("Amount in euros"),
            "state": _("How sure is it?"),
            "note": _("Explanation"),
        }
        help_texts = {"note": _("For example what is needed to go on. Nothing about anybody.")}
        widgets = {
            "state": RadioChips(),
            "amount": forms.TextInput(attrs={"inputmode": "numeric", "class": "input--short"}),
        }

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        state = self.fields["state"]
        assert isinstance(state, forms.ChoiceField)  # noqa: S101  (for the type)
        state.choices = FundingState.choices
