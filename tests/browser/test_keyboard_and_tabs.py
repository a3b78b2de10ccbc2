"""What only a browser can show: the keyboard alone, an impatient double click, the back button, two tabs."""

from collections.abc import Callable

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from cases.models import Case, Contact
from tests.browser.conftest import Screen
from tests.factories import CaseFactory, TeamMembershipFactory
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def at_work() -> tuple[User, Case]:
    worker = TeamMembershipFactory.create().user
    return worker, CaseFactory.create(team=worker.memberships.get().team, coordinator=worker)


def tab_to(page: Page, name: str) -> None:
    for _ in range(120):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == name:
            return
    raise AssertionError(f"the keyboard never gets to {name}")


def test_a_contact_is_logged_with_the_keyboard_alone(screen: Screen, at_work: tuple[User, Case]) -> None:
    worker, case = at_work
    page = screen.sign_in(worker).open(reverse("cases:detail", args=[case.public_id]))
    tab_to(page, "text")
    page.keyboard.type("Gebeld over de post.")
    tab_to(page, "kind")
    page.keyboard.press("Space")
    tab_to(page, "minutes")
    page.keyboard.type("20")
    page.keyboard.press("Enter")
    expect(page.locator("#timeline")).to_contain_text("Gebeld over de post.")
    assert Contact.objects.get().time_entry.minutes == 20


def write(page: Page, text: str) -> None:
    page.locator("#compose [name=text]").fill(text)
    page.locator("#compose [name=minutes]").fill("30")
    page.locator("#compose label:has(input[name=kind])").first.click()


def test_a_double_click_logs_once(screen: Screen, at_work: tuple[User, Case]) -> None:
    worker, case = at_work
    page = screen.sign_in(worker).open(reverse("cases:detail", args=[case.public_id]))
    write(page, "Een keer.")
    page.locator("#compose button.button--primary").dblclick()
    expect(page.locator("#timeline")).to_contain_text("Een keer.")
    page.wait_for_timeout(500)
    assert Contact.objects.count() == 1


def test_the_same_form_from_two_tabs_is_two_contacts(screen: Screen, at_work: tuple[User, Case]) -> None:
    """Two tabs are two renders, and so two things that somebody wanted to say."""
    worker, case = at_work
    url = reverse("cases:detail", args=[case.public_id])
    first = screen.sign_in(worker).open(url)
    second = screen.second_tab()
    second.goto(url)
    write(first, "Vanuit het eerste tabblad.")
    write(second, "Vanuit het tweede tabblad.")
    for page in (first, second):
        page.locator("#compose button.button--primary").click()
        expect(page.locator("#timeline")).to_contain_text("tabblad")
    assert Contact.objects.count() == 2


def test_back_shows_a_whole_page(screen: Screen, at_work: tuple[User, Case]) -> None:
    """Never a bare fragment, whatever htmx put in the history."""
    worker, case = at_work
    page = screen.sign_in(worker).open(reverse("cases:list"))
    page.locator(f"main a[href='{reverse('cases:detail', args=[case.public_id])}']").first.click()
    write(page, "Voor de terugknop.")
    page.locator("#compose button.button--primary").click()
    expect(page.locator("#timeline")).to_contain_text("Voor de terugknop.")
    page.go_back()
    expect(page.locator("header.header")).to_be_visible()
    expect(page.locator("main")).to_be_visible()
    page.go_forward()
    expect(page.locator("#timeline")).to_contain_text("Voor de terugknop.")


def test_back_after_signing_out_shows_nothing(open_screen: Callable[..., Screen], at_work: tuple[User, Case]) -> None:
    worker, case = at_work
    screen = open_screen()
    page = screen.sign_in(worker).open(reverse("cases:detail", args=[case.public_id]))
    household = case.household.name
    expect(page.locator("main")).to_contain_text(household)
    page.goto(reverse("account_logout"))
    page.locator("main form button[type=submit], main form button").first.click()
    page.go_back()
    page.go_back()
    expect(page.locator("body")).not_to_contain_text(household)


def test_nothing_of_a_household_stays_in_the_browser(screen: Screen, at_work: tuple[User, Case]) -> None:
    """T09: no copy of a page in the storage of the browser, also not one for the back button."""
    worker, case = at_work
    page = screen.sign_in(worker).open(reverse("cases:list"))
    page.goto(reverse("cases:detail", args=[case.public_id]))
    page.goto(reverse("cases:list"))
    kept = page.evaluate(
        "async () => JSON.stringify([{...localStorage}, {...sessionStorage},"
        " await Promise.all((await caches.keys()).map(async (name) =>"
        " (await (await caches.open(name)).keys()).map((request) => request.url)))])"
    )
    assert case.household.name not in kept
    assert str(case.public_id) not in kept
