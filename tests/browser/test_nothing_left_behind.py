"""T09: who gets hold of the laptop afterwards finds nothing of the families in what the browser kept."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, BrowserContext
from pytest_django.live_server_helper import LiveServer

from cases.models import Case
from local.browser import OPTIONS, find_or_bring
from tests.factories import CaseFactory, ContactFactory, HouseholdFactory, HouseholdMemberFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db(transaction=True)
FAMILIES = 9
PAGES = 50
# Everything that a page can keep by itself, as one text.
KEPT = """async () => {
  const found = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const one of await indexedDB.databases()) found.push(JSON.stringify(one));
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) found.push(request.url, await (await cache.match(request)).text());
  }
  return found.join("\\n");
}"""


@pytest.fixture
def laptop(chromium: Browser, live_server: LiveServer, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser with a profile on disk, as people have; those of other tests keep everything in memory."""
    context = chromium.browser_type.launch_persistent_context(
        tmp_path / "profile",
        executable_path=str(find_or_bring()),
        args=list(OPTIONS),
        base_url=live_server.url,
        locale="nl-NL",
        timezone_id="Europe/Amsterdam",
    )
    yield context
    context.close()


def families(team: Team, colleague: User) -> tuple[list[Case], list[str]]:
    """Cases with words in them that stand nowhere else."""
    cases, words = [], []
    for number in range(FAMILIES):
        name, given, said = (f"{kind}kanarie{number}q" for kind in ("Naam", "Voornaam", "Gezegd"))
        household = HouseholdFactory.create(name=f"Gezin {name}", members=0)
        HouseholdMemberFactory.create(household=household, person__given_name=given, person__family_name=name)
        case = CaseFactory.create(team=team, coordinator=colleague, household=household)
        ContactFactory.create(case=case, text=f"{said} dat het beter gaat.")
        cases.append(case)
        words += [name, given, said]
    return cases, words


def on_disk(folder: Path, word: str) -> list[str]:
    """Files of the profile that hold `word`, in any case that browsers write text in."""
    forms = [form for text in (word, word.lower()) for form in (text.encode(), text.encode("utf-16-le"))]
    return sorted(
        str(file.relative_to(folder))
        for file in folder.rglob("*")
        if file.is_file() and any(form in file.read_bytes() for form in forms)
    )


def test_t09_after_fifty_pages_the_browser_kept_no_family(
    laptop: BrowserContext, live_server: LiveServer, tmp_path: Path, team: Team, colleague: User
) -> None:
    cases, words = families(team, colleague)
    cookies = sign_in(Client(), colleague).cookies
    laptop.add_cookies([{"name": name, "value": one.value, "url": live_server.url} for name, one in cookies.items()])
    page = laptop.pages[0]
    seen: set[str] = set()
    opened = 0
    for case in cases:
        about = [
            reverse(f"cases:{name}", args=[case.public_id]) for name in ("detail", "household", "files", "contact-log")
        ]
        for path in (*about, reverse("cases:list")):
            answer = page.goto(path)
            assert answer is not None
            assert answer.status == 200, path
            opened += 1
            seen |= {word for word in words if word in page.content()}
    for word in words[:: len(words) // 5]:
        page.goto(reverse("daily:find"))
        page.locator("main [name=q]").fill(word)
        page.locator("main [name=q]").press("Enter")
        page.wait_for_load_state()
        opened += 1
    assert opened >= PAGES
    assert seen == set(words), "a word that no page showed proves nothing"
    words.append("Getyptkanarie1q")
    page.goto(reverse("cases:contact-log", args=[cases[0].public_id]))
    page.locator("main textarea").first.fill("Getyptkanarie1q is nog niet bewaard")
    page.wait_for_timeout(1000)
    kept = page.evaluate(KEPT)
    assert not [word for word in words if word.lower() in kept.lower()]

    page.goto(reverse("accounts:me"))
    page.evaluate("document.querySelector(\"form[action$='/account/logout/']\").submit()")
    page.wait_for_url("**/account/login/**")
    for _back in range(3):
        page.go_back()
        assert page.locator("input[type=password]").count() or page.url == "about:blank", page.url
        assert not [word for word in words if word in page.content()]

    laptop.close()
    profile = tmp_path / "profile"
    assert on_disk(profile, "htmx"), "what a browser does keep must be found, or finding nothing says nothing"
    assert not {word: files for word in words if (files := on_disk(profile, word))}
