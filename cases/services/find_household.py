"""Use case: find a household that one may know of, and write down that it was looked for."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, QuerySet, Value
from django.utils import timezone

from cases.models import Case, CaseRights, Household, HouseholdMember
from cases.models.household import folded
from cases.selectors.known_households import known_households
from cases.selectors.likeness import households_like
from cases.selectors.merged_households import numbers_of
from cases.services.open_case import NewHousehold
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.periods import running_on

SHORTEST = 2
MOST = 10


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
    """The household, when this person may know of it; the one that it was merged into, when it was."""
    known = known_households(CaseRights.of(user, on=on)).select_related("area")
    found = known.filter(public_id=public_id).first()
    if found is not None:
        return found
    merged = Household.objects.filter(public_id=public_id, merged_into__isnull=False).first()
    return known.filter(pk=numbers_of(merged.pk)[1]).first() if merged else None


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


def find_double(*, new: NewHousehold, by: User, at: datetime, rights: CaseRights | None = None) -> list[FoundHousehold]:
    """Households that `new` may be, within one's own rights: somebody with (nearly) the same name and the same date
    of birth, or somebody with the same surname at the same address. What is found is logged.

    Files outside those rights are not compared at all: any other answer would let somebody find out, name by name,
    who is known to another team. The page says to everybody, always, that another team may know the household.
    """
    today = timezone.localdate(at)
    candidates = households_like(new.persons, street=new.street, postcode=new.postcode)
    if candidates is None:
        return []
    visible = Case.objects.within(rights or CaseRights.of(by, on=today))
    rows = _with_case(visible).filter(pk__in=candidates).order_by("name", "pk")[:MOST]
    found = _described(rows, visible, on=today)
    if found:
        _log(found, by=by, at=at)
    return found
