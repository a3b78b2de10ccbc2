"""G29 at the scale that was promised: 2,000 random tables and 200 random series of 24 months, and none unsafe.

`tests/disclosure` and `tests/reports/test_ledger.py` ask the same of a few, in every run.
"""

from itertools import islice

import pytest

from tests.disclosure.tables import crossed_table
from tests.promises import Measured
from tests.reports.series import months
from wijkteam.disclosure import protect, verify
from wijkteam.reports.services.publication import History, decide

pytestmark = pytest.mark.nightly

TABLES, SERIES, MONTHS = 2000, 200, 24
# Rows, columns, households: from a hamlet to a town (the shapes of docs/privacy.md, and some around them).
SHAPES = [(2, 2, 40), (2, 3, 60), (3, 4, 110), (4, 6, 150), (3, 3, 300), (5, 4, 700), (8, 8, 900)]
# Teams, themes, households of each team.
TOWNS = [(1, 5, 50), (2, 4, 60), (2, 3, 250), (3, 3, 90)]
_BLOCK = 50


@pytest.mark.parametrize("first", range(0, TABLES, _BLOCK))
def test_g29_random_tables_are_safe(first: int, measured: Measured) -> None:
    for seed in range(first, first + _BLOCK):
        rows, columns, households = SHAPES[seed % len(SHAPES)]
        result = protect(crossed_table(rows=rows, columns=columns, households=households, seed=seed))
        shown = [value for value in result.published.values() if value != "x"]
        assert all(isinstance(value, int) and value >= 10 and value % 5 == 0 for value in shown), seed
        assert verify(result.problem, result.statuses, result.proof) == [], seed
    measured.add("G29", "tables, 0 unsafe", _BLOCK, part="tables")


@pytest.mark.parametrize("seed", range(SERIES))
def test_g29_a_random_series_of_months_stays_safe(seed: int, measured: Measured) -> None:
    """Each month is published against all months before it; what was believable stays believable."""
    teams, themes, households = TOWNS[seed % len(TOWNS)]
    history = History()
    for publication in islice(months(teams=teams, themes=themes, households=households, seed=seed), MONTHS):
        decision = decide(publication, history)
        protected = decision.protected
        assert verify(protected.problem, protected.statuses, protected.proof) == [], publication.month
        assert all(line.shown is None or (line.shown >= 10 and line.shown % 5 == 0) for line in decision.lines)
        history = history.after(decision)
    measured.add("G29", f"series of {MONTHS} months, 0 unsafe", 1, part="series")
