"""Running it: is it ready, whom to tell of a hole, what is it built of."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NoReturn

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.test import Client
from pytest_django import Settings

from tests.promises import Measured
from wijkteam.core.management.commands.sbom import front_end_packages, python_packages

BASE = Path(settings.BASE_DIR)


# -- G18 -------------------------------------------------------------------------------------------


def test_g18_each_package_of_each_lock_has_hashes(measured: Measured) -> None:
    locks = sorted((BASE / "requirements").glob("*.txt"))
    assert len(locks) >= 4
    for lock in locks:
        entries = re.split(r"^(?=\S)", lock.read_text("utf-8"), flags=re.MULTILINE)
        packages = [entry for entry in entries if "==" in entry.split("\n")[0]]
        assert packages, lock
        without = [entry.split("\n")[0] for entry in packages if "--hash=sha256:" not in entry]
        assert not without, f"{lock.name}: {without}"
        measured.add("G18", "packages with hashes", len(packages), part="locks")


def test_g18_the_bill_of_materials_names_each_package(capsys: pytest.CaptureFixture[str], measured: Measured) -> None:
    call_command("sbom")
    first = capsys.readouterr().out
    call_command("sbom")
    assert first == capsys.readouterr().out, "the same locks, the same bytes"
    bill = json.loads(first)
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    named = {one["purl"] for one in bill["components"]}
    assert len(named) == len(bill["components"])
    lock = (BASE / "requirements" / "production.txt").read_text("utf-8")
    lines = [line for line in lock.splitlines() if re.match(r"^[A-Za-z0-9].*==", line)]
    assert len(lines) == len(python_packages(lock)), "a line of the lock was not understood"
    for line in lines:
        name, version = re.split(r"==", line.split(" ")[0])
        assert f"pkg:pypi/{name.split('[')[0].lower().replace('_', '-')}@{version}" in named
    front_end = front_end_packages((BASE / "package-lock.json").read_text("utf-8"))
    assert {f"pkg:npm/{name.replace('@', '%40')}@{version}" for name, version in front_end} <= named
    measured("G18", f"{len(named)} packages named", part="sbom")


# -- ready, and whom to tell -----------------------------------------------------------------------


@pytest.mark.django_db
def test_it_is_ready_when_the_database_answers(client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, answer.text) == (200, "ready")
    assert "no-store" in answer["Cache-Control"]


def _nothing_may_ask() -> NoReturn:
    raise AssertionError("the words of the municipality were asked for")


@pytest.mark.django_db
def test_it_is_not_ready_without_a_database(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """The process lives on meanwhile: healthz does not ask the database."""
    broken = connections["default"].settings_dict | {"HOST": "/nowhere"}
    connection = connections["default"].copy()
    connection.settings_dict = broken
    monkeypatch.setattr("wijkteam.urls.connection", connection)
    # Nor may what stands around it need the database.
    monkeypatch.setattr("wijkteam.areas.middleware.vocabulary_in_use", _nothing_may_ask)
    assert client.get("/readyz").status_code == 503
    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_whom_to_tell_of_a_hole(client: Client, settings: Settings) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404, "nobody to tell was named"
    settings.SECURITY_CONTACT = "mailto:veilig@wijkteam.example"
    answer = client.get("/.well-known/security.txt")
    assert answer["Content-Type"] == "text/plain; charset=utf-8"
    said = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert said["Contact"] == "mailto:veilig@wijkteam.example"
    assert said["Canonical"].endswith("/.well-known/security.txt")
    until = datetime.fromisoformat(said["Expires"])
    assert timedelta(days=30) < until - datetime.now(UTC) < timedelta(days=366), "RFC 9116: within a year"
