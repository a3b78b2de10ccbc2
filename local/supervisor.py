"""Several long-running programs that start together, stop together, and never outlive us."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from local.processes import log_tail, own_account, spawn

_LARGEST_LOG: Final = 20 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Program:
    """One program under supervision."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    log_start: int

    @property
    def output(self) -> str:
        """What it has said since it was started."""
        with self.log.open("rb") as log:
            log.seek(self.log_start)
            return log.read().decode(errors="replace")


class ProgramEnded(Exception):
    """A program ended that should have gone on. The text shows the end of its log."""

    def __init__(self, program: Program) -> None:
        code = program.process.returncode
        how = f"was ended by signal {-code}" if code < 0 else f"ended with exit code {code}"
        tail = log_tail(program.log)
        super().__init__(f"The {program.name} {how}. {program.log} ends with:\n{tail}")
        self.program = program


class Supervisor:
    """Starts programs in a process group each, notices when one ends, and ends all of them."""

    def __init__(self) -> None:
        self._programs: list[Program] = []

    def start(
        self, name: str, command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path, log: Path
    ) -> Program:
        """Start a program with its output appended to `log`; a log that became large starts anew."""
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists() and log.stat().st_size > _LARGEST_LOG:
            log.replace(log.with_suffix(".old.log"))
        with log.open("ab") as output:
            program = Program(
                name=name,
                process=spawn(command, log=output, env=env, cwd=cwd, account=own_account()),
                log=log,
                log_start=log.stat().st_size,
            )
        self._programs.append(program)
        return program

    def check(self) -> None:
        """Raises ProgramEnded for the first program that is no longer there."""
        for program in self._programs:
            if program.process.poll() is not None:
                raise ProgramEnded(program)

    def wait_until(self, ready: Callable[[], bool], *, seconds: float) -> bool:
        """Whether `ready` came true in time. Raises ProgramEnded when a program ends meanwhile."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self.check()
            if ready():
                return True
            time.sleep(0.1)
        return False

    def crash(self, program: Program) -> None:
        """End one by force, its children included, as a crash would; nobody looks after it from here on."""
        self._programs.remove(program)
        end_group(program.process.pid)
        program.process.wait()

    def stop(self, *, seconds: float) -> None:
        """Ask all of them to end, wait, and end what is left by force, its children included."""
        for program in self._programs:
            if program.process.poll() is None:
                program.process.send_signal(signal.SIGTERM)
        end = time.monotonic() + seconds
        for program in self._programs:
            try:
                program.process.wait(timeout=max(0.0, end - time.monotonic()))
            except subprocess.TimeoutExpired:
                continue
        for program in self._programs:
            end_group(program.process.pid)
            program.process.wait()
        self._programs.clear()


def end_group(pid: int) -> None:
    """End by force whatever is left of the process group that a program leads."""
    try:
        os.killpg(pid, signal.SIGKILL)
    except (ProcessLookupError, PermissionError):  # macOS says the latter of a group of ended processes
        return
