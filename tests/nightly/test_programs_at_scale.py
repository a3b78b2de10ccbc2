"""G04 at the scale that was promised: 1,000 random programs of 30 steps, and no rule of the database broken."""

import pytest
from hypothesis import seed
from hypothesis.stateful import run_state_machine_as_test

from tests.cases.programs import STEPS, build_place, programs
from tests.promises import Measured

PROGRAMS, BLOCKS = 1000, 20


@pytest.mark.nightly
@pytest.mark.django_db
@pytest.mark.parametrize("block", range(BLOCKS))
def test_g04_a_thousand_random_programs_break_no_rule(block: int, measured: Measured) -> None:
    machine, chosen = programs(build_place(), examples=PROGRAMS // BLOCKS)
    run_state_machine_as_test(seed(1000 + block)(machine), settings=chosen)
    measured.add("G04", f"programs of {STEPS} steps, 0 broken rules", PROGRAMS // BLOCKS, part="programs")
