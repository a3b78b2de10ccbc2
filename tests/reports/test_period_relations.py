"""G29 over longer periods: a period report beside everything published by the month, as one problem."""

import datetime as dt
import random
from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

import pytest

from tests.reports.series import months
from tests.reports.test_ledger import exactly, replace_hidden
from wijkteam.core.periods import next_month
from wijkteam.disclosure import Status, verify
from wijkteam.reports.services.period_relations import HALF_YEAR, QUARTER, YEAR
from wijkteam.reports.services.publication import MUNICIPALITY, Decision, History, Publication, decide

JANUARY = dt.date(2025, 1, 1)
DURATIONS, OUTCOMES = ("0-91", "92-182", "183-365", "366+"), ("goals", "own", "collective", "stopped")


def report(scope: str, start: dt.date, **cells: int) -> Publication:
    return Publication(month=start, version=1, scopes={scope: cells})


def split(chance: random.Random, total: int, prefix: str, names: tuple[str, ...]) -> dict[str, int]:
    parts = dict.fromkeys((f"{prefix}{name}" for name in names), 0)
    for name in chance.choices(list(parts), [4, 2, *[1] * len(parts)][: len(parts)], k=total):
        parts[name] += 1
    return parts


def quarter_of(three: list[Publication], *, late: int, chance: random.Random) -> Publication:
    """What the months counted, and `late` households that were entered afterwards."""
    whole = [month.scopes[MUNICIPALITY] for month in three]
    opened, closed = sum(one["opened"] for one in whole) + late, sum(one["closed"] for one in whole)
    districts = tuple({key[9:]: None for month in three for scope in month.scopes.values() for key in scope
                       if key.startswith("district:")})  # fmt: skip
    cells = {
        "opened": opened,
        "closed": closed,
        **split(chance, opened, "opened:district:", districts),
        **split(chance, closed, "closed:district:", districts),
        **split(chance, opened, "opened:theme:", ("t0", "t1", "t2")),
    }
    start = three[0].month
    return Publication(month=start, version=1, scopes={QUARTER: cells}, sensitive=frozenset({"t0"}))


def half_year_of(quarters: list[Publication], *, chance: random.Random) -> Publication:
    ended = sum(one.scopes[QUARTER]["closed"] for one in quarters)
    cells = {
        "ended": ended,
        **split(chance, ended, "duration:", DURATIONS),
        **split(chance, ended, "outcome:", OUTCOMES),
    }
    return Publication(month=quarters[0].month, version=1, scopes={HALF_YEAR: cells})


def year_of(parts: list[Publication]) -> Publication:
    cells: dict[str, int] = {}
    for part in parts:
        for key, count in next(iter(part.scopes.values())).items():
            cells[key] = cells.get(key, 0) + count
    return Publication(month=parts[0].month, version=1, scopes={YEAR: cells})


def year(seed: int, *, teams: int, households: int, late: int) -> list[Publication]:
    """Twelve months, and each longer period after the month that completes it."""
    chance = random.Random(seed)
    row = list(islice(months(teams=teams, themes=3, households=households, seed=seed), 12))
    assert row[0].month.month == 1
    found: list[Publication] = []
    quarters: list[Publication] = []
    halves: list[Publication] = []
    for place, month in enumerate(row, 1):
        found.append(month)
        if place % 3 == 0:
            quarters.append(quarter_of(row[place - 3 : place], late=late, chance=chance))
            found.append(quarters[-1])
        if place % 6 == 0:
            halves.append(half_year_of(quarters[-2:], chance=chance))
            found.append(halves[-1])
    return [*found, year_of([*quarters, *halves])]


def all_shown(year: Publication, decided: list[Decision]) -> Publication:
    """As a year is published: nothing of which a part was hidden."""
    lines = [line for one in decided for line in one.lines if line.scope in (QUARTER, HALF_YEAR)]
    hidden = {line.key for line in lines if line.shown is None}
    return replace(year, kept_back=frozenset(hidden))


def decide_all(publications: list[Publication]) -> tuple[History, list[Decision]]:
    history = History()
    decided: list[Decision] = []
    for publication in publications:
        if YEAR in publication.scopes:
            publication = all_shown(publication, decided)
        decided.append(decide(publication, history))
        history = history.after(decided[-1])
    return history, decided


@pytest.mark.parametrize(("seed", "teams", "households", "late"), [(1, 1, 50, 3), (3, 2, 250, 0)])
def test_g29_a_year_and_its_parts_are_safe_and_proven(seed: int, teams: int, households: int, late: int) -> None:
    history, decided = decide_all(year(seed, teams=teams, households=households, late=late))
    for one in decided:
        protected = one.protected
        assert verify(protected.problem, protected.statuses, protected.proof) == []
        assert all(line.shown is None or (line.shown >= 10 and line.shown % 5 == 0) for line in one.lines)
    last = decided[-1].protected
    assert exactly(replace_hidden(last.problem, last.statuses), history.proof) == []
    shown = [line for one in decided for line in one.lines if line.scope.startswith("~") and line.shown is not None]
    assert len(shown) > 5, "a period report that shows nothing proves nothing"


def month(number: int, *, flow: int) -> Publication:
    """A town with one team where as many came as went."""
    counts = {"open_at_start": 40, "opened": flow, "closed": flow, "open_at_end": 40}
    return Publication(month=JANUARY.replace(month=number), version=1, scopes={"T": counts, MUNICIPALITY: counts})


def statuses(decision: Decision) -> Mapping[str, Status]:
    return {line.key: line.status for line in decision.lines}


def test_g29_a_quarter_does_not_open_a_month() -> None:
    """V4b of docs/privacy.md: 12, hidden, 12 and a total of 29 would say that somebody came in February."""
    three = [month(1, flow=12), month(2, flow=5), month(3, flow=12)]
    history, decided = decide_all(three)
    assert statuses(decided[1])["opened"] is Status.PRIMARY
    quarter = report(QUARTER, JANUARY, opened=29, closed=29)
    together, apart = decide(quarter, history), decide(quarter, History())
    assert statuses(apart)["opened"] is Status.SHOWN  # so the months are what keeps it back
    assert statuses(together)["opened"] is not Status.SHOWN
    safe = [month(1, flow=13), month(2, flow=4), month(3, flow=12)]  # V4: here the total tells nothing
    assert (
        statuses(decide(report(QUARTER, JANUARY, opened=29, closed=29), decide_all(safe)[0]))["opened"] is Status.SHOWN
    )


def test_g29_a_year_does_not_open_a_quarter() -> None:
    """Exact sums: three quarters that are shown, one that is hidden, and the year."""
    parts = [
        report(QUARTER, next_month(JANUARY, step=3 * number), opened=count, closed=30)
        for number, count in enumerate([12, 5, 12, 12])
    ]
    history, decided = decide_all(parts)
    assert statuses(decided[1])["opened"] is Status.PRIMARY
    together = decide(year_of(parts), history)
    assert statuses(together)["opened"] is not Status.SHOWN
    assert statuses(together)["closed"] is Status.SHOWN


def test_g29_nearly_everybody_came_in_with_a_sensitive_theme() -> None:
    cells = {"opened": 44, "closed": 44, "opened:theme:geld": 43, "opened:theme:geweld": 1}
    publication = Publication(month=JANUARY, version=1, scopes={QUARTER: cells}, sensitive=frozenset({"geld"}))
    decision = decide(publication, History())
    [watched] = decision.watched
    assert watched.endswith("opened:theme:geld")
    after = decide(report(QUARTER, dt.date(2025, 4, 1), opened=44, closed=44), History().after(decision))
    assert f"watched: {watched}" in after.protected.proof.witnesses


def test_late_entries_that_contradict_the_months_do_not_stop_a_period_report() -> None:
    history, _decided = decide_all([month(number, flow=20) for number in (1, 2, 3)])
    decision = decide(report(QUARTER, JANUARY, opened=90, closed=60), history)
    assert statuses(decision) == {"opened": Status.SHOWN, "closed": Status.SHOWN}
    assert [second.rpartition("/")[2] for _first, second in decision.links] == ["closed"]


def test_what_the_months_gave_away_is_not_said_again() -> None:
    """The stock of a district fell from 60 to 52, and seven went out: that somebody did was to be seen before."""
    stocks = [60, 58, 55, 52]
    row = []
    for number, (start, end) in enumerate(zip([60, *stocks], stocks, strict=False)):
        counts = {"open_at_start": start + 20, "opened": 20, "closed": 20 + start - end, "open_at_end": end + 20}
        districts = {"district:WK1": end, "district:overig": 20}
        first = next_month(JANUARY, step=number - 1)
        row.append(Publication(month=first, version=1, scopes={"T": counts | districts, MUNICIPALITY: counts}))
    history, _decided = decide_all(row)
    cells = {"opened": 60, "closed": 68, "opened:district:WK1": 0, "opened:district:overig": 60}
    cells |= {"closed:district:WK1": 7, "closed:district:overig": 61}
    decision = decide(report(QUARTER, JANUARY, **cells), history)
    said = {line.key: (line.status, line.is_small) for line in decision.lines}
    assert said["closed:district:WK1"] == (Status.WITHHELD, False)
    assert said["closed"] == (Status.SHOWN, False)
    later = decide(report(QUARTER, dt.date(2025, 4, 1), opened=60, closed=60), history.after(decision))
    assert verify(later.protected.problem, later.protected.statuses, later.protected.proof) == []
