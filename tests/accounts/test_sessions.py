"""G16: sessions end in time, can be seen and ended by their owner, and leave nothing behind."""

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.accounts.conftest import code_for
from tests.factories import PASSWORD, BrowserSessionFactory, sign_in
from tests.promises import Measured
from wijkteam.accounts.middleware import browser_of
from wijkteam.accounts.models import BrowserSession, User
from wijkteam.accounts.schedules import remove_sessions
from wijkteam.accounts.services.manage_account import disable_account, enable_account

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"


def enter(client: Client, user: User) -> bool:
    return client.post(LOGIN, {"login": user.username, "password": PASSWORD}).status_code == 302


def key_of(client: Client) -> str:
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def is_alive(key: str) -> bool:
    """Whether somebody who holds this key is signed in."""
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = key
    return stale.get(reverse("accounts:me")).status_code == 200


def test_g16_a_copy_of_a_session_lives_half_a_minute(client: Client, colleague: User) -> None:
    """When it ended while Valkey was away, by a process that was killed, nobody comes to take the copy away."""
    enter(client, colleague)
    assert is_alive(key_of(client))
    valkey: Any = cache._cache.get_client()  # type: ignore[attr-defined]  # of Valkey
    assert 0 < valkey.ttl(cache.make_key(f"session:{key_of(client)}")) <= 30


def test_g16_a_new_key_at_each_step(with_app: str, colleague: User, measured: Measured) -> None:
    """At sign-in, at the second factor and when confirming again; the old key is dead each time."""
    visitor = Client()
    visitor.get(LOGIN)
    session = visitor.session
    session["before"] = "signing in"
    session.save()
    keys = [str(session.session_key)]
    visitor.cookies[settings.SESSION_COOKIE_NAME] = keys[0]
    cache.clear()
    visitor.post(LOGIN, {"login": colleague.username, "password": PASSWORD})
    visitor.post(reverse("mfa_authenticate"), {"code": code_for(with_app)})
    keys.append(key_of(visitor))
    assert is_alive(keys[1])
    with time_machine.travel(time.time() + 6 * 60, tick=False):
        cache.clear()
        assert visitor.post(reverse("account_reauthenticate"), {"password": PASSWORD}).status_code == 302
        keys.append(key_of(visitor))
        assert len(set(keys)) == 3
        assert [is_alive(key) for key in keys] == [False, False, True]
    measured("G16", f"{len(set(keys))} different keys, only the last alive", part="keys")


@pytest.mark.django_db(transaction=True)  # it happens at commit
def test_g16_setting_up_a_second_factor_gives_a_new_key(client: Client, colleague: User, measured: Measured) -> None:
    enter(client, colleague)
    before = key_of(client)
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
    assert key_of(client) != before
    assert not is_alive(before)
    measured("G16", "and another after setting up a second factor", part="keys")


@pytest.fixture
def clock() -> Iterator[Any]:
    with time_machine.travel("2026-11-18 09:00 +01:00", tick=False) as traveller:
        yield traveller


def test_g16_out_after_a_quarter_of_an_hour_without_a_request(
    client: Client, colleague: User, clock: Any, measured: Measured
) -> None:
    sign_in(client, colleague)
    for _ in range(5):
        clock.shift(14 * 60)
        assert client.get(reverse("accounts:me")).status_code == 200
    clock.shift(15 * 60 + 1)
    response = client.get(reverse("accounts:me"))
    assert response["Location"].startswith(LOGIN)
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    clock.shift(-15 * 60)
    assert client.get(reverse("accounts:me")).status_code == 302, "a session that ended stays ended"
    measured("G16", "page after 14:00 minutes, out after 15:01", part="idle")


def test_g16_out_after_ten_hours_however_busy(client: Client, colleague: User, clock: Any, measured: Measured) -> None:
    sign_in(client, colleague)
    for _ in range(59):
        clock.shift(10 * 60)
        assert client.get(reverse("accounts:me")).status_code == 200
    clock.shift(10 * 60 + 1)
    assert client.get(reverse("accounts:me")).status_code == 302
    measured("G16", "page after 9:50 hours, out after 10:00:01", part="absolute")


def test_typed_text_is_not_lost_when_the_time_is_up(client: Client, colleague: User, clock: Any) -> None:
    sign_in(client, colleague)
    clock.shift(16 * 60)
    response = client.post(f"{reverse('hours:add')}?deel=dialog", {}, headers={"HX-Request": "true"})
    assert response.status_code == 401


def test_the_session_is_not_written_for_every_click(
    client: Client, colleague: User, clock: Any, django_assert_num_queries: Any
) -> None:
    sign_in(client, colleague)
    client.get(reverse("accounts:me"))
    before = client.session["seen_at"]
    clock.shift(20)
    client.get(reverse("accounts:me"))
    assert client.session["seen_at"] == before
    clock.shift(20)
    client.get(reverse("accounts:me"))
    assert client.session["seen_at"] == before + 40


def test_g16_signing_out_leaves_nothing_behind(client: Client, colleague: User, measured: Measured) -> None:
    sign_in(client, colleague)
    key = client.cookies[settings.SESSION_COOKIE_NAME].value
    response = client.post("/account/logout/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    stale = Client()
    stale.cookies[settings.SESSION_COOKIE_NAME] = key
    assert stale.get(reverse("accounts:me")).status_code == 302
    assert not BrowserSession.objects.filter(user=colleague).exists()
    measured("G16", "0 rows, Clear-Site-Data sent, old key refused", part="logout")


def test_signing_out_takes_a_post(client: Client, colleague: User) -> None:
    sign_in(client, colleague)
    client.get("/account/logout/")
    assert client.get(reverse("accounts:me")).status_code == 200


def test_another_password_ends_the_other_sessions(client: Client, colleague: User) -> None:
    elsewhere = sign_in(Client(), colleague)
    sign_in(client, colleague)
    new = "een-heel-ander-wachtwoord"
    client.post("/account/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    colleague.refresh_from_db()
    assert colleague.check_password(new)
    assert client.get(reverse("accounts:me")).status_code == 200
    assert elsewhere.get(reverse("accounts:me")).status_code == 302


# -- own sessions ----------------------------------------------------------------------------------


def test_g16_a_disabled_account_is_out_at_the_next_request(
    client: Client, colleague: User, administrator: User, measured: Measured
) -> None:
    keys = []
    for _ in range(3):
        browser = Client()
        enter(browser, colleague)
        keys.append(key_of(browser))
    assert all(is_alive(key) for key in keys)
    disable_account(account=colleague, by=administrator, at=timezone.now())
    assert not any(is_alive(key) for key in keys)
    assert not BrowserSession.objects.filter(user=colleague).exists(), "in the same transaction"
    enable_account(account=colleague, by=administrator, at=timezone.now())
    assert not any(is_alive(key) for key in keys)
    measured("G16", "3 sessions: all out at the next request", part="disabled")


def test_g16_an_account_that_is_shut_by_hand_is_out_too(client: Client, colleague: User) -> None:
    """Who may come in is asked of the account at each request, also while its sessions are all there."""
    enter(client, colleague)
    assert is_alive(key_of(client))
    User.objects.filter(pk=colleague.pk).update(is_active=False)
    assert not is_alive(key_of(client))


def test_g16_own_sessions_are_listed_and_ended_one_by_one(
    client: Client, colleague: User, teammate: User, measured: Measured
) -> None:
    elsewhere, third, other = Client(headers={"User-Agent": FIREFOX}), Client(), Client()
    for browser, user in ((elsewhere, colleague), (third, colleague), (other, teammate), (client, colleague)):
        enter(browser, user)
    page = client.get(reverse("accounts:sessions"))
    assert len(page.context["sessions"]) == 3
    assert page.context["sessions"][0].is_this_one
    assert page.text.count("Daar uitloggen") == 2
    assert "Firefox, Windows" in page.text
    listed = next(one for one in page.context["sessions"] if one.browser)
    answer = client.post(reverse("accounts:end-session", args=[listed.public_id]), follow=True)
    assert len(answer.context["sessions"]) == 2
    assert [is_alive(key_of(one)) for one in (elsewhere, third, client)] == [False, True, True]
    # Somebody else's: the same answer, and nothing happens.
    theirs = BrowserSession.objects.get(user=teammate)
    assert client.post(reverse("accounts:end-session", args=[theirs.public_id])).status_code == 302
    assert is_alive(key_of(other))
    client.post(reverse("accounts:end-other-sessions"))
    assert [is_alive(key_of(one)) for one in (third, client, other)] == [False, True, True]
    measured("G16", "3 listed, 1 ended alone, then all others", part="own")


def test_a_session_that_was_idle_for_too_long_is_not_listed(client: Client, colleague: User) -> None:
    BrowserSessionFactory.create(user=colleague, seen_at=timezone.now() - timedelta(minutes=16))
    sign_in(client, colleague)
    assert len(client.get(reverse("accounts:sessions")).context["sessions"]) == 1


def test_sessions_that_are_over_are_removed(colleague: User) -> None:
    gone = BrowserSessionFactory.create(expire_date=timezone.now() - timedelta(minutes=1))
    kept = BrowserSessionFactory.create()
    remove_sessions()
    assert list(BrowserSession.objects.filter(pk__in=[gone.pk, kept.pk])) == [kept]


@pytest.mark.parametrize(
    ("said", "short"),
    [
        (FIREFOX, "Firefox, Windows"),
        ("Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/142.0 Safari/537.36 Edg/142.0", "Edge, Linux"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Version/19.0 Mobile Safari/604.1", "Safari, iPhone"),
        ("<script>alert(1)</script>" * 100, ""),
        ("", ""),
    ],
)
def test_a_browser_in_a_few_words(rf: Any, said: str, short: str) -> None:
    assert browser_of(rf.get("/", headers={"User-Agent": said})) == short
