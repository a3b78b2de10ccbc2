"""Form to ask for visits of a volunteer for somebody of a household."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Person
from collectief.forms.visits import WishForm
from wijkteam.core.forms import RadioChips


class HouseholdWishForm(WishForm):
    """Who, and then as for anybody: a first name, how to reach them, what they like."""

    person = forms.ChoiceField(label=_("Who would like visits?"), widget=RadioChips())

    field_order = ("person",)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast("forms.ChoiceField", self.fields["person"]).choices = [
            (str(one.public_id), one.full_name) for one in people
        ]
        self._people = {str(one.public_id): one for one in people}

    @property
    def chosen_person(self) -> Person:
        """After validation."""
        return self._people[self.cleaned_data["person"]]
