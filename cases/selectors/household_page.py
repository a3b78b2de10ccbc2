"""The household of a case over time: who lived there when, and where else; where it lived; what happened to it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.safestring import SafeString

from cases.enums import HouseholdRole
from cases.models import (
    Case,
    CaseRights,
    HouseholdAddress,
    HouseholdMember,
    HouseholdMerge,
    HouseholdSplit,
)
from cases.permissions import may_merge
from cases.selectors.case_page import age_on
from cases.selectors.known_households import known_households
from wijkteam.accounts.models import User
from wijkteam.core.charts.periods import Span, period_bar

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEARS_SHOWN = 15


@dataclass(frozen=True, kw_only=True)
class Stay:
    starts_on: date
    ends_on: date | None
    is_main: bool


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Another household of somebody. Without a name nobody here may know which; without a case none was opened."""

    name: str
    is_main: bool
    case_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MemberOverTime:
    public_id: UUID
    name: str
    role: "_StrOrPromise"
    age: int | None
    lives_here: bool
    stays: tuple[Stay, ...]
    elsewhere: tuple[Elsewhere, ...]
    bar: SafeString


@dataclass(frozen=True, kw_only=True)
class Address:
    text: str
    area: str
    starts_on: date | None
    ends_on: date | None
    came_from: str


@dataclass(frozen=True, kw_only=True)
class Related:
    """A household that was split off, or merged into this one."""

    name: str
    day: date | datetime
    by: str
    why: str = ""
    case_id: UUID | None = None
    open_at: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class HouseholdPage:
    now: tuple[MemberOverTime, ...]
    before: tuple[MemberOverTime, ...]
    first: date
    addresses: tuple[Address, ...]
    needs_handover: bool
    splits: tuple[Related, ...]
    merges: tuple[Related, ...]
    can_change: bool
    can_restrict: bool
    can_merge: bool
    is_restricted: bool


def household_page(*, case: Case, user: User, rights: CaseRights, today: date) -> HouseholdPage:
    """Six statements, whatever the size of the household."""
    members = list(HouseholdMember.objects.filter(household=case.household_id).select_related("person"))
    elsewhere = _elsewhere(case, [member.person_id for member in members], rights=rights, today=today)
    earliest = min((member.starts_on for member in members), default=today)
    first = max(earliest, today.replace(year=today.year - YEARS_SHOWN, day=min(today.day, 28)))
    people = _over_time(members, elsewhere, first=first, today=today)
    past = list(
        HouseholdAddress.objects.filter(household=case.household_id)
        .select_related("area", "came_from")
        .order_by("-ends_on", "-pk")
    )
    merges = list(
        HouseholdMerge.objects.filter(household=case.household_id).select_related("merged", "by").order_by("-at")
    )
    return HouseholdPage(
        now=tuple(person for person in people if person.lives_here),
        before=tuple(person for person in people if not person.lives_here),
        first=first,
        addresses=tuple(_addresses(case, past)),
        needs_handover=case.is_open and bool(past) and past[0].move_means == "handover",
        splits=_splits({case.household_id, *(merge.merged_id for merge in merges)}, rights=rights),
        merges=tuple(
            Related(name=merge.merged.name, day=merge.at, by=merge.by.name, why=merge.why) for merge in merges
        ),
        can_change=case.is_open and not rights.only_reads(case),
        can_restrict=case.team_id in rights.teams and not rights.only_reads(case),
        can_merge=may_merge(case, user=user, rights=rights),
        is_restricted=rights.is_restricted(case),
    )


def _elsewhere(case: Case, persons: Sequence[int], *, rights: CaseRights, today: date) -> dict[int, list[Elsewhere]]:
    """The households that these people live in as well, by person."""
    rows = list(
        HouseholdMember.objects.current(on=today)
        .filter(person__in=persons)
        .exclude(household=case.household_id)
        .select_related("household")
        .order_by("-is_main", "pk")
    )
    names = dict(known_households(rights).filter(pk__in={row.household_id for row in rows}).values_list("pk", "name"))
    cases = (
        Case.objects.within(rights)
        .filter(household__in=names)
        .order_by("opened_on", "pk")
        .values_list("household", "public_id")
    )
    of_household = dict(cases) if names else {}
    found: dict[int, list[Elsewhere]] = {}
    for row in rows:
        found.setdefault(row.person_id, []).append(
            Elsewhere(
                name=names.get(row.household_id, ""),
                is_main=row.is_main,
                case_id=of_household.get(row.household_id),
            )
        )
    return found


def _over_time(
    members: Sequence[HouseholdMember], elsewhere: dict[int, list[Elsewhere]], *, first: date, today: date
) -> list[MemberOverTime]:
    by_person: dict[int, list[HouseholdMember]] = {}
    for member in sorted(members, key=lambda one: one.starts_on):
        by_person.setdefault(member.person_id, []).append(member)
    rows = []
    for stays in by_person.values():
        last = stays[-1]
        lives_here = last.starts_on <= today and (last.ends_on is None or last.ends_on > today)
        rows.append(
            (
                (last.role == HouseholdRole.CHILD, last.person.birth_date or date.max, last.pk),
                MemberOverTime(
                    public_id=last.person.public_id,
                    name=last.person.full_name,
                    role=last.get_role_display(),
                    age=age_on(last.person.birth_date, today),
                    lives_here=lives_here,
                    stays=tuple(Stay(starts_on=s.starts_on, ends_on=s.ends_on, is_main=s.is_main) for s in stays),
                    elsewhere=tuple(elsewhere.get(last.person_id, ())),
                    bar=period_bar(
                        [Span(start=s.starts_on, end=s.ends_on, is_light=not s.is_main) for s in stays],
                        first=first,
                        last=today,
                    ),
                ),
            )
        )
    return [row for _order, row in sorted(rows, key=lambda one: one[0])]


def _addresses(case: Case, past: Sequence[HouseholdAddress]) -> list[Address]:
    own = [row for row in past if row.came_from_id is None]
    home = case.household
    present = Address(
        text=_address(home.street, home.postcode, home.city),
        area=home.area.name,
        starts_on=own[0].ends_on if own else None,
        ends_on=None,
        came_from="",
    )
    return [
        present,
        *(
            Address(
                text=_address(row.street, row.postcode, row.city),
                area=row.area.name,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
                came_from=row.came_from.name if row.came_from else "",
            )
            for row in past
        ),
    ]


def _address(street: str, postcode: str, city: str) -> str:
    return ", ".join(filter(None, [street, f"{postcode} {city}".strip()]))


def _splits(own: set[int], *, rights: CaseRights) -> tuple[Related, ...]:
    """Households that some of this one went to, or that it came from, as far as they may be known.

    `own` is this one and those that were merged into it.
    """
    rows = list(
        HouseholdSplit.objects.filter(Q(household__in=own) | Q(made__in=own))
        .select_related("household", "made", "by")
        .order_by("-split_on", "-pk")
    )
    if not rows:
        return ()
    others = {row.household_id for row in rows} | {row.made_id for row in rows}
    known = set(known_households(rights).filter(pk__in=others).values_list("pk", flat=True))
    cases: dict[int, UUID] = dict(
        Case.objects.within(rights)
        .filter(household__in=others)
        .order_by("opened_on")
        .values_list("household", "public_id")
    )
    related = []
    for row in rows:
        other = row.made if row.household_id in own else row.household
        if other.pk in known - own:
            related.append(
                Related(
                    name=other.name,
                    day=row.split_on,
                    by=row.by.name,
                    case_id=cases.get(other.pk),
                    open_at=None if other.pk in cases else other.public_id,
                )
            )
    return tuple(related)
