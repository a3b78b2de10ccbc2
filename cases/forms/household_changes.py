from collections.abc import Sequence
from datetime import date
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.enums import MoveKind
from cases.models import Household, HouseholdMember, Person
from cases.services.change_household import HOUSEHOLD_FIELDS
from cases.services.detect_change import fingerprint
from cases.services.move_house import NewAddress
from cases.services.split_household import Goes
from wijkteam.areas.models import Area
from wijkteam.core.forms import Form, NearDateField, RadioChips
from wijkteam.core.request_keys import RequestKeyField


class AddressForm(Form):
    """An address anywhere in the municipality: who moves may leave the area of the team."""

    street = forms.CharField(label=_("Street and number"), max_length=120)
    postcode = forms.CharField(label=_("Postcode"), max_length=7, required=False)
    city = forms.CharField(label=_("Town"), max_length=60, required=False)
    area = forms.ModelChoiceField(
        label=_("Neighbourhood"), queryset=Area.objects.none(), empty_label=_("Choose a neighbourhood")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._today = today
        area = cast("forms.ModelChoiceField[Area]", self.fields["area"])
        area.queryset = Area.objects.filter(code__startswith="BU").order_by("name", "pk")

    @property
    def address(self) -> NewAddress:
        given = self.cleaned_data
        return NewAddress(street=given["street"], postcode=given["postcode"], city=given["city"], area=given["area"])

    def _not_later(self, day: date) -> date:
        if day > self._today:
            raise forms.ValidationError(_("This day still has to come. Come back when it has happened."))
        return day


class MoveForm(AddressForm):
    moved_on = NearDateField(label=_("From which day do they live there?"))
    means = forms.ChoiceField(
        label=_("What does it mean for the case?"),
        choices=MoveKind.choices,
        initial=MoveKind.SAME,
        widget=RadioChips(),
        help_text=_("Outside our area another team takes over, unless you agree with the household to go on."),
    )
    seen = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)
    field_order = ["moved_on", "street", "postcode", "city", "area", "means", "seen"]

    def __init__(self, *args: Any, household: Household, today: date, **kwargs: Any) -> None:
        initial = {"moved_on": today, "city": household.city, "seen": fingerprint(household, HOUSEHOLD_FIELDS)}
        super().__init__(*args, today=today, initial=initial, **kwargs)

    def clean_moved_on(self) -> date:
        return self._not_later(self.cleaned_data["moved_on"])


class SplitForm(AddressForm):
    """For everybody who lives here: who stays, who goes, who lives in both."""

    split_on = NearDateField(label=_("From which day do they live apart?"))
    name = forms.CharField(label=_("Name of the new household"), max_length=120)
    request_key = RequestKeyField()

    def __init__(self, *args: Any, members: Sequence[HouseholdMember], today: date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, initial={"split_on": today}, **kwargs)
        self.people = [member.person for member in members]
        for person in self.people:
            self.fields[f"p{person.public_id.hex}"] = forms.ChoiceField(
                label=person.full_name,
                initial=Goes.STAYS,
                choices=[
                    (Goes.STAYS, _("stays here")),
                    (Goes.GOES, _("goes there")),
                    (Goes.MAINLY_HERE, _("lives in both, mainly here")),
                    (Goes.MAINLY_THERE, _("lives in both, mainly there")),
                ],
                widget=RadioChips(),
            )
        people = [f"p{person.public_id.hex}" for person in self.people]
        self.order_fields(["split_on", *people, "name", "street", "postcode", "city", "area", "request_key"])

    @property
    def choices(self) -> dict[UUID, Goes]:
        return {person.public_id: Goes(self.cleaned_data[f"p{person.public_id.hex}"]) for person in self.people}

    def clean_split_on(self) -> date:
        return self._not_later(self.cleaned_data["split_on"])


class OtherFileForm(Form):
    number = forms.CharField(
        label=_("Number of the other case"),
        max_length=20,
        help_text=_("For example 2026-00123. You can only merge files that you may see both."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "input--short"}),
    )


class MergeForm(Form):
    """For everybody in the file that goes: who that is in the file that stays."""

    why = forms.CharField(
        label=_("How do you know that it is one household?"), max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(
        self, *args: Any, there: Sequence[Person], here: Sequence[Person], same: dict[int, int], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        by_pk = {person.pk: person for person in here}
        self._here = {str(person.public_id): person.pk for person in here}
        self._there = [person for person in there if person.pk not in by_pk]
        choices: list[tuple[str, Any]] = [("", _("somebody else: is added"))]
        choices += [(str(person.public_id), _described(person)) for person in here]
        for person in self._there:
            self.fields[f"p{person.public_id.hex}"] = forms.ChoiceField(
                label=_described(person),
                choices=choices,
                required=False,
                initial=str(by_pk[same[person.pk]].public_id) if person.pk in same else "",
            )
        self.order_fields([*(f"p{person.public_id.hex}" for person in self._there), "why"])

    @property
    def same(self) -> dict[int, int]:
        answers = {person.pk: self.cleaned_data[f"p{person.public_id.hex}"] for person in self._there}
        return {pk: self._here[answer] for pk, answer in answers.items() if answer}

    def clean(self) -> dict[str, Any]:
        answers: dict[str, Any] = super().clean() or {}
        chosen = [value for name, value in answers.items() if name != "why" and value]
        if len(chosen) != len(set(chosen)):
            raise forms.ValidationError(_("You chose the same person twice."))
        return answers


def _described(person: Person) -> str:
    born = f" ({person.birth_date:%d-%m-%Y})" if person.birth_date else ""
    return f"{person.full_name}{born}"
