"""What merging two households would do: who may be who."""

from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from uuid import UUID

from cases.models import Household, HouseholdMember, Person
from cases.selectors.likeness import ALIKE


@dataclass(frozen=True, kw_only=True)
class PersonChoice:
    pk: int
    public_id: UUID
    name: str
    birth_date: date | None


def people_of(household: Household) -> list[Person]:
    """Everybody who lives or lived there."""
    members = HouseholdMember.objects.filter(household=household).values("person")
    return list(Person.objects.filter(pk__in=members).order_by("birth_date", "pk"))


def same_people(*, keep: Household, merged: Household, exactly: bool = False) -> dict[int, int]:
    """Who of `merged` is probably who of `keep`, by number: the same date of birth and (nearly) the same name.

    `exactly` wants the same name; somebody who is in both already is left out.
    """
    there, found, taken = people_of(keep), dict[int, int](), set[int]()
    known = {person.pk for person in there}
    for person in people_of(merged):
        if person.pk in known or person.birth_date is None:
            continue
        for other in there:
            if other.pk in taken or other.birth_date != person.birth_date:
                continue
            likeness = SequenceMatcher(None, other.full_name.casefold(), person.full_name.casefold()).ratio()
            if likeness == 1 or (not exactly and likeness >= ALIKE):
                found[person.pk] = other.pk
                taken.add(other.pk)
                break
    return found
