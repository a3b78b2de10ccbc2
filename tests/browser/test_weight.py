"""How heavy the main screens are, and that nothing on them jumps while they load."""

import time
from typing import Any

import brotli  # type: ignore[import-untyped]  # has no types
import pytest
from django.urls import reverse
from playwright.sync_api import Response, Route

from tests.browser.conftest import DESKTOP, PHONE, Screen
from tests.guards.rows import ACCESS
from tests.guards.world import build_world

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "report"])]

FIRST, NEXT = 100 * 1024, 20 * 1024
SLOWER = 6  # a cheap phone; a browser that is quick draws a page in one go and hides what would jump
MAIN = {
    "colleague": (
        "cases:my-work",
        "cases:list",
        "cases:detail",
        "cases:board",
        "cases:plans",
        "collectief:initiatives",
        "collectief:opportunities",
        "netwerk:rings",
        "hours:list",
    ),
    "coordinator": ("reports:dashboard",),
    "commissioner": ("reports:list",),
}
# What moved, and by how much of the screen: an empty list when nothing did.
SHIFTS = """() => new Promise((tell) => {
  const moved = [];
  const name = (part) => part.node?.className || part.node?.nodeName || "gone";
  const watch = (list) => list.getEntries().forEach((one) => {
    if (!one.hadRecentInput) moved.push(`${one.value.toFixed(4)} ${one.sources.map(name).join(", ")}`);
  });
  const observer = new PerformanceObserver((list) => watch(list));
  observer.observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => setTimeout(() => { watch(observer); tell(moved); }, 400));
})""".replace("watch(observer); ", "")


class Scale:
    """Weighs what a page brings, compressed as our servers do it; what came before is in the browser's cache."""

    def __init__(self, screen: Screen) -> None:
        self._known: set[str] = set()
        self._answers: list[Response] = []
        screen.page.on("response", lambda answer: self._answers.append(answer))

    def weigh(self) -> int:
        weight = 0
        for answer in self._answers:
            is_page = answer.request.resource_type == "document"
            if answer.status != 200 or (answer.url in self._known and not is_page):
                continue
            self._known.add(answer.url)
            body = answer.body()
            is_packed = answer.url.endswith((".woff2", ".webp"))
            weight += len(body) if is_packed else len(brotli.compress(body, quality=5 if is_page else 11))
        self._answers.clear()
        return weight


def slow_font(route: Route) -> None:
    time.sleep(0.3)
    route.continue_()


@pytest.mark.parametrize("who", MAIN)
def test_main_screens_are_light_and_stand_still(who: str, open_screen: Any) -> None:
    world = build_world()
    heavy, moving = [], []
    screen = open_screen()
    screen.sign_in(world.people[who])
    scale = Scale(screen)
    for place, name in enumerate(MAIN[who]):
        screen.page.goto(reverse(name, kwargs=dict(ACCESS[name].at(world))), wait_until="networkidle")
        weight, most = scale.weigh(), NEXT if place else FIRST
        if weight > most:
            heavy.append(f"{name}: {weight / 1024:.1f} KB, at most {most / 1024:.0f}")
    for width in (DESKTOP, PHONE):
        still = open_screen(width=width)
        still.sign_in(world.people[who])
        still.page.route("**/*.woff2", slow_font)  # the text is drawn before its font is there
        still.page.context.new_cdp_session(still.page).send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        for name in MAIN[who]:
            still.page.goto(reverse(name, kwargs=dict(ACCESS[name].at(world))), wait_until="networkidle")
            moving += [f"{name} at {width}: {shift}" for shift in still.page.evaluate(SHIFTS)]
    assert not heavy, heavy
    assert not moving, moving
