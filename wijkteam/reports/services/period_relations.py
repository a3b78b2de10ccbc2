"""How the numbers of a longer period hang together with each other and with everything published by the month. Pure.

A report over a longer period is one scope in the ledger ("~quarter") at its first day. Inside it totals and parts add
up. With the months it is tied by what a reader takes to be true though late entries may make it untrue: the quarter is
the sum of its months, and the stock of a district grows by who came in and shrinks by who went out. Such a sum is a
number of its own that nobody publishes ("=..."), exact by definition, and linked to what was published as two versions
of a month are. A year is added up from its quarters and half years, so there it is exact.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Final

from wijkteam.core.periods import next_month
from wijkteam.disclosure import Combination, Link

SIGN: Final = "~"
QUARTER, HALF_YEAR, YEAR = (f"{SIGN}{name}" for name in ("quarter", "half-year", "year"))
_MONTHS: Final = {QUARTER: 3, HALF_YEAR: 6, YEAR: 12}
_DISTRICT: Final = "district:"
_REST: Final = "overig"
_MUNICIPALITY: Final = "gemeente"

# Scope, first day and keys of a period report; scope to keys of the reports of a month.
Periods = Mapping[tuple[str, dt.date], Sequence[str]]
Months = Mapping[dt.date, Mapping[str, Sequence[str]]]
# The name in the ledger of a number of a month, by scope, month and key.
NameOf = Callable[[str, dt.date, str], str]


def is_of_period(scope: str) -> bool:
    return scope.startswith(SIGN)


def cell(scope: str, start: dt.date, key: str) -> str:
    return f"{scope}/{start:%Y-%m}/1/{key}"


def table_of(key: str) -> str:
    """What is withheld together: a total by itself, its parts by district, theme, duration or outcome."""
    first, _, rest = key.partition(":")
    return f"{first}:{rest.partition(':')[0]}" if first in {"opened", "closed"} and rest else first


def near_total(theme: str) -> Combination:
    """Of who came in all but one theme: `theme` is the name in the ledger."""
    return {f"{theme.rpartition('/')[0]}/opened": 1, theme: -1}


def equal_zero(periods: Periods, months: Months, name_of: NameOf) -> Iterator[Combination]:
    """Totals and parts; years and their quarters; and what each unpublished sum is."""
    for (scope, start), keys in periods.items():
        for total, prefix in (
            ("opened", "opened:district:"),
            ("opened", "opened:theme:"),
            ("closed", "closed:district:"),
            ("ended", "duration:"),
            ("ended", "outcome:"),
        ):
            parts = [cell(scope, start, key) for key in keys if key.startswith(prefix)]
            if total in keys and parts:
                yield {cell(scope, start, total): 1, **dict.fromkeys(parts, -1)}
        if scope == YEAR:
            yield from _sums_of_the_year(start, keys, periods)
    for name, summed, _of in sums(periods, months, name_of):
        yield {name: 1, **{part: -factor for part, factor in summed.items()}}


def _sums_of_the_year(start: dt.date, keys: Sequence[str], periods: Periods) -> Iterator[Combination]:
    for key in keys:
        of = HALF_YEAR if key == "ended" or key.startswith(("duration:", "outcome:")) else QUARTER
        step = _MONTHS[of]
        parts = [
            cell(of, first, key)
            for first in (next_month(start, step=step * number) for number in range(12 // step))
            if key in periods.get((of, first), ())
        ]
        if parts:
            yield {cell(YEAR, start, key): 1, **dict.fromkeys(parts, -1)}


def sums(
    periods: Periods, months: Months, name_of: NameOf, *, only: tuple[str, dt.date] | None = None
) -> Iterator[tuple[str, Combination, str]]:
    """Unpublished sums: their name, of what they are the sum, and the name of the number that they are linked to."""
    for (scope, start), keys in periods.items():
        if only is not None and (scope, start) != only:
            continue
        period = [next_month(start, step=number) for number in range(_MONTHS[scope])]
        if scope == QUARTER:
            yield from _sums_of_the_quarter(start, keys, period, months, name_of)
        elif scope == HALF_YEAR:
            yield from _sums_of_the_half_year(start, periods, period, months, name_of)


def _sums_of_the_quarter(
    start: dt.date, keys: Sequence[str], period: Sequence[dt.date], months: Months, name_of: NameOf
) -> Iterator[tuple[str, Combination, str]]:
    if not all(_MUNICIPALITY in months.get(month, {}) for month in period):
        return
    for flow in ("opened", "closed"):
        of_months = dict.fromkeys((name_of(_MUNICIPALITY, month, flow) for month in period), 1)
        yield cell(QUARTER, start, f"={flow}"), of_months, cell(QUARTER, start, flow)
    before, last = next_month(start, step=-1), period[-1]
    for key in keys:
        code = key.removeprefix("opened:district:")
        if code in (key, _REST):
            continue
        at_start = _stock(code, before, months, name_of)
        at_end = _stock(code, last, months, name_of)
        if not at_start or not at_end:
            continue
        came, went = (cell(QUARTER, start, f"{flow}:district:{code}") for flow in ("opened", "closed"))
        end = cell(QUARTER, start, f"=end:{code}")
        if len(at_end) == 1:
            end = next(iter(at_end))
        else:
            yield end, at_end, ""
        yield cell(QUARTER, start, f"=stock:{code}"), {**at_start, came: 1, went: -1}, end
    yield from _sums_of_teams(start, period, months, name_of)


def _stock(code: str, month: dt.date, months: Months, name_of: NameOf) -> dict[str, int]:
    """What the teams published of a district at the end of a month."""
    key = f"{_DISTRICT}{code}"
    teams = [scope for scope, keys in months.get(month, {}).items() if scope != _MUNICIPALITY and key in keys]
    return {name_of(team, month, key): 1 for team in teams}


def _sums_of_teams(
    start: dt.date, period: Sequence[dt.date], months: Months, name_of: NameOf
) -> Iterator[tuple[str, Combination, str]]:
    """A team that has its districts to itself: who came in there in the quarter came in with that team."""
    teams = {
        scope: [key.removeprefix(_DISTRICT) for key in keys if key.startswith(_DISTRICT)]
        for scope, keys in months[period[-1]].items()
        if scope != _MUNICIPALITY
    }
    for team, codes in teams.items():
        own = [code for code in codes if code != _REST]
        others = {code for other, theirs in teams.items() if other != team for code in theirs}
        if not own or others & set(own) or not all(team in months[month] for month in period):
            continue
        for flow in ("opened", "closed"):
            of_team = dict.fromkeys((name_of(team, month, flow) for month in period), 1)
            of_districts = {cell(QUARTER, start, f"{flow}:district:{code}"): 1 for code in own}
            first, second = (cell(QUARTER, start, f"={which}:{flow}:{team}") for which in ("months", "districts"))
            yield first, of_team, second
            yield second, of_districts, ""


def _sums_of_the_half_year(
    start: dt.date, periods: Periods, period: Sequence[dt.date], months: Months, name_of: NameOf
) -> Iterator[tuple[str, Combination, str]]:
    quarters = [start, next_month(start, step=3)]
    if all("closed" in periods.get((QUARTER, first), ()) for first in quarters):
        closed = {cell(QUARTER, first, "closed"): 1 for first in quarters}
        yield cell(HALF_YEAR, start, "=ended"), closed, cell(HALF_YEAR, start, "ended")
    if all("collective_closed" in months.get(month, {}).get(_MUNICIPALITY, ()) for month in period):
        went = dict.fromkeys((name_of(_MUNICIPALITY, month, "collective_closed") for month in period), 1)
        yield cell(HALF_YEAR, start, "=collective"), went, cell(HALF_YEAR, start, "outcome:collective")


def links(periods: Periods, months: Months, name_of: NameOf, *, only: tuple[str, dt.date]) -> list[Link]:
    """What a reader of this report takes to be equal."""
    return [(name, of) for name, _parts, of in sums(periods, months, name_of, only=only) if of]


def unpublished(periods: Periods, months: Months, name_of: NameOf) -> Iterable[str]:
    return (name for name, _parts, _of in sums(periods, months, name_of))
