"""Use case: find a household that one may know of, and write down that it was looked for."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Value
from django.utils import timezone

from cases.models import Case, Household, HouseholdMember
from cases.models.household import folded
from cases.services.open_case import NewHousehold, NewPerson
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.periods import running_on

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

SHORTEST = 2
MOST = 10
# Two spellings of one name (Yilmaz, Yildiz is 0.4; Jansen, Janssen 0.6): measured on Dutch and Turkish surnames.
ALIKE = 0.5


@dataclass(frozen=True, kw_only=True)
class FoundHousehold:
    """A household as a list shows it, with the case that is open or the last that was."""

    pk: int
    public_id: UUID
    name: str
    address: str
    area: str
    people: str
    open_case_id: UUID | None
    open_case_number: str
    last_closed_on: date | None


def _with_case(visible: QuerySet[Case]) -> QuerySet[Household]:
    """Households with a case, open or closed, among those that somebody may see: the rule of cases and no other."""
    return Household.objects.filter(Exists(visible.filter(household=OuterRef("pk"))))


def _described(households: QuerySet[Household], visible: QuerySet[Case], *, on: date) -> list[FoundHousehold]:
    members = HouseholdMember.objects.filter(running_on(on)).select_related("person").order_by("starts_on", "pk")
    cases = visible.order_by("-opened_on", "-pk")
    rows = households.select_related("area").prefetch_related(
        Prefetch("members", queryset=members, to_attr="people"), Prefetch("cases", queryset=cases, to_attr="episodes")
    )
    return [_describe(household) for household in rows]


def _describe(household: Household) -> FoundHousehold:
    people: list[HouseholdMember] = household.people  # type: ignore[attr-defined]  # prefetched
    episodes: list[Case] = household.episodes  # type: ignore[attr-defined]  # prefetched too
    running = next((case for case in episodes if case.is_open), None)
    return FoundHousehold(
        pk=household.pk,
        public_id=household.public_id,
        name=household.name,
        address=" ".join(filter(None, [household.street, household.postcode, household.city])),
        area=household.area.name,
        people=", ".join(member.person.full_name for member in people),
        open_case_id=running.public_id if running else None,
        open_case_number=running.number if running else "",
        last_closed_on=next((case.closed_on for case in episodes if case.closed_on), None),
    )


def _log(found: list[FoundHousehold], *, by: User, at: datetime) -> None:
    seen = [(one.pk, one.pk) for one in found]
    record_reading(by=by, at=at, act=Act.SEARCH, subject=Subject.HOUSEHOLD, seen=seen, purpose="intake")


def visible_household(*, public_id: UUID, user: User, on: date) -> Household | None:
    """The household, when this person may know of it."""
    visible = Case.objects.visible_to(user, on=on)
    return _with_case(visible).select_related("area").filter(public_id=public_id).first()


def find_household(*, text: str, by: User, at: datetime) -> list[FoundHousehold]:
    """Households within one's own rights whose name, or that of somebody who lives there, contains `text`.

    Case and accents do not matter; at most ten, by name; nothing for less than two letters. What is found is logged.
    Files of others are not looked at, so that finding nothing says nothing.
    """
    text = " ".join(text.replace("\x00", "").split())
    if len(text) < SHORTEST:
        return []
    today = timezone.localdate(at)
    needle = folded(Value(text))
    # Two lists, each from a trigram index of its own; one OR over both tables would use neither.
    visible = Case.objects.visible_to(by, on=today)
    by_person = HouseholdMember.objects.filter(
        running_on(today),
        Exists(visible.filter(household=OuterRef("household"))),
        person__search_name__contains=needle,
    )
    by_name = _with_case(visible).alias(search=folded(F("name"))).filter(search__contains=needle)
    candidates = by_person.values_list("household_id", flat=True).union(by_name.values_list("pk", flat=True))
    found = _described(Household.objects.filter(pk__in=candidates).order_by("name", "pk")[:MOST], visible, on=today)
    if found:
        _log(found, by=by, at=at)
    return found


def find_double(*, new: NewHousehold, by: User, at: datetime) -> list[FoundHousehold]:
    """Households that `new` may be, within one's own rights: somebody with (nearly) the same name and the same date
    of birth, or somebody with the same surname at the same address. What is found is logged.

    Files outside those rights are not compared at all: any other answer would let somebody find out, name by name,
    who is known to another team. The page says to everybody, always, that another team may know the household.
    """
    today = timezone.localdate(at)
    alike = [_same_birth_date(person) for person in new.persons if person.birth_date is not None]
    if new.street:
        alike += [_same_address(person, new) for person in new.persons]
    if not alike:
        return []
    candidates = alike[0].union(*alike[1:]) if len(alike) > 1 else alike[0]
    visible = Case.objects.visible_to(by, on=today)
    rows = _with_case(visible).filter(pk__in=candidates).order_by("name", "pk")[:MOST]
    found = _described(rows, visible, on=today)
    if found:
        _log(found, by=by, at=at)
    return found


def _same_birth_date(person: NewPerson) -> "ValuesQuerySet[HouseholdMember, int]":
    name = folded(Value(f"{person.given_name} {person.family_name}".strip()))
    # By date of birth first, a handful of rows with an index: a likeness alone has thousands to compare.
    return (
        HouseholdMember.objects.filter(person__birth_date=person.birth_date)
        .alias(likeness=TrigramSimilarity("person__search_name", name))  # type: ignore[arg-type]  # an expression is allowed too
        .filter(likeness__gte=ALIKE)
        .values_list("household_id", flat=True)
    )


def _same_address(person: NewPerson, new: NewHousehold) -> "ValuesQuerySet[HouseholdMember, int]":
    here = HouseholdMember.objects.filter(
        person__search_name__contains=folded(Value(person.family_name)), household__street__iexact=new.street
    )
    if new.postcode:
        here = here.filter(household__postcode__iexact=new.postcode)
    return here.values_list("household_id", flat=True)
