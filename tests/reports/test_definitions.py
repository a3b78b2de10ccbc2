"""Definitions are written once; what people read of them elsewhere is a copy that must be equal."""

from pathlib import Path

from django.conf import settings

from wijkteam.reports.enums import DEFINITIONS, DEFINITIONS_VERSION
from wijkteam.reports.management.commands.definitions import as_markdown


def test_the_document_says_what_the_code_says() -> None:
    written = (Path(settings.BASE_DIR) / "docs" / "figures.md").read_text("utf-8")
    assert as_markdown() in written, "run `manage.py definitions` and put its answer at the end of docs/figures.md"


def test_keys_are_unique_and_the_version_is_there() -> None:
    keys = [definition.key for definition in DEFINITIONS]
    assert len(set(keys)) == len(keys)
    assert DEFINITIONS_VERSION
