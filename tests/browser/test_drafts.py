"""Typing in a real browser: a lost connection, a closed tab, a session that ended. Not a word is lost."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case, Contact
from tests.browser.conftest import Screen
from tests.factories import PASSWORD
from wijkteam.accounts.models import BrowserSession, User
from wijkteam.drafts.models import Draft

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "report"])
TEXT = "Ze vertelde dat haar zus voortaan op dinsdag de kinderen ophaalt."
KEPT = re.compile("Bewaard om")


def start(screen: Screen, user: User, case: Case) -> Page:
    return screen.sign_in(user).open(reverse("cases:detail", args=[case.public_id]))


def test_what_is_typed_stands_there_again_after_the_browser_was_closed(
    open_screen: Callable[..., Screen], colleague: User, case: Case
) -> None:
    page = start(open_screen(), colleague, case)
    page.fill("#compose [name=text]", TEXT)
    page.locator("#compose label:has(input[value=phone])").click()
    expect(page.locator(".draft__line")).to_have_text(KEPT)
    stored = page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]")
    assert set(stored) <= {"htmx-current-path-for-history"}  # an address, which htmx keeps; never a text
    page.close()

    again = start(open_screen(width=390), colleague, case)
    expect(again.locator("#compose [name=text]")).to_have_value(TEXT)
    expect(again.locator("#compose input[value=phone]")).to_be_checked()
    expect(again.locator(".draft__line")).to_contain_text("staat er weer")
    again.fill("#compose [name=minutes]", "30")
    again.keyboard.press("Control+Enter")
    expect(again.locator("#timeline")).to_contain_text(TEXT)
    expect(again.locator("#compose [name=text]")).to_have_value("")
    again.wait_for_timeout(1500)
    assert not Draft.objects.exists()


def test_without_a_connection_it_says_so_and_sends_it_later(screen: Screen, colleague: User, case: Case) -> None:
    page = start(screen, colleague, case)
    expect(page.locator("#compose [data-fill]").first).to_be_visible()
    page.wait_for_load_state("networkidle")
    screen.context.set_offline(True)
    page.fill("#compose [name=text]", TEXT)
    expect(page.locator(".draft__line")).to_contain_text("geen verbinding")
    screen.context.set_offline(False)
    expect(page.locator(".draft__line")).to_have_text(KEPT)
    assert Draft.objects.count() == 1
    screen.complaints[:] = [one for one in screen.complaints if "ERR_INTERNET_DISCONNECTED" not in one]


def test_two_tabs_are_told_and_both_kept(screen: Screen, colleague: User, case: Case) -> None:
    page = start(screen, colleague, case)
    other = screen.second_tab()
    other.goto(reverse("cases:detail", args=[case.public_id]))
    other.wait_for_load_state("networkidle")
    page.fill("#compose [name=text]", "In het ene tabblad.")
    expect(page.locator(".draft__line")).to_have_text(KEPT)
    other.fill("#compose [name=text]", "In het andere tabblad.")
    expect(other.locator(".draft__line")).to_contain_text("Beide teksten zijn bewaard")
    assert Draft.objects.count() == 2


@pytest.mark.parametrize("javascript", [True, False])
def test_a_session_that_ended_loses_no_word(
    javascript: bool, open_screen: Callable[..., Screen], colleague: User, case: Case
) -> None:
    screen = open_screen(javascript=javascript)
    page = screen.sign_in(colleague).open(reverse("cases:contact-log", args=[case.public_id]))
    page.fill("[name=text]", TEXT)
    page.fill("[name=minutes]", "30")
    if javascript:
        expect(page.locator(".draft__line")).to_have_text(KEPT)
    BrowserSession.objects.all().delete()
    cache.clear()
    page.locator("#compose button.button--primary").click()
    if javascript:
        expect(page.locator("#toasts")).to_contain_text("uitgelogd")
        expect(page.locator("[name=text]")).to_have_value(TEXT)
        page.goto(reverse("drafts:list"))
    page.wait_for_url("**/account/login/**")
    page.fill("[name=login]", colleague.username)
    page.fill("[name=password]", PASSWORD)
    page.locator("main button[type=submit], main button.button--primary").first.click()
    page.wait_for_url("**/concepten/**")
    if javascript:
        page.locator("main .rows a").first.click()
    expect(page.locator("textarea")).to_have_value(TEXT)
    page.locator("main form button.button--primary").first.click()
    page.wait_for_url(f"**{reverse('cases:detail', args=[case.public_id])}")
    assert Contact.objects.get().text == TEXT
    assert not Draft.objects.exists()
