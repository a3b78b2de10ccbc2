"""G15: guessing gets five tries and stops nobody else."""

import contextlib
import statistics
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import time_machine
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from tests.factories import PASSWORD, UserFactory
from tests.promises import Measured
from wijkteam.accounts.adapters import AccountAdapter
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.services.limit_guesses import TooManyGuesses, take_a_guess
from wijkteam.accounts.services.manage_account import disable_account, password_link

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


class CountingHasher(MD5PasswordHasher):
    """Counts how often a password is compared."""

    compared = 0

    def verify(self, password: str, encoded: str) -> bool:
        type(self).compared += 1
        return bool(super().verify(password, encoded))


def enter(client: Client, user: User, password: str = PASSWORD, address: str = "192.0.2.1") -> bool:
    """Whether this password lets somebody in from this address."""
    response = client.post(LOGIN, {"login": user.username, "password": password}, REMOTE_ADDR=address)
    return response.status_code == 302


@pytest.fixture
def counting(settings: Settings) -> type[CountingHasher]:
    # Alone: of two with one name Django would take the other.
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.compared = 0
    return CountingHasher


def test_g15_a_thousand_guesses_from_twenty_addresses_reach_the_hash_five_times(
    colleague: User, counting: type[CountingHasher], settings: Settings, measured: Measured
) -> None:
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    own = Client()
    assert enter(own, colleague, address="198.51.100.7"), "the owner has been here before"
    own.post("/account/logout/")
    counting.compared = 0
    guesses = 1000
    for number in range(guesses):
        sent: Any = {"REMOTE_ADDR": "10.0.0.1", "headers": {"X-Forwarded-For": f"203.0.113.{number % 20 + 1}"}}
        if number < 40:  # through the page; then past its drawing, where the page asks as well
            answer = Client().post(LOGIN, {"login": colleague.username, "password": f"gok-{number}"}, **sent)
            assert answer.status_code == 200
            continue
        with contextlib.suppress(ValidationError):
            assert not AccountAdapter().authenticate(
                RequestFactory().post(LOGIN, **sent), username=colleague.username, password=f"gok-{number}"
            )
    assert counting.compared == 5, "no more, and the count is not just blind"
    measured("G15", f"{guesses:,} guesses from 20 addresses: {counting.compared} compared", part="hash")
    assert enter(own, colleague, address="198.51.100.99"), "the own browser still gets in, wherever it is"
    measured("G15", "after 1,000 guesses elsewhere: in", part="owner")


def test_g15_many_at_once_get_no_more(measured: Measured) -> None:
    ready = threading.Barrier(64)

    def guess(number: int) -> bool:
        request = RequestFactory().post(LOGIN, REMOTE_ADDR=f"203.0.113.{number}")
        ready.wait(timeout=60)
        try:
            take_a_guess(request, "fatima")
        except TooManyGuesses:
            return False
        return True

    with ThreadPoolExecutor(64) as pool:
        compared = sum(pool.map(guess, range(64)))
    assert compared == 5
    measured("G15", f"64 at once: {compared} compared", part="hash")


def test_after_five_wrong_passwords_even_the_right_one_is_refused(client: Client, colleague: User) -> None:
    with time_machine.travel("2026-11-18 09:00 +01:00", tick=False):
        for _ in range(5):
            assert not enter(client, colleague, "wrong")
        assert not enter(client, colleague)


def test_the_own_browser_has_five_tries_of_its_own(colleague: User) -> None:
    own = Client()
    assert enter(own, colleague)
    own.post("/account/logout/")
    for _ in range(5):
        assert not enter(own, colleague, "wrong")
    assert not enter(own, colleague)


def test_a_browser_is_known_for_one_account_and_not_for_another(colleague: User, teammate: User) -> None:
    shared = Client()
    for user in (colleague, teammate):
        assert enter(shared, user)
        shared.post("/account/logout/")
    for number in range(6):
        enter(Client(), colleague, "wrong", address=f"203.0.113.{number + 1}")
        enter(Client(), teammate, "wrong", address=f"203.0.113.{number + 1}")
    assert enter(shared, colleague)
    shared.post("/account/logout/")
    assert enter(shared, teammate), "several people of a team share a computer"
    stranger = Client()
    stranger.cookies["browser"] = "0" * 32
    assert not enter(stranger, colleague), "an invented mark is no mark"


def test_another_password_or_a_disabled_account_ends_what_a_browser_knew(colleague: User, administrator: User) -> None:
    own = Client()
    assert enter(own, colleague)
    disable_account(account=colleague, by=administrator, at=colleague.created_at)
    User.objects.filter(pk=colleague.pk).update(is_active=True)
    for number in range(6):
        enter(Client(), colleague, "wrong", address=f"203.0.113.{number + 1}")
    assert not enter(own, colleague)


def test_somebody_elses_account_is_not_shut_by_guesses(client: Client, colleague: User, teammate: User) -> None:
    for _ in range(6):
        enter(client, colleague, "wrong")
    assert enter(Client(), teammate)


def test_a_good_password_does_not_count_as_a_guess(colleague: User) -> None:
    for _ in range(8):
        assert enter(Client(), colleague)


def test_g15_an_invented_address_is_ignored(settings: Settings, measured: Measured) -> None:
    """One address has twenty tries, whatever its header says, and behind our proxy the proxy's word counts."""
    people = UserFactory.create_batch(22)
    for number, user in enumerate(people[:20]):
        Client().post(
            LOGIN,
            {"login": user.username, "password": "wrong"},
            REMOTE_ADDR="192.0.2.9",
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
    assert not enter(Client(), people[20], address="192.0.2.9")
    assert enter(Client(), people[20], address="192.0.2.10")
    settings.TRUSTED_PROXIES = settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    cache.clear()
    for number, user in enumerate(people[:20]):
        Client().post(
            LOGIN,
            {"login": user.username, "password": "wrong"},
            REMOTE_ADDR="10.0.0.1",
            headers={"X-Forwarded-For": f"203.0.113.{number}, 192.0.2.9"},
        )
    last = Client().post(
        LOGIN,
        {"login": people[21].username, "password": PASSWORD},
        REMOTE_ADDR="10.0.0.1",
        headers={"X-Forwarded-For": "198.51.100.1, 192.0.2.9"},
    )
    assert last.status_code == 200, "what the visitor wrote before the proxy's own word does not count"
    measured("G15", "20 invented addresses: counted as 1, with and without a proxy", part="header")


def test_g15_a_known_and_an_unknown_name_take_as_long(settings: Settings, measured: Measured) -> None:
    """With the hash of production, which is nearly all of the time; measured in turn, the median of each."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    user = UserFactory.create()
    user.set_password(PASSWORD)
    user.save()
    differences = []
    for _ in range(3):
        took: dict[str, list[float]] = {user.username: [], "niemand": []}
        for number in range(12):
            for name in took:
                cache.clear()
                begun = time.process_time()
                Client().post(LOGIN, {"login": name, "password": f"gok-{number}"})
                took[name].append(time.process_time() - begun)
        known, unknown = (statistics.median(times) for times in took.values())
        differences.append(abs(known - unknown) / max(known, unknown))
        if differences[-1] <= 0.05:
            break
    assert differences[-1] <= 0.05, differences
    measured.worst("G15", "difference of the medians", round(100 * differences[-1], 1), "%", part="names")


# -- second factor ---------------------------------------------------------------------------------


@pytest.mark.parametrize("role", Role)
def test_g15_no_role_does_without_a_second_factor(
    role: Role, client: Client, settings: Settings, measured: Measured
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    user = UserFactory.create(role=role)
    assert enter(client, user)
    for name in ("accounts:home", "accounts:me", "drafts:list", "core:promises", "hours:list", "accounts:list"):
        assert client.get(reverse(name))["Location"] == reverse("mfa_activate_totp"), name
    measured.add("G15", "roles led to setting one up", 1, part="factor")


def test_no_names_and_no_addresses_in_the_cache(client: Client, colleague: User) -> None:
    enter(client, colleague, "wrong", address="203.0.113.77")
    keys = b" ".join(cache._cache.get_client().keys("*"))  # type: ignore[attr-defined]
    assert b"sign-in:account" in keys
    assert colleague.username.encode() not in keys
    assert b"203.0.113.77" not in keys


def test_g15_a_new_password_does_not_skip_the_second_factor(
    client: Client, colleague: User, settings: Settings, measured: Measured, with_app: str
) -> None:
    settings.SECOND_FACTOR_REQUIRED = True
    visitor, new = Client(), "een-heel-ander-wachtwoord"
    colleague.refresh_from_db()
    place = visitor.get(password_link(colleague))["Location"]
    assert visitor.post(place, {"password": new, "again": new}).status_code == 302
    answer: Any = visitor.post(LOGIN, {"login": colleague.username, "password": new})
    assert answer["Location"] == reverse("mfa_authenticate")
    assert visitor.get(reverse("hours:list")).status_code == 302
    measured("G15", "code asked after a new password", part="reset")
