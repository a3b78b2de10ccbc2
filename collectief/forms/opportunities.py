"""What a team says to an opportunity."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from collectief.models import Initiative
from wijkteam.core.forms import Form, NearDateField
from wijkteam.core.request_keys import RequestKeyField

if TYPE_CHECKING:
    _InitiativeField = forms.ModelChoiceField[Initiative]
else:
    _InitiativeField = forms.ModelChoiceField

LONGEST_WAIT = timedelta(days=366)


class NotNowForm(Form):
    """Not now, because; and when we look again."""

    reason = forms.CharField(
        label=_("Not now, because"),
        max_length=1000,
        help_text=_("What weighs more at this moment? Name nobody."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    look_again_on = NearDateField(label=_("We look again on"))
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today

    def clean_look_again_on(self) -> date:
        day: date = self.cleaned_data["look_again_on"]
        if not self._today < day <= self._today + LONGEST_WAIT:
            raise forms.ValidationError(_("Choose a day within a year from now."))
        return day


class TakeUpForm(Form):
    """The initiative that takes it up."""

    initiative = _InitiativeField(
        label=_("Which initiative?"),
        queryset=Initiative.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose an initiative"),
    )
    reason = forms.CharField(
        label=_("What will be different?"),
        max_length=1000,
        required=False,
        help_text=_("For example: an extra morning, or a place in this neighbourhood."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, initiatives: QuerySet[Initiative], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("_InitiativeField", self.fields["initiative"]).queryset = initiatives
