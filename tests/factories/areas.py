from datetime import UTC, date, datetime
from decimal import Decimal
from string import ascii_uppercase, digits

import factory

from tests.factories.base import Factory
from wijkteam.areas.enums import AreaKind, Law, WordKey
from wijkteam.areas.models import (
    AgreedTerms,
    Area,
    AreaFigure,
    AreaShape,
    FigureKind,
    Municipality,
    Theme,
    ThemeLaw,
    Word,
)

YEAR = 2025
_SIGNS = digits + ascii_uppercase


def two_signs(n: int) -> str:
    """What CBS writes after a municipality or district: 1,296 different ones, then round again."""
    return _SIGNS[n // 36 % 36] + _SIGNS[n % 36]


class MunicipalityAreaFactory(Factory[Area]):
    """The municipality as an area: one, made once."""

    class Meta:
        model = Area
        django_get_or_create = ("code", "year")

    code = "GM0363"
    year = YEAR
    kind = AreaKind.MUNICIPALITY
    name = "Amsterdam"


class DistrictFactory(Factory[Area]):
    class Meta:
        model = Area

    parent = factory.SubFactory(MunicipalityAreaFactory)
    code = factory.LazyAttributeSequence(lambda area, n: f"WK{area.parent.code[2:6]}{two_signs(n)}")
    year = factory.SelfAttribute("parent.year")
    kind = AreaKind.DISTRICT
    name = factory.Sequence(lambda n: f"Wijk {n}")


class NeighbourhoodFactory(Factory[Area]):
    class Meta:
        model = Area

    parent = factory.SubFactory(DistrictFactory)
    code = factory.LazyAttributeSequence(lambda area, n: f"BU{area.parent.code[2:8]}{two_signs(n)}")
    year = factory.SelfAttribute("parent.year")
    kind = AreaKind.NEIGHBOURHOOD
    name = factory.Sequence(lambda n: f"Buurt {n}")


class FigureKindFactory(Factory[FigureKind]):
    class Meta:
        model = FigureKind
        django_get_or_create = ("key",)

    key = "aantal-inwoners"
    label = "Aantal inwoners"


class AreaFigureFactory(Factory[AreaFigure]):
    class Meta:
        model = AreaFigure

    area = factory.SubFactory(NeighbourhoodFactory)
    kind = factory.SubFactory(FigureKindFactory)
    value = Decimal(1250)


class AreaShapeFactory(Factory[AreaShape]):
    """A square of a kilometre; `at` puts the next one beside it."""

    class Meta:
        model = AreaShape

    class Params:
        at = 0

    area = factory.SubFactory(DistrictFactory)
    rings = factory.LazyAttribute(lambda shape: [[shape.west, shape.north, 1000, 0, 0, 1000, -1000, 0]])
    west = factory.LazyAttribute(lambda shape: 130_000 + 1000 * shape.at)
    north = 160_000
    east = factory.LazyAttribute(lambda shape: shape.west + 1000)
    south = factory.LazyAttribute(lambda shape: shape.north + 1000)
    label_x = factory.LazyAttribute(lambda shape: shape.west + 500)
    label_y = factory.LazyAttribute(lambda shape: shape.north + 500)
    label_width = 1000
    source = "wijken.geojson"
    imported_at = datetime(2026, 3, 2, 9, tzinfo=UTC)


class MunicipalityFactory(Factory[Municipality]):
    """There is one in a database, so a second call gives the same one."""

    class Meta:
        model = Municipality
        django_get_or_create = ("only",)

    only = True
    name = "Amsterdam"
    area = factory.SubFactory(MunicipalityAreaFactory)


class WordFactory(Factory[Word]):
    class Meta:
        model = Word
        django_get_or_create = ("municipality", "key", "language")

    municipality = factory.SubFactory(MunicipalityFactory)
    key = WordKey.TEAM_MEMBER
    language = "nl"
    singular = "wijkcoach"
    plural = "wijkcoaches"


class ThemeFactory(Factory[Theme]):
    """The same theme unless a test names another code."""

    class Meta:
        model = Theme
        django_get_or_create = ("code",)

    class Params:
        sensitive = factory.Trait(code="onveiligheid", name="Onveiligheid thuis", is_sensitive=True)

    code = "geld"
    name = "Geld en schulden"
    name_en = "Money and debts"


class ThemeLawFactory(Factory[ThemeLaw]):
    class Meta:
        model = ThemeLaw
        django_get_or_create = ("theme", "starts_on")

    theme = factory.SubFactory(ThemeFactory)
    law = Law.DEBT
    starts_on = date(2020, 1, 1)


class AgreedTermsFactory(Factory[AgreedTerms]):
    class Meta:
        model = AgreedTerms
        django_get_or_create = ("municipality", "starts_on")

    municipality = factory.SubFactory(MunicipalityFactory)
    starts_on = date(2020, 1, 1)
