"""`manage.py import_boundaries` and the page for it: real grids, holes, islands, and files that try to break it."""

import io
import json
import random
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import translation

from tests.factories import (
    DistrictFactory,
    MunicipalityAreaFactory,
    NeighbourhoodFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, AreaShape
from wijkteam.areas.services import read_boundaries as reading
from wijkteam.areas.services.project import in_picture, rd_to_wgs84
from wijkteam.areas.services.read_boundaries import read_boundaries
from wijkteam.areas.services.read_statistics import FileRefused
from wijkteam.areas.services.simplify import area_of, simplify

pytestmark = pytest.mark.django_db
Places = list[list[float]]


def square(west: float = 4.9, south: float = 52.3, size: float = 0.01) -> Places:
    east, north = west + size, south + size
    return [[west, south], [east, south], [east, north], [west, north], [west, south]]


def feature(code: object, *rings: Places, kind: str = "Polygon", **properties: object) -> dict[str, Any]:
    coordinates: Any = list(rings) if kind == "Polygon" else [[ring] for ring in rings]
    return {
        "type": "Feature",
        "properties": {"wijkcode": code, **properties},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def collection(*features: Any, **more: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features), **more}).encode()


def problems_of(content: bytes, **options: Any) -> str:
    with pytest.raises(FileRefused) as caught:
        read_boundaries(content, **options)
    return "\n".join(caught.value.problems)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def districts() -> list[Area]:
    gm = MunicipalityAreaFactory.create()
    return [DistrictFactory.create(parent=gm, code=f"WK03630{at}", name=f"Wijk {at}") for at in range(3)]


@pytest.fixture
def taken_in(tmp_path: Path) -> Callable[..., str]:
    def run(content: bytes, *arguments: str) -> str:
        path = tmp_path / "wijken.geojson"
        path.write_bytes(content)
        out = io.StringIO()
        call_command("import_boundaries", str(path), *arguments, stdout=out)
        return out.getvalue()

    return run


# -- what comes in ---------------------------------------------------------------------------------


def test_borders_come_in_once_and_stay(districts: list[Area], taken_in: Callable[..., str]) -> None:
    two = [feature("WK036300", square()), feature(" wk036301 ", square(4.91))]
    file = collection(*two, feature("WK999999", square(5)))
    assert "A trial" in taken_in(file, "--dry-run")
    assert not AreaShape.objects.exists()
    said = taken_in(file)
    assert "new borders: 2 (Wijk 0, Wijk 1)" in said
    assert "1 in the file, but no area here" in said
    assert "1 areas of the same kind are still without a border" in said
    shape = AreaShape.objects.get(area=districts[0])
    assert shape.west < shape.label_x < shape.east
    assert shape.north < shape.label_y < shape.south
    assert 600 < shape.label_width < 720  # a hundredth of a degree at this latitude
    assert shape.source == "wijken.geojson"
    assert "Nothing changes" in taken_in(file)
    assert "other borders: 1 (Wijk 0)" in taken_in(collection(feature("WK036300", square(size=0.02))))
    assert AreaShape.objects.count() == 2


def test_the_newest_year_gets_the_border_unless_another_is_named(taken_in: Callable[..., str]) -> None:
    old = DistrictFactory.create(code="WK036300", parent=MunicipalityAreaFactory.create(year=2019))
    new = DistrictFactory.create(code="WK036300", parent=MunicipalityAreaFactory.create(year=2025))
    taken_in(collection(feature("WK036300", square())))
    assert list(AreaShape.objects.values_list("area", flat=True)) == [new.pk]
    taken_in(collection(feature("WK036300", square())), "--year", "2019")
    assert AreaShape.objects.filter(area=old).exists()


def test_a_hole_is_kept_and_islands_are_kept_together(districts: list[Area], taken_in: Callable[..., str]) -> None:
    hole = square(4.903, 52.303, 0.004)
    islands = feature("WK036301", square(), square(4.95), square(4.97, size=0.0001), kind="MultiPolygon")
    taken_in(collection(feature("WK036300", square(), hole), islands))
    assert len(AreaShape.objects.get(area=districts[0]).rings) == 2
    kept = AreaShape.objects.get(area=districts[1])
    assert len(kept.rings) == 2, "a jetty of ten metres is left out, an island is not"
    assert kept.east - kept.west > 3000


def test_the_name_does_not_stand_in_the_hole(districts: list[Area], taken_in: Callable[..., str]) -> None:
    taken_in(collection(feature("WK036300", square(), square(4.901, 52.301, 0.008))))
    shape = AreaShape.objects.get()
    x, y = in_picture(4.905, 52.305)
    assert abs(shape.label_x - x) > 250 or abs(shape.label_y - y) > 400


def test_the_code_is_found_by_the_name_of_its_property_or_by_what_it_is() -> None:
    gemeente = feature("WK036300", square(), gemeentecode="GM0363")
    assert read_boundaries(collection(gemeente)).code_field == "wijkcode"
    buurt = feature("WK036300", square(), BU_CODE="BU03630001")
    assert read_boundaries(collection(buurt)).found[0].code == "BU03630001"
    odd = {**feature("x", square()), "properties": {"a": 3, "zone": "WK036300"}}
    assert read_boundaries(collection(odd)).code_field == "zone"
    assert read_boundaries(collection(gemeente), code_field="gemeentecode").found[0].code == "GM0363"
    unknown = {**feature("x", square()), "properties": {"naam": "Noord"}}
    assert "There are: naam" in problems_of(collection(unknown))
    assert "“stad”" in problems_of(collection(gemeente), code_field="stad")


def test_open_water_and_features_without_a_border_are_left_out() -> None:
    nothing = {**feature("WK036301", square()), "geometry": None}
    read = read_boundaries(collection(feature("WK036300", square()), feature("WK036300", square(5), H2O="JA"), nothing))
    assert ([one.code for one in read.found], read.water, read.without_border) == (["WK036300"], 1, 1)


# -- the Dutch grid --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("x", "y", "longitude", "latitude"),
    [
        (155_000, 463_000, 5.38720621, 52.15517440),  # Amersfoort, where the grid begins
        (120_700.723, 487_525.501, 4.88352559, 52.37453253),  # Westertoren, Amsterdam
        (233_883.131, 582_065.167, 6.56820053, 53.21938317),  # Martinitoren, Groningen
    ],
)
def test_places_of_the_grid_lie_where_they_are_known_to_lie(
    x: float, y: float, longitude: float, latitude: float
) -> None:
    found = rd_to_wgs84(x, y)
    assert abs(found[0] - longitude) * 68_000 < 0.5
    assert abs(found[1] - latitude) * 111_000 < 0.5


def test_a_file_in_the_grid_is_turned(districts: list[Area], taken_in: Callable[..., str]) -> None:
    ring: Places = [[121_000, 487_000], [122_000, 487_000], [122_000, 488_000], [121_000, 488_000], [121_000, 487_000]]
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    assert "turned from the Dutch grid" in taken_in(collection(feature("WK036300", ring), crs=crs))
    shape = AreaShape.objects.get()
    assert abs((shape.east - shape.west) - 1000) < 30
    assert abs((shape.south - shape.north) - 1000) < 30
    corner = in_picture(*rd_to_wgs84(121_000, 488_000))
    assert abs(shape.west - corner[0]) < 30
    assert "Nothing changes" in taken_in(collection(feature("WK036300", ring)))


# -- what is refused -------------------------------------------------------------------------------

EMPTY = {"type": "MultiPolygon", "coordinates": [[]]}
ROUND = [[179.9, 52.3], [-179.9, 52.3], [-179.9, 52.4], [179.9, 52.3]]
METRES = feature("WK036301", square(121_000, 487_000, 1000))
LINE = [[4.9, 52.3], [4.91, 52.3], [4.9, 52.3], [4.9, 52.3]]
OPEN = square()[:-1]
WRONG: list[tuple[bytes, str]] = [
    (b"", "no JSON"),
    (b"\xff\xfe{", "UTF-8"),
    (b"PK\x03\x04", "GeoPackage"),
    (b'{"type": "FeatureCollection", "features": [', "line 1"),
    (b"[1, 2]", "no FeatureCollection"),
    (b'{"type": "Feature"}', "no FeatureCollection"),
    (b'{"type": "FeatureCollection"}', "no features"),
    (b"[" * 100_000, "nesting"),
    (b'{"a": ' + b"9" * 5000 + b"}", "number"),
    (b'{"type": "FeatureCollection", "features": NaN}', "number"),
    (collection(), "no features"),
    (collection("wijk"), "Feature 1: this is no Feature"),
    (collection({"type": "Feature", "properties": None, "geometry": None}), "Feature 1"),
    (collection({**feature("WK036300", square()), "geometry": None}), "has a border"),
    (collection({**feature("WK036300", square()), "geometry": [1]}), "Feature 1"),
    (collection(feature("Noord", square())), "Feature 1: “wijkcode” is “Noord”"),
    (collection(feature(363, square())), "no CBS code"),
    (collection(feature(None, square())), "no CBS code"),
    (collection(feature("WK036300", square()), feature("WK036300", square(5))), "more than one feature: 1, 2"),
    (collection({**feature("WK036300"), "geometry": {"type": "Point", "coordinates": [4.9, 52.3]}}), "is a Point"),
    (collection({**feature("WK036300"), "geometry": {}}), "“geometry” is a None"),
    (collection({**feature("WK036300"), "geometry": {"type": "Polygon"}}), "“coordinates” is empty"),
    (collection(feature("WK036300")), "“coordinates” is empty"),
    (collection({**feature("WK036300"), "geometry": EMPTY}), "without rings"),
    (collection(feature("WK036300", square()[:3])), "fewer than four places"),
    (collection(feature("WK036300", OPEN)), "does not end where it begins"),
    (collection(feature("WK036300", LINE)), "no more than a line"),
    (collection(feature("WK036300", [["4.9", "52.3"]] * 4)), "not two numbers"),  # type: ignore[list-item]  # wrong on purpose
    (collection(feature("WK036300", [[True, False]] * 4)), "not two numbers"),
    (collection(feature("WK036300", [[4.9]] * 4)), "not two numbers"),
    (collection(feature("WK036300", [[1e300, 5]] * 4)), "not two numbers"),
    (collection(feature("WK036300", ROUND)), "not lie in the Netherlands"),
    (collection(feature("WK036300", square(-74, 40.7))), "not lie in the Netherlands"),
    (collection(feature("WK036300", [place[::-1] for place in square()])), "the latitude stands first"),
    (collection(feature("WK036300", square()), METRES), "metres of the Dutch grid"),
    (collection(feature("WK036300", square(545_000, 6_860_000, 1000))), "no degrees"),
    (collection(feature("WK036300", square()), crs={"properties": {"name": "EPSG:3857"}}), "“crs”: EPSG:3857"),
    (collection(feature("WK036300", square()), crs=7), "“crs”"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "said"), WRONG, ids=range(len(WRONG)))
def test_what_is_wrong_is_said(content: bytes, said: str) -> None:
    assert said in problems_of(content)


def test_nothing_half(districts: list[Area], taken_in: Callable[..., str]) -> None:
    with pytest.raises(CommandError, match=r"Feature 2 \(WK036301\)"):
        taken_in(collection(feature("WK036300", square()), feature("WK036301", OPEN)))
    with pytest.raises(CommandError, match="is an area here"):
        taken_in(collection(feature("WK999999", square())))
    with pytest.raises(CommandError, match=r"Feature 2 \(WK036301\): the border holds no surface"):
        taken_in(collection(feature("WK036300", square()), feature("WK036301", square(size=0.00003))))
    assert not AreaShape.objects.exists()


def test_many_mistakes_are_counted() -> None:
    told = problems_of(collection(*[feature(f"WK0363{at:02}", OPEN) for at in range(14)]))
    assert "Feature 10 (WK036309)" in told
    assert "And 4 more." in told


def test_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_FILE", 100)
    assert "larger than 30 MB" in problems_of(b"{" * 101)
    monkeypatch.setattr(reading, "LARGEST_FILE", 10_000)
    monkeypatch.setattr(reading, "MOST_FEATURES", 2)
    assert "More than 2 features" in problems_of(collection(*[feature("WK036300", square())] * 3))
    monkeypatch.setattr(reading, "MOST_PLACES", 8)
    assert "too many places" in problems_of(collection(feature("WK036300", square()), feature("WK036301", square())))


def test_a_mangled_file_is_read_or_refused_and_never_breaks() -> None:
    """Three hundred files, each the good one with something cut, doubled or swapped."""
    chance = random.Random(5)
    good = collection(feature("WK036300", square(), square(4.902, 52.302, 0.003)), feature("WK036301", square(4.92)))
    refused = read = 0
    for _time in range(300):
        mangled = bytearray(good)
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(mangled))
            what = chance.randrange(4)
            if what == 0:
                del mangled[at : at + chance.randint(1, 30)]
            elif what == 1:
                mangled[at:at] = mangled[at : at + chance.randint(1, 30)]
            elif what == 2:
                mangled[at] = chance.choice(b'[]{},:"0-.eE x')
            else:
                mangled[at:at] = chance.choice([b"null", b"[]", b"{}", b"-1e99", b"1e999", b'"x"', b"true"])
        try:
            read_boundaries(bytes(mangled))
        except FileRefused as refusal:
            refused += bool(refusal.problems)
        else:
            read += 1
    assert refused > 200
    assert refused + read == 300


# -- simplifying -----------------------------------------------------------------------------------


def test_neighbours_keep_the_same_line_between_them() -> None:
    chance = random.Random(3)
    between = [(1000 + chance.randint(-30, 30), y) for y in range(0, 2001, 10)]
    left = [(0, 0), *between, (0, 2000)]
    right = [(2000, 2000), *reversed(between), (2000, 0)]
    one, other = simplify([left, right], tolerance=20)
    shared = set(one) & set(other)
    assert 5 < len(shared) < len(between) / 2
    assert shared == {place for place in one if 900 < place[0] < 1100}
    assert area_of(one) + area_of(other) == area_of(
        [(0, 0), between[0], (2000, 0), (2000, 2000), between[-1], (0, 2000)]
    )


def test_an_enclave_fits_in_its_hole() -> None:
    ring = [(500 + round(300 * x), 500 + round(300 * y)) for x, y in [(0, -1), (0.7, -0.72), (1, 0), (0.1, 1), (-1, 0)]]
    hole, enclave = simplify([ring[2:] + ring[:2], ring[::-1]], tolerance=50)
    assert set(hole) == set(enclave)
    assert simplify([[(0, 0), (1, 1), (2, 2)], [(0, 0), (0, 0)], []], tolerance=8) == [[], [], []]


# -- the page --------------------------------------------------------------------------------------


@pytest.fixture
def admin(client: Client, administrator: User) -> Client:
    return sign_in(client, administrator)


def sent(admin: Client, content: bytes, **fields: str) -> Any:
    upload = SimpleUploadedFile("wijken.geojson", content, content_type="application/geo+json")
    return admin.post(reverse("areas:boundaries"), {"upload": upload, **fields})


def confirmed(admin: Client, looked: Any, **other: str) -> Any:
    return admin.post(reverse("areas:boundaries-confirm"), {**looked.context["confirm"].initial, **other})


def test_the_administrator_looks_first_and_then_takes_in(admin: Client, districts: list[Area]) -> None:
    looked = sent(admin, collection(feature("WK036300", square())))
    assert looked.status_code == 200
    assert "Wijk 0" in looked.content.decode()
    assert not AreaShape.objects.exists()
    assert confirmed(admin, looked).status_code == 302
    assert AreaShape.objects.get().source == "wijken.geojson"
    assert confirmed(admin, looked).status_code == 422, "once"
    page = admin.get(reverse("areas:list")).content.decode()
    assert reverse("areas:boundaries") in page


def test_what_changed_since_one_looked_is_shown_again(admin: Client, districts: list[Area]) -> None:
    looked = sent(admin, collection(feature("WK036300", square())))
    confirmed(admin, sent(admin, collection(feature("WK036300", square(size=0.02)))))
    again = confirmed(admin, looked)
    assert again.status_code == 409
    assert AreaShape.objects.get().label_width > 1000
    assert confirmed(admin, again).status_code == 302
    assert AreaShape.objects.get().label_width < 1000


def test_a_wrong_file_says_what_to_do(admin: Client, districts: list[Area]) -> None:
    answer = sent(admin, collection(feature("WK036300", [place[::-1] for place in square()])))
    assert answer.status_code == 422
    assert "WK036300" in answer.content.decode()
    assert sent(admin, b"", code_field="x").status_code == 422
    assert "‘stad’" in sent(admin, collection(feature("WK036300", square())), code_field="stad").content.decode()


def test_the_file_of_somebody_else_cannot_be_confirmed(admin: Client, districts: list[Area]) -> None:
    looked = sent(admin, collection(feature("WK036300", square())))
    other = sign_in(Client(), User.objects.create_user(username="tweede", name="Tweede", role="administrator"))
    assert confirmed(other, looked).status_code in {302, 403, 422}
    assert not AreaShape.objects.exists()


def test_a_neighbourhood_gets_its_border_beside_its_district(
    districts: list[Area], taken_in: Callable[..., str]
) -> None:
    NeighbourhoodFactory.create(parent=districts[0], code="BU03630001")
    taken_in(collection(feature("WK036300", square()), feature("BU03630001", square())))
    assert AreaShape.objects.count() == 2
