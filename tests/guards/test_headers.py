"""G17: the headers of the answers that no page of ours makes. tests/conftest.py looks at all others."""

import uuid
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.models import Case
from tests.conftest import HEADERS, POLICY
from tests.factories import sign_in
from tests.promises import Measured
from wijkteam.accounts.models import User


def parts(policy: str) -> set[str]:
    return {part.strip() for part in policy.split(";")}


@pytest.mark.django_db
def test_g17_not_found(client: Client) -> None:
    response = client.get("/bestaat-niet/")
    assert response.status_code in {302, 404}
    assert parts(response["Content-Security-Policy"]) >= POLICY


@pytest.mark.django_db
def test_g17_not_found_for_who_is_signed_in(client: Client, colleague: User) -> None:
    response = sign_in(client, colleague).get("/bestaat-niet/")
    assert response.status_code == 404
    assert parts(response["Content-Security-Policy"]) >= POLICY
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_g17_our_own_mistake(
    colleague: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A page that breaks says so in our own words, shows no source, and keeps its headers."""

    def broken(*args: object, **kwargs: object) -> None:
        raise RuntimeError("kanarie-in-een-foutmelding")

    monkeypatch.setattr("wijkteam.core.navigation.menu", broken)
    client = sign_in(Client(raise_request_exception=False), colleague)
    response = client.get("/")
    assert response.status_code == 500
    assert b"kanarie" not in response.content
    assert b"Traceback" not in response.content
    assert parts(response["Content-Security-Policy"]) >= POLICY
    assert caplog.records


@pytest.mark.django_db
def test_g17_each_kind_of_refusal(colleague: User, case: Case, measured: Measured) -> None:
    """What comes from before or beside a page: each of these statuses, made by whatever makes it in life."""
    person, strict = sign_in(Client(), colleague), Client(enforce_csrf_checks=True)
    case_page = reverse("cases:detail", args=[case.public_id])
    sign_in(strict, colleague)
    answers = {
        302: Client().get(case_page),
        400: person.get("/?%00=1"),
        401: Client().post(case_page, headers={"HX-Request": "true"}),
        403: strict.post(reverse("core:scheme"), {"next": "/"}),
        404: person.get(reverse("cases:detail", args=[uuid.uuid4()])),
        405: person.put(case_page),
        413: person.post(reverse("cases:create"), "x", content_type="text/plain", CONTENT_LENGTH="99999999"),
        422: person.post(reverse("cases:create"), {}),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert parts(answer["Content-Security-Policy"]) >= POLICY, status
        for name, value in HEADERS.items():
            assert answer[name] == value, (status, name)
        assert {"no-store", "private"} <= {one.strip() for one in answer["Cache-Control"].split(",")}, status
        assert "Cookie" in answer["Vary"], status
    measured("G17", f"and of refusals: {', '.join(map(str, sorted(answers)))}, 500, an absent page, a static file")


@pytest.mark.django_db
def test_g17_over_https_browsers_stay_there(colleague: User, settings: Settings) -> None:
    """With what production sets: two years, also for what lies under this name, and cookies of this host alone."""
    production = (settings.BASE_DIR / "wijkteam" / "settings" / "production.py").read_text("utf-8").splitlines()
    assert set(production) >= {
        "SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60",
        "SECURE_HSTS_INCLUDE_SUBDOMAINS = True",
        "SECURE_SSL_REDIRECT = True",
        'SESSION_COOKIE_NAME = "__Host-session"',
        "SESSION_COOKIE_SECURE = True",
        'CSRF_COOKIE_NAME = "__Host-csrf"',
        "CSRF_COOKIE_SECURE = True",
    }
    settings.SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
    settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = settings.SECURE_SSL_REDIRECT = True
    client = Client()
    for path in ("/", "/bestaat-niet/", "/healthz", reverse("account_login")):
        answer = client.get(path, secure=True)
        assert "includeSubDomains" in answer["Strict-Transport-Security"], path
    plain = client.get("/", secure=False)
    assert (plain.status_code, plain["Location"][:8]) == (301, "https://")


@pytest.mark.django_db
def test_g17_static_files(client: Client, tmp_path: Path, settings: Settings) -> None:
    (tmp_path / "css").mkdir()
    (tmp_path / "css" / "base.css").write_text("body { margin: 0 }")
    settings.STATIC_ROOT = tmp_path
    response = Client().get("/static/css/base.css")
    assert response.status_code == 200
    assert parts(response["Content-Security-Policy"]) >= POLICY
    for name, value in HEADERS.items():
        assert response[name] == value, name
    response.close()  # the file behind it


@pytest.mark.django_db
def test_healthz_answers_without_an_account_and_is_not_kept(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies
