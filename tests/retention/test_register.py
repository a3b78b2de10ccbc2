"""The register of personal data is true, complete, and readable."""

import copy
import html
from typing import Any

import pytest
from django.apps import apps
from django.core.checks import run_checks
from django.test import Client
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext, override

from tests.factories import sign_in
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.retention.selectors.field_names import name_of
from wijkteam.retention.selectors.register import fields_of, load, own_models, problems
from wijkteam.retention.selectors.takeout_kinds import kinds

LINE = "accounts.User"
# Dutch says it with the same word.
_SAME = (
    "ID account browser code contact dilemma discipline fte label link moment opening outreachmoment plan postcode "
    "ring score team type website"
)
THE_SAME = frozenset(_SAME.split(" "))


def told(register: dict[str, Any]) -> list[str]:
    return [f"{label} {problem}" for label, problem in problems(register, own_models())]


@pytest.fixture
def register() -> dict[str, Any]:
    """A copy, to spoil."""
    return copy.deepcopy(load())


def test_the_register_is_true(measured: Measured) -> None:
    assert told(load()) == []
    assert not run_checks(tags=["retention"])
    measured("G27", f"{len(load()['models'])} models, 0 fields missing")


def test_a_model_without_a_line(register: dict[str, Any]) -> None:
    del register["models"]["cases.Person"]
    assert told(register) == ["cases.Person has no line in the register"]


def test_a_line_without_a_model(register: dict[str, Any]) -> None:
    register["models"]["cases.Gone"] = register["models"]["cases.Person"]
    assert told(register) == ["cases.Gone is in the register, but there is no such model"]


def test_a_field_that_is_not_named(register: dict[str, Any]) -> None:
    register["models"][LINE]["personal"].remove("email")
    assert told(register) == [f"{LINE} does not say whether email is personal"]


def test_a_field_that_is_none_or_named_twice(register: dict[str, Any]) -> None:
    register["models"][LINE]["personal"] += ["shoe_size", "is_superuser"]
    assert told(register) == [
        f"{LINE} says twice what is_superuser is",
        f"{LINE} names shoe_size, which is no field",
    ]


@pytest.mark.parametrize("part", ["purpose", "basis", "period", "recipients"])
def test_a_line_that_leaves_something_open(register: dict[str, Any], part: str) -> None:
    register["models"][LINE][part] = "because"
    assert told(register) == [f"{LINE} has no known {part}: 'because'"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ({"personal": None}, "does not say which fields are personal"),
        ({"personal": "all", "other": ["name"]}, "calls all fields personal, and some not"),
        ({"personal": [], "other": "all"}, "calls no field personal without saying why"),
        ({"basis": "none"}, "has personal fields, but no ground"),
    ],
)
def test_a_line_that_contradicts_itself(register: dict[str, Any], line: dict[str, Any], problem: str) -> None:
    register["models"][LINE].update(line)
    assert any(problem in text for text in told(register)), told(register)


def test_each_text_is_there_in_both_languages() -> None:
    register = load()
    for table in ("purposes", "bases", "periods", "recipients"):
        for key, texts in register[table].items():
            assert set(texts) == {"nl", "en"}, f"{table}.{key}"
            assert all(texts.values())


def test_each_text_is_used() -> None:
    register = load()
    for part, table in (
        ("purpose", "purposes"),
        ("basis", "bases"),
        ("period", "periods"),
        ("recipients", "recipients"),
    ):
        used = {line[part] for line in register["models"].values()}
        assert used == set(register[table]), table


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("nl", "15 jaar na het sluiten"), ("en", "15 years after the case")])
def test_the_privacy_officer_reads_it(client: Client, privacy_officer: User, language: str, words: str) -> None:
    sign_in(client, privacy_officer)
    client.cookies["django_language"] = language
    page = client.get(reverse("retention:register"))
    assert words in page.text
    for label in load()["models"]:
        with override(language):
            assert capfirst(str(apps.get_model(label)._meta.verbose_name_plural)) in html.unescape(page.text), label


def test_each_field_about_people_has_a_dutch_name() -> None:
    """A field without a name of its own is called by its code; that is told in field_names.py."""
    english = []
    for label, line in load()["models"].items():
        fields = fields_of(apps.get_model(label))
        for name in fields if line["personal"] == "all" else line["personal"]:
            with override("en"):
                said = str(fields[name].verbose_name)
            with override("nl"):
                if gettext(str(fields[name].verbose_name)) == said and said not in THE_SAME:
                    english.append(f"{label}.{name}: {said}")
    assert english == []


def test_each_column_that_a_team_takes_along_has_a_dutch_name() -> None:
    """Also what is about no person, and what links two tables; the codebook stands beside the tables."""
    english = {
        f"{kind.name}.{column.field.name}"
        for kind in kinds()
        for column in kind.columns
        if in_language("nl", column.field) == (said := in_language("en", column.field)) and said not in THE_SAME
    }
    assert english == set()


def in_language(language: str, field: Any) -> str:
    with override(language):
        return name_of(field)
