"""Read a problem in the exchange format of the worked vectors (docs/privacy.md), and say what is wrong with it."""

from collections.abc import Mapping, Sequence
from typing import Any

from wijkteam.disclosure.problem import EARLIER, KINDS, Cell, Combination, Problem, Rules


class BadCase(ValueError):
    """Something is wrong with a case; the message names the field."""


def problem_from_json(case: object) -> Problem:
    """Read one case.

    Raises:
        BadCase: a field is missing or is not what it must be, a cell is named twice, a relation names an unknown cell
            or does not hold for the counts given.
    """
    fields = _mapping(case, "the case")
    if "cells" not in fields:
        raise BadCase("cells: is missing")
    cells = tuple(_cell(cell, f"cells[{index}]") for index, cell in enumerate(_list(fields["cells"], "cells")))
    seen: set[str] = set()
    for index, cell in enumerate(cells):
        if cell.name in seen:
            raise BadCase(f'cells[{index}].id: "{cell.name}" is named twice')
        seen.add(cell.name)
    problem = Problem(
        cells=cells,
        equal_zero=_combinations(fields, "equal_zero", seen),
        at_most_zero=_combinations(fields, "at_most_zero", seen),
        watched={
            name: _combination(one, f"watch.{name}", seen)
            for name, one in _mapping(fields.get("watch") or {}, "watch").items()
        },
        rules=_rules(fields),
    )
    _check(problem)
    return problem


def _check(problem: Problem) -> None:
    for index, one in enumerate(problem.equal_zero):
        if value := problem.value(one):
            raise BadCase(f"equal_zero[{index}]: adds up to {value} for the counts given, not to zero")
    for index, one in enumerate(problem.at_most_zero):
        if (value := problem.value(one)) > 0:
            raise BadCase(f"at_most_zero[{index}]: adds up to {value} for the counts given, more than zero")
    for name, one in problem.watched.items():
        if (value := problem.value(one)) < 0:
            raise BadCase(f"watch.{name}: adds up to {value} for the counts given, less than zero")


def _cell(value: object, where: str) -> Cell:
    fields = _mapping(value, where)
    name = fields.get("id")
    if not isinstance(name, str) or not name:
        raise BadCase(f"{where}.id: must be a text")
    if "true" not in fields:
        raise BadCase(f"{where}.true: is missing")
    kind, earlier = fields.get("kind", "interior"), fields.get("earlier")
    if kind not in KINDS:
        raise BadCase(f"{where}.kind: must be one of {', '.join(KINDS)}")
    if earlier is not None and earlier not in EARLIER:
        raise BadCase(f"{where}.earlier: must be null or one of {', '.join(EARLIER)}")
    return Cell(name=name, count=_whole(fields["true"], f"{where}.true", least=0), kind=kind, earlier=earlier)


def _rules(fields: Mapping[str, Any]) -> Rules:
    return Rules(
        threshold=_whole(fields.get("T", 10), "T", least=1),
        base=_whole(fields.get("base", 5), "base", least=1),
        need_low=_whole(fields.get("need_low", 0), "need_low", least=0),
        need_high=_whole(fields.get("need_high", 5), "need_high", least=0),
    )


def _combinations(fields: Mapping[str, Any], name: str, cells: set[str]) -> tuple[Combination, ...]:
    every = _list(fields.get(name) or [], name)
    return tuple(_combination(one, f"{name}[{index}]", cells) for index, one in enumerate(every))


def _combination(value: object, where: str, cells: set[str]) -> Combination:
    fields = _mapping(value, where)
    for name in fields:
        if name not in cells:
            raise BadCase(f'{where}: names an unknown cell: "{name}"')
    factors = {name: _whole(factor, f"{where}.{name}") for name, factor in fields.items()}
    return {name: factor for name, factor in factors.items() if factor}


def _whole(value: object, where: str, *, least: int | None = None) -> int:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise BadCase(f"{where}: must be a whole number")
    if abs(value) > 10**7:
        raise BadCase(f"{where}: is too large")
    if least is not None and value < least:
        raise BadCase(f"{where}: must be {least} or more")
    return value


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise BadCase(f"{where}: must be an object")
    return value


def _list(value: object, where: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise BadCase(f"{where}: must be a list")
    return value
