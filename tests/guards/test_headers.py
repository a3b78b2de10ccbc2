"""G17: the headers of the answers that no page of ours makes. tests/conftest.py looks at all others."""

from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from tests.conftest import HEADERS, POLICY
from tests.factories import sign_in
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
