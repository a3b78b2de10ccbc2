"""Every page of every role: WCAG by axe, light and dark, on a desk and on a phone, and nothing scrolls sideways."""

from collections.abc import Callable
from typing import Literal

import pytest
from django.urls import reverse

from tests.browser.conftest import DESKTOP, PHONE, SMALLEST, Screen
from tests.guards.rows import ACCESS
from tests.guards.world import build_world

ROLES = ("anonymous", "colleague", "coordinator", "commissioner", "administrator", "privacy_officer", "partner")
NOT_A_PAGE = {
    "healthz",
    "readyz",
    "core:manifest",
    "core:service-worker",
    "reports:file",
    "reports:period_file",
    "reports:public-team-file",
    "reports:public-municipality-file",
    "cases:file",
    "cases:conference-calendar",
    "cases:plan-letter-pdf",
    "retention:declaration-pdf",
    "mfa_download_recovery_codes",
    "netwerk:export-json",
    "netwerk:export-tables",
    "daily:feed",
    "collectief:round-mail",  # the mail as it goes out, in a frame without scripts: axe could not run
}
# Both widths and both schemes for every page. What only one of the other two pairs would show is a colour that depends
# on the width, which our sheets avoid; the smallest telephone has the layout of any telephone.
LOOKS: dict[int, tuple[Literal["light", "dark"], ...]] = {DESKTOP: ("light",), PHONE: ("dark",), SMALLEST: ()}


def pages_of(who: str) -> list[str]:
    """What this role may open; what an earlier role may open too is looked at there."""
    mine = [name for name, row in ACCESS.items() if row.get[who] == 200 and name not in NOT_A_PAGE]
    earlier = ROLES[: ROLES.index(who)]
    return sorted(name for name in mine if not any(ACCESS[name].get[other] == 200 for other in earlier))


@pytest.mark.django_db(transaction=True, databases=["default", "report"])
@pytest.mark.parametrize("who", ROLES)
def test_every_page_is_accessible(who: str, open_screen: Callable[..., Screen]) -> None:
    world = build_world()
    screen = open_screen()
    if who != "anonymous":
        screen.sign_in(world.people[who])
    faults = []
    for name in pages_of(who):
        screen.page.emulate_media(color_scheme="light")
        screen.page.set_viewport_size({"width": DESKTOP, "height": 900})
        screen.open(reverse(name, kwargs=dict(ACCESS[name].at(world))))
        for width, schemes in LOOKS.items():
            screen.page.set_viewport_size({"width": width, "height": 900})
            if screen.is_wider_than_the_screen():
                faults.append(f"{name} at {width}: scrolls sideways")
            for scheme in schemes:
                screen.page.emulate_media(color_scheme=scheme)
                faults += [f"{name} at {width} {scheme}: {fault}" for fault in screen.barriers()]
    assert not faults, "\n" + "\n".join(sorted(set(faults)))
