"""Use case: find somebody who is known already, to live in a second household or to move."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Value
from django.utils import timezone

from cases.models import Case, CaseRights, HouseholdMember, Person
from cases.models.household import folded
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading

SHORTEST = 2
MOST = 10


@dataclass(frozen=True, kw_only=True)
class FoundPerson:
    public_id: UUID
    name: str
    birth_date: date | None
    household: str


def find_person(*, text: str, not_in: int, rights: CaseRights, by: User, at: datetime) -> list[FoundPerson]:
    """Persons of households within one's own rights whose name contains `text`; at most ten, by name.

    `not_in` is the household that somebody is wanted for: who lives there is left out. Nothing is found for less
    than two letters. The households of who is found are logged.
    """
    text = " ".join(text.replace("\x00", "").split())[:80]
    if len(text) < SHORTEST:
        return []
    today = timezone.localdate(at)
    here = HouseholdMember.objects.current(on=today).filter(household=not_in, person=OuterRef("person"))
    visible = Case.objects.within(rights).filter(household=OuterRef("household"))
    members = (
        HouseholdMember.objects.current(on=today)
        .filter(~Exists(here), Exists(visible), person__search_name__contains=folded(Value(text)))
        .select_related("person", "household")
        .order_by("person__family_name", "person__given_name", "person", "-is_main", "pk")[: 2 * MOST]
    )
    found: dict[int, HouseholdMember] = {}
    for member in members:
        found.setdefault(member.person_id, member)
    chosen = list(found.values())[:MOST]
    if chosen:
        seen = [(member.household_id, member.household_id) for member in chosen]
        record_reading(by=by, at=at, act=Act.SEARCH, subject=Subject.HOUSEHOLD, seen=seen, purpose="casework")
    return [
        FoundPerson(
            public_id=member.person.public_id,
            name=member.person.full_name,
            birth_date=member.person.birth_date,
            household=member.household.name,
        )
        for member in chosen
    ]


def visible_person(*, public_id: UUID, rights: CaseRights) -> Person | None:
    """The person, when the reader may see a case of a household that they live or lived in."""
    visible = Case.objects.within(rights).filter(household__members__person=OuterRef("pk"))
    return Person.objects.filter(Exists(visible), public_id=public_id).first()


def main_household(person: Person, *, rights: CaseRights, on: date) -> HouseholdMember | None:
    """Where the person mainly lives on that day, when the reader may see that household."""
    visible = Case.objects.within(rights).filter(household=OuterRef("household"))
    members = HouseholdMember.objects.current(on=on).filter(Exists(visible), person=person, is_main=True)
    return members.select_related("household").first()
