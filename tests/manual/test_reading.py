"""Reading and searching the manual, through the front door."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.factories import MunicipalityFactory, UserFactory, sign_in
from wijkteam.accounts.enums import Role
from wijkteam.manual.selectors.pages import sources

pytestmark = pytest.mark.django_db


def as_role(client: Client, role: str, **fields: Any) -> Client:
    return sign_in(client, UserFactory.create(role=role, **fields))


@pytest.mark.parametrize("role", Role.values)
def test_contents_begin_with_what_the_role_does(client: Client, role: str) -> None:
    page = as_role(client, role).get(reverse("manual:contents"))
    contents = page.context["contents"]
    mine = {entry.slug for chapter in contents.mine for entry in chapter.entries}
    others = {entry.slug for chapter in contents.others for entry in chapter.entries}
    assert mine == {slug for slug, source in sources("nl").items() if role in source.roles}
    assert others == (set() if role == "partner" else set(sources("nl")) - mine)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_page_opens_in_both_languages(client: Client, language: str) -> None:
    as_role(client, "team-member", language=language)
    client.cookies["django_language"] = language
    for slug, source in sources(language).items():
        page = client.get(reverse("manual:page", args=[slug]))
        assert page.status_code == 200, slug
        assert f"<h1>{source.title}".replace("'", "&#x27;") in page.content.decode(), slug
        assert "**" not in page.content.decode()


def test_a_page_that_is_not_there(client: Client) -> None:
    assert as_role(client, "team-member").get(reverse("manual:page", args=["zoek-het-uit"])).status_code == 404


def test_everything_on_one_page_is_everything_of_the_role(client: Client) -> None:
    page = as_role(client, "commissioner").get(reverse("manual:everything")).content.decode()
    assert 'id="maandbericht-lezen"' in page
    assert 'id="veiligheid"' not in page


# -- search ----------------------------------------------------------------------------------------


def titles(client: Client, asked: str) -> list[str]:
    page = client.post(reverse("manual:search"), {"q": asked})
    return [hit.title for hit in page.context["hits"]]


def test_what_is_asked_is_found_best_first(client: Client) -> None:
    as_role(client, "team-member")
    assert titles(client, "maandbericht")[0].endswith("maandbericht lezen")
    assert titles(client, "overdragen")[0] == "Een casus overdragen"
    assert "Zorgen over veiligheid" in titles(client, "meldcode")


def test_capitals_and_accents_make_no_difference(client: Client) -> None:
    as_role(client, "team-member")
    assert titles(client, "MÉLDCÖDE") == titles(client, "meldcode") != []


def test_every_word_must_be_there(client: Client) -> None:
    as_role(client, "team-member")
    assert titles(client, "meldcode olifant") == []
    page = client.post(reverse("manual:search"), {"q": "olifant"}).content.decode()
    assert "Niets gevonden" in page
    assert reverse("manual:contents") in page


@pytest.mark.parametrize("asked", ["", "   ", "%_\\", "<script>", "a" * 5000, "\x01"])
def test_absurd_questions_get_an_answer(client: Client, asked: str) -> None:
    as_role(client, "team-member")
    page = client.post(reverse("manual:search"), {"q": asked})
    assert page.status_code == 200
    assert "<script>" not in page.content.decode().split("<main", 1)[1]


def test_a_partner_finds_nothing_of_the_work_inside(client: Client) -> None:
    as_role(client, "partner")
    assert titles(client, "meldcode") == []
    assert titles(client, "antwoord") == ["Een vraag van een wijkteam beantwoorden"]


# -- pictures --------------------------------------------------------------------------------------


def test_a_picture_is_shown_when_it_was_made(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.PICTURES = tmp_path
    as_role(client, "team-member")
    address = reverse("manual:picture", args=["ringen"])
    page = reverse("manual:page", args=["ringen-en-relaties"])
    assert client.get(address).status_code == 404
    assert "<img" not in client.get(page).content.decode()
    (tmp_path / "ringen.webp").write_bytes(b"RIFF....WEBP")
    assert f'<img src="{address}" alt="' in client.get(page).content.decode()
    answer = client.get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")


def test_no_other_file_leaves_through_the_pictures(client: Client, settings: Any, tmp_path: Path) -> None:
    settings.PICTURES = tmp_path
    (tmp_path / "geheim.webp").write_bytes(b"x")
    as_role(client, "team-member")
    assert client.get("/handleiding/plaatje/geheim.webp").status_code == 404
    assert client.get("/handleiding/plaatje/../../manage.webp").status_code == 404


# -- the statement ---------------------------------------------------------------------------------


def test_the_statement_is_public_and_says_whom_to_tell(client: Client, settings: Any) -> None:
    MunicipalityFactory.create()
    page = client.get(reverse("manual:accessibility")).content.decode()
    assert "voldoet gedeeltelijk" in page
    assert reverse("teams:find") in page
    settings.ACCESSIBILITY_CONTACT = "toegankelijk@voorbeeld.nl"
    assert "mailto:toegankelijk@voorbeeld.nl" in client.get(reverse("manual:accessibility")).content.decode()
