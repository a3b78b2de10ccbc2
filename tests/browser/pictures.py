"""Make the pictures of README and of the manual: `make pictures`, or with the address of a demo that runs already.

What is on them stands in wijkteam/manual/selectors/pictures.py. WebP straight from Chromium: about 30 KB each.
"""

import base64
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import django
from playwright.sync_api import Browser, Page, sync_playwright

from local.browser import OPTIONS, find_or_bring

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "docs" / "pictures"
_PORT = "8399"
_QUALITY = 82


@contextmanager
def demo() -> Iterator[str]:
    """A demo of its own, thrown away afterwards."""
    with tempfile.TemporaryDirectory(prefix="wijkteam-pictures-") as folder:
        program = subprocess.Popen(
            [sys.executable, "-m", "local.demo"],
            cwd=ROOT,
            env={**os.environ, "VAR": folder, "PORT": _PORT},
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            assert program.stdout
            for line in program.stdout:
                if line.startswith("READY"):
                    break
            else:
                raise SystemExit("the demo did not start; see what it said above")
            yield f"http://127.0.0.1:{_PORT}"
        finally:
            program.send_signal(signal.SIGINT)
            program.wait(60)


def sign_in(browser: Browser, address: str, role: str) -> Page:
    from wijkteam.demo.accounts import ACCOUNTS

    account = next(account for account in ACCOUNTS if account.role == role)
    page = browser.new_page(base_url=address, locale="nl-NL", color_scheme="light", reduced_motion="reduce")
    page.goto("/account/login/", timeout=90_000)
    page.locator("[name=login]").fill(account.username)
    page.locator("[name=password]").fill(account.password)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_load_state("networkidle")
    return page


def take(page: Page, path: Path) -> None:
    found = page.context.new_cdp_session(page).send(
        "Page.captureScreenshot", {"format": "webp", "quality": _QUALITY, "optimizeForSpeed": False}
    )
    path.write_bytes(base64.b64decode(found["data"]))


def make(address: str, folder: Path) -> None:
    from wijkteam.manual.selectors.pictures import SCREENS

    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_or_bring()), args=list(OPTIONS))
        pages: dict[str, Page] = {}
        for name, screen in SCREENS.items():
            page = pages.setdefault(screen.who, None) or sign_in(browser, address, screen.who)  # type: ignore[arg-type]
            pages[screen.who] = page
            width, height = screen.size
            page.set_viewport_size({"width": width, "height": height})
            page.goto(screen.path)
            if screen.first:
                page.locator(screen.first).first.click()
            page.wait_for_load_state("networkidle")
            page.evaluate("document.fonts.ready")
            take(page, folder / f"{name}.webp")
            sys.stdout.write(f"{name}.webp  {page.title()}\n")
        browser.close()


def main(arguments: list[str]) -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkteam.settings.demo")
    django.setup()
    if arguments:
        make(arguments[0], FOLDER)
        return
    with demo() as address:
        make(address, FOLDER)


if __name__ == "__main__":
    main(sys.argv[1:])
