from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.core.forms import Form
from wijkteam.core.periods import running_on


class ColleagueField(forms.ModelChoiceField):  # type: ignore[type-arg]  # its model is User, in every use
    def label_from_instance(self, obj: User) -> str:
        return obj.name


class CoordinatorForm(Form):
    """Who coordinates a case that waits for somebody."""

    worker = ColleagueField(
        label=_("Who becomes the coordinator?"), queryset=User.objects.none(), empty_label=_("Choose a colleague")
    )

    def __init__(self, *args: Any, case: Case, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        worker = cast("forms.ModelChoiceField[User]", self.fields["worker"])
        colleagues = User.objects.active().filter(running_on(today, of="memberships"), memberships__team=case.team_id)
        worker.queryset = colleagues.order_by("name", "pk")
