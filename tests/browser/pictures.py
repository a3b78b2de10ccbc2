"""Make the pictures of README from a running demo: `python -m tests.browser.pictures http://127.0.0.1:8000`."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from local.browser import OPTIONS, find_or_bring
from wijkteam.demo.accounts import MARIJKE

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "pictures"


def main(address: str) -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_or_bring()), args=list(OPTIONS))
        page = browser.new_page(base_url=address, viewport={"width": 1280, "height": 860}, locale="nl-NL")
        page.goto("/account/login/", timeout=90_000)
        page.locator("[name=login]").fill(MARIJKE.username)
        page.locator("[name=password]").fill(MARIJKE.password)
        page.locator("main form button[type=submit]").first.click()
        page.wait_for_load_state()
        page.goto("/overzicht/")
        page.wait_for_load_state("networkidle")
        page.screenshot(path=FOLDER / "dashboard.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8000")
