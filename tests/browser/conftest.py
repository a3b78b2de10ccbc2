"""A real Chromium against the real application: every page that opens is watched, whatever the test is about."""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from local.browser import OPTIONS, find_or_bring
from tests.factories import sign_in
from wijkteam.accounts.models import User

DESKTOP, PHONE, SMALLEST = 1280, 390, 320
AXE = Path(settings.BASE_DIR) / "node_modules" / "axe-core" / "axe.min.js"
HERE = Path(__file__).parent
# The first two repeat a status, which is judged by itself. The third is a matter of seconds, and so of how busy this
# machine is: test_building_blocks.py proves that what is loaded ahead is used.
_JUDGED_ELSEWHERE = ("Failed to load resource", "Response Status", "was preloaded using link preload but not used")
# Playwright runs an event loop in our thread; Django would then refuse the ORM in it.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))  # one browser on one core is the fastest


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(find_or_bring()), args=list(OPTIONS))
        yield browser
        browser.close()


class Screen:
    """One browser of its own for one person, with what went wrong in it: `complaints` must be empty at the end."""

    def __init__(self, chromium: Browser, server: str, *, width: int, scheme: str, javascript: bool) -> None:
        self.server = server
        self.complaints: list[str] = []
        # Pages that a test opens because they are refused: (status, path).
        self.expected: set[tuple[int, str]] = set()
        options: dict[str, Any] = {"color_scheme": scheme, "java_script_enabled": javascript}
        self.context = chromium.new_context(
            base_url=server,
            locale="nl-NL",
            timezone_id="Europe/Amsterdam",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
            **options,
        )
        self.context.set_default_timeout(10_000)
        self.page = self._watched(self.context.new_page())

    def second_tab(self) -> Page:
        return self._watched(self.context.new_page())

    def _watched(self, page: Page) -> Page:
        page.on("console", lambda message: self._heard(page.url, message.type, message.text))
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: script stopped: {error}"))
        page.on("requestfailed", lambda request: self._failed(request.url, request.failure or ""))
        page.on("response", lambda response: self._answered(response.status, response.url))
        return page

    def _heard(self, url: str, kind: str, text: str) -> None:
        if kind in {"error", "warning"} and not any(known in text for known in _JUDGED_ELSEWHERE):
            self.complaints.append(f"{url}: {kind} in the console: {text}")

    def _failed(self, url: str, failure: str) -> None:
        if "ERR_ABORTED" not in failure:  # a download, or a click that overtook another
            self.complaints.append(f"{url}: {failure}")

    def _answered(self, status: int, url: str) -> None:
        path = re.sub(r"^https?://[^/]+|\?.*$", "", url)
        if status >= 400 and status not in {401, 409, 422} and (status, path) not in self.expected:
            self.complaints.append(f"{path} answered {status}")
        if not url.startswith((self.server, "data:", "blob:")):
            self.complaints.append(f"asked for {url}: nothing is loaded from elsewhere")

    def sign_in(self, user: User) -> "Screen":
        """With a session, past the sign-in page."""
        cookies = sign_in(Client(), user).cookies
        self.context.add_cookies(
            [{"name": name, "value": cookie.value, "url": self.server} for name, cookie in cookies.items()]
        )
        return self

    def open(self, path: str, *, refused: int = 0) -> Page:
        """Go to `path`; with `refused` the page must answer that status."""
        if refused:
            self.expected.add((refused, path.partition("?")[0]))
        elif path == "/bestaat-niet/":
            self.expected.add((404, path))
        self.page.goto(path)
        return self.page

    def barriers(self) -> list[str]:
        """What axe finds in the page as it is shown now: rule, what to do, and where."""
        if self.page.evaluate("typeof window.axe") == "undefined":
            self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate(
            "async () => (await window.axe.run(document, {resultTypes: ['violations']})).violations"
        )
        faults = []
        for rule in found:
            places = "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:4])
            faults.append(f"{rule['id']}: {rule['help']} ({places})")
        return faults

    def is_wider_than_the_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"))

    def focused(self) -> str:
        """The text of what has the focus."""
        return str(self.page.evaluate("document.activeElement?.textContent?.trim() ?? ''"))


@pytest.fixture
def open_screen(chromium: Browser, live_server: LiveServer) -> Iterator[Callable[..., Screen]]:
    """Opens screens; afterwards the test fails when a page in any of them complained, broke or asked in vain."""
    screens: list[Screen] = []

    def start(*, width: int = DESKTOP, scheme: str = "light", javascript: bool = True) -> Screen:
        screens.append(Screen(chromium, live_server.url, width=width, scheme=scheme, javascript=javascript))
        return screens[-1]

    yield start
    for screen in screens:
        screen.context.close()
    complaints = [complaint for screen in screens for complaint in screen.complaints]
    assert not complaints, "\n" + "\n".join(complaints)


@pytest.fixture
def screen(open_screen: Callable[..., Screen]) -> Screen:
    return open_screen()
