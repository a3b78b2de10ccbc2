"""Lists of any length, as a team would send them, and the team that they fit."""

import datetime as dt
import io
from collections.abc import Sequence

import xlsxwriter

from tests.factories import (
    DistrictFactory,
    NeighbourhoodFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
    UserFactory,
)
from wijkteam.teams.models import Team

HEADINGS = (
    "Dossiernummer", "Achternaam", "Voornaam", "Geboortedatum", "Straat", "Huisnummer", "Postcode", "Buurt", "Thema",
    "Regisseur", "Startdatum", "Hulpvraag",
)  # fmt: skip
_NEIGHBOURHOODS = ("De Weide", "Beekzijde", "Molenhoek", "Zonnehof")
_NAMES = ("Prins", "Yılmaz", "de Vries", "El Amrani", "Bakker", "Öztürk", "van den Berg", "Nguyen")


def team_for_lists() -> Team:
    district = DistrictFactory.create(name="Molenwijk")
    areas = [NeighbourhoodFactory.create(name=name, parent=district) for name in _NEIGHBOURHOODS]
    ThemeFactory.create(code="geldzorgen", name="Geldzorgen", name_en="Money worries")
    team = TeamFactory.create(name="Wijkteam Molenwijk", code="MW", areas=areas)
    for number in range(10):
        user = UserFactory.create(name=f"Anouk Terpstra {number}", username=f"anouk{number}", role="team-member")
        TeamMembershipFactory.create(team=team, user=user, starts_on=dt.date(2020, 3, 1))
    return team


def rows(count: int, *, since: int = 0) -> list[Sequence[object]]:
    """A quarter of the rows is a second person of the household above it."""
    begun = dt.date(2021, 1, 4)
    return [
        (
            f"M-{number - (number % 4 == 3)}",
            f"{_NAMES[number % 8]}-{number % 977}",
            f"Persoon {number}",
            dt.date(1940, 1, 1) + dt.timedelta(days=number % 29_000),
            f"Lange Molenstraat {number % 401}",
            number % 99 + 1,
            f"{1000 + number % 8999} AB",
            _NEIGHBOURHOODS[number % 4],
            "Geldzorgen",
            f"anouk{number % 10}",
            begun + dt.timedelta(days=number % 1_800),
            "De brieven blijven liggen en de huur is twee maanden te laat." if number % 3 else "",
        )
        for number in range(since, since + count)
    ]


def workbook(lines: Sequence[Sequence[object]], headings: Sequence[str] = HEADINGS) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "constant_memory": False})
    sheet = book.add_worksheet("Lijst")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    for number, line in enumerate([headings, *lines]):
        for place, value in enumerate(line):
            if isinstance(value, dt.date):
                sheet.write_datetime(number, place, dt.datetime.combine(value, dt.time()), day)
            elif value not in (None, ""):
                sheet.write(number, place, value)
    book.close()
    return held.getvalue()
