"""The frame and every component in a real browser: nobody is shut out, and what JavaScript adds works."""

from collections.abc import Callable, Iterator

import pytest
from django.urls import reverse
from playwright.sync_api import Dialog, expect

from tests.browser.conftest import DESKTOP, PHONE, Screen
from tests.factories import UserFactory
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def looks(screen: Screen) -> Iterator[str]:
    """The page as it is, on a desk and on a phone, light and dark: one after the other."""
    for width in (DESKTOP, PHONE):
        screen.page.set_viewport_size({"width": width, "height": 844})
        for scheme in ("light", "dark"):
            screen.page.emulate_media(color_scheme=scheme)
            yield f"{width} {scheme}"


@pytest.fixture
def member() -> User:
    return UserFactory.create(team_coordinator=True)


@pytest.fixture
def guide(screen: Screen, member: User) -> Screen:
    """The style guide, opened by somebody who is signed in."""
    screen.sign_in(member)
    screen.open(reverse("core:styleguide"))
    return screen


# The file of each face of which a letter stands on the page. That a face is loaded does not say so: loading it ahead
# does that too.
DRAWN_WITH = """() => {
  const letters = [...new Set(document.body.innerText)].map((letter) => letter.codePointAt(0));
  const covers = (ranges) => ranges.split(",").some((range) => {
    const [first, last] = range.trim().slice(2).split("-").map((code) => parseInt(code, 16));
    return letters.some((letter) => letter >= first && letter <= (last ?? first));
  });
  const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules].map((rule) => [rule, sheet.href]));
  return rules
    .filter(([rule]) => rule instanceof CSSFontFaceRule && covers(rule.style.unicodeRange))
    .map(([rule, from]) => new URL(rule.style.src.match(/url\\("(.+?)"\\)/)[1], from).href);
}"""


def test_the_font_that_is_loaded_ahead_is_used_and_loaded_once(screen: Screen) -> None:
    page = screen.open(reverse("account_login"))
    ahead = page.locator("link[rel=preload][as=font]").evaluate_all("all => all.map((one) => one.href)")
    assert ahead
    assert set(ahead) <= set(page.evaluate(DRAWN_WITH))
    loaded = page.evaluate(
        "document.fonts.ready.then(() => performance.getEntriesByType('resource').map((o) => o.name))"
    )
    assert [loaded.count(font) for font in ahead] == [1] * len(ahead)


# -- for everybody ---------------------------------------------------------------------------------


def test_every_component_is_accessible(guide: Screen) -> None:
    page = guide.page
    page.locator("details").evaluate_all("all => all.forEach((one) => (one.open = true))")
    for look in looks(guide):
        assert guide.barriers() == [], look
        assert not guide.is_wider_than_the_screen(), look


def test_a_form_with_errors_is_accessible(guide: Screen) -> None:
    guide.page.locator("form.form button[type=submit]").click()
    expect(guide.page.locator(".error-summary")).to_be_focused()
    for look in looks(guide):
        assert guide.barriers() == [], look


@pytest.mark.parametrize(("path", "status"), [("/bestaat-niet/", 404), ("/offline/", 0)])
def test_pages_without_a_menu_are_accessible(screen: Screen, path: str, status: int) -> None:
    screen.open(path, refused=status)
    for look in looks(screen):
        assert screen.barriers() == [], look
        assert not screen.is_wider_than_the_screen(), look


def test_menus_and_dialog_are_accessible_when_open(guide: Screen) -> None:
    page = guide.page
    for look in looks(guide):
        page.locator(".user-button").click()
        expect(page.locator("#user-menu")).to_be_visible()
        assert guide.barriers() == [], look
        page.keyboard.press("Escape")
        page.get_by_role("link", name="Open het venster").click()
        expect(page.locator("dialog[open]")).to_be_visible()
        assert guide.barriers() == [], look
        page.keyboard.press("Escape")


def test_nothing_falls_off_a_very_small_screen(open_screen: Callable[..., Screen], member: User) -> None:
    screen = open_screen(width=320)
    screen.sign_in(member)
    screen.open(reverse("core:styleguide"))
    assert not screen.is_wider_than_the_screen()


def test_everything_to_press_is_large_enough(open_screen: Callable[..., Screen], member: User) -> None:
    """44 pixels each way for buttons and fields; links within a text are exempt (WCAG 2.5.8)."""
    screen = open_screen(width=PHONE)
    screen.sign_in(member)
    page = screen.open(reverse("core:styleguide"))
    small = page.locator("button, .button, select, textarea, input[type=text], .choice, .chip").evaluate_all(
        """all => all.map((one) => [one.getBoundingClientRect(), one])
           .filter(([box, one]) => box.width && box.height < 43.5 && !one.matches('.switch__option, .button--small'))
           .map(([box, one]) => `${one.className} ${Math.round(box.height)}`)"""
    )
    assert small == []


# -- without JavaScript ----------------------------------------------------------------------------


def test_menus_forms_and_confirmations_work_without_javascript(
    open_screen: Callable[..., Screen], member: User
) -> None:
    screen = open_screen(width=PHONE, javascript=False)
    screen.sign_in(member)
    page = screen.open(reverse("core:styleguide"))
    page.locator(".user-button").click()
    page.get_by_role("button", name="Donker").click()
    expect(page.locator("html")).to_have_attribute("data-scheme", "dark")
    page.locator(".user-button").click()
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("link", name="Open het venster").click()
    expect(page.get_by_role("heading", name="Casus C-26-1063 afsluiten?")).to_be_visible()
    expect(page.locator("[data-fill]").first).to_be_hidden()
    page.get_by_role("button", name="Hulpvraag vastleggen").last.click()
    expect(page.locator(".error-summary")).to_be_visible()


# -- what JavaScript adds --------------------------------------------------------------------------


def test_a_dialog_takes_the_focus_and_gives_it_back(guide: Screen) -> None:
    page = guide.page
    page.get_by_role("link", name="Open het venster").click()
    expect(page.locator("#dialog-title").last).to_be_focused()
    page.keyboard.press("Escape")
    assert guide.focused() == "Open het venster"
    expect(page.locator("#dialog > *")).to_have_count(0)
    page.get_by_role("link", name="Open het venster").click()
    page.locator("dialog[open] [data-close]").click()
    expect(page.locator("dialog[open]")).to_have_count(0)
    assert page.url.endswith(reverse("core:styleguide"))


def test_a_message_is_shown_and_announced(guide: Screen) -> None:
    page = guide.page
    page.get_by_role("link", name="Toon een melding").click()
    expect(page.locator("#toasts")).to_contain_text("Dit is een melding.")
    expect(page.locator("#toasts")).to_have_attribute("aria-live", "polite")
    expect(page.locator("#toast-result")).to_contain_text("De melding staat onderin.")


def test_without_a_connection_the_page_says_so_and_stays(guide: Screen) -> None:
    guide.page.route("**/stijl/?deel=toast", lambda route: route.abort())
    guide.page.get_by_role("link", name="Toon een melding").click()
    expect(guide.page.locator("#toasts")).to_contain_text("Geen verbinding. De tekst staat nog op het scherm.")
    guide.complaints.clear()  # the browser's own words about the lost request


def test_an_error_of_the_server_is_told(guide: Screen) -> None:
    guide.page.route("**/stijl/?deel=toast", lambda route: route.fulfill(status=500, body="<h1>x</h1>"))
    guide.page.get_by_role("link", name="Toon een melding").click()
    expect(guide.page.locator("#toasts")).to_contain_text("Er ging iets mis. Probeer het opnieuw.")
    expect(guide.page.locator("#toast-result")).to_contain_text("Nog geen melding")
    guide.complaints.clear()


def test_a_form_posts_once(guide: Screen) -> None:
    posts: list[str] = []
    guide.page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    guide.page.locator("form.form button[type=submit]").evaluate("one => { one.click(); one.click(); one.click(); }")
    expect(guide.page.locator(".error-summary")).to_be_visible()
    assert len(posts) == 1


def test_a_button_can_be_used_again_after_coming_back(guide: Screen) -> None:
    page = guide.page
    button = page.locator("form.form button[type=submit]")
    # a slow server: the form is on its way and no answer comes
    page.evaluate("window.addEventListener('submit', (event) => event.preventDefault())")
    button.click()
    expect(button).to_have_text("Bezig…")
    expect(button).to_have_attribute("aria-disabled", "true")
    page.evaluate("window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(button).to_have_text("Hulpvraag vastleggen")


def answer(dialog: Dialog, asked: list[str]) -> None:
    asked.append(dialog.type)
    dialog.accept()


def test_text_that_is_not_saved_is_not_lost_by_accident(guide: Screen) -> None:
    page = guide.page
    asked: list[str] = []

    page.on("dialog", lambda dialog: answer(dialog, asked))
    page.goto(page.url)
    assert asked == [], "nothing was written yet"
    page.locator("#id_question").fill("Mevrouw vraagt om hulp bij de post.")
    page.goto(page.url.split("#")[0])
    assert asked == ["beforeunload"]


def test_sending_a_text_asks_nothing(guide: Screen) -> None:
    page = guide.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: answer(dialog, asked))
    page.locator("#id_question").fill("Mevrouw vraagt om hulp bij de post.")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".error-summary")).to_be_visible()
    assert asked == []
    expect(page).to_have_title("Fout: Stijlgids – Wijkteam")


def test_usual_amounts_fill_in_the_minutes(guide: Screen) -> None:
    guide.page.get_by_role("button", name="1 uur 30 min").click()
    expect(guide.page.locator("#id_minutes")).to_have_value("90")


def test_shortcuts_can_be_switched_off(screen: Screen, member: User) -> None:
    member.shortcuts = False
    member.save(update_fields=["shortcuts"])
    screen.sign_in(member)
    page = screen.open(reverse("core:styleguide"))
    page.locator("#id_question").focus()
    page.keyboard.press("Control+Enter")
    page.wait_for_timeout(300)
    expect(page.locator(".error-summary")).to_have_count(0)


def test_the_menu_of_a_phone_opens_over_the_page(open_screen: Callable[..., Screen], member: User) -> None:
    screen = open_screen(width=PHONE)
    screen.sign_in(member)
    page = screen.open(reverse("core:styleguide"))
    expect(page.locator("#menu")).to_be_hidden()
    more = page.get_by_role("button", name="Meer")
    if more.count():  # with five entries or fewer all of them are tabs
        more.click()
        expect(page.locator("#menu")).to_be_visible()
        assert screen.barriers() == []
        page.keyboard.press("Escape")
        expect(page.locator("#menu")).to_be_hidden()


def test_a_focused_field_is_not_hidden_behind_header_or_tabs(open_screen: Callable[..., Screen], member: User) -> None:
    screen = open_screen(width=PHONE)
    screen.sign_in(member)
    page = screen.open(reverse("core:styleguide"))
    for id_ in ("#id_name", "#id_minutes", "#id_question"):
        page.locator(id_).focus()
        box = page.locator(id_).bounding_box()
        header, tabs = page.locator(".header").bounding_box(), page.locator(".tabbar").bounding_box()
        assert box is not None
        assert header is None or box["y"] >= header["y"] + header["height"]
        assert tabs is None or box["y"] + 40 <= tabs["y"]
