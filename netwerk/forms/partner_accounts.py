"""Giving a professional of a partner an account, up to a day."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.contrib.auth.validators import UnicodeUsernameValidator
from django.utils.translation import gettext_lazy as _

from netwerk.models import Professional
from netwerk.models.partner_access import LONGEST_DAYS
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form, NearDateField


class AccessForm(Form):
    """Until when. A year at most, counted from the first day."""

    ends_on = NearDateField(
        label=_("Up to and including which day?"),
        help_text=_("A year at most. After that day the account shows nothing; it can be given again."),
    )

    def __init__(self, *args: Any, starts_on: date, **kwargs: Any) -> None:
        super().__init__(*args, initial={"ends_on": starts_on + timedelta(days=LONGEST_DAYS // 2)}, **kwargs)
        self._starts_on = starts_on

    def clean_ends_on(self) -> date:
        """The last day is given, the first day after it is kept."""
        last: date = self.cleaned_data["ends_on"]
        if last < self._starts_on:
            raise forms.ValidationError(_("Choose a day that still has to come."))
        if last > self._starts_on + timedelta(days=LONGEST_DAYS - 1):
            raise forms.ValidationError(_("Choose a day within a year."))
        return last + timedelta(days=1)


class NewAccessForm(AccessForm):
    professional = forms.ChoiceField(label=_("For whom?"))
    username = forms.CharField(
        label=_("User name"),
        max_length=150,
        validators=[UnicodeUsernameValidator()],
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        help_text=_("To sign in with. Letters, figures and @ . + - _"),
    )
    field_order = ("professional", "username", "ends_on")

    def __init__(self, *args: Any, professionals: Sequence[Professional], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._professionals = {str(one.public_id): one for one in professionals}
        named = [(key, f"{one.name}, {one.organisation.name}") for key, one in self._professionals.items()]
        cast("forms.ChoiceField", self.fields["professional"]).choices = [("", _("Choose a person")), *named]

    def clean_professional(self) -> Professional:
        return self._professionals[self.cleaned_data["professional"]]

    def clean_username(self) -> str:
        username: str = User.normalize_username(self.cleaned_data["username"])
        if User.objects.filter(username__iexact=username).exists():
            raise forms.ValidationError(_("There is an account with this user name already."), code="taken")
        return username
