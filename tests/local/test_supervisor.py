"""Programs that run together: one that ends is noticed, and nothing is left when we stop."""

import os
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from local.processes import is_running
from local.supervisor import Program, ProgramEnded, Supervisor

SLEEPER = "import time; print('up', flush=True); time.sleep(60)"
STUBBORN = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('up', flush=True); time.sleep(60)"
WITH_CHILD = (
    "import subprocess, sys, time;"
    f"child = subprocess.Popen([sys.executable, '-c', {STUBBORN!r}]);"
    "print('child', child.pid, flush=True); time.sleep(60)"
)


@pytest.fixture
def supervisor() -> Iterator[Supervisor]:
    supervisor = Supervisor()
    yield supervisor
    supervisor.stop(seconds=0)


def start(supervisor: Supervisor, folder: Path, name: str, program: str) -> Program:
    started = supervisor.start(
        name, [sys.executable, "-c", program], env=dict(os.environ), cwd=folder, log=folder / "log" / f"{name}.log"
    )
    assert supervisor.wait_until(lambda: started.output != "", seconds=60)
    return started


def is_gone(pid: int) -> bool:
    """Ended, if perhaps not yet collected by whoever inherits it."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return not is_running(pid)
    return state in "ZX"


def test_stops_all_that_it_started(supervisor: Supervisor, tmp_path: Path) -> None:
    programs = [start(supervisor, tmp_path, name, SLEEPER) for name in ("one", "two")]
    supervisor.check()
    supervisor.stop(seconds=10)
    assert [program.process.returncode for program in programs] == [-signal.SIGTERM] * 2


def test_ends_by_force_what_does_not_listen(supervisor: Supervisor, tmp_path: Path) -> None:
    stubborn = start(supervisor, tmp_path, "stubborn", STUBBORN)
    supervisor.stop(seconds=0.2)
    assert stubborn.process.returncode == -signal.SIGKILL


def test_children_of_a_program_end_too(supervisor: Supervisor, tmp_path: Path) -> None:
    program = start(supervisor, tmp_path, "parent", WITH_CHILD)
    child = int(program.output.split()[1])
    supervisor.stop(seconds=10)
    end = time.monotonic() + 5
    while not is_gone(child):
        assert time.monotonic() < end, "a child outlived the supervisor's stop"
        time.sleep(0.02)


def test_a_program_that_ends_is_reported_with_its_last_words(supervisor: Supervisor, tmp_path: Path) -> None:
    start(supervisor, tmp_path, "steady", SLEEPER)
    start(
        supervisor,
        tmp_path,
        "fragile",
        "import sys, time; print('famous last words', flush=True); time.sleep(0.5); sys.exit(3)",
    )
    with pytest.raises(ProgramEnded, match=r"(?s)fragile ended with exit code 3.*famous last words"):
        supervisor.wait_until(lambda: False, seconds=10)


def test_waiting_ends_in_time(supervisor: Supervisor, tmp_path: Path) -> None:
    start(supervisor, tmp_path, "steady", SLEEPER)
    assert not supervisor.wait_until(lambda: False, seconds=0.2)


def test_output_is_that_of_this_start_only(supervisor: Supervisor, tmp_path: Path) -> None:
    start(supervisor, tmp_path, "one", "import time; print('first', flush=True); time.sleep(60)")
    again = start(supervisor, tmp_path, "one", "import time; print('second', flush=True); time.sleep(60)")
    assert again.output == "second\n"
    assert again.log.read_text() == "first\nsecond\n"
