"""Migrations say what the models say, and every rule that PostgreSQL keeps is tried out by going round the code."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from pghistory.models import Event

OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")
BASE = Path(settings.BASE_DIR)


@pytest.mark.django_db
def test_the_migrations_are_complete() -> None:
    out = StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=out, stderr=out)
    except SystemExit as stop:
        raise AssertionError(f"Run makemigrations APP -n name:\n{out.getvalue()}") from stop


def constraint_names() -> set[str]:
    """Of the models, and of the triggers that the migrations make."""
    names = {
        constraint.name
        for model in apps.get_models()
        if model.__module__.startswith(OWN_APPS) and not issubclass(model, Event)
        for constraint in model._meta.constraints
    }
    for path in [*BASE.glob("*/migrations/*.py"), *BASE.glob("wijkteam/*/migrations/*.py")]:
        if "node_modules" not in path.parts:
            names |= set(re.findall(r"\bCONSTRAINT\s*=\s*'(\w+)'", path.read_text("utf-8")))
    return names


def test_every_rule_of_the_database_has_a_test_that_names_it() -> None:
    tests = "\n".join(path.read_text("utf-8") for path in (BASE / "tests").rglob("*.py"))
    untested = sorted(name for name in constraint_names() if not re.search(rf"\b{name}\b", tests))
    assert not untested, (
        "Write for each a test that writes rows past the code, expects IntegrityError and looks for the name in it:\n"
        + "\n".join(untested)
    )
