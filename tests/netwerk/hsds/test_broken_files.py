"""A broken file says which file, row and field, and how to go on; and nothing of it is taken in."""

import copy
import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError

from netwerk.models import KeptRow, Organisation
from netwerk.services.hsds.problems import FileRefused
from netwerk.services.hsds.read import MAX_BYTES, read_bytes, read_path
from tests.netwerk.hsds.directories import FULL, NOBODY, SAMPLES, imported

SAMPLE = json.loads(FULL.read_text())
ELSEWHERE = "0f0f0f0f-0f0f-4f0f-8f0f-0f0f0f0f0f0f"


def problems(data: bytes | Path) -> list[str]:
    with pytest.raises(FileRefused) as refusal:
        read_path(data, known=NOBODY) if isinstance(data, Path) else read_bytes(data, known=NOBODY)
    return refusal.value.problems


def changed(change: Callable[[dict[str, Any]], Any]) -> bytes:
    said = copy.deepcopy(SAMPLE)
    change(said)
    return json.dumps(said).encode()


BROKEN: list[tuple[Callable[[dict[str, Any]], Any], str, str]] = [
    (lambda said: said.pop("name"), "name", "ingevuld"),
    (lambda said: said.update(name="  "), "name", "ingevuld"),
    (lambda said: said.pop("id"), "id", "ingevuld"),
    (lambda said: said["services"][0].pop("name"), "services[0].name", "ingevuld"),
    (lambda said: said["services"][0].update(name=12), "services[0].name", "tekst"),
    (lambda said: said["services"][0].update(status="gone"), "services[0].status", "active, inactive"),
    (lambda said: said["services"][0].update(minimum_age="12"), "services[0].minimum_age", "getal"),
    (lambda said: said["services"][0].update(minimum_age=True), "services[0].minimum_age", "waar of onwaar"),
    (lambda said: said["services"][0].update(assured_date="2005-13-01"), "services[0].assured_date", "geen datum"),
    (lambda said: said["services"][0].update(phones={}), "services[0].phones", "lijst"),
    (lambda said: said["services"].append("x"), "services[1]", "object"),
    (
        lambda said: said["services"][0]["schedules"][0].update(opens_at="25:00"),
        "services[0].schedules[0].opens_at",
        "tijd",
    ),
    (
        lambda said: said["locations"][0]["addresses"][0].pop("country"),
        "locations[0].addresses[0].country",
        "ingevuld",
    ),
    (
        lambda said: said["services"][0].update(organization_id=ELSEWHERE),
        "services[0].organization_id",
        "andere organisatie",
    ),
    (
        lambda said: (
            said["services"][0]["service_at_locations"][0].update(location_id=ELSEWHERE)
            or said["services"][0]["service_at_locations"][0].pop("location")
        ),
        "services[0].service_at_locations[0].location_id",
        ELSEWHERE,
    ),
    (
        lambda said: said["services"].append({**said["services"][0], "name": "Anders"}),
        "services[1].name",
        "services[0]",
    ),
    (lambda said: said.update(description="a\x00b"), "description", "teken"),
    (lambda said: said.update(description="a\ud800b"), "description", "teken"),
    (lambda said: said.update(x_own={"deep": ["\x00"]}), "x_own.deep", "teken"),
    (lambda said: said.update(id="x" * 65), "id", "64"),
]


@pytest.mark.parametrize(
    ("change", "where", "what"), BROKEN, ids=[f"{number}-{one[1]}" for number, one in enumerate(BROKEN)]
)
def test_a_broken_object_says_where(change: Callable[[dict[str, Any]], Any], where: str, what: str) -> None:
    told = problems(changed(change))
    assert any(one.startswith(f"{where}: ") and what in one for one in told), told


def test_each_problem_has_its_own_line() -> None:
    def change(said: dict[str, Any]) -> None:
        said.pop("name")
        said["services"][0].update(status="gone", minimum_age="12")

    assert [one.split(":")[0] for one in problems(changed(change))] == [
        "name", "services[0].status", "services[0].minimum_age",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "geen JSON"),
        (b'{"id": "a",\n "name": }', "Regel 2, positie 10"),
        (b'{"id": NaN}', "geen getal"),
        (b'{"id": 1e999}', "geen getal"),
        (b'[{"minimum_age": ' + b"9" * 5000 + b"}]", "geen getal"),
        ("{}".encode("utf-16"), "UTF-8"),
        ('{"name":\n "Café"}'.encode("latin-1"), "Regel 2"),
        (b"[" * 100_000, "dieper"),
        (b"42", "getal"),
        (b'"text"', "tekst"),
        (b'{"contents": {}}', "contents"),
        (b'{"name": "a", "name": "b"}', "twee keer"),
        (b'[{"id": "a", "name": "b", "status": "active"}]', "[0].organization: "),
        (b'{"organizations.csv": 5}', "organizations.csv"),
        (b"PK\x03\x04rubbish", "zipbestand"),
        (b" " * (MAX_BYTES + 1), "te groot"),
    ],
    ids=range(16),
)
def test_what_is_no_file_of_the_standard_is_refused(data: bytes, what: str) -> None:
    told = problems(data)
    assert any(what in one for one in told), told


def test_something_that_stands_twice_in_a_list() -> None:
    one = {"id": ELSEWHERE, "name": "A", "description": "a"}
    (told,) = problems(json.dumps([one, one]).encode())
    assert told.startswith("[1].id: ")


def test_very_deep_but_not_too_deep_to_read() -> None:
    inner: Any = "x"
    for _ in range(40):
        inner = {"more": inner}
    (told,) = problems(json.dumps({"id": ELSEWHERE, "name": "A", "description": "a", "x_deep": inner}).encode())
    assert "x_deep.more.more" in told


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for path in (SAMPLES / "csv").iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    return tmp_path


def replaced(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / name
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


TABLES: list[tuple[str, str, str, str, str]] = [
    ("services.csv", "id,organization_id", "id,organisation", "regel 1, veld organization_id", "kolom"),
    ("services.csv", "alternate_name", "name", "regel 1, veld name", "twee keer"),
    ("services.csv", ",active,", ",open,", "regel 2, veld status", "active, inactive"),
    ("services.csv", ",12,100,", ",twaalf,100,", "regel 2, veld minimum_age", "getal"),
    ("services.csv", ",2005-01-01,", ",01-01-2005,", "regel 2, veld assured_date", "geen datum"),
    ("services.csv", ",Community Counselling,", ",,", "regel 2, veld name", "ingevuld"),
    ("services.csv", "14b,d9d5e0f5", "14b,e9d5e0f5", "regel 2, veld organization_id", "organizations.csv"),
    ("services.csv", ",licences,", ",", "regel 2", "cellen"),
    ("services.csv", ",licences,", ',"licences,', "regel 2", "aanhalingstekens"),
    ("cost_options.csv", "ac148810", "bc148810", "regel 2, veld service_id", "services.csv"),
    ("service_at_location.csv", "3a19ff88", "4a19ff88", "regel 2, veld location_id", "locations.csv"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "old", "new", "where", "what"), TABLES, ids=[f"{one[0]}-{one[4]}" for one in TABLES])
def test_a_broken_table_says_which_row_and_field(
    folder: Path, name: str, old: str, new: str, where: str, what: str
) -> None:
    replaced(folder, name, old, new)
    told = problems(folder)
    assert any(one.startswith(f"{name}, {where}: ") and what in one for one in told), told


def test_semicolons_latin_1_twice_the_same_id_and_an_empty_table(folder: Path) -> None:
    (folder / "taxonomies.csv").write_text("id;name;description\n1;a;b\n")
    (folder / "programs.csv").write_bytes("id,organization_id,name,description\n1,2,Café,x\n".encode("latin-1"))
    (folder / "funding.csv").write_text(f"id,source\n{ELSEWHERE},a\n\n{ELSEWHERE},b\n")
    (folder / "languages.csv").write_bytes(b"")
    told = problems(folder)
    assert any(one.startswith("taxonomies.csv, regel 1: ") and "puntkomma" in one for one in told)
    assert any(one.startswith("programs.csv, regel 2: ") and "UTF-8" in one for one in told)
    assert any(one.startswith("funding.csv, regel 4, veld id: ") and "regel 2" in one for one in told)
    assert any(one.startswith("languages.csv: ") and "leeg" in one for one in told)


def test_a_folder_without_tables(tmp_path: Path) -> None:
    (tmp_path / "notes.csv").write_text("a,b\n1,2\n")
    assert "organizations.csv" in problems(tmp_path)[0]


def zipped(entries: dict[str, bytes]) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in entries.items():
            package.writestr(name, data)
    return packed.getvalue()


def test_a_zip_that_is_much_larger_inside_is_refused_before_it_is_read() -> None:
    bomb = zipped({"organizations.csv": b"0" * (MAX_BYTES + 1)})
    assert len(bomb) < MAX_BYTES // 100
    assert "te groot" in problems(bomb)[0]
    # What it says about its size is not believed.
    lying = bomb.replace((MAX_BYTES + 1).to_bytes(4, "little"), (10).to_bytes(4, "little"))
    assert problems(lying)
    assert "te groot" in problems(zipped({f"{number}.csv": b"" for number in range(101)}))[0]


def test_a_zip_with_the_same_table_twice() -> None:
    data = (SAMPLES / "csv" / "organizations.csv").read_bytes()
    assert "twee keer" in problems(zipped({"a/organizations.csv": data, "b/organizations.csv": data}))[0]


@pytest.mark.django_db
def test_nothing_of_a_broken_file_is_taken_in(tmp_path: Path) -> None:
    good = {"id": ELSEWHERE, "name": "Goed", "description": "a"}
    path = tmp_path / "in.json"
    path.write_text(json.dumps({"contents": [good, {"id": "x", "name": "", "description": "b"}]}))
    with pytest.raises(CommandError, match=r"contents\[1\]\.name") as refusal:
        imported(path)
    assert "nothing was written" in str(refusal.value)
    assert not Organisation.objects.exists()
    assert not KeptRow.objects.exists()
    with pytest.raises(CommandError, match="niet te lezen"):
        imported(tmp_path / "missing.json")


@pytest.mark.django_db
def test_our_own_attributes_must_fit_too(tmp_path: Path) -> None:
    from tests.factories import ServiceFactory
    from tests.netwerk.hsds.directories import exported

    ServiceFactory.create(regional=True)
    path = exported(tmp_path / "out.json")
    path.write_text(
        path.read_text().replace('"value": "specialised"', '"value": "far"').replace("2020-01-01", "2020-14-01")
    )
    with pytest.raises(CommandError) as refusal:
        imported(path)
    assert "contents[0].services[0]: zeg waarom" in str(refusal.value)
    assert "contents[0]: “2020-14-01” is geen datum" in str(refusal.value)
