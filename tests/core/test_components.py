"""Each component says what it takes, is shown on the style guide, and holds whatever words it gets."""

import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from tests.factories import UserFactory
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import STAFF
from wijkteam.core.templatetags.ui import avatar_class, duration, initials

COMPONENTS = sorted((Path(settings.BASE_DIR) / "templates" / "components").glob("*.html"))
DRAWN_BY_A_TAG = {"card", "chart"}


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_each_begins_with_its_contract(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("{# ") and first.endswith(" #}"), "say in the first line what it takes"  # noqa: PT018
    if path.stem not in DRAWN_BY_A_TAG:
        assert first.startswith(f"{{# components/{path.name}  ")


@pytest.mark.parametrize("path", COMPONENTS, ids=lambda path: path.stem)
def test_each_is_shown_on_the_style_guide(path: Path) -> None:
    shown = (Path(settings.BASE_DIR) / "templates/styleguide/index.html").read_text("utf-8")
    inside = "".join(other.read_text("utf-8") for other in COMPONENTS if other != path)
    inside += (Path(settings.BASE_DIR) / "templates/django/forms/div.html").read_text("utf-8")
    used = f'"components/{path.name}"' in shown + inside or f"{{% {path.stem} " in shown
    assert used, "add it to templates/styleguide/index.html, or take it away"


@pytest.mark.django_db
@pytest.mark.parametrize("role", STAFF)
def test_all_staff_can_look_at_the_style_guide(client: Client, role: Role) -> None:
    client.force_login(UserFactory.create(role=role))
    response = client.get(reverse("core:styleguide"))
    assert response.status_code == 200
    assert not re.search(r"\{[{%#]|\bNone\b", response.text), "a tag that was not drawn"


@pytest.mark.django_db
def test_it_is_not_for_everybody(client: Client) -> None:
    assert client.get(reverse("core:styleguide")).status_code == 302


def test_a_rejected_form_says_so_in_the_title_and_with_its_status(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    response = client.post(reverse("core:styleguide"), {"name": ""})
    assert response.status_code == 422
    assert "<title>Fout: Stijlgids" in response.text
    assert response.text.count("<h1>Stijlgids</h1>") == 1


def test_a_fragment_is_part_of_the_page(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    part = client.get(reverse("core:styleguide"), {"deel": "dialog"}, headers={"HX-Request": "true"})
    assert part.text.strip().startswith("<form")
    assert 'id="dialog-title"' in part.text
    shown = client.get(reverse("core:styleguide"), {"deel": "toast"}, headers={"HX-Request": "true"})
    assert "toast" in shown["HX-Trigger"]


def test_words_of_people_never_become_markup() -> None:
    nasty = "<b>'\"&"
    samples: dict[str, dict[str, Any]] = {
        "alert": {"tone": "info", "text": nasty, "title": nasty, "href": "/", "link": nasty},
        "badge": {"label": nasty, "tone": ""},
        "stat": {"value": nasty, "label": nasty, "note": nasty, "delta": nasty, "trend": "up"},
        "empty": {"icon": "inbox", "title": nasty, "text": nasty, "href": "/", "action": nasty},
        "avatar": {"name": nasty},
        "breadcrumbs": {"crumbs": [(nasty, "/")], "here": nasty},
        "steps": {"steps": [nasty], "current": 1},
        "timeline_item": {
            "icon": "home",
            "title": nasty,
            "when": dt.datetime(2026, 5, 4, 14, 5, tzinfo=dt.UTC),
            "by": nasty,
            "text": nasty,
        },
    }
    for name, context in samples.items():
        assert "<b>" not in render_to_string(f"components/{name}.html", context), name


def test_a_card_keeps_its_content_and_escapes_its_title() -> None:
    template = Template('{% load ui %}{% card title=title id="feiten" %}<p>{{ inside }}</p>{% endcard %}')
    html = template.render(Context({"title": "<i>", "inside": "<u>"}))
    assert "<p>&lt;u&gt;</p>" in html
    assert "&lt;i&gt;" in html
    assert 'aria-labelledby="feiten-title"' in html
    assert 'id="feiten-title"' in html


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Samira Benali", "SB"),
        ("Jeroen van der Vonk", "JV"),
        ("Aylin Çelik-Yıldız", "AÇ"),
        ("Cher", "C"),
        ("jan de vries", "jv"),
        ("", ""),
    ],
)
def test_initials(name: str, letters: str) -> None:
    assert initials(name) == letters


def test_a_person_keeps_one_colour() -> None:
    assert avatar_class("Samira Benali") == avatar_class("Samira Benali")
    assert len({avatar_class(name) for name in ("A", "B", "C", "D", "E")}) == 5


@pytest.mark.parametrize(
    ("minutes", "dutch", "english"),
    [
        (0, "0 min", "0 min"),
        (45, "45 min", "45 min"),
        (60, "1 uur", "1 h"),
        (95, "1 uur 35 min", "1 h 35 min"),
        (None, "", ""),
    ],
)
def test_amounts_of_time(minutes: int | None, dutch: str, english: str) -> None:
    with override("nl"):
        assert duration(minutes) == dutch
    with override("en"):
        assert duration(minutes) == english
