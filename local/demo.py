"""`make demo`: the whole of Wijkteam on one machine, with invented people in it.

    python -m local.demo            start, and run until Ctrl-C
    python -m local.demo reset      throw the data away

PORT and VAR (the data folder) come from the environment.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Final

from local.console import Failed, Progress, complain, say, step, up_to_date
from local.install import ROOT
from local.installation import (
    APPLICATION,
    Installation,
    code_fingerprint,
    require_free_port,
    static_fingerprint,
    throw_away,
)
from local.supervisor import ProgramEnded

SETTINGS: Final = "wijkteam.settings.demo"
ROLES_WITH_ACCOUNT: Final = (
    "team-member",
    "team-coordinator",
    "commissioner",
    "administrator",
    "privacy-officer",
    "partner",
)
_SECONDS_FOR_FIRST_PAGE: Final = 90
_SECONDS_FOR_WORKER: Final = 30
_STOP_SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_PR_SET_PDEATHSIG: Final = 1


class StopAsked(BaseException):
    """Ctrl-C, or a request to end from outside. Not an Exception: nothing on the way may catch it."""


def main(arguments: Sequence[str]) -> int:
    try:
        if arguments == ["reset"]:
            return reset()
        if not arguments:
            return run()
    except Failed as failure:
        complain(f"\n{failure}")
        return 1
    complain(__doc__ or "")
    return 2


def reset() -> int:
    var = data_folder()
    say(f"The demo's data in {var} are gone." if throw_away(var) else f"There is no demo in {var}.")
    return 0


def run() -> int:
    """Start everything, say READY, and go on until asked to stop (0) or until something ends (1)."""
    installation = Installation(data_folder(), settings=SETTINGS, port=port_number())
    require_free_port(installation.port)
    _end_with_make()
    with _stop_on_signal():
        try:
            installation.open()
            _prepare(installation)
            _serve(installation)
        except StopAsked:
            say("\n==> Stopping")
        except ProgramEnded as ended:
            raise Failed(str(ended)) from ended
        finally:
            _ignore_signals()
            installation.close()
    return 0


def data_folder() -> Path:
    return Path(os.environ.get("VAR") or ROOT / "var").expanduser().absolute()


def port_number() -> int:
    text = os.environ.get("PORT") or "8000"
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise Failed(f"PORT must be a number from 1 to 65535, not {text!r}.")
    return int(text)


def _prepare(installation: Installation) -> None:
    """Everything up to the first page, leaving out what a start before this one has done."""
    with step("Database and queue"):
        installation.start_servers()
    if installation.is_done("seeding"):
        say("    the demo data were not finished last time: starting over with an empty database")
        installation.mark_undone("migrated")
        installation.forget_database()
        installation.mark_undone("seeding")
    code = code_fingerprint()
    if installation.is_done("migrated", code):
        up_to_date("Tables")
    else:
        with step("Tables"), Progress("changes applied") as applied:
            installation.manage(
                "migrate",
                "--no-input",
                on_line=lambda line: applied.step() if line.startswith("  Applying ") else None,
            )
        installation.mark_done("migrated", code)
    if _translations_are_compiled():
        up_to_date("Translations")
    else:
        with step("Translations"):
            installation.manage("messages", "compile")
    static = static_fingerprint()
    if installation.is_done("static", static):
        up_to_date("Static files")
    else:
        with step("Static files"):
            installation.manage("collectstatic", "--no-input", "--clear")
        installation.mark_done("static", static)
    if installation.is_done("seeded"):
        up_to_date("Demo data")
    else:
        with step("Demo data"):
            installation.mark_done("seeding")
            installation.manage("seed_demo", show=True)
            installation.mark_done("seeded")
            installation.mark_undone("seeding")


def _serve(installation: Installation) -> None:
    with step("Web server, worker and scheduler"):
        installation.start_web()
        worker = installation.start_worker()
        installation.start_beat()
        accounts = account_lines(installation.manage("seed_demo", "--accounts"))
        if not installation.supervisor.wait_until(installation.answers, seconds=_SECONDS_FOR_FIRST_PAGE):
            raise Failed(f"No page was answered in time. See {installation.log / 'web.log'}.")
        installation.supervisor.wait_until(lambda: " ready." in worker.output, seconds=_SECONDS_FOR_WORKER)
    say(f"\nREADY {installation.url}")
    for line in accounts:
        say(line)
    say(f"\nNothing is mailed to anybody: what would be lies in {installation.var / 'mail'}.")
    say(f"Logs are in {installation.log}. Ctrl-C stops everything; the data stay.")
    while True:
        installation.check()
        time.sleep(0.5)


def account_lines(output: str) -> list[str]:
    """The ACCOUNT lines of `seed_demo --accounts`, one for each role.

    Raises:
        Failed: there is not exactly one of each, or one is not four words.
    """
    lines = [line.strip() for line in output.splitlines() if line.startswith("ACCOUNT ")]
    found = [line.split()[1] for line in lines if len(line.split()) == 4]
    if sorted(found) != sorted(ROLES_WITH_ACCOUNT):
        raise Failed(
            f"seed_demo --accounts should name each of {', '.join(ROLES_WITH_ACCOUNT)} once. It said:\n{output}"
        )
    return sorted(lines, key=lambda line: ROLES_WITH_ACCOUNT.index(line.split()[1]))


def _translations_are_compiled() -> bool:
    for app in APPLICATION:
        for catalogue in (ROOT / app).rglob("*.po"):
            compiled = catalogue.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
                return False
    return True


@contextmanager
def _stop_on_signal() -> Iterator[None]:
    def ask(number: int, frame: FrameType | None) -> None:
        _ignore_signals()  # one request is enough: the second must not cut the stopping short
        raise StopAsked

    before = {number: signal.getsignal(number) for number in _STOP_SIGNALS}
    for number in _STOP_SIGNALS:
        if number != signal.SIGHUP or before[number] != signal.SIG_IGN:  # nohup means it
            signal.signal(number, ask)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _ignore_signals() -> None:
    for number in _STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)


def _end_with_make() -> None:
    """When make started us and is ended by force, nobody would tell us: ask the kernel to."""
    if sys.platform.startswith("linux") and "MAKELEVEL" in os.environ:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, int(signal.SIGTERM), 0, 0, 0)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
