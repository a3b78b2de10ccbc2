from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import RestrictionKind
from cases.forms.coordinator import ColleagueField
from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.core.forms import CheckboxColumns, Form, RadioChips
from wijkteam.core.periods import running_on


def _workers(*, on: date) -> "Any":
    return User.objects.active().filter(running_on(on, of="memberships")).distinct().order_by("name", "pk")


class ColleaguesField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]  # its model is User
    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


class RestrictionForm(Form):
    kind = forms.ChoiceField(label=_("Why?"), choices=RestrictionKind.choices, widget=RadioChips())
    note = forms.CharField(
        label=_("Explain it in one sentence"),
        max_length=500,
        help_text=_("Only the people you name can read this."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    people = ColleaguesField(
        label=_("Who else may see this file?"),
        queryset=User.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("As few as the work allows. You and the coordinator of the case are always among them."),
        widget=CheckboxColumns(),
    )

    def __init__(self, *args: Any, case: Case, by: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = cast("forms.ModelMultipleChoiceField[User]", self.fields["people"])
        people.queryset = _workers(on=today).filter(memberships__team=case.team_id).exclude(pk=by.pk)


class NamePersonForm(Form):
    user = ColleagueField(
        label=_("Who may see this file, too?"),
        queryset=User.objects.none(),
        to_field_name="public_id",
        empty_label=_("Choose a colleague"),
    )

    def __init__(self, *args: Any, named: list[int], today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        user = cast("forms.ModelChoiceField[User]", self.fields["user"])
        user.queryset = _workers(on=today).exclude(pk__in=named)


class LiftForm(Form):
    because = forms.CharField(
        label=_("Why may the team see this file again?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
