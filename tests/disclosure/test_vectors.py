"""G29: the worked cases come out exactly, and without the last step the attacker really finds the number."""

import json
from pathlib import Path
from typing import Any

import pytest

from wijkteam.disclosure import Status, problem_from_json, protect, verify
from wijkteam.disclosure.worlds import Worlds

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors.json").read_text())


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_vector_comes_out_exactly(case: dict[str, Any]) -> None:
    expected = case["expect"]
    result = protect(problem_from_json(case))
    assert list(result.primary) == expected["primary"]
    assert list(result.helpers) == expected["secondary"]
    assert dict(result.published) == expected["published"]
    assert {name: [found.low, found.high] for name, found in result.ranges.items()} == expected["intervals_final"]


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_without_helpers_the_attacker_finds_what_is_stated(case: dict[str, Any]) -> None:
    problem = problem_from_json(case)
    worlds = Worlds(problem)
    found = {name: worlds.range_of(what, helpers=frozenset()) for name, what in problem.sensitive.items()}
    assert {name: [r.low, r.high] for name, r in found.items()} == case["expect"]["intervals_primary_only"]
    unsafe = [name for name, what in problem.sensitive.items() if not worlds.is_safe(what, helpers=frozenset())]
    assert unsafe == case["expect"]["unsafe_primary_only"]


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_a_changed_witness_is_no_proof(case: dict[str, Any]) -> None:
    """The check without a solver has teeth: one count off and the number counts as unproven."""
    problem = problem_from_json(case)
    result = protect(problem)
    statuses = problem.statuses(frozenset(result.helpers))
    assert verify(problem, statuses, result.witnesses) == []
    name, pair = next(iter(result.witnesses.items()))
    related = next(cell for cell in problem.equal_zero[0])
    spoiled = type(pair)(low={**pair.low, related: pair.low[related] + 100}, high=pair.high)
    assert name in verify(problem, statuses, {**result.witnesses, name: spoiled})
    assert Status.PRIMARY in statuses.values()
