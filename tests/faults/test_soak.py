"""G30: two hours (or WIJKTEAM_SOAK seconds) of mixed load with a random fault each minute."""

import os
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.faults.crowd import Crowd
from tests.faults.rig import Rig, Writers, connections
from tests.faults.test_kills import WELL
from tests.promises import Measured
from wijkteam.demo.checks import RULES

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("faults")]
ASKED = 2 * 60 * 60
SECONDS = int(os.environ.get("WIJKTEAM_SOAK") or ASKED)
EACH = min(60, SECONDS / 10)
# Two web processes with a pool of eight, a worker of two processes, the scheduler.
POOL = 2 * 8 + 2 + 1 + 1


def memory(pid: int) -> int:
    """Megabytes of a program with its children."""
    children = [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    lines = [line for one in (pid, *children) for line in Path(f"/proc/{one}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) // 1024


class Watch:
    """How much a program grows in one life: from the second time that it is looked at, when its pages are read."""

    def __init__(self) -> None:
        self._pid = self._times = self._first = self.last = 0
        self.grown = 0.0  # per cent, the worst of all lives

    def look(self, pid: int) -> None:
        if pid != self._pid:
            self._pid, self._times = pid, 0
        self._times += 1
        self.last = memory(pid)
        if self._times <= 2:
            self._first = self.last
        self.grown = max(self.grown, 100 * (self.last / self._first - 1))


def rules_broken(rig: Rig) -> dict[str, int]:
    return {rule: int(rig.query(statement.replace("%", "%%"))[0][0]) for rule, statement in RULES.items()}


def test_g30_hours_of_faults(rig: Rig, measured: Measured) -> None:
    if SECONDS < ASKED:
        measured.is_a_try()
    chance = random.Random(30)
    faults: dict[str, Callable[[], None]] = {
        "web killed": lambda: _again(rig, "web"),
        "worker killed": lambda: _again(rig, "worker"),
        "scheduler killed": lambda: _again(rig, "beat"),
        "database killed": lambda: _database_again(rig),
        "queue killed": lambda: _queue_again(rig),
        "queue hung": lambda: _hung(rig, chance.uniform(2, 8)),
        "queue emptied": lambda: _empty(rig),
    }
    for name in ("web", "worker", "beat"):
        rig.run(name)
    rig.wait_for_web()
    broken_before = rules_broken(rig)
    done: list[str] = []
    ended_by_themselves: Counter[str] = Counter()
    web, longest, most = Watch(), 0.0, 0
    with Writers(rig, pause=3) as writers, Crowd(rig) as crowd:
        writers.wait_for_more(50, seconds=300)
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            time.sleep(EACH)
            web.look(rig.programs["web"].process.pid)
            for name, program in list(rig.programs.items()):
                if program.process.poll() is not None:  # Docker starts it again
                    ended_by_themselves[name] += 1
                    rig.crash(name)
                    rig.run(name)
            name = chance.choice(list(faults))
            faults[name]()
            done.append(name)
            longest = max(longest, writers.wait_for_more(1, seconds=300))
            most = max(most, connections(rig))
        rig.wait_for_web()
        writers.wait_for_more(50, seconds=300)
    ended = time.monotonic()
    crowd.wait_until_mailed(seconds=120)
    while rig.valkey.client().llen("celery"):
        assert time.monotonic() - ended < 120, "the queue is not empty two minutes after the end"
        time.sleep(1)
    emptied = time.monotonic() - ended
    found = (
        f"{SECONDS} s, {len(done)} faults, {len(writers.acknowledged)} lines and {len(crowd.told)} mails acknowledged, "
        f"{crowd.read.total()} pages read: 0 broken rules, 0 lost, 0 half, 0 double; "
        f"writing went on within {longest:.0f} s; web grew {web.grown:.0f} % to {web.last} MB; "
        f"at most {most} connections; queue empty after {emptied:.0f} s"
    )
    counts = {name: done.count(name) for name in faults}
    print(found, counts, dict(crowd.read), dict(ended_by_themselves))  # noqa: T201  (a figure)
    assert writers.problems() == WELL, done
    assert rules_broken(rig) == broken_before
    assert not ended_by_themselves
    assert web.grown <= 10
    assert most <= POOL
    measured("G30", found)


def _again(rig: Rig, name: str) -> None:
    rig.crash(name)
    rig.run(name)


def _database_again(rig: Rig) -> None:
    rig.crash_database()
    rig.cluster.start()


def _queue_again(rig: Rig) -> None:
    rig.crash_valkey()
    rig.valkey.start()


def _empty(rig: Rig) -> None:
    rig.valkey.client().flushall()


def _hung(rig: Rig, seconds: float) -> None:
    rig.freeze(rig.valkey.pid)
    time.sleep(seconds)
    rig.thaw(rig.valkey.pid)
