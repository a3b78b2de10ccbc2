"""Find a browser for the browser tests, or bring one: `python -m local.browser` prints its path.

An installed Chromium or Chrome; else Playwright's own; else Debian's package. A browser counts when
it really shows a page, not when a file has its name: Ubuntu's `chromium-browser` is an empty shell.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from local.console import Failed, complain

NAMES: Final = ("chromium", "google-chrome-stable", "google-chrome", "chromium-browser", "chrome")
ELSEWHERE: Final = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
# Without a sandbox, since containers have none to offer; and no call to the browser's maker.
OPTIONS: Final = (
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
_SECONDS_TO_SHOW_A_PAGE: Final = 60
_SECONDS_TO_DOWNLOAD: Final = 600


def main() -> int:
    try:
        print(find_or_bring())
    except Failed as failure:
        complain(str(failure))
        return 1
    return 0


def find_or_bring() -> Path:
    """The path of a browser that works; installed first when there is none.

    Raises:
        Failed: none is to be had. The text says what was tried.
    """
    chosen = os.environ.get("WIJKTEAM_BROWSER")
    if chosen:
        if shows_a_page(Path(chosen)):
            return Path(chosen)
        raise Failed(f"WIJKTEAM_BROWSER names {chosen}, which does not show a page.")
    found = next(filter(shows_a_page, _installed()), None)
    if found is not None:
        return found
    complain("    no browser on this machine: asking Playwright for one")
    _run([sys.executable, "-m", "playwright", "install", "chromium"])
    own = next(filter(shows_a_page, _of_playwright()), None)
    if own is not None:
        return own
    administrator = _as_administrator()
    if shutil.which("apt-get") and administrator is not None:
        complain("    no luck: installing Debian's chromium")
        _run([*administrator, "apt-get", "-q", "update"])
        install = ["apt-get", "-q", "install", "--yes", "--no-install-recommends", "chromium"]
        _run([*administrator, "env", "DEBIAN_FRONTEND=noninteractive", *install])
        found = next(filter(shows_a_page, _installed()), None)
        if found is not None:
            return found
    raise Failed(
        "The browser tests need Chromium or Chrome. None is installed, Playwright's could not be fetched "
        "or does not run, and Debian's package could not be installed.\n"
        "Install one (Debian: apt-get install chromium) or name it: WIJKTEAM_BROWSER=/path/to/chrome make test"
    )


def shows_a_page(program: Path) -> bool:
    """Whether this is a browser that starts here and shows what it is given."""
    if not os.access(program, os.X_OK):
        return False
    with tempfile.TemporaryDirectory() as profile:
        page = "data:text/html,<title>seen</title>"
        answer = _run(
            [os.fspath(program), "--headless", *OPTIONS, f"--user-data-dir={profile}", "--dump-dom", page],
            seconds=_SECONDS_TO_SHOW_A_PAGE,
            quiet=True,
        )
    return "<title>seen</title>" in answer


def _installed() -> Iterator[Path]:
    for name in NAMES:
        path = shutil.which(name)
        if path is not None:
            yield Path(path)
    yield from ELSEWHERE
    yield from _of_playwright()


def _of_playwright() -> Iterator[Path]:
    """Where Playwright keeps, or would keep, its browser."""
    program = (
        "from playwright.sync_api import sync_playwright as start\nwith start() as p: print(p.chromium.executable_path)"
    )
    answer = _run([sys.executable, "-c", program], seconds=60, quiet=True).strip()
    if answer:
        yield Path(answer.splitlines()[-1])


def _as_administrator() -> list[str] | None:
    """How to start a command as root without being asked for a password; None when we cannot."""
    if os.geteuid() == 0:
        return []
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "-n", "true"], capture_output=True, check=False).returncode == 0:
        return [sudo, "-n"]
    return None


def _run(command: Sequence[str], *, seconds: float = _SECONDS_TO_DOWNLOAD, quiet: bool = False) -> str:
    """What a command said, whether it went well or not; shown as it comes unless `quiet`."""
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE if quiet else sys.stderr,
            stderr=subprocess.DEVNULL if quiet else sys.stderr,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        complain(f"    {command[0]}: {error}")
        return ""
    return answer.stdout or ""


if __name__ == "__main__":
    sys.exit(main())
