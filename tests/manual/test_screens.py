"""Every screen says what it is for, and has a page in the manual."""

from fnmatch import fnmatchcase

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.browser.test_every_page import NOT_A_PAGE
from tests.factories import MunicipalityFactory, UserFactory, sign_in
from tests.guards.rows import ACCESS
from tests.guards.world import SIGNED_IN
from wijkteam.manual.selectors.pages import sources
from wijkteam.manual.selectors.screens import SCREENS, screen_of

# Seen by who is signed out, or outside every frame: there is no place for a question mark.
WITHOUT_FRAME = {"core:offline", "accounts:choose-password", "account_login", "account_signup"}
PAGES = sorted(
    name
    for name, row in ACCESS.items()
    if name not in NOT_A_PAGE | WITHOUT_FRAME and any(row.get[who] == 200 for who in SIGNED_IN)
)


def test_every_screen_says_what_it_is_for() -> None:
    silent = [name for name in PAGES if screen_of(name) is None]
    assert not silent, f"Say what these are for, in wijkteam/manual/selectors/screens.py: {silent}"


def test_every_line_is_about_a_screen_that_exists() -> None:
    patterns = [pattern for screen in SCREENS for pattern in screen.addresses]
    assert len(patterns) == len(set(patterns)), "two lines speak of the same pattern"
    dead = [
        screen.addresses
        for screen in SCREENS
        if not any(fnmatchcase(name, pattern) for name in ACCESS for pattern in screen.addresses)
    ]
    assert not dead, f"no address fits {dead}"


def test_every_page_of_the_manual_helps_with_some_screen() -> None:
    assert {screen.page for screen in SCREENS} == set(sources("nl"))


def test_a_sentence_is_short() -> None:
    with override("nl"):
        long = [str(screen.about) for screen in SCREENS if len(str(screen.about).split()) > 20]
    assert not long


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("role", "address"),
    [
        ("team_coordinator", "reports:dashboard"),
        ("commissioner", "reports:list"),
        ("privacy_officer", "audit:list"),
        ("administrator", "accounts:list"),
        ("partner", "accounts:me"),
    ],
)
def test_the_question_mark_stands_in_the_frame(client: Client, role: str, address: str) -> None:
    MunicipalityFactory.create()
    sign_in(client, UserFactory.create(**{role: True}))
    page = client.get(reverse(address)).content.decode()
    screen = screen_of(address)
    assert screen
    with override("nl"):
        assert str(screen.about) in page.replace("&#x27;", "'")
    assert reverse("manual:page", args=[screen.page]) in page
    assert 'popovertarget="help-menu"' in page


@pytest.mark.django_db
def test_who_is_signed_out_gets_no_manual_but_the_statement(client: Client) -> None:
    MunicipalityFactory.create()
    page = client.get(reverse("teams:find")).content.decode()
    assert "help-menu" not in page
    assert reverse("manual:accessibility") in page
    assert client.get(reverse("manual:contents")).status_code == 302
