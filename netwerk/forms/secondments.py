from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from netwerk.models import Organisation
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.forms import DateField, Form


class SecondmentForm(Form):
    """Which organisation of the directory pays a worker."""

    user: Any = forms.ModelChoiceField(label=_("Who"), queryset=User.objects.none(), empty_label=_("Choose a person"))
    organisation: Any = forms.ModelChoiceField(
        label=_("Employer"),
        queryset=Organisation.objects.none(),
        empty_label=_("Choose an organisation"),
        help_text=_("From the directory. Where this organisation is to help, the worker and the coordinator see it."),
    )
    starts_on = DateField(label=_("First day"))
    last_day = DateField(label=_("Last day"), required=False)

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = User.objects.filter(
            is_active=True, role__in=[Role.TEAM_MEMBER, Role.TEAM_COORDINATOR]
        ).order_by("name", "pk")
        user.label_from_instance = _name_of  # type: ignore[assignment]  # __str__ holds no name
        organisation = cast("forms.ModelChoiceField[Organisation]", self.fields["organisation"])
        organisation.queryset = Organisation.objects.active(on=today).order_by("name", "pk")

    def clean(self) -> dict[str, Any]:
        answers = super().clean() or self.cleaned_data
        first, last = answers.get("starts_on"), answers.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first day."))
        return answers


def _name_of(user: User) -> str:
    return user.name


class EndSecondmentForm(Form):
    last_day = DateField(label=_("Last day on which they pay this worker"))
