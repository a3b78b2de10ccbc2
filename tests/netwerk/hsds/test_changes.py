"""A changed file changes exactly what it says; the rest stays, and what we wrote ourselves stays too."""

import copy
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netwerk.models import KeptRow, Location, Organisation, Professional, Service
from tests.factories import OrganisationFactory, ThemeFactory
from tests.netwerk.hsds.directories import FULL, SAMPLES, exported, imported, organisations, sorted_deep
from tests.netwerk.hsds.test_round_trip import history, written

pytestmark = pytest.mark.django_db
SAMPLE = json.loads(FULL.read_text())


@pytest.fixture
def said() -> dict[str, Any]:
    imported(FULL)
    return copy.deepcopy(SAMPLE)


def test_a_trial_tells_and_writes_nothing(tmp_path: Path) -> None:
    told = imported(FULL, "--dry-run")
    assert "organisations: 1 new" in told
    assert "nothing was written" in told
    assert not Organisation.objects.exists()
    imported(FULL)
    changed = written(tmp_path, {**SAMPLE, "name": "Renamed"})
    told = imported(changed, "--dry-run")
    assert "Renamed: name" in told
    assert Organisation.objects.get().name == "Example Organization Inc."


def test_one_field_changes_one_row(tmp_path: Path, said: dict[str, Any]) -> None:
    before = history()
    said["services"][0]["alert"] = "Closed in August"
    told = imported(written(tmp_path, said))
    assert "services: 0 new, 1 changed" in told
    assert "Community Counselling: alert" in told
    assert history() == before + 1
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert back["services"][0]["alert"] == "Closed in August"


def test_what_the_file_leaves_out_stays(tmp_path: Path, said: dict[str, Any]) -> None:
    other = OrganisationFactory.create(name="Van ons")
    del said["services"][0]["alert"], said["locations"], said["website"]
    del said["services"][0]["phones"]
    said["services"][0]["cost_options"] = []
    before = history()
    told = imported(written(tmp_path, said))
    assert "1 organisations in the directory are not in this file; they stay" in told
    assert history() == before
    assert Organisation.objects.filter(pk=other.pk).exists()
    back = next(one for one in organisations(exported(tmp_path / "out.json")) if one["id"] == SAMPLE["id"])
    assert sorted_deep(back) == sorted_deep(SAMPLE)


def test_null_takes_away(tmp_path: Path, said: dict[str, Any]) -> None:
    said["website"] = None
    imported(written(tmp_path, said))
    assert Organisation.objects.get().website == ""


def test_an_empty_cell_takes_away_and_a_row_that_moved_is_no_longer_where_it_was(tmp_path: Path) -> None:
    imported(SAMPLES / "csv")
    exported(tmp_path, "--csv")
    organizations, phones = tmp_path / "organizations.csv", tmp_path / "phones.csv"
    organizations.write_text(organizations.read_text().replace("http://example.com,tax_status", ",tax_status"))
    service = SAMPLE["services"][0]["id"]
    phones.write_text(phones.read_text().replace(service, ""))
    imported(tmp_path)
    assert Organisation.objects.get().website == ""
    assert not Service.objects.get().hsds_extra["object"].get("phones")
    assert Organisation.objects.get().phone
    imported(FULL)
    exported(tmp_path / "again", "--csv")
    assert service in (tmp_path / "again" / "phones.csv").read_text()


def test_what_we_changed_counts_in_the_export_and_stays_at_the_next_import(
    tmp_path: Path, said: dict[str, Any]
) -> None:
    organisation, service = Organisation.objects.get(), Service.objects.get()
    place, person = Location.objects.get(), Professional.objects.get()
    organisation.phone, organisation.description = "020 1", ""
    organisation.save()
    organisation.themes.add(ThemeFactory.create(code="geld"))
    service.name, service.ends_on = "Praten", date(2026, 11, 1)
    service.starts_on = date(2026, 1, 1)
    service.save()
    service.locations.clear()
    place.street = "Plein 2"
    place.save()
    person.function, person.phone = "Baas", ""
    person.save()
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert back["phones"][0] == {**SAMPLE["phones"][0], "number": "020 1"}
    assert back["description"] == "-"
    assert back["attributes"][0]["taxonomy_term"]["code"] == "geld"
    assert back["services"][0]["name"] == "Praten"
    assert (back["services"][0]["status"], back["services"][0]["service_at_locations"]) == ("inactive", [])
    assert back["locations"][0]["addresses"][0]["address_1"] == "Plein 2"
    assert back["locations"][0]["addresses"][0]["postal_code"] == "ABC 1234"
    assert back["contacts"][0]["title"] == "Baas"
    assert back["contacts"][0]["phones"] == []
    # The same file again, and one that says something new about something else, leave it.
    assert "Nothing changes" in imported(FULL)
    said["legal_status"] = "Foundation"
    imported(written(tmp_path, said))
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.description) == ("020 1", "")
    said["phones"][0]["number"] = said["contacts"][0]["phones"][0]["number"] = "999"
    for one in (said["locations"][0], said["services"][0], said["services"][0]["service_at_locations"][0]):
        one["phones"][0]["number"] = "999"
        for contact in one["contacts"]:
            contact["phones"][0]["number"] = "999"
    inner = said["services"][0]["service_at_locations"][0]["location"]
    inner["phones"][0]["number"] = inner["contacts"][0]["phones"][0]["number"] = "999"
    imported(written(tmp_path, said))
    organisation.refresh_from_db()
    assert (organisation.phone, organisation.description) == ("999", "")


def test_a_place_that_was_removed_here_is_not_in_the_export(tmp_path: Path, said: dict[str, Any]) -> None:
    Location.objects.get().delete()
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert back["locations"] == []
    assert back["services"][0]["service_at_locations"] == []
    assert "tables" in str(exported(tmp_path / "tables", "--csv"))


def test_a_service_that_stopped(tmp_path: Path, said: dict[str, Any]) -> None:
    said["services"][0]["status"] = "defunct"
    imported(written(tmp_path, said))
    assert Service.objects.get().ends_on is not None
    said["services"][0]["status"] = "active"
    imported(written(tmp_path, said))
    assert Service.objects.get().ends_on is None


def test_a_service_with_its_organisation_or_with_the_id_of_one_that_is_here(tmp_path: Path) -> None:
    service = {"id": "ac148810-d857-441c-9679-408f346de14a", "name": "Nieuw", "status": "active"}
    nested = {key: SAMPLE[key] for key in ("id", "name", "description")}
    imported(written(tmp_path, {**service, "organization": nested}))
    assert Service.objects.get().organisation.name == SAMPLE["name"]
    other = {**service, "id": "ac148810-d857-441c-9679-408f346de14c", "organization_id": SAMPLE["id"]}
    imported(written(tmp_path, {"contents": [other]}))
    assert Organisation.objects.get().services.count() == 2
    imported(written(tmp_path, [{**service, "name": "Hernoemd", "organization_id": SAMPLE["id"]}]))
    assert sorted(Service.objects.values_list("name", flat=True)) == ["Hernoemd", "Nieuw"]


def test_what_is_no_address_is_kept_but_never_a_link(tmp_path: Path, said: dict[str, Any]) -> None:
    said["website"], said["email"] = "javascript:alert(1)", "nobody"
    told = imported(written(tmp_path, said))
    organisation = Organisation.objects.get()
    assert (organisation.website, organisation.email) == ("", "")
    assert "email" in told
    (back,) = organisations(exported(tmp_path / "out.json"))
    assert (back["website"], back["email"]) == ("javascript:alert(1)", "nobody")


def test_rows_that_hang_from_nothing_come_back_in_both_forms(tmp_path: Path) -> None:
    imported(SAMPLES / "csv")
    assert set(KeptRow.objects.values_list("table", flat=True)) == {
        "attribute", "metadata", "meta_table_description", "taxonomy_term", "taxonomy",
    }  # fmt: skip
    assert "meta_table_descriptions.csv" in json.loads(exported(tmp_path / "out.json").read_text())["tabular"]
