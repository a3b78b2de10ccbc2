"""On the first day every list is empty: each then says what it is for and what to do."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.browser.test_every_page import NOT_A_PAGE
from tests.factories import MunicipalityFactory, TeamFactory, TeamMembershipFactory, UserFactory, sign_in
from tests.guards.addresses import every_address
from tests.guards.rows import ACCESS
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
WHO = {
    "colleague": "team-member",
    "coordinator": "team-coordinator",
    "commissioner": "commissioner",
    "administrator": "administrator",
    "privacy_officer": "privacy-officer",
}
PLAIN = {address.name for address in every_address() if not address.parameters}


def lists_of(who: str) -> list[str]:
    """Pages without a parameter of our own apps: what a menu leads to."""
    return sorted(
        name
        for name in PLAIN & set(ACCESS) - NOT_A_PAGE
        if ":" in name and ACCESS[name].get[who] == 200 and ACCESS[name].get["anonymous"] != 200
    )


def newcomer(who: str) -> User:
    MunicipalityFactory.create()
    user: User = UserFactory.create(role=WHO[who])
    if WHO[who].startswith("team-"):
        TeamMembershipFactory.create(user=user, team=TeamFactory.create())
    return user


def inside(page: str) -> str:
    return re.split(r"</main>", page.split("<main", 1)[1])[0]


def says_what_to_do(main: str) -> bool:
    """There are lines, or a form to fill in, or it says that there is nothing and how to go on."""
    words = len(re.sub(r"<[^>]+>", " ", main).split())
    lines = r"<tbody>\s*<tr|<dl|class=\"(?:facts|chart|figure|stat\b|stat |rows)"
    if re.search(lines + r"|<form[^>]*class=\"[^\"]*form|role=\"search\"", main):
        return True
    has_way_on = bool(re.search(r"<a [^>]*href|<button|<input|<select", main))
    return ('class="empty"' in main or "muted" in main or words >= 15) and has_way_on


@pytest.mark.parametrize("who", WHO)
def test_an_empty_list_says_what_to_do(client: Client, who: str) -> None:
    sign_in(client, newcomer(who))
    silent = []
    for name in lists_of(who):
        page = client.get(reverse(name))
        assert page.status_code == 200, name
        if not says_what_to_do(inside(page.content.decode())):
            silent.append(name)
    assert not silent, f"These say nothing to who opens them on the first day: {silent}"
