"""Random tables of households, as a report has them: rows, columns, totals, and series of months."""

import random

from wijkteam.disclosure import Cell, Combination, Problem, Rules


def crossed_table(*, rows: int, columns: int, households: int, seed: int, rules: Rules | None = None) -> Problem:
    """`households` spread unevenly over `rows` x `columns`, with all totals."""
    chance = random.Random(seed)
    inner = [(row, column) for row in range(rows) for column in range(columns)]
    counts = dict.fromkeys(inner, 0)
    for cell in chance.choices(inner, [chance.random() ** 2 for _ in inner], k=households):
        counts[cell] += 1
    cells = [Cell(name=f"r{row}/c{column}", count=count) for (row, column), count in counts.items()]
    relations: list[Combination] = []
    for row in range(rows):
        parts = [f"r{row}/c{column}" for column in range(columns)]
        cells.append(Cell(name=f"r{row}/T", count=sum(counts[row, c] for c in range(columns)), kind="margin"))
        relations.append({f"r{row}/T": 1, **dict.fromkeys(parts, -1)})
    for column in range(columns):
        parts = [f"r{row}/c{column}" for row in range(rows)]
        cells.append(Cell(name=f"T/c{column}", count=sum(counts[r, column] for r in range(rows)), kind="margin"))
        relations.append({f"T/c{column}": 1, **dict.fromkeys(parts, -1)})
    cells.append(Cell(name="T/T", count=households, kind="grand"))
    relations.append({"T/T": 1, **{f"r{row}/T": -1 for row in range(rows)}})
    relations.append({"T/T": 1, **{f"T/c{column}": -1 for column in range(columns)}})
    return Problem(cells=tuple(cells), equal_zero=tuple(relations), rules=rules or Rules())
