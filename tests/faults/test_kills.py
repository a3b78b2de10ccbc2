"""G06, G07: kill -9 of the web server and of PostgreSQL while sixteen people write. A ledger of what was acknowledged
is compared with what the database holds."""

import os
import random
import signal
import time
from pathlib import Path

import pytest

from tests.faults.conftest import full_size, times
from tests.faults.rig import Rig, Writers, database_answers
from tests.promises import Measured

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("faults")]
WELL = {"lost": 0, "double": 0, "half": 0}


def children(pid: int) -> list[int]:
    return [int(number) for number in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_g06_a_web_server_that_is_killed_loses_nothing(rig: Rig, measured: Measured) -> None:
    """By turns the whole server, which is started again as Docker does, and one of its two processes, which comes
    back by itself."""
    full_size(measured)
    chance = random.Random(6)
    kills = times(100)
    rig.run("web")
    rig.wait_for_web()
    worst = 0.0
    with Writers(rig) as writers:
        for number in range(kills):
            writers.wait_for_more(16)
            time.sleep(chance.random() / 10)
            if number % 2:
                rig.crash("web")
                rig.run("web")
            else:
                master = rig.programs["web"].process.pid
                os.kill(chance.choice(children(master)), signal.SIGKILL)
            worst = max(worst, writers.wait_for_more(1))
        writers.wait_for_more(32)
    assert writers.problems() == WELL
    assert not {status for _, status in writers.refused} - {0, 502, 503}, "the person sees a connection that fails"
    found = f"{kills} kills, {len(writers.acknowledged)} acknowledged: 0 lost, 0 half, 0 double; back in {worst:.1f} s"
    print(found)  # noqa: T201  (a figure)
    measured("G06", found)


def test_g07_a_database_that_is_killed_loses_nothing(rig: Rig, measured: Measured) -> None:
    """The application is not restarted: it finds the database again."""
    full_size(measured)
    chance = random.Random(7)
    kills = times(20)
    rig.run("web")
    rig.wait_for_web()
    worst = slowest_start = 0.0
    with Writers(rig) as writers:
        for _ in range(kills):
            writers.wait_for_more(32)
            time.sleep(chance.random() / 5)
            killed = time.monotonic()
            rig.crash_database()
            rig.cluster.start()
            assert database_answers(rig)
            started = time.monotonic()
            writers.wait_for_more(1)
            slowest_start = max(slowest_start, started - killed)
            worst = max(worst, time.monotonic() - killed)
        writers.wait_for_more(32)
    assert writers.problems() == WELL
    found = f"{kills} kills, {len(writers.acknowledged)} acknowledged by 16 writers: 0 lost"
    print(found, f"back in {worst:.1f} s, of which {slowest_start:.1f} s recovery")  # noqa: T201  (a figure)
    assert worst <= 15
    measured("G07", found, part="lost")
    measured.worst("G07", "serves again", worst, "s", part="back")
