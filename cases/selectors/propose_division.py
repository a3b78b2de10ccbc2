"""Who could take which case: one rule, the same for everybody, that says why. It proposes; the coordinator decides.

In this order: the colleague is at work and stays, is not seconded by an organisation that helps or is asked to help
this household, and is named when the file is for named people. Of those: who stays within the agreed band comes first,
then who knows the district and the theme from other cases, then who has the least per full-time week, then by name.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, F, When
from django.utils.translation import gettext as _

from cases.models import Case, CaseCoordinator, CaseRestrictionPerson, Involvement, Provision
from cases.selectors.colleagues import Colleague
from netwerk.models import Secondment
from wijkteam.areas.models import Area
from wijkteam.teams.models import CaseloadBand


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """A case that needs somebody. `named` are who may take a file for named people; None for any other file."""

    case_id: int
    district_id: int
    theme_id: int
    organisations: frozenset[int] = frozenset()
    named: frozenset[int] | None = None


@dataclass(kw_only=True)
class Hands:
    """A colleague and what they have now; `cases` grows while dividing."""

    user_id: int
    name: str
    fte: float
    cases: int
    is_there: bool = True
    employers: frozenset[int] = frozenset()
    districts: Counter[int] = field(default_factory=Counter)
    themes: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class Proposal:
    user_id: int
    why: str


def divide(cases: Iterable[Wanted], hands: Sequence[Hands], *, high: int | None) -> dict[int, Proposal]:
    """A colleague for each case, in the order of the cases; a case that nobody may take is left out. Runs no query."""
    found = {}
    for case in cases:
        may = [one for one in hands if _may_take(one, case)]
        if not may:
            continue
        best = min(may, key=lambda one: _rank(one, case, high=high))
        found[case.case_id] = Proposal(user_id=best.user_id, why=_why(best, case, high=high))
        best.cases += 1
    return found


def _may_take(one: Hands, case: Wanted) -> bool:
    return one.is_there and not one.employers & case.organisations and (case.named is None or one.user_id in case.named)


def _fits(one: Hands, high: int | None) -> bool:
    return high is None or (one.cases + 1) / one.fte <= high


def _rank(one: Hands, case: Wanted, *, high: int | None) -> tuple[bool, int, float, str, int]:
    knows = bool(one.districts[case.district_id]) + bool(one.themes[case.theme_id])
    return (not _fits(one, high), -knows, (one.cases + 1) / one.fte, one.name.casefold(), one.user_id)


def _why(one: Hands, case: Wanted, *, high: int | None) -> str:
    reasons = []
    if case.named is not None:
        reasons.append(_("may see this file"))
    if one.districts[case.district_id]:
        reasons.append(_("knows the district"))
    if one.themes[case.theme_id]:
        reasons.append(_("has cases on this theme"))
    if high is not None:
        reasons.append(_("room within the band") if _fits(one, high) else _("nobody has room; the least full hands"))
    return ", ".join(reasons) or _("the least full hands")


def band_of(team_id: int, *, on: date) -> CaseloadBand | None:
    return CaseloadBand.objects.on(on).filter(team=team_id).first()


def propose(
    cases: Sequence[Case], colleagues: Sequence[Colleague], *, team_id: int, today: date
) -> dict[int, Proposal]:
    """A proposal for these cases of one team (with `area`). Six statements, however many cases or colleagues."""
    band = band_of(team_id, on=today)
    people = [one.user.pk for one in colleagues]
    knowledge: Mapping[int, tuple[Counter[int], Counter[int]]] = _knowledge(team_id)
    employers = _grouped(
        Secondment.objects.running(on=today).filter(user__in=people).values_list("user", "organisation")
    )
    asked = Involvement.objects.open().filter(case__in=cases).values_list("case", "organisation")
    gives = Provision.objects.running(on=today).filter(case__in=cases).exclude(organisation=None)
    helping = _grouped([*asked, *gives.values_list("case", "organisation")])
    by_household = {case.household_id: case.pk for case in cases}
    named = _grouped(
        (by_household[household], user)
        for household, user in CaseRestrictionPerson.objects.filter(
            restriction__lifted_at=None, removed_at=None, restriction__case__household__in=by_household
        ).values_list("restriction__case__household", "user")
    )
    wanted = [
        Wanted(
            case_id=case.pk,
            district_id=district_of(case.area),
            theme_id=case.theme_id,
            organisations=frozenset(helping[case.pk]),
            named=frozenset(named[case.pk]) if case.pk in named else None,
        )
        for case in sorted(cases, key=lambda case: (not case.has_safety_concern, case.opened_on, case.pk))
    ]
    hands = [
        Hands(
            user_id=one.user.pk,
            name=one.user.name,
            fte=float(one.fte),
            cases=one.cases,
            is_there=not one.remark,
            employers=frozenset(employers[one.user.pk]),
            districts=knowledge[one.user.pk][0],
            themes=knowledge[one.user.pk][1],
        )
        for one in colleagues
    ]
    return divide(wanted, hands, high=band.high if band else None)


def district_of(area: Area) -> int:
    """The district (wijk) of a neighbourhood, or of itself."""
    return area.parent_id if area.kind == "BU" and area.parent_id else area.pk


def _knowledge(team_id: int) -> dict[int, tuple[Counter[int], Counter[int]]]:
    """By worker: in which districts and on which themes they coordinate now. One statement."""
    found: dict[int, tuple[Counter[int], Counter[int]]] = defaultdict(lambda: (Counter(), Counter()))
    rows = (
        CaseCoordinator.objects.current()
        .filter(case__team=team_id)
        .annotate(
            district=Choose(When(case__area__kind="BU", then=F("case__area__parent")), default=F("case__area")),
        )
        .values_list("worker", "district", "case__theme")
        .annotate(count=Count("pk"))
    )
    for worker, district, theme, count in rows:
        found[worker][0][district] += count
        found[worker][1][theme] += count
    return found


def _grouped(pairs: Iterable[Any]) -> dict[int, set[int]]:
    found: dict[int, set[int]] = defaultdict(set)
    for key, value in pairs:
        found[key].add(value)
    return found
