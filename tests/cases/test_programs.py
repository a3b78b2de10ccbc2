"""G04: random programs of work break no rule. A few here; tests/nightly/test_programs_at_scale.py runs 1,000."""

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.cases.programs import STEPS, build_place, programs
from tests.promises import Measured

_PROGRAMS = 15


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 2])
def test_g04_random_programs_break_no_rule(number: int, measured: Measured) -> None:
    machine, chosen = programs(build_place(), examples=_PROGRAMS)
    run_state_machine_as_test(seed(number)(machine), settings=chosen)
    measured.add("G04", f"programs of {STEPS} steps, 0 broken rules", _PROGRAMS, part="programs")
