"""Noting, extending and deciding what a resident asks, and judging passages of their file."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.models import Case, HouseholdMember, Person
from wijkteam.core.forms import DateField, Form
from wijkteam.core.request_keys import RequestKeyField
from wijkteam.retention.enums import AskedBy, Decided, HiddenBecause, Identity, RequestKind
from wijkteam.retention.forms.destruction import clean_case_number


class RequestForm(Form):
    """What every note of a request says; who it is about comes first in the forms below."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind, widget=forms.RadioSelect)
    received_on = DateField(label=_("Received on"), help_text=_("From this day the month runs in which you answer."))
    asked_by = forms.ChoiceField(label=_("Who asks"), choices=AskedBy, widget=forms.RadioSelect, initial=AskedBy.SELF)
    representative = forms.CharField(
        label=_("Who asks on their behalf, and why they may"),
        max_length=200,
        required=False,
        help_text=_("For example: mother with authority, or guardian appointed by the court."),
    )
    identity = forms.ChoiceField(
        label=_("How do you know who it is"),
        choices=Identity,
        widget=forms.RadioSelect,
        help_text=_("Look at a document and give it back. Keep no copy and no number."),
    )
    words = forms.CharField(
        label=_("What they ask, in their own words"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )
    request_key = RequestKeyField()

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        self.fields["received_on"].initial = today

    def clean_received_on(self) -> date:
        received: date = self.cleaned_data["received_on"]
        if received > self._today:
            raise ValidationError(_("This day is still to come."))
        if (self._today - received).days > 366:
            raise ValidationError(_("Choose a day of the past year."))
        return received

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("asked_by") == AskedBy.REPRESENTATIVE and not answers.get("representative"):
            self.add_error("representative", _("Say who asks, and why they may."))
        if answers.get("asked_by") == AskedBy.SELF:
            answers["representative"] = ""
        return answers


class CaseRequestForm(RequestForm):
    """From the file: one chooses somebody of the household."""

    field_order = ("person",)
    person = forms.ChoiceField(label=_("Who it is about"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, people: Sequence[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._people = {str(one.public_id): one for one in people}
        choice = self.fields["person"]
        assert isinstance(choice, forms.ChoiceField)  # noqa: S101  (for mypy)
        choice.choices = [(key, one.full_name) for key, one in self._people.items()]

    def clean_person(self) -> Person:
        return self._people[str(self.cleaned_data["person"])]


class NumberRequestForm(RequestForm):
    """For the privacy officer, who sees no file: its number and a date of birth find one person, or nobody."""

    field_order = ("number", "birth_date")
    number = forms.CharField(label=_("Case number"), max_length=20, help_text=_("For example 2009-00123."))
    birth_date = DateField(label=_("Date of birth"))

    def clean_number(self) -> int:
        return clean_case_number(str(self.cleaned_data["number"]))

    def clean(self) -> dict[str, Any]:
        answers = super().clean()
        number, born = answers.get("number"), answers.get("birth_date")
        if number and born:
            case = Case.objects.select_related("household").get(pk=number)
            found = {
                member.person_id: member.person
                for member in HouseholdMember.objects.filter(
                    household=case.household_id, person__birth_date=born
                ).select_related("person")
            }
            if len(found) != 1:
                self.add_error(
                    "birth_date",
                    _("We find nobody, or more than one person. Ask the team of the case to note the request."),
                )
            else:
                answers["case"], answers["person"] = case, next(iter(found.values()))
        return answers


class ExtendForm(Form):
    because = forms.CharField(
        label=_("Why it takes longer"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The resident reads this. Tell them within the first month."),
    )


class DecideForm(Form):
    outcome = forms.ChoiceField(label=_("Decision"), choices=Decided, widget=forms.RadioSelect)
    because = forms.CharField(
        label=_("Why"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("It stands in the letter. Say in plain words what you did, and what not and why."),
    )

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        if answers.get("outcome") not in {None, Decided.GRANTED} and not answers.get("because"):
            self.add_error("because", _("Say why: the resident has a right to know."))
        return answers


class StatementForm(Form):
    text = forms.CharField(
        label=_("What they want to say of it"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("In the words of the resident. It stays with the file. Everybody who may see the file reads it."),
    )


class HideForm(Form):
    """Black out words, or all of it."""

    words = forms.CharField(
        label=_("Which words"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Copy them exactly. Leave this empty to black out the whole part."),
    )
    because = forms.ChoiceField(
        label=_("Why"), choices=HiddenBecause, widget=forms.RadioSelect, help_text=_("The resident reads this.")
    )
    note = forms.CharField(
        label=_("Explanation for colleagues"), max_length=300, help_text=_("The resident does not read this.")
    )


class ShareForm(Form):
    note = forms.CharField(
        label=_("Why this may go along"),
        max_length=300,
        help_text=_("For example: it is about the resident after all, or the other person agrees."),
    )


class ReleaseForm(Form):
    """Whoever releases says that they read it."""

    read = forms.BooleanField(label=_("I read everything that goes along, also where somebody else is named"))


def note_of(answers: dict[str, Any]) -> dict[str, Any]:
    """What a filled in form says, for the service."""
    names = ("person", "kind", "received_on", "asked_by", "representative", "identity", "words", "request_key")
    return {name: answers[name] for name in names}
