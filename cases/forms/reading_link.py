"""A reading link: made by the team, opened by somebody of the family."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.models import Person
from cases.models.reading_link import LONGEST_DAYS
from wijkteam.core.forms import DateField, Form, RadioChips
from wijkteam.core.request_keys import RequestKeyField

DAYS = [(14, _("two weeks")), (30, _("a month")), (LONGEST_DAYS, _("three months"))]


class ReadingLinkForm(Form):
    """For whom, and how long."""

    person = forms.ChoiceField(label=_("For whom?"))
    days = forms.TypedChoiceField(
        label=_("How long?"),
        choices=DAYS,
        coerce=int,
        initial=14,
        widget=RadioChips(),
        help_text=_("Count from today."),
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(person.public_id): person for person in people}
        choices = [(key, person.full_name) for key, person in self._people.items()]
        cast("forms.ChoiceField", self.fields["person"]).choices = [("", _("Choose a person")), *choices]

    def clean_person(self) -> Person:
        person = self._people[self.cleaned_data["person"]]
        if person.birth_date is None:
            raise forms.ValidationError(
                _("Fill in the date of birth of this person first: whoever opens the link is asked for it.")
            )
        return person


class BirthDateForm(Form):
    """What somebody fills in before anything is shown."""

    birth_date = DateField(label=_("Your date of birth"))


class FamilyQuestionForm(Form):
    text = forms.CharField(
        label=_("What do you want to ask?"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    request_key = RequestKeyField()
