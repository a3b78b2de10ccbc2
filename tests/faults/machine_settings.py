"""What a machine behind a balancer runs with in these tests: as the rig, with the second factor of production."""

from tests.faults.rig_settings import *  # noqa: F403

SECOND_FACTOR_REQUIRED = True
