"""G29: the worked cases come out exactly, and without the last step the attacker really finds the number."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.promises import Measured
from wijkteam.disclosure import problem_from_json, protect, verify
from wijkteam.disclosure.helpers import Choice
from wijkteam.disclosure.worlds import Worlds

VECTORS: list[dict[str, Any]] = json.loads((Path(__file__).parent / "vectors.json").read_text())


def named(case: dict[str, Any]) -> str:
    return str(case["name"])


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_vector_comes_out_exactly(case: dict[str, Any], measured: Measured) -> None:
    expected = case["expect"]
    result = protect(problem_from_json(case))
    assert list(result.primary) == expected["primary"]
    assert list(result.helpers) == expected["secondary"]
    assert dict(result.published) == expected["published"]
    assert {name: [found.low, found.high] for name, found in result.ranges.items()} == expected["intervals_final"]
    measured.add("G29", "attacks", 1, part="vectors")


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_without_helpers_the_attacker_finds_what_is_stated(case: dict[str, Any]) -> None:
    """P8."""
    problem = problem_from_json(case)
    worlds = Worlds(problem, {cell.name: cell.count for cell in problem.cells})
    found = {name: worlds.range_of(what) for name, what in problem.sensitive.items()}
    assert {name: [r.low, r.high] for name, r in found.items()} == case["expect"]["intervals_primary_only"]
    choice = Choice(worlds=worlds)
    assert choice.unsafe_without(problem.sensitive) == case["expect"]["unsafe_primary_only"]


@pytest.mark.parametrize("case", VECTORS, ids=named)
def test_g29_a_changed_witness_is_no_proof(case: dict[str, Any]) -> None:
    """The check without a solver has teeth: one count off and the number counts as unproven."""
    result = protect(problem_from_json(case))
    assert verify(result.problem, result.statuses, result.proof) == []
    name, pair = next(iter(result.proof.witnesses.items()))
    related = next(cell for cell in result.problem.equal_zero[0])
    far_off = {**pair.low, related: result.proof.world[related] + 100}
    for spoiled in (replace(pair, low=far_off), replace(pair, high=far_off), replace(pair, low={}, high={})):
        proof = replace(result.proof, witnesses={**result.proof.witnesses, name: spoiled})
        assert verify(result.problem, result.statuses, proof) == [name]
    world = {**result.proof.world, related: result.proof.world[related] + 100}
    assert verify(result.problem, result.statuses, replace(result.proof, world=world)) == list(result.problem.sensitive)
