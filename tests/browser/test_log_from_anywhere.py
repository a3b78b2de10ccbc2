"""A contact logged on a phone within ten seconds, from another page, and what was typed comes back after closing."""

import re
import time
from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from cases.models import Case, Contact
from tests.browser.conftest import PHONE, Screen
from wijkteam.accounts.models import User
from wijkteam.drafts.models import Draft

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "report"])
MOST_SECONDS = 10.0
THUMB = 44


def test_a_contact_is_logged_on_a_phone_within_ten_seconds(
    open_screen: Callable[..., Screen], colleague: User, case: Case
) -> None:
    phone = open_screen(width=PHONE).sign_in(colleague)
    page = phone.open(reverse("cases:my-work"))
    began = time.monotonic()
    page.locator(".tabbar__link--action").click()
    page.fill("[name=text]", "Aan de deur gesproken, het gaat beter.")
    page.locator("[data-fill][value='15']").first.click()
    page.get_by_role("button", name="Contact opslaan").click()
    expect(page.locator("#timeline")).to_contain_text("Aan de deur gesproken")
    took = time.monotonic() - began
    assert took < MOST_SECONDS, f"{took:.1f} s"
    contact = Contact.objects.get()
    assert (contact.case, contact.time_entry.minutes) == (case, 15)


def test_what_is_tapped_is_as_large_as_a_thumb_and_no_wider_than_the_screen(
    open_screen: Callable[..., Screen], colleague: User, case: Case
) -> None:
    phone = open_screen(width=PHONE).sign_in(colleague)
    page = phone.open(reverse("cases:log"))
    for selector in (".tabbar__link--action", ".chip", ".tabs__link", "form.compose .button--primary"):
        box = page.locator(selector).first.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB - 0.5, selector
    assert not phone.is_wider_than_the_screen()
    assert phone.barriers() == []


def test_one_key_opens_it_and_what_was_typed_comes_back_after_the_browser_was_closed(
    open_screen: Callable[..., Screen], colleague: User, case: Case
) -> None:
    first = open_screen().sign_in(colleague)
    page = first.open(reverse("cases:detail", args=[case.public_id]))
    page.locator("main").focus()
    page.keyboard.press("n")
    page.wait_for_url("**/vastleggen/")
    page.fill("[name=text]", "Zijn broer helpt voortaan met de post.")
    expect(page.locator(".draft__line")).to_have_text(re.compile(r"om \d{2}\.\d{2}"))
    # typing an n in a text is only an n
    page.locator("[name=text]").press_sequentially(" n")
    page.wait_for_timeout(200)
    assert page.url.endswith("/vastleggen/")
    expect(page.locator(".draft__line")).to_have_text(re.compile(r"om \d{2}\.\d{2}"))
    page.wait_for_timeout(1500)
    page.close()
    again = open_screen(width=PHONE).sign_in(colleague).open(reverse("cases:log"))
    expect(again.locator("[name=text]")).to_have_value("Zijn broer helpt voortaan met de post. n")
    again.locator("[data-fill][value='15']").first.click()
    again.get_by_role("button", name="Contact opslaan").click()
    expect(again.locator("#timeline")).to_contain_text("Zijn broer helpt voortaan")
    assert not Draft.objects.exists()


def test_arrows_go_through_what_was_found_and_enter_opens_it(screen: Screen, colleague: User, case: Case) -> None:
    page = screen.sign_in(colleague).open(reverse("cases:my-work"))
    page.locator("main").focus()
    page.keyboard.press("/")
    page.keyboard.type(case.household.name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/zoeken/")
    expect(page.locator("#hits a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert screen.focused() == case.household.name
    page.keyboard.press("ArrowUp")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/casussen/{case.public_id}/")
