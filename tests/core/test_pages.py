"""Pages that belong to no app: errors, display choices, and what a browser asks for by itself."""

import json
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from tests.core.test_forms import Page
from tests.factories import sign_in
from wijkteam.accounts.models import User
from wijkteam.core import views

pytestmark = pytest.mark.django_db


def test_a_page_that_is_not_there(client: Client) -> None:
    response = client.get("/bestaat-niet/")
    assert response.status_code == 404
    assert "We kunnen deze pagina niet vinden" in response.text
    assert reverse("accounts:home") in response.text


def test_a_page_that_is_not_there_knows_who_asks_without_a_query_while_drawing(
    client: Client, coordinator: User
) -> None:
    client.force_login(coordinator)
    response = client.get("/bestaat-niet/")
    assert response.status_code == 404
    assert "Naar de startpagina" in response.text


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_broken_page_needs_no_database_and_nobodys_name(language: str, django_assert_num_queries: Any) -> None:
    request = RequestFactory().get("/stuk/")
    with django_assert_num_queries(0), override(language):
        response = views.server_error(request)
    assert response.status_code == 500
    assert {"nl": "Er is iets stuk", "en": "Something is broken"}[language] in response.text
    assert f'<html lang="{language}">' in response.text
    assert "<script" not in response.text


def test_a_form_without_its_token_is_refused_kindly() -> None:
    response = Client(enforce_csrf_checks=True).post(reverse("core:scheme"), {"scheme": "dark"})
    assert response.status_code == 403
    assert "Dit formulier stond te lang open" in response.text


# -- display ---------------------------------------------------------------------------------------


def test_light_or_dark_is_kept_in_a_cookie_and_shown(client: Client) -> None:
    response = client.post(reverse("core:scheme"), {"scheme": "dark", "next": "/account/login/"})
    assert (response.status_code, response["Location"]) == (302, "/account/login/")
    cookie = client.cookies["weergave"]
    assert cookie.value == "dark"
    assert cookie["httponly"]
    assert 'data-scheme="dark"' in client.get("/account/login/").text
    client.post(reverse("core:scheme"), {"scheme": "", "next": "/"})
    assert "data-scheme" not in client.get("/account/login/").text


@pytest.mark.parametrize("scheme", ["neon", '"><script>'])
def test_another_scheme_is_none(client: Client, scheme: str) -> None:
    client.post(reverse("core:scheme"), {"scheme": scheme})
    assert "data-scheme" not in client.get("/account/login/").text
    client.cookies["weergave"] = scheme
    assert "data-scheme" not in client.get("/account/login/").text


@pytest.mark.parametrize("target", ["https://elders.nl/", "//elders.nl", "javascript:alert(1)", ""])
def test_a_switch_leads_to_no_other_site(client: Client, target: str) -> None:
    assert client.post(reverse("core:scheme"), {"scheme": "dark", "next": target})["Location"] == "/"


def test_looking_changes_nothing(client: Client) -> None:
    assert client.get(reverse("core:scheme")).status_code == 405


def test_who_opens_an_address_that_only_saves_reads_how_to_go_on(client: Client, coordinator: User) -> None:
    for who in (client, sign_in(Client(), coordinator)):
        answer = who.get(reverse("core:scheme"))
        assert answer.status_code == 405
        assert answer["Allow"] == "POST"
        assert "Op dit adres is geen pagina" in answer.text
        assert f'href="{reverse("accounts:home")}"' in answer.text


def test_english_by_choice(client: Client) -> None:
    assert '<html lang="nl"' in client.get("/account/login/").text
    client.post(reverse("core:set-language"), {"language": "en", "next": "/account/login/"})
    page = client.get("/account/login/").text
    assert '<html lang="en"' in page
    assert "<h1>Sign in</h1>" in page


# -- what a browser asks for -----------------------------------------------------------------------


def test_the_service_worker_keeps_static_files_and_one_page_without_people(client: Client, coordinator: User) -> None:
    anonymous = client.get(reverse("core:service-worker")).text
    client.force_login(coordinator)
    assert client.get(reverse("core:service-worker")).text == anonymous
    config = json.loads(anonymous.split("const config = ", 1)[1].split(";\n", 1)[0])
    assert config["offline"] == reverse("core:offline")
    assert all(file.startswith("/static/") for file in config["files"] if file != config["offline"])
    page = client.get(config["offline"])
    assert page.status_code == 200
    assert coordinator.name not in page.text
    assert "<form" not in page.text


def test_every_file_it_keeps_exists(client: Client) -> None:
    from django.contrib.staticfiles import finders

    script = client.get(reverse("core:service-worker")).text
    for file in json.loads(script.split("const config = ", 1)[1].split(";\n", 1)[0])["files"]:
        if file.startswith("/static/"):
            assert finders.find(file.removeprefix("/static/")), f"{file} is not there, so nothing would be kept"


def test_the_manifest_gives_a_name_and_an_icon(client: Client) -> None:
    response = client.get(reverse("core:manifest"))
    assert response["Content-Type"] == "application/manifest+json"
    assert response.json()["name"] == "Wijkteam"
    assert response.json()["icons"]


def test_the_frame_of_a_page(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    page = client.get(reverse("core:styleguide")).text
    assert coordinator.name in page
    assert 'data-shortcuts="on"' in page
    assert page.count("<h1>") == 1
    assert 'href="#main"' in page
    assert '"historyCacheSize":0' in page, "htmx would keep pages of people in the browser"


def test_somebody_can_switch_shortcuts_off(client: Client, coordinator: User) -> None:
    coordinator.shortcuts = False
    coordinator.save(update_fields=["shortcuts"])
    client.force_login(coordinator)
    assert 'data-shortcuts="off"' in client.get(reverse("core:styleguide")).text


def test_signing_in_and_its_mistakes(client: Client) -> None:
    page = client.get("/account/login/").text
    assert "<h1>Inloggen</h1>" in page
    assert "placeholder" not in page
    response = client.post("/account/login/", {"login": "", "password": ""})
    assert "<title>Fout: Inloggen" in response.text
    assert 'class="error-summary"' in response.text


@pytest.mark.parametrize(
    "name", ["account_change_password", "mfa_index", "account_logout", "account_reauthenticate", "mfa_activate_totp"]
)
def test_pages_of_allauth_have_our_frame(client: Client, coordinator: User, name: str) -> None:
    client.force_login(coordinator)
    response = client.get(reverse(name), follow=True)
    assert response.status_code == 200
    assert response.text.count("<h1>") == 1
    assert "css/app.css" in response.text


def test_the_parts_of_the_sign_in_form_find_each_other(client: Client) -> None:
    page = Page(client.post("/account/login/", {"login": "", "password": ""}).text)
    for described in page.all("aria-describedby"):
        for id_ in described.split():
            assert id_ in page.all("id"), f"aria-describedby points at {id_}, which is not there"
