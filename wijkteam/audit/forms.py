from datetime import date, timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Outcome
from wijkteam.audit.models.budget import MOST_HOUSEHOLDS, REASON_LENGTH
from wijkteam.core.forms import FilterForm, Form, NearDateField, RadioChips

_DAYS_SHOWN = 7
_HIGHEST = 2**63 - 1


class ReadLogForm(FilterForm):
    """Which part of the read log. Posted: whose file somebody looks into does not belong in an address."""

    start = NearDateField(label=_("From"), required=False)
    end = NearDateField(label=_("Up to and including"), required=False)
    account = forms.ModelChoiceField(
        label=_("Who looked"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        empty_label=_("Everybody"),
    )
    household = forms.IntegerField(label=_("Household number"), required=False, min_value=1, max_value=_HIGHEST)
    before_at = forms.DateTimeField(required=False, widget=forms.HiddenInput)
    before_pk = forms.IntegerField(required=False, widget=forms.HiddenInput, min_value=1, max_value=_HIGHEST)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        initial = {"start": today - timedelta(days=_DAYS_SHOWN - 1), "end": today}
        super().__init__(*args, initial=initial, **kwargs)
        account = cast("forms.ModelChoiceField[User]", self.fields["account"])
        account.queryset = User.objects.order_by("name", "pk")
        account.label_from_instance = _name_of  # type: ignore[assignment]  # __str__ holds no name

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        start, end = answers.get("start"), answers.get("end")
        if start and end and start > end:
            raise ValidationError({"end": _("Choose a day that is not before the first.")})
        return answers


def _name_of(user: User) -> str:
    return f"{user.name} ({user.username})"


class RaiseForm(Form):
    """More households for one person, until midnight."""

    user = forms.ModelChoiceField(
        label=_("For whom?"), queryset=User.objects.none(), to_field_name="public_id", empty_label=_("Choose somebody")
    )
    households = forms.IntegerField(
        label=_("How many households may they open today?"),
        max_value=MOST_HOUSEHOLDS,
        help_text=_("All of today together, with what they opened already."),
    )
    reason = forms.CharField(
        label=_("Why is it needed?"),
        min_length=REASON_LENGTH,
        max_length=1000,
        help_text=_("At least 20 characters. Name no household. This stays on record with your name."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        others = User.objects.active().exclude(pk=by.pk).exclude(role=Role.PRIVACY_OFFICER)
        user.queryset = others.order_by("name", "pk")
        user.label_from_instance = _name_of  # type: ignore[assignment]  # __str__ holds no name
        households = cast("forms.IntegerField", self.fields["households"])
        households.min_value = settings.HOUSEHOLDS_STOP + 1
        households.validators.append(MinValueValidator(settings.HOUSEHOLDS_STOP + 1))
        households.widget.attrs["min"] = settings.HOUSEHOLDS_STOP + 1


class CloseForm(Form):
    """What came of looking into a reading."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome.choices, widget=RadioChips())
    finding = forms.CharField(
        label=_("What did you find?"),
        max_length=2000,
        min_length=10,
        help_text=_("Whom did you ask, and what did they say? Nothing of what stands in the file."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class HomeForm(Form):
    """Where somebody lives; only a mark of it is kept."""

    postcode = forms.RegexField(
        r"^\s*[1-9][0-9]{3}\s?[A-Za-z]{2}\s*$",
        label=_("Postcode of your home"),
        help_text=_("For example 1012 AB. Only a mark is kept: nobody can read it, also not the administrator."),
        error_messages={"invalid": _("Fill in four figures and two letters.")},
        widget=forms.TextInput(attrs={"autocomplete": "postal-code", "class": "input--short"}),
    )
