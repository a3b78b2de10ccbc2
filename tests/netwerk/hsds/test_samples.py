"""The published samples go in and come out as they were, in each form and from one form into the other."""

import json
from pathlib import Path

import pytest

from netwerk.models import KeptRow, Location, Organisation, Professional, Service
from netwerk.services.hsds.content import without_cleared
from tests.netwerk.hsds.directories import (
    FULL,
    SAMPLES,
    content,
    emptied,
    exported,
    imported,
    organisations,
    sorted_deep,
    tables,
)

pytestmark = pytest.mark.django_db


def test_the_full_organisation_comes_back_as_it_was(tmp_path: Path) -> None:
    imported(FULL)
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert sorted_deep(back) == sorted_deep(json.loads(FULL.read_text()))


def test_our_screens_have_what_the_sample_says() -> None:
    imported(FULL)
    organisation = Organisation.objects.get()
    assert organisation.name == "Example Organization Inc."
    assert (organisation.phone, organisation.website) == ("+44 1234 234567", "http://example.com")
    service = Service.objects.get()
    assert (service.name, service.organisation) == ("Community Counselling", organisation)
    place = Location.objects.get()
    assert (place.street, place.postcode, place.city) == ("1-30 Main Street", "ABC 1234", "MyCity")
    assert list(service.locations.all()) == [place]
    person = Professional.objects.get()
    assert (person.name, person.function, person.email) == ("Ann Persona", "Reception Manager", "email@example.com")


def test_the_tables_come_back_as_they_were(tmp_path: Path) -> None:
    imported(SAMPLES / "csv")
    back = tables(exported(tmp_path / "out", "--csv"))
    assert back == tables(SAMPLES / "csv")


def test_the_tables_as_json_come_back_as_they_were(tmp_path: Path) -> None:
    imported(SAMPLES / "tabular.json")
    said = json.loads((SAMPLES / "tabular.json").read_text())
    back = tables(exported(tmp_path / "out", "--csv"))
    assert back == {
        name: [{key: str(value) for key, value in row.items()} for row in rows] for name, rows in said.items() if rows
    }
    assert KeptRow.objects.exists()


def test_from_json_to_tables_and_back(tmp_path: Path) -> None:
    imported(FULL)
    exported(tmp_path / "tables", "--csv")
    emptied()
    imported(tmp_path / "tables")
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert sorted_deep(back) == sorted_deep(json.loads(FULL.read_text()))


def test_from_tables_to_json_and_back(tmp_path: Path) -> None:
    imported(SAMPLES / "csv")
    exported(tmp_path / "out.json")
    emptied()
    imported(tmp_path / "out.json")
    assert tables(exported(tmp_path / "tables", "--csv")) == tables(SAMPLES / "csv")


def test_a_folder_a_zip_and_json_say_the_same(tmp_path: Path) -> None:
    imported(FULL)
    exported(tmp_path / "out.zip", "--csv")
    exported(tmp_path / "out", "--csv")
    exported(tmp_path / "out.json")
    zipped, folder, flat = (content(tmp_path / name) for name in ("out.zip", "out", "out.json"))
    assert zipped.objects == folder.objects
    assert sorted_deep(flat.objects) == sorted_deep(without_cleared(folder.objects))
