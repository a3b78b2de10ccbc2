"""When somebody belonged to which household: what was written in that time may be about them."""

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.models import Case, HouseholdMember, PersonMerge

_LATEST = dt.date.max


@dataclass(frozen=True, kw_only=True)
class Stays:
    """When this person belonged to which household."""

    persons: frozenset[int]
    periods: Mapping[int, Sequence[tuple[dt.date, dt.date]]]
    cases: frozenset[int]

    def covers(self, household: int | None, begin: dt.date, end: dt.date) -> bool:
        periods = self.periods.get(household or 0, ())
        return any(starts <= end and (begin < ends or begin == starts) for starts, ends in periods)

    @property
    def since(self) -> dt.date | None:
        return min((starts for periods in self.periods.values() for starts, _ends in periods), default=None)


def stays_of(person_id: int) -> Stays:
    """A handful of statements. Rows that were merged into this person are this person."""
    persons = {person_id}
    while found := set(PersonMerge.objects.filter(person__in=persons).values_list("merged", flat=True)) - persons:
        persons |= found
    periods: defaultdict[int, list[tuple[dt.date, dt.date]]] = defaultdict(list)
    for household, starts, ends in HouseholdMember.objects.filter(person__in=persons).values_list(
        "household", "starts_on", "ends_on"
    ):
        periods[household].append((starts, ends or _LATEST))
    cases = Case.objects.filter(household__in=periods).values_list("pk", flat=True)
    return Stays(persons=frozenset(persons), periods=periods, cases=frozenset(cases))
