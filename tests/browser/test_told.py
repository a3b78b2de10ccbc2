"""What a screen reader is told of the screens of the main path: names, roles and order, as Chromium passes them on.

The trees stand in told/, one file for each screen. After a change on purpose: TELL_AGAIN=1 pytest
tests/browser/test_told.py, and read what changed as somebody would hear it.
"""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from playwright.sync_api import expect

from tests.factories import MunicipalityFactory, TeamFactory, TeamMembershipFactory, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True, databases=["default", "report"])]
FOLDER = Path(__file__).parent / "told"
PATHS = {
    "signing-in": ("", "account_login"),
    "asking-for-help": ("", "cases:ask"),
    "new-question": ("team-member", "cases:question-new"),
    "board": ("team-member", "cases:board"),
    "my-work": ("team-member", "cases:my-work"),
    "hours": ("team-member", "hours:add"),
    "new-signal": ("team-member", "collectief:signal-new"),
    "manual": ("team-member", "manual:contents"),
    "reports": ("commissioner", "reports:list"),
}


def told(tree: str) -> str:
    """Without what differs each day: addresses, the day of today, and every number but the level of a heading."""
    tree = tree.replace(date_format(timezone.localdate(), "l j F"), "TODAY")
    tree = re.sub(r"(?<!level=)\d+", "N", tree)
    return "\n".join(line for line in tree.splitlines() if "/url:" not in line) + "\n"


@pytest.mark.parametrize("name", PATHS)
def test_the_same_is_told_as_before(name: str, screen: Any) -> None:
    MunicipalityFactory.create()
    team = TeamFactory.create(name="Team Haven", slug="team-haven")
    role, address = PATHS[name]
    if role:
        user = UserFactory.create(role=role, name="Fatima el Idrissi")
        if role == "team-member":
            TeamMembershipFactory.create(user=user, team=team)
        screen.sign_in(user)
    page = screen.open(reverse(address, args=[team.slug] if address == "cases:ask" else []))
    expect(page.locator("main h1")).to_be_visible()
    found = told(page.locator("main").aria_snapshot())
    path = FOLDER / f"{name}.yml"
    if os.environ.get("TELL_AGAIN"):
        FOLDER.mkdir(exist_ok=True)
        path.write_text(found, "utf-8")
    assert found == path.read_text("utf-8")


@pytest.mark.parametrize("name", PATHS)
def test_nothing_is_told_without_its_name(name: str) -> None:
    """A button, link, field or picture without a name is silence."""
    kinds = "button|link|textbox|combobox|checkbox|radio|img|searchbox"
    nameless = re.compile(rf"^\s*- (?:{kinds})(?: \[[^]]*\])*:?\s*$", re.M)
    assert not nameless.findall((FOLDER / f"{name}.yml").read_text("utf-8"))
