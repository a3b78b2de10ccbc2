"""The question mark, the manual and the tour in a real browser: with the keyboard, and for a screen reader."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import DESKTOP, PHONE, SMALLEST, Screen
from tests.factories import TeamMembershipFactory, UserFactory
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def newcomer() -> User:
    user: User = UserFactory.create(tour_step=0)
    TeamMembershipFactory.create(user=user)
    return user


def test_the_question_mark_opens_with_the_keyboard_and_gives_the_focus_back(screen: Screen, newcomer: User) -> None:
    screen.sign_in(newcomer)
    page = screen.open(reverse("cases:list"))
    mark = page.get_by_role("button", name="Hulp bij deze pagina")
    mark.focus()
    page.keyboard.press("Enter")
    menu = page.locator("#help-menu")
    expect(menu).to_be_visible()
    for width in (DESKTOP, PHONE):
        page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            assert screen.barriers() == [], (width, scheme)
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    expect(mark).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Je dag beginnen")


def test_a_newcomer_walks_the_tour_with_the_keyboard(screen: Screen, newcomer: User) -> None:
    screen.sign_in(newcomer)
    page = screen.open(reverse("cases:my-work"))
    tour = page.get_by_role("region", name="Begin hier je dag")
    expect(tour).to_match_aria_snapshot(
        """
        - region "Begin hier je dag":
          - paragraph: Rondleiding · stap 1 van 6
          - heading "Begin hier je dag" [level=2]
          - paragraph
          - button "Volgende"
          - button "Rondleiding overslaan"
        """
    )
    assert screen.barriers() == []
    for width in (PHONE, SMALLEST):
        page.set_viewport_size({"width": width, "height": 844})
        assert not screen.is_wider_than_the_screen(), width
    page.set_viewport_size({"width": DESKTOP, "height": 844})
    tour.get_by_role("button", name="Volgende").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Hulpvragen")
    page.get_by_role("button", name="Terug").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Mijn werk")
    page.get_by_role("button", name="Rondleiding overslaan").press("Enter")
    expect(page.get_by_role("status").filter(has_text="Dat was de rondleiding")).to_be_visible()
    expect(page.get_by_role("region", name="Begin hier je dag")).to_have_count(0)


def test_help_and_tour_work_without_javascript(open_screen: Callable[..., Screen], newcomer: User) -> None:
    screen = open_screen(width=PHONE, javascript=False)
    screen.sign_in(newcomer)
    page = screen.open(reverse("cases:my-work"))
    page.get_by_role("button", name="Volgende").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hulpvragen")
    page.get_by_role("button", name="Hulp bij deze pagina").click()
    page.get_by_role("link", name="De hele handleiding").click()
    page.get_by_role("searchbox", name="Zoeken in de handleiding").fill("meldcode")
    page.get_by_role("search").get_by_role("button", name="Zoeken").click()
    expect(page.get_by_role("link", name="Zorgen over veiligheid")).to_be_visible()
