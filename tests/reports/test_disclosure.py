"""The first disclosure control: worked cases, and properties of any table."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkteam.reports.services.disclosure import HIDDEN, Protected, Rules, Sum, percentage, protect


def crossed(rows: dict[str, list[int]]) -> tuple[dict[str, int], list[Sum]]:
    """A table with row totals, column totals and a grand total, named like `Noord/0` and `Noord/T`."""
    columns = range(len(next(iter(rows.values()))))
    counts = {f"{row}/{column}": values[column] for row, values in rows.items() for column in columns}
    counts |= {f"{row}/T": sum(values) for row, values in rows.items()}
    counts |= {f"T/{column}": sum(values[column] for values in rows.values()) for column in columns}
    counts["T/T"] = sum(map(sum, rows.values()))
    sums = [Sum(total=f"{row}/T", plus=[f"{row}/{column}" for column in columns]) for row in [*rows, "T"]]
    sums += [Sum(total=f"T/{column}", plus=[f"{row}/{column}" for row in rows]) for column in [*columns, "T"]]
    return counts, sums


def published(rows: dict[str, list[int]]) -> tuple[dict[str, list[object]], frozenset[str]]:
    counts, sums = crossed(rows)
    result = protect(counts, sums=sums)
    columns = [*range(len(next(iter(rows.values())))), "T"]
    return {row: [result.cells[f"{row}/{column}"] for column in columns] for row in [*rows, "T"]}, result.helpers


def test_one_small_cell_needs_no_helper_once_the_rest_is_rounded() -> None:
    """Vector V1 of the design, rounded."""
    table, helpers = published({"Noord": [14, 22, 11, 18], "Midden": [12, 17, 3, 13], "Zuid": [21, 16, 12, 15]})
    assert helpers == frozenset()
    assert table == {
        "Noord": [15, 20, 10, 20, 65],
        "Midden": [10, 15, HIDDEN, 15, 45],
        "Zuid": [20, 15, 10, 15, 65],
        "T": [45, 55, 25, 45, 175],
    }


def test_in_two_columns_rounding_alone_would_prove_that_somebody_is_there() -> None:
    """Vector V2, rounded."""
    table, helpers = published({"Noord": [15, 3], "Midden": [24, 16], "Zuid": [31, 22]})
    assert helpers == {"Noord/0"}
    assert table == {"Noord": [HIDDEN, HIDDEN, 20], "Midden": [25, 15, 40], "Zuid": [30, 20, 55], "T": [70, 40, 110]}


FLOW = Sum(total="end", plus=("start", "in"), minus=("out",))


def test_flow_of_a_month() -> None:
    """Vector V3, rounded: what went out is hidden and stays between 0 and 6."""
    assert protect({"start": 42, "in": 12, "out": 4, "end": 50}, sums=[FLOW]).cells == {
        "start": 40,
        "in": 10,
        "out": HIDDEN,
        "end": 50,
    }


def test_a_total_that_gives_away_a_part_costs_another_part() -> None:
    """Vector V4b: 12 and 5 make 17; shown as 10 and 15 the hidden one lies between 1 and 7."""
    result = protect({"a": 12, "b": 5, "all": 17}, sums=[Sum(total="all", plus=("a", "b"))])
    assert result.cells == {"a": HIDDEN, "b": HIDDEN, "all": 15}


def test_zero_and_one_look_the_same() -> None:
    """Vector V7."""
    for few in (0, 1):
        table, _ = published({"Noord": [14, 22, 11, 18], "Midden": [15 - few, 17, few, 13], "Zuid": [21, 16, 12, 15]})
        assert table["Midden"] == [15, 15, HIDDEN, 15, 45]
        assert table["T"][2] == 25


def test_where_nothing_helps_all_that_hangs_together_is_withheld() -> None:
    result = protect({"part": 9, "all": 9, "other": 30}, sums=[Sum(total="all", plus=("part",))], rules=Rules())
    assert result.cells == {"part": HIDDEN, "all": HIDDEN, "other": 30}
    alone = protect({"few": 4, "many": 12}, sums=[Sum(total="many", plus=("few",))])
    assert set(alone.cells.values()) == {HIDDEN}


COUNTS = st.lists(st.integers(0, 60), min_size=4, max_size=12)


def by_rows(counts: list[int]) -> tuple[dict[str, int], list[Sum]]:
    half = len(counts) // 2
    return crossed({"a": counts[:half], "b": counts[half : 2 * half]})


@settings(max_examples=300, deadline=None)
@given(COUNTS)
def test_nothing_small_and_nothing_exact_comes_out(counts: list[int]) -> None:
    cells, sums = by_rows(counts)
    result = protect(cells, sums=sums)
    for key, value in result.cells.items():
        if value == HIDDEN:
            continue
        assert value >= 10
        assert value % 5 == 0
        assert abs(value - cells[key]) <= 2
        assert cells[key] >= 10


@settings(max_examples=200, deadline=None)
@given(COUNTS)
def test_the_same_counts_give_the_same_answer_in_any_order(counts: list[int]) -> None:
    cells, sums = by_rows(counts)
    backwards = dict(reversed(cells.items()))
    assert protect(cells, sums=sums).cells == protect(backwards, sums=sums[::-1]).cells


@settings(max_examples=300, deadline=None)
@given(COUNTS, st.integers(0, 9), st.integers(0, 9))
def test_the_answer_depends_on_what_is_shown_and_not_on_what_is_hidden(counts: list[int], one: int, two: int) -> None:
    """A small count may be any small count: without sums the answers are equal, byte for byte."""
    cells = {str(index): count for index, count in enumerate(counts)}
    assert protect({**cells, "few": one}).cells == protect({**cells, "few": two}).cells


def worlds(cells: dict[str, int], result: Protected, key: str) -> set[int]:
    """By brute force: every value of `key` that some table of two by two has and that shows the same."""
    inner = ("a/0", "a/1", "b/0", "b/1")
    possible = [[count for count in range(45) if _fits(count, result, name)] for name in inner]
    found = set()
    for values in product(*possible):
        world, _sums = crossed({"a": list(values[:2]), "b": list(values[2:])})
        if all(_fits(world[name], result, name) for name in cells):
            found.add(world[key])
    return found


def _fits(count: int, result: Protected, key: str) -> bool:
    if key in result.small:
        return count < 10
    if key in result.helpers:
        return count >= 10
    shown = result.cells[key]
    return count >= 10 and isinstance(shown, int) and abs(count - shown) <= 2


@pytest.mark.parametrize(
    "rows", [{"a": [12, 3], "b": [20, 15]}, {"a": [11, 0], "b": [24, 18]}, {"a": [15, 8], "b": [12, 10]}]
)
def test_by_brute_force_a_hidden_count_can_be_nobody_and_can_be_five(rows: dict[str, list[int]]) -> None:
    cells, sums = crossed(rows)
    result = protect(cells, sums=sums)
    for key in result.small:
        possible = worlds(cells, result, key)
        assert 0 in possible
        assert max(possible) >= 5


@given(st.integers(0, 500), st.integers(0, 500))
def test_percentages_come_from_published_counts(part: int, whole: int) -> None:
    share = percentage(part, whole)
    if whole == 0:
        assert share == HIDDEN
    else:
        assert isinstance(share, int)
        assert share <= 100
        assert share % 5 == 0 or whole >= 100
    assert percentage(HIDDEN, whole) == percentage(part, HIDDEN) == HIDDEN
