"""Asking again who it is, before what leaves the application and what opens it to others."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case
from tests.factories import PASSWORD, UserFactory, sign_in
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import BrowserSession, User
from wijkteam.accounts.services.shut_unused import shut_unused

pytestmark = pytest.mark.django_db
AGAIN = "/account/reauthenticate/"


def later(client: Client, minutes: int) -> None:
    """As if it was `minutes` longer ago that this browser signed in or said again who it is."""
    session = client.session
    session["signed_in_at"] -= 60 * minutes
    for record in session.get("account_authentication_methods", []):
        record["at"] -= 60 * minutes
    session.save()


def test_t09_a_print_asks_again_who_it_is(case: Case, colleague: User) -> None:
    client = sign_in(Client(), colleague)
    place = reverse("cases:consulted", args=[case.public_id])
    assert client.get(place).status_code == 200, "who signed in a moment ago is not asked"
    later(client, 6)
    asked = client.get(place)
    assert asked.status_code == 302
    assert asked["Location"].startswith(AGAIN)
    assert "Wat je hebt getypt, blijft bewaard." in client.get(asked["Location"]).text
    wrong = client.post(asked["Location"], {"password": "niet-mijn-wachtwoord", "next": place})
    assert wrong.status_code == 200
    assert client.get(place).status_code == 302
    done = client.post(asked["Location"], {"password": PASSWORD, "next": place})
    assert done["Location"] == place
    assert client.get(place).status_code == 200
    later(client, 9)
    assert client.get(place).status_code == 200, "it holds for ten minutes"
    later(client, 2)
    assert client.get(place).status_code == 302


def test_t09_what_was_typed_is_kept_and_done_after_it(administrator: User) -> None:
    account = UserFactory.create()
    client = sign_in(Client(), administrator)
    later(client, 30)
    place = reverse("accounts:disable", args=[account.public_id])
    asked = client.post(place, {"anything": "typed"})
    assert asked["Location"].startswith(AGAIN)
    account.refresh_from_db()
    assert account.is_active
    done = client.post(asked["Location"], {"password": PASSWORD, "next": place})
    assert done["Location"] == reverse("accounts:edit", args=[account.public_id])
    account.refresh_from_db()
    assert not account.is_active


def test_t04_who_lost_the_role_meanwhile_does_it_no_more(administrator: User) -> None:
    account = UserFactory.create()
    client = sign_in(Client(), administrator)
    later(client, 30)
    place = reverse("accounts:disable", args=[account.public_id])
    asked = client.post(place)
    User.objects.filter(pk=administrator.pk).update(role=Role.COMMISSIONER)
    answer = client.post(asked["Location"], {"password": PASSWORD, "next": place})
    assert answer.status_code in {400, 403}, "403, and the transaction with the new key of the session is taken back"
    account.refresh_from_db()
    assert account.is_active


# -- accounts that nobody uses (T03) ---------------------------------------------------------------


def test_t03_an_account_that_nobody_used_for_45_days_lets_nobody_in() -> None:
    now = timezone.now()
    unused, used = UserFactory.create(), UserFactory.create(last_login=now + timedelta(days=10))
    administrator, partner = UserFactory.create(administrator=True), UserFactory.create(partner=True)
    browser = Client()
    sign_in(browser, unused)
    User.objects.filter(pk=unused.pk).update(last_login=now)
    shut_unused(at=now + timedelta(days=44))
    assert User.objects.get(pk=unused.pk).is_active
    shut_unused(at=now + timedelta(days=46))
    active = set(User.objects.active().values_list("pk", flat=True))
    assert active & {unused.pk, used.pk, administrator.pk, partner.pk} == {used.pk, administrator.pk, partner.pk}
    assert not BrowserSession.objects.filter(user=unused).exists()
    assert browser.get(reverse("accounts:me")).status_code == 302


def test_t03_who_is_let_in_again_has_45_days_anew() -> None:
    long_ago = timezone.now() - timedelta(days=300)
    account = UserFactory.create(is_active=False, last_login=long_ago)
    User.objects.filter(pk=account.pk).update(created_at=long_ago)
    User.objects.filter(pk=account.pk).update(is_active=True)
    shut_unused(at=timezone.now() + timedelta(days=1))
    assert User.objects.get(pk=account.pk).is_active
    shut_unused(at=timezone.now() + timedelta(days=46))
    assert not User.objects.get(pk=account.pk).is_active
