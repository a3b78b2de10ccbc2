"""PostgreSQL refuses areas, words and terms that cannot be, whatever the code does."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError

from tests.factories import (
    AgreedTermsFactory,
    AreaFigureFactory,
    DistrictFactory,
    MunicipalityAreaFactory,
    MunicipalityFactory,
    NeighbourhoodFactory,
    ThemeFactory,
    WordFactory,
)
from wijkteam.areas.models import AgreedTerms, Area, AreaFigure, Municipality, Theme, Word

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "code", ["WK03630", "WK036300X", "wk036300", "WK0363é1", "BU036300", "XX036300", "WK0363-1", "WK03630 "]
)
def test_a_code_has_the_form_of_its_kind(code: str) -> None:
    district = DistrictFactory.create()
    with pytest.raises(IntegrityError, match="area_"), transaction.atomic():
        Area.objects.filter(pk=district.pk).update(code=code)


def test_kind_and_code_agree() -> None:
    district = DistrictFactory.create()
    with pytest.raises(IntegrityError, match="area_"), transaction.atomic():
        Area.objects.filter(pk=district.pk).update(kind="BU")


def test_only_a_municipality_lies_in_nothing() -> None:
    municipality, district = MunicipalityAreaFactory.create(), DistrictFactory.create()
    with pytest.raises(IntegrityError, match="area_only_a_municipality_has_no_parent"), transaction.atomic():
        Area.objects.filter(pk=district.pk).update(parent=None)
    with pytest.raises(IntegrityError, match="area_only_a_municipality_has_no_parent"), transaction.atomic():
        Area.objects.filter(pk=municipality.pk).update(parent=district)


def test_a_code_once_a_year() -> None:
    area = NeighbourhoodFactory.create()
    values = {"code": area.code, "kind": area.kind, "name": "Nog een", "parent": area.parent}
    with pytest.raises(IntegrityError, match="area_code_once_a_year"), transaction.atomic():
        Area.objects.create(year=area.year, **values)
    Area.objects.create(year=area.year + 1, **values)


def test_a_figure_once_per_area() -> None:
    figure = AreaFigureFactory.create()
    with pytest.raises(IntegrityError, match="figure_once_per_area"), transaction.atomic():
        AreaFigure.objects.create(area=figure.area, kind=figure.kind, value=Decimal(1))


def test_an_area_with_others_in_it_cannot_go() -> None:
    area = NeighbourhoodFactory.create()
    assert area.parent
    with pytest.raises(ProtectedError):
        area.parent.delete()


def test_one_municipality() -> None:
    MunicipalityFactory.create()
    with pytest.raises(IntegrityError, match="only"), transaction.atomic():
        Municipality.objects.create(name="Nog een")
    with pytest.raises(IntegrityError, match="municipality_is_the_only_one"), transaction.atomic():
        Municipality.objects.create(name="Nog een", only=False)


def test_a_word_once_per_language() -> None:
    word = WordFactory.create()
    with pytest.raises(IntegrityError, match="word_once_per_language"), transaction.atomic():
        Word.objects.create(
            municipality=word.municipality, key=word.key, language=word.language, singular="x", plural="y"
        )


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"starts_on": date(2026, 1, 1)}, "terms_do_not_overlap"),
        ({"starts_on": date(2019, 1, 1), "ends_on": date(2019, 1, 1)}, "terms_end_after_start"),
    ],
)
def test_terms_that_cannot_be(values: dict[str, Any], constraint: str) -> None:
    terms = AgreedTermsFactory.create()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        AgreedTerms.objects.create(municipality=terms.municipality, **values)


def test_themes_are_told_apart() -> None:
    theme = ThemeFactory.create()
    with pytest.raises(IntegrityError, match="code"), transaction.atomic():
        Theme.objects.create(code=theme.code, name="Nog een")
