"""G29 over months: every table of every report as one problem with all that was published before."""

from collections.abc import Mapping
from dataclasses import replace
from itertools import islice

import pytest

from tests.reports.series import months, whole_series
from wijkteam.disclosure import Earlier, Problem, Proof, Status, verify
from wijkteam.disclosure.worlds import Worlds
from wijkteam.reports.services.publication import MUNICIPALITY, Decision, History, Publication, cell_name, decide

SERIES = [
    {"teams": 2, "themes": 4, "households": 60, "seed": 1},
    {"teams": 3, "themes": 3, "households": 90, "seed": 2},
    {"teams": 1, "themes": 5, "households": 50, "seed": 3},
]


def publications(how_many: int, **shape: int) -> list[Publication]:
    series = months(teams=shape["teams"], themes=shape["themes"], households=shape["households"], seed=shape["seed"])
    return list(islice(series, how_many))


def exactly(problem: Problem, proof: Proof) -> list[str]:
    """What somebody works out who solves everything at once: a question to the solver about all that hangs together."""
    worlds, rules = Worlds(problem, proof.world), problem.rules
    ranges = {name: worlds.range_of(what) for name, what in problem.sensitive.items()}
    return [name for name, one in ranges.items() if not (one.low <= rules.need_low and one.high >= rules.need_high)]


@pytest.mark.parametrize("shape", SERIES, ids=lambda shape: f"{shape['teams']} teams")
def test_g29_a_series_of_months_is_safe_and_proven(shape: dict[str, int]) -> None:
    history, decided = whole_series(publications(3, **shape))
    for one in decided:
        protected = one.protected
        assert verify(protected.problem, protected.statuses, protected.proof) == []  # P2, P3, P6
        for line in one.lines:  # P1
            assert line.shown is None or (line.shown >= 10 and line.shown % 5 == 0)
            assert (line.shown is None) == (line.status is not Status.SHOWN)
    # what is believed at the end holds for every number of every month, asked of the solver about all at once
    last = decided[-1].protected
    hidden = replace_hidden(last.problem, last.statuses)
    assert exactly(hidden, history.proof) == []


def replace_hidden(problem: Problem, statuses: Mapping[str, Status]) -> Problem:
    """The same problem with helpers as if from an earlier report, so that nothing is chosen any more."""
    earlier: dict[Status, Earlier] = {Status.SHOWN: "pub", Status.WITHHELD: "withheld"}
    hidden: Earlier = "sup"
    cells = tuple(replace(cell, earlier=earlier.get(statuses[cell.name], hidden)) for cell in problem.cells)
    return replace(problem, cells=cells)


def test_g29_the_same_months_give_the_same_lines() -> None:
    """P7, the proof included."""
    (first, one), (second, two) = (whole_series(publications(3, **SERIES[0])) for _ in range(2))
    assert [decision.lines for decision in one] == [decision.lines for decision in two]
    assert first == second


@pytest.mark.parametrize("seed", range(3))
def test_g29_nobody_and_one_household_look_the_same(seed: int) -> None:
    """P5 through the tables of a whole month: every small count may be any other small count."""
    [publication] = publications(1, teams=2, themes=4, households=60, seed=seed)
    before = decide(publication, History())
    other = {
        scope: {key: (count + 1) % 10 if count < 10 else count for key, count in counts.items()}
        for scope, counts in publication.scopes.items()
    }
    after = decide(replace(publication, scopes=other), History())
    assert after.lines == before.lines


def shown(decision: Decision) -> dict[str, int | None]:
    return {line.name: line.shown for line in decision.lines}


def test_g29_without_helpers_the_attacker_finds_a_number() -> None:
    """The search for helpers has teeth: what it hid was needed."""
    [publication] = publications(1, **SERIES[0])
    decision = decide(publication, History())
    protected = decision.protected
    assert protected.helpers
    everything_else_shown = replace_hidden(protected.problem, protected.problem.statuses())
    assert exactly(everything_else_shown, protected.proof)


def month(number: int, **counts: int) -> Publication:
    """A team in its own small town, with in and out."""
    every = {"open_at_start": 0, "opened": 0, "closed": 0, "open_at_end": 0} | counts
    first, *_rest = publications(1, **SERIES[2])
    return Publication(month=first.month.replace(month=number), version=1, scopes={"T": every})


def test_g29_a_second_version_is_a_second_publication() -> None:
    """The ledger has teeth. By itself each version hides the cheapest helper, and together they would show both."""
    same = {"opened": 12, "closed": 12}
    first = month(1, open_at_start=29, open_at_end=29, **same, **{"theme:a": 12, "theme:b": 12, "theme:c": 5})
    counts = {"open_at_start": 28, "open_at_end": 28, **same, "theme:a": 12, "theme:b": 11, "theme:c": 5}
    second = replace(first, version=2, scopes={"T": counts})
    history = History().after(decide(first, History()))
    apart, together = decide(second, History()).protected, decide(second, history).protected
    a, b = (cell_name("T", first.month, 2, f"theme:{code}") for code in "ab")
    assert (apart.helpers, together.helpers) == ((b,), (a,))
    assert exactly(replace_hidden(together.problem, together.statuses), together.proof) == []
    forgetful = replace_hidden(together.problem, {**together.statuses, **apart.statuses})
    found = {name.rpartition("/")[2] for name in exactly(forgetful, together.proof)}
    assert found == {"theme:c"}


def test_what_a_late_entry_makes_untrue_is_not_believed_any_more() -> None:
    first = month(1, open_at_start=40, opened=12, closed=11, open_at_end=41)
    late = replace(first, version=2, scopes={"T": {**first.scopes["T"], "opened": 32, "open_at_end": 61}})
    decision = decide(late, History().after(decide(first, History())))
    assert {link[1].rpartition("/")[2] for link in decision.links} == {"open_at_start", "closed"}


def test_nearly_everybody_has_a_sensitive_theme() -> None:
    counts = {"open_at_start": 44, "opened": 14, "closed": 14, "open_at_end": 44, "theme:geld": 43, "theme:geweld": 1}
    plain = Publication(month=month(1).month, version=1, scopes={"T": counts})
    decision = decide(replace(plain, sensitive=frozenset({"geld"})), History())
    [watched] = decision.watched
    assert watched.endswith("theme:geld")
    assert f"watched: {watched}" in decision.protected.proof.witnesses
    assert decide(plain, History()).watched == frozenset()
    # and it goes on being watched once it is history
    after = decide(month(2, open_at_start=44, opened=12, closed=12, open_at_end=44), History().after(decision))
    assert f"watched: {watched}" in after.protected.proof.witnesses


def test_with_one_team_the_municipality_is_the_same_number() -> None:
    [publication] = publications(1, **SERIES[2])
    lines = decide(publication, History()).lines
    of_team = {line.key: line.shown for line in lines if line.scope != MUNICIPALITY}
    assert all(line.shown == of_team[line.key] for line in lines if line.scope == MUNICIPALITY)
