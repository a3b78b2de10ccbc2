"""G01: every address x every person x GET and POST x htmx on and off has one declared outcome."""

import re
import uuid
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import NoReverseMatch, reverse

from tests.factories import sign_in
from tests.guards.access import SIGN_IN, Row
from tests.guards.addresses import every_address
from tests.guards.rows import ACCESS
from tests.guards.world import ACTORS, SIGNED_OUT, World
from tests.promises import Measured
from wijkteam.accounts.permissions import allowed_roles

pytestmark = pytest.mark.django_db

ADDRESSES = sorted(every_address(), key=lambda address: address.name)
SIGN_IN_PAGE = reverse(settings.LOGIN_URL)
HOW_TO = "Add a row to tests/guards/rows/ that says what everybody gets there."


def part_of(name: str) -> str:
    """The app of an address."""
    return re.split(r"[:_]", name)[0]


def url_of(name: str, world: World) -> str:
    try:
        return reverse(name, kwargs=dict(ACCESS[name].at(world)))
    except NoReverseMatch as error:
        raise AssertionError(f"{name}: give its row `at`, with a value for each parameter. {error}") from error


class Visitors:
    """Asks as anybody, and undoes what it did: every request finds the world as it was."""

    def __init__(self, world: World) -> None:
        self.client = Client()
        self.cookies = {"anonymous": ""}
        for who, user in world.people.items():
            sign_in(self.client, user)
            self.cookies[who] = self.client.cookies.output(header="", sep=";")
            self.client.cookies.clear()

    def ask(self, who: str, method: str, url: str, *, htmx: bool = False) -> HttpResponseBase:
        self.client.cookies = SimpleCookie(self.cookies[who])
        headers = {"HX-Request": "true"} if htmx else {}
        with transaction.atomic():
            call = self.client.get if method == "GET" else self.client.post
            response: HttpResponseBase = call(url, headers=headers)
            transaction.set_rollback(True)
        cache.clear()  # sessions are read from the database again, and no limit is reached
        return response


def outcome_of(response: HttpResponseBase, *, method: str, htmx: bool) -> int:
    """What somebody got, the same number with and without htmx."""
    target = response.headers.get("HX-Redirect") or response.headers.get("Location") or ""
    to_sign_in = target.startswith(SIGN_IN_PAGE)
    if htmx and response.headers.get("HX-Redirect"):
        assert response.status_code == 200
        return SIGN_IN if to_sign_in else 302
    if htmx and method == "POST" and response.status_code == 401:
        return SIGN_IN
    if response.status_code == 302:
        return SIGN_IN if to_sign_in else 302
    return response.status_code


def test_g01_every_address_has_a_name_and_a_row() -> None:
    nameless = [address.route for address in ADDRESSES if not address.name or address.name.endswith(":")]
    assert not nameless, f"Give a name to {nameless}."
    missing = sorted({address.name for address in ADDRESSES} - set(ACCESS))
    assert not missing, f"{HOW_TO} Missing: {missing}"
    gone = sorted(set(ACCESS) - {address.name for address in ADDRESSES})
    assert not gone, f"tests/guards/rows speaks of addresses that do not exist: {gone}"


def test_g01_no_two_addresses_are_the_same() -> None:
    """Unless the other one is a library's, under the same name: then ours stands in its place."""
    names = {(address.route, address.name) for address in ADDRESSES}
    routes = [address.route for address in ADDRESSES if not address.view.__module__.startswith("allauth.")]
    assert len(names) == len({route for route, _name in names}), "Two names for one address."
    assert sorted(routes) == sorted(set(routes)), "The second of two equal addresses can never be reached."


def test_g01_every_row_speaks_of_everybody() -> None:
    for name, row in ACCESS.items():
        assert set(row.get) == set(ACTORS), name
        assert set(row.post) == set(ACTORS), name


def deviations(name: str, world: World, visitors: Visitors) -> list[str]:
    row: Row = ACCESS[name]
    url = url_of(name, world)
    wrong: dict[tuple[str, bool, int, int], list[str]] = {}
    for method, outcomes in (("GET", row.get), ("POST", row.post)):
        for htmx in (False, True):
            for who in ACTORS:
                response = visitors.ask(who, method, url, htmx=htmx)
                lands_in_fragment = htmx and response.headers.get("Location", "").startswith(SIGN_IN_PAGE)
                assert not lands_in_fragment or name.startswith(("account_", "mfa_")), f"{name} shows sign-in inside"
                found = outcome_of(response, method=method, htmx=htmx)
                if found != outcomes[who]:
                    wrong.setdefault((method, htmx, found, outcomes[who]), []).append(who)
    return [
        f"{name} {method}{' with htmx' if htmx else ''}: {found} and not {declared} for {', '.join(people)}"
        for (method, htmx, found, declared), people in wrong.items()
    ]


# A world for each dozen addresses: the tests of a large app can then run side by side.
_DOZEN = 12


def dozens() -> list[Any]:
    """The names of all addresses, at most a dozen of one app together."""
    parts: dict[str, list[str]] = {}
    for name in sorted({address.name for address in ADDRESSES}):
        parts.setdefault(part_of(name), []).append(name)
    return [
        pytest.param(names[start : start + _DOZEN], id=f"{part}-{start // _DOZEN + 1}")
        for part, names in sorted(parts.items())
        for start in range(0, len(names), _DOZEN)
    ]


@pytest.mark.parametrize("names", dozens())
def test_g01_access(names: list[str], world: World, measured: Measured) -> None:
    missing = [name for name in names if name not in ACCESS]
    assert not missing, f"{HOW_TO} Missing: {missing}"
    visitors = Visitors(world)
    wrong = [line for name in names for line in deviations(name, world, visitors)]
    assert not wrong, "\n" + "\n".join(wrong)
    measured.add("G01", "answers as declared", len(names) * len(ACTORS) * 4)
    measured.add("G01", "addresses", len(names))
    # tests/conftest.py looks at the headers of each of them.
    measured.add("G17", "answers of pages, files and fragments with all headers", len(names) * len(ACTORS) * 4)


def test_g01_every_view_says_who_may_use_it() -> None:
    for address in ADDRESSES:
        if address.view.__module__.startswith("allauth."):
            continue  # its pages are about one's own account
        is_public = not getattr(address.view, "login_required", True)
        assert is_public or allowed_roles(address.view), (
            f"{address.name}: put @for_roles(...) on the view, or @login_not_required when anybody may use it."
        )


@pytest.mark.parametrize("name", sorted(name for name, row in ACCESS.items() if 404 in row.get.values()))
def test_g03_forbidden_and_absent_look_the_same(name: str, world: World, measured: Measured) -> None:
    """The same bytes, whether something exists elsewhere or nowhere."""
    parameters = dict(ACCESS[name].at(world))
    if not any(isinstance(value, uuid.UUID) for value in parameters.values()):
        return  # about oneself: there is nothing to guess
    public_id = str(next(iter(parameters.values())))
    absent_id = str(uuid.uuid4())
    hidden = [who for who, status in ACCESS[name].get.items() if status == 404]
    visitors = Visitors(world)
    for who in hidden:
        answers = []
        for value in (public_id, absent_id):
            url = reverse(name, kwargs={**parameters, next(iter(parameters)): value})
            response = visitors.ask(who, "GET", url)
            body = re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", getattr(response, "content", b""))
            headers = {key: text for key, text in response.headers.items() if key != "Set-Cookie"}
            answers.append((response.status_code, headers, body.replace(value.encode(), b"")))
        assert answers[0] == answers[1], f"{name} shows {who} the difference"
    measured.add("G03", "addresses with the same bytes", 1, part="bytes")


@pytest.mark.parametrize("name", sorted(ACCESS))
def test_t23_a_post_without_its_token_is_refused(name: str, world: World) -> None:
    allowed = [who for who, status in ACCESS[name].post.items() if status in {200, 302, 422} and who not in SIGNED_OUT]
    if not allowed:
        assert set(ACCESS[name].post.values()) <= {SIGN_IN, 200, 403, 404, 405}
        return
    client = Client(enforce_csrf_checks=True)
    sign_in(client, world.people[allowed[0]])
    assert client.post(url_of(name, world)).status_code == 403
