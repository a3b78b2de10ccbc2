"""G29: what must hold for any table, not only for the worked ones (docs/privacy.md, P1 to P7)."""

import random
from dataclasses import replace
from itertools import combinations

import pytest

from tests.disclosure.tables import crossed_table
from tests.promises import Measured
from wijkteam.disclosure import BadCase, Cell, NotProven, Problem, Rules, Status, problem_from_json, protect, verify
from wijkteam.disclosure.helpers import Choice, price
from wijkteam.disclosure.worlds import Hidden, Worlds

SHAPES = [(2, 3, 60), (3, 4, 110), (4, 6, 150), (3, 3, 300), (5, 4, 700)]


@pytest.mark.parametrize("seed", range(20))
def test_g29_random_tables_are_safe(seed: int) -> None:
    rows, columns, households = SHAPES[seed % len(SHAPES)]
    problem = crossed_table(rows=rows, columns=columns, households=households, seed=seed)
    result = protect(problem)
    shown = [value for value in result.published.values() if value != "x"]
    assert all(isinstance(value, int) and value >= 10 and value % 5 == 0 for value in shown)  # P1
    assert verify(result.problem, result.statuses, result.proof) == []  # P3, and with it P2: a range with 0 and with 5
    if not result.is_withheld:  # P4: no helper too many
        choice = Choice(worlds=Worlds(problem, result.proof.world))
        for helper in result.helpers:
            rest = frozenset(result.helpers) - {helper}
            assert any(not choice.is_safe(name, rest) for name in problem.sensitive)


def by_brute_force(problem: Problem) -> tuple[str, ...] | None:
    """The fewest and cheapest helpers, every set tried and asked about all of the table at once."""
    worlds = Worlds(problem, {cell.name: cell.count for cell in problem.cells})
    rules = problem.rules
    for size in range(3):
        ways = [frozenset(cells) for cells in combinations(sorted(cell.name for cell in problem.choosable), size)]
        for helpers in sorted(ways, key=lambda way: price(way, problem.by_name)):
            found = [worlds.range_of(what, Hidden(helpers=helpers)) for what in problem.sensitive.values()]
            if all(one.low <= rules.need_low and one.high >= rules.need_high for one in found):
                return tuple(sorted(helpers))
    return None


@pytest.mark.parametrize("seed", range(8))
def test_g29_no_fewer_or_cheaper_helpers_exist(seed: int) -> None:
    """The quick search gives what trying everything gives."""
    rules = Rules(base=(1, 5)[seed % 2])
    problem = crossed_table(rows=2 + seed % 2, columns=2, households=45 + 5 * seed, seed=seed, rules=rules)
    best = by_brute_force(problem)
    if best is not None:
        assert protect(problem).helpers == best


@pytest.mark.parametrize("seed", range(5))
def test_g29_any_other_small_count_gives_the_same_bytes(seed: int, measured: Measured) -> None:
    """P5: zero and nine look the same, as long as what is printed beside them is the same."""
    problem = crossed_table(rows=3, columns=4, households=140, seed=seed)
    before = protect(problem)
    chance = random.Random(seed)
    changed = tuple(
        replace(cell, count=chance.randint(0, 9)) if cell.name in problem.primary else cell for cell in problem.cells
    )
    after = protect(replace(problem, cells=changed))
    assert (dict(after.published), after.helpers) == (dict(before.published), before.helpers)
    measured("G29", "any small count: the same bytes", part="bytes")


def test_g29_the_same_input_gives_the_same_output() -> None:
    """P7."""
    once, again = (protect(crossed_table(rows=4, columns=6, households=150, seed=3)) for _ in range(2))
    assert once == again


@pytest.mark.parametrize("seed", range(2))
def test_g29_a_series_of_months_stays_safe(seed: int) -> None:
    """P6: stock and flow of successive months, each published against everything before it."""
    chance = random.Random(seed)
    stock = chance.randint(20, 60)
    cells: list[Cell] = [Cell(name="stock/0", count=stock, kind="margin")]
    relations: list[dict[str, int]] = []
    for month in range(1, 7):
        into, out = chance.randint(0, 18), min(stock, chance.randint(0, 18))
        stock += into - out
        cells += [
            Cell(name=f"in/{month}", count=into),
            Cell(name=f"out/{month}", count=out),
            Cell(name=f"stock/{month}", count=stock, kind="margin"),
        ]
        relations.append({f"stock/{month}": 1, f"stock/{month - 1}": -1, f"in/{month}": -1, f"out/{month}": 1})
        problem = Problem(cells=tuple(cells), equal_zero=tuple(relations))
        result = protect(problem)
        assert verify(result.problem, result.statuses, result.proof) == []
        cells = [
            cell
            if cell.earlier
            else replace(cell, earlier="pub" if result.statuses[cell.name] is Status.SHOWN else "sup")
            for cell in cells
        ]


def test_a_watched_combination_is_protected_too() -> None:
    """All but one theme: nearly everybody in an area has the sensitive one, and the difference would tell who not."""
    cells = (
        Cell(name="debts", count=41),
        Cell(name="other", count=44),
        Cell(name="total", count=43, kind="margin"),
    )
    at_most = ({"debts": 1, "total": -1},)
    plain = Problem(cells=cells, at_most_zero=at_most)
    watched = replace(plain, watched={"not debts": {"total": 1, "debts": -1}})
    assert protect(plain).helpers == ()
    assert "debts" in protect(watched).helpers or "total" in protect(watched).helpers


def test_a_report_that_cannot_be_made_safe_is_withheld() -> None:
    """Two small numbers under a total that is known already: each would have to be at least four."""
    cells = (
        Cell(name="total", count=15, kind="margin", earlier="pub"),
        Cell(name="a", count=8),
        Cell(name="b", count=7),
    )
    result = protect(Problem(cells=cells, equal_zero=({"total": 1, "a": -1, "b": -1},)))
    assert result.is_withheld
    assert dict(result.published) == {"total": 15, "a": "x", "b": "x"}


def test_what_is_already_told_cannot_be_taken_back() -> None:
    """Two published stocks tell that four came in: no hiding in this report undoes that, and it says so."""
    cells = (
        Cell(name="before", count=40, kind="margin", earlier="pub"),
        Cell(name="in", count=4),
        Cell(name="now", count=44, kind="margin", earlier="pub"),
    )
    with pytest.raises(NotProven, match="1 numbers"):
        protect(Problem(cells=cells, equal_zero=({"now": 1, "before": -1, "in": -1},)))


A = {"id": "a", "true": 1}
BAD: list[tuple[object, str]] = [
    ([], "the case: must be an object"),
    ({}, "cells: is missing"),
    ({"cells": {}}, "cells: must be a list"),
    ({"cells": [7]}, r"cells\[0\]: must be an object"),
    ({"cells": [{"true": 1}]}, r"cells\[0\].id: must be a text"),
    ({"cells": [{"id": "a"}]}, r"cells\[0\].true: is missing"),
    ({"cells": [{"id": "a", "true": "7"}]}, r"cells\[0\].true: must be a whole number"),
    ({"cells": [{"id": "a", "true": 1.5}]}, r"cells\[0\].true: must be a whole number"),
    ({"cells": [{"id": "a", "true": -1}]}, r"cells\[0\].true: must be 0 or more"),
    ({"cells": [{**A, "kind": "row"}]}, r"cells\[0\].kind: must be one of"),
    ({"cells": [{**A, "earlier": "yes"}]}, r"cells\[0\].earlier: must be null or one of"),
    ({"cells": [A, A]}, r'cells\[1\].id: "a" is named twice'),
    ({"cells": [A], "T": "ten"}, "T: must be a whole number"),
    ({"cells": [A], "base": 0}, "base: must be 1 or more"),
    ({"cells": [A], "equal_zero": {"a": 1}}, "equal_zero: must be a list"),
    ({"cells": [A], "equal_zero": [{"b": 1}]}, r'equal_zero\[0\]: names an unknown cell: "b"'),
    ({"cells": [A], "equal_zero": [{"a": "x"}]}, r"equal_zero\[0\].a: must be a whole number"),
    ({"cells": [A], "equal_zero": [{"a": 1}]}, r"equal_zero\[0\]: adds up to 1 "),
    ({"cells": [A], "at_most_zero": [{"a": 1}]}, r"at_most_zero\[0\]: adds up to 1 "),
    ({"cells": [A], "watch": [1]}, "watch: must be an object"),
    ({"cells": [A], "watch": {"w": {"a": -1}}}, r"watch.w: adds up to -1 "),
]


@pytest.mark.parametrize(("case", "message"), BAD)
def test_bad_input_says_what_is_wrong(case: object, message: str) -> None:
    with pytest.raises(BadCase, match=message):
        problem_from_json(case)
