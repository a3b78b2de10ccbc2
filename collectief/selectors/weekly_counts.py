"""The weeks of themes, as the detector reads them and as a picture shows them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from django.db.models import Min
from django.db.models.functions import Length

from collectief.models import ThemeWeek
from wijkteam.areas.models import AreaFigure, FigureKind, Theme
from wijkteam.detection import LONGEST, PAST_WEEKS, WeeklyCounts, iso_week
from wijkteam.teams.models import TeamArea

WEEK = timedelta(weeks=1)
# What says how large an area is, the best first: CBS has the one or the other.
SIZES = ("inwoners", "particuliere huishoudens")


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def last_whole_week(today: date) -> date:
    """The Monday of the last week that is over."""
    return monday_of(today) - WEEK


@dataclass(frozen=True, kw_only=True)
class Municipality:
    """What is compared with each other: the areas in which a team works (with that team) and the themes in use."""

    teams: Mapping[int, int]
    themes: tuple[int, ...]

    @property
    def areas(self) -> tuple[int, ...]:
        return tuple(self.teams)


def whole_municipality() -> Municipality:
    """Two statements."""
    places = TeamArea.objects.filter(team__is_active=True).order_by("area__code", "pk")
    return Municipality(
        teams=dict(places.values_list("area", "team")),
        themes=tuple(Theme.objects.filter(is_active=True).order_by("code").values_list("pk", flat=True)),
    )


def sizes_of(areas: Sequence[int]) -> dict[int, float]:
    """Residents (or else households) of each area; an area without a figure is as large as the others on average."""
    for words in SIZES:
        # The shortest name is the whole: "Aantal inwoners", not "Aantal inwoners tot 15 jaar".
        kind = FigureKind.objects.filter(label__icontains=words).order_by(Length("label"), "pk").first()
        found = {
            area: float(value)
            for area, value in AreaFigure.objects.filter(kind=kind, area__in=areas, value__gt=0).values_list(
                "area", "value"
            )
        }
        if found:
            mean = sum(found.values()) / len(found)
            return {area: found.get(area, mean) for area in areas}
    return dict.fromkeys(areas, 1.0)


def weekly_counts(*, until: date, weeks_back: int, among: Municipality) -> WeeklyCounts | None:
    """The weeks up to and including the one from `until`, enough to look at the last `weeks_back` of them.

    None when nothing has been counted yet.
    """
    earliest = until - WEEK * (LONGEST + PAST_WEEKS + weeks_back)
    rows = ThemeWeek.objects.filter(week__gte=earliest, week__lte=until)
    first = rows.aggregate(first=Min("week"))["first"]
    if first is None or not among.areas or not among.themes:
        return None
    length = (until - first).days // 7 + 1
    place = {area: at for at, area in enumerate(among.areas)}
    subject = {theme: at for at, theme in enumerate(among.themes)}
    counted = np.zeros((length, len(place), len(subject)))
    for week, area, theme, questions, signals in rows.values_list("week", "area", "theme", "questions", "signals"):
        if area in place and theme in subject:
            counted[(week - first).days // 7, place[area], subject[theme]] = questions + signals
    size = sizes_of(among.areas)
    residents = np.tile([size[area] for area in among.areas], (length, 1))
    return WeeklyCounts(
        weeks=tuple(iso_week(first + at * WEEK) for at in range(length)),
        areas=tuple(str(area) for area in among.areas),
        themes=tuple(str(theme) for theme in among.themes),
        questions=counted,
        residents=residents,
    )


def series(*, theme: int, area: int, until: date, weeks: int) -> list[tuple[date, int]]:
    """How many questions and signals came in each of the last `weeks` weeks, oldest first."""
    first = until - WEEK * (weeks - 1)
    counted = {
        week: questions + signals
        for week, questions, signals in ThemeWeek.objects.filter(
            theme=theme, area=area, week__gte=first, week__lte=until
        ).values_list("week", "questions", "signals")
    }
    return [(first + at * WEEK, counted.get(first + at * WEEK, 0)) for at in range(weeks)]
