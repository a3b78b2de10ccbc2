"""The administrator's pages about accounts."""

import re
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory, sign_in
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
LOGIN = "/account/login/"


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    return sign_in(client, administrator)


def answers(**changes: str) -> dict[str, str]:
    return {"name": "Ilse Draaisma", "username": "ilse", "email": "", "role": "team-member", **changes}


def link_in(text: str) -> str:
    found = re.search(r'value="http://testserver(/wachtwoord/[^"]+)"', text)
    assert found
    return found[1]


def test_a_new_account_gets_in_with_a_link_and_its_own_password(admin: Client) -> None:
    page = admin.post(reverse("accounts:add"), answers())
    account = User.objects.get(username="ilse")
    assert not account.has_usable_password()
    link = link_in(page.text)
    assert "ilse" not in link

    visitor = Client()
    form = visitor.get(link, follow=True)
    assert form.redirect_chain[-1][0].endswith("/kiezen/"), "the token does not stay in the address"
    chosen = {"password": "een-lang-en-eigen-wachtwoord", "again": "een-lang-en-eigen-wachtwoord"}
    assert visitor.post(form.request["PATH_INFO"], chosen)["Location"] == LOGIN
    entered = visitor.post(LOGIN, {"login": "ilse", "password": chosen["password"]})
    assert entered.status_code == 302
    assert visitor.get(reverse("accounts:me")).status_code == 200
    assert Client().get(link).status_code == 404, "the link works once"


@pytest.mark.parametrize(
    ("password", "again"),
    [("kort", "kort"), ("een-lang-wachtwoord-1", "een-lang-wachtwoord-2"), ("password1234", "password1234"), ("", "")],
)
def test_a_weak_or_mistyped_password_is_refused(admin: Client, password: str, again: str) -> None:
    link = link_in(admin.post(reverse("accounts:add"), answers()).text)
    visitor = Client()
    form = visitor.get(link, follow=True)
    response = visitor.post(form.request["PATH_INFO"], {"password": password, "again": again})
    assert response.status_code == 422
    assert not User.objects.get(username="ilse").has_usable_password()


def test_a_link_that_was_guessed(client: Client, colleague: User) -> None:
    for token in ("abc-def", "kiezen"):
        url = reverse("accounts:choose-password", args=[colleague.public_id, token])
        assert client.get(url).status_code == 404
        assert client.post(url, {"password": "x" * 20, "again": "x" * 20}).status_code == 404
    assert client.get(reverse("accounts:choose-password", args=[uuid4(), "abc-def"])).status_code == 404
    colleague.refresh_from_db()
    assert colleague.check_password(PASSWORD)


def test_a_link_of_one_account_does_nothing_for_another(admin: Client, colleague: User, teammate: User) -> None:
    page = admin.post(reverse("accounts:new-link", args=[colleague.public_id]))
    stolen = link_in(page.text).replace(str(colleague.public_id), str(teammate.public_id))
    assert Client().get(stolen).status_code == 404


def test_the_link_is_spent_when_the_owner_has_signed_in(admin: Client, colleague: User) -> None:
    link = link_in(admin.post(reverse("accounts:new-link", args=[colleague.public_id])).text)
    Client().post(LOGIN, {"login": colleague.username, "password": PASSWORD})
    assert Client().get(link).status_code == 404


def test_a_disabled_account_gets_no_link(admin: Client, disabled: User) -> None:
    assert admin.post(reverse("accounts:new-link", args=[disabled.public_id])).status_code == 404


def test_two_user_names_that_differ_in_capitals(admin: Client) -> None:
    UserFactory.create(username="Ilse")
    response = admin.post(reverse("accounts:add"), answers())
    assert "username" in response.context["form"].errors


@pytest.mark.parametrize("field", ["name", "username", "role"])
def test_what_an_account_needs(admin: Client, field: str) -> None:
    response = admin.post(reverse("accounts:add"), answers(**{field: ""}))
    assert response.status_code == 422
    assert field in response.context["form"].errors
    assert not User.objects.filter(name="Ilse Draaisma").exists()


def test_nobody_becomes_a_superuser_through_the_form(admin: Client) -> None:
    admin.post(reverse("accounts:add"), answers(is_superuser="on", role="superuser"))
    assert not User.objects.filter(username="ilse").exists()
    admin.post(reverse("accounts:add"), answers(is_superuser="on", password="x"))
    account = User.objects.get(username="ilse")
    assert not account.is_superuser
    assert not account.has_usable_password()


def test_searching_leaves_no_name_in_an_address(admin: Client) -> None:
    UserFactory.create(name="Samira Benali")
    UserFactory.create(name="Jeroen Vonk")
    found = admin.post(reverse("accounts:list"), {"q": "benali"})
    assert "Samira Benali" in found.text
    assert "Jeroen Vonk" not in found.text
    assert "benali" not in " ".join(re.findall(r'(?:href|action)="([^"]*)"', found.text)).lower()
    assert "Jeroen Vonk" in admin.get(reverse("accounts:list"), {"q": "benali"}).text, "the address searches nothing"


def test_filters_and_nothing_found(admin: Client, commissioner: User, disabled: User) -> None:
    by_role = admin.post(reverse("accounts:list"), {"role": "commissioner"})
    assert commissioner.name in by_role.text
    assert disabled.name not in by_role.text
    assert disabled.name in admin.post(reverse("accounts:list"), {"state": "disabled"}).text
    assert "empty" in admin.post(reverse("accounts:list"), {"q": "niemand heet zo"}).text


def test_many_accounts_stand_on_pages(admin: Client) -> None:
    for _ in range(55):
        UserFactory.create()
    first, second = (admin.get(reverse("accounts:list"), {"pagina": number}) for number in ("1", "2"))
    assert first.text.count('<th scope="row">') == 50
    assert 1 <= second.text.count('<th scope="row">') < 50


def test_changing_an_account(admin: Client, colleague: User) -> None:
    url = reverse("accounts:edit", args=[colleague.public_id])
    assert admin.get(url).status_code == 200
    assert admin.post(url, answers(role="commissioner")).status_code == 302
    colleague.refresh_from_db()
    assert (colleague.name, colleague.role) == ("Ilse Draaisma", "commissioner")
    assert colleague.check_password(PASSWORD)


def test_not_the_own_role(admin: Client, administrator: User) -> None:
    url = reverse("accounts:edit", args=[administrator.public_id])
    response = admin.post(url, answers(role="commissioner"))
    assert response.status_code == 422
    administrator.refresh_from_db()
    assert administrator.role == "administrator"


def test_nobody_shuts_out_themselves(admin: Client, administrator: User) -> None:
    admin.post(reverse("accounts:disable", args=[administrator.public_id]))
    administrator.refresh_from_db()
    assert administrator.is_active


def test_a_disabled_account_is_out_at_the_next_request(admin: Client, colleague: User) -> None:
    theirs = sign_in(Client(), colleague)
    elsewhere = sign_in(Client(), colleague)
    assert theirs.get(reverse("accounts:me")).status_code == 200
    assert admin.get(reverse("accounts:disable", args=[colleague.public_id])).status_code == 200
    admin.post(reverse("accounts:disable", args=[colleague.public_id]))
    for client in (theirs, elsewhere):
        assert client.get(reverse("accounts:me")).status_code == 302
    admin.post(reverse("accounts:enable", args=[colleague.public_id]))
    for client in (theirs, elsewhere):
        assert client.get(reverse("accounts:me")).status_code == 302, "old sessions do not come back to life"
    assert Client().post(LOGIN, {"login": colleague.username, "password": PASSWORD}).status_code == 302


def test_another_role_counts_at_the_next_request(admin: Client, colleague: User) -> None:
    theirs = sign_in(Client(), colleague)
    assert theirs.get(reverse("hours:list")).status_code == 200
    admin.post(reverse("accounts:edit", args=[colleague.public_id]), answers(role="commissioner"))
    assert theirs.get(reverse("hours:list")).status_code == 403


def test_a_lost_telephone(admin: Client, colleague: User) -> None:
    Authenticator.objects.create(user=colleague, type=Authenticator.Type.TOTP, data={"secret": "x"})
    theirs = sign_in(Client(), colleague)
    url = reverse("accounts:reset-second-factor", args=[colleague.public_id])
    assert admin.get(url).status_code == 200
    assert Authenticator.objects.exists()
    admin.post(url)
    assert not Authenticator.objects.exists()
    assert theirs.get(reverse("accounts:me")).status_code == 302


@pytest.mark.parametrize(
    "name",
    ["accounts:edit", "accounts:new-link", "accounts:disable", "accounts:enable", "accounts:reset-second-factor"],
)
def test_only_the_administrator(client: Client, coordinator: User, privacy_officer: User, name: str) -> None:
    for user in (coordinator, privacy_officer):
        sign_in(client, user)
        assert client.post(reverse(name, args=[coordinator.public_id])).status_code == 403
    coordinator.refresh_from_db()
    assert coordinator.is_active
    assert coordinator.role == "team-coordinator"


def test_nothing_of_a_household_on_any_page_of_the_administrator(admin: Client, case: object) -> None:
    household = case.household  # type: ignore[attr-defined]
    for name in ("accounts:list", "teams:manage-list", "areas:list", "areas:themes", "areas:terms", "areas:words"):
        page = admin.get(reverse(name))
        assert page.status_code == 200
        assert household.name not in page.text
