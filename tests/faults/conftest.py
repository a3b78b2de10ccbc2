"""One rig for all nightly tests of faults: making one takes half a minute."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection

from tests.faults.rig import Rig
from tests.promises import Measured

# A part of the work of the nightly tests, to try them: 0.1 is a tenth. That is a try, not a measurement.
PART = float(os.environ.get("WIJKTEAM_FAULTS", "1"))
WRITERS = 16


def times(whole: int) -> int:
    return max(2, round(whole * PART))


def database_of_tests() -> dict[str, str]:
    """How a process of its own reaches the database that this test looks at."""
    found = {name: value for name, value in os.environ.items() if name.startswith("WIJKTEAM_DB_")}
    return found | {"WIJKTEAM_DB_NAME": str(connection.settings_dict["NAME"])}


def full_size(measured: Measured) -> None:
    if PART < 1:
        measured.is_a_try()


@pytest.fixture(scope="session")
def _rig(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rig]:
    rig = Rig(tmp_path_factory.mktemp("rig"))
    try:
        rig.open()
        rig.start_servers()
        rig.manage("migrate", "--no-input")
        rig.fill(WRITERS)
        yield rig
    finally:
        rig.close()


@pytest.fixture
def rig(_rig: Rig) -> Iterator[Rig]:
    """With its servers running, and no program yet."""
    _rig.cluster.start()
    _rig.valkey.start()
    yield _rig
    for name in list(_rig.programs):
        _rig.crash(name)


@pytest.fixture
def small_rig(tmp_path: Path) -> Iterator[Rig]:
    """On the database of the tests, with a queue of its own and no program yet: costs seconds."""
    rig = Rig(tmp_path / "rig", database=database_of_tests())
    try:
        rig.open()
        rig.valkey.start()
        yield rig
    finally:
        rig.close()
