"""Whatever a valid file says comes back; a second time changes nothing; our own directory moves to another place."""

import json
import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model

from netwerk.enums import Level, LevelReason, OrganisationKind
from netwerk.models import KeptRow, Location, Organisation, Professional, Service
from tests.factories import (
    LocationFactory,
    NeighbourhoodFactory,
    OrganisationFactory,
    ProfessionalFactory,
    ServiceFactory,
    ThemeFactory,
)
from tests.netwerk.hsds.directories import emptied, exported, imported, made, organisations, sorted_deep, tables

pytestmark = pytest.mark.django_db
KEPT: tuple[type[Model], ...] = (Organisation, Service, Location, Professional, KeptRow)


def written(tmp_path: Path, said: Any, name: str = "in.json") -> Path:
    path = tmp_path / name
    path.write_text(json.dumps(said), encoding="utf-8")
    return path


def history() -> int:
    models = [*KEPT, Organisation.themes.through, Service.themes.through, Service.areas.through]
    events = [apps.get_model("netwerk", f"{model.__name__}Event") for model in KEPT]
    return sum(model._default_manager.count() for model in [*models, *events])


def seen() -> list[Any]:
    """Everything that the screens show, without the keys of this database."""
    people = Professional.objects.order_by("hsds_id").values(
        "hsds_id", "organisation__hsds_id", "name", "function", "phone", "email", "starts_on", "ends_on"
    )
    organisations = Organisation.objects.order_by("hsds_id", "themes__code").values(
        "hsds_id", "name", "kind", "description", "website", "phone", "email", "starts_on", "ends_on", "themes__code"
    )
    services = Service.objects.order_by("hsds_id", "themes__code", "areas__code", "locations__hsds_id").values(
        "hsds_id", "organisation__hsds_id", "name", "description", "level", "level_reason", "waiting_weeks",
        "waiting_stated_on", "starts_on", "ends_on", "themes__code", "areas__code", "locations__hsds_id",
    )  # fmt: skip
    places = Location.objects.order_by("hsds_id").values(
        "hsds_id", "organisation__hsds_id", "name", "street", "postcode", "city", "area__code"
    )
    return [*organisations, *services, *places, *people]


@pytest.mark.parametrize("seed", range(6))
def test_what_goes_in_comes_out(tmp_path: Path, seed: int) -> None:
    said = made(random.Random(seed))
    imported(written(tmp_path, said))
    assert sorted_deep(organisations(exported(tmp_path / "out.json"))) == sorted_deep(said["contents"])


@pytest.mark.parametrize("seed", range(6))
def test_by_way_of_tables_it_is_the_same(tmp_path: Path, seed: int) -> None:
    imported(written(tmp_path, made(random.Random(seed))))
    first = exported(tmp_path / "first", "--csv")
    shown = seen()
    emptied()
    imported(first)
    assert seen() == shown
    assert tables(exported(tmp_path / "second", "--csv")) == tables(first)
    flat = exported(tmp_path / "out.json")
    emptied()
    imported(flat)
    assert tables(exported(tmp_path / "third", "--csv")) == tables(first)


@pytest.mark.parametrize("seed", range(3))
def test_a_second_time_changes_nothing(tmp_path: Path, seed: int) -> None:
    path = written(tmp_path, made(random.Random(seed)))
    imported(path)
    exported(tmp_path / "out", "--csv")
    exported(tmp_path / "out.json")
    before = history()
    for again in (path, tmp_path / "out", tmp_path / "out.json"):
        assert "Nothing changes" in imported(again)
        assert history() == before


def own_directory() -> None:
    district = NeighbourhoodFactory.create()
    money, care = ThemeFactory.create(code="geld"), ThemeFactory.create(code="zorg")
    clinic = OrganisationFactory.create(
        name="Praktijk Ümit", kind=OrganisationKind.GP, website="https://praktijk.example", phone="020 123 45 67",
        email="balie@praktijk.example", ends_on=date(2030, 1, 1),
    )  # fmt: skip
    clinic.themes.add(money, care)
    place = LocationFactory.create(organisation=clinic, street="Plein 1", postcode="1012 AB", city="Amsterdam")
    LocationFactory.create(organisation=clinic, street="", name="Achterzaal", area=district)
    service = ServiceFactory.create(
        organisation=clinic, name="Schuldhulpmaatje", description="Een maatje, thuis.", waiting=True,
        level=Level.CITY, level_reason=LevelReason.PRIVACY,
    )  # fmt: skip
    service.themes.add(money)
    service.areas.add(district)
    service.locations.add(place)
    ServiceFactory.create(
        organisation=clinic,
        name="Voorbij",
        ends_on=date(2021, 1, 1),
        waiting_weeks=0,
        waiting_stated_on=date(2020, 5, 1),
    )
    ProfessionalFactory.create(organisation=clinic, name="Ans", function="Assistente", phone="06 1", email="a@b.nl")
    ProfessionalFactory.create(organisation=clinic, name="Bob", ended=True)
    OrganisationFactory.create(name="Zonder iets", description="")


@pytest.mark.parametrize("options", [("out.json",), ("out", "--csv"), ("out.zip", "--csv")])
def test_our_own_directory_comes_back_elsewhere_as_it_was(tmp_path: Path, options: tuple[str, ...]) -> None:
    own_directory()
    shown = seen()
    path = exported(tmp_path / options[0], *options[1:])
    before = history()
    assert "Nothing changes" in imported(path)
    assert history() == before
    emptied()
    imported(path)
    assert seen() == shown
    again = exported(tmp_path / f"again-{options[0]}", *options[1:])
    if path.is_dir():
        assert tables(again) == tables(path)
    elif path.suffix == ".json":
        assert sorted_deep(organisations(again)) == sorted_deep(organisations(path))


def test_our_own_directory_says_themes_reach_and_waiting_in_the_words_of_the_standard(tmp_path: Path) -> None:
    own_directory()
    clinic = next(one for one in organisations(exported(tmp_path / "out.json")) if one["name"] == "Praktijk Ümit")
    (service,) = (one for one in clinic["services"] if one["name"] == "Schuldhulpmaatje")
    said = {one["taxonomy_term"]["code"]: one.get("value") for one in service["attributes"]}
    assert said == {
        "level": "city", "level-reason": "privacy", "waiting-weeks": "6", "waiting-stated-on": "2026-02-01",
        "starts-on": "2020-01-01", "geld": None,
    }  # fmt: skip
    assert service["status"] == "active"
    assert len(service["service_areas"]) == len(service["service_at_locations"]) == 1
    assert next(one for one in clinic["services"] if one["name"] == "Voorbij")["status"] == "inactive"
    assert clinic["phones"][0]["number"] == "020 123 45 67"
