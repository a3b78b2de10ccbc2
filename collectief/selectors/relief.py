"""Whether the questions about a theme changed beside an initiative, against comparable areas. For the team only."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
from django.db.models import Min, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.models import Initiative, ThemeWeek
from collectief.selectors.weekly_counts import WEEK, last_whole_week, monday_of, whole_municipality
from wijkteam.areas.models import Area
from wijkteam.core.charts import Line, Lines
from wijkteam.detection import FEWEST_PLACES, FEWEST_WEEKS, Change, change_against

if TYPE_CHECKING:
    from numpy.typing import NDArray

MOST_WEEKS = 26
PERIOD = 4  # weeks together in the picture


class Verdict(StrEnum):
    LESS = "less"
    MORE = "more"
    UNCLEAR = "unclear"
    TOO_FEW = "too-few"
    TOO_SHORT = "too-short"
    NO_PLACES = "no-places"


@dataclass(frozen=True, kw_only=True)
class ReliefPage:
    """`sentence` is the finding in plain words; `chart` is None where there is too little to draw."""

    initiative: Initiative
    verdict: Verdict
    icon: str
    title: str
    sentence: str
    range: str
    period: str
    here: tuple[str, ...]
    places: tuple[str, ...]
    weeks: int
    also_here: tuple[str, ...]
    chart: Lines | None


@dataclass(frozen=True, kw_only=True)
class _Span:
    """Whole weeks before and after the beginning, equally many; the week of the beginning belongs to neither."""

    before: date
    start: date
    after: date
    weeks: int


def relief_page(initiative: Initiative, *, today: date) -> ReliefPage:
    """What the counts say, and what they do not. Six statements at most."""
    units = whole_municipality().teams
    here = _covered(initiative, units)
    span = _span(initiative, today=today)
    others = list(
        Initiative.objects.filter(Q(theme=initiative.theme_id) | Q(other_themes=initiative.theme_id))
        .exclude(pk=initiative.pk)
        .filter(Q(ends_on=None) | Q(ends_on__gt=span.before), starts_on__lt=span.after + span.weeks * WEEK)
        .select_related("area")
        .distinct()
        .order_by("name", "pk")
    )
    taken = {unit for one in others for unit in _covered(one, units)}
    elsewhere = [unit for unit in units if unit not in here and unit not in taken]
    names = dict(Area.objects.filter(pk__in=[*here, *elsewhere]).values_list("pk", "name"))
    change, chart = None, None
    if span.weeks >= FEWEST_WEEKS and len(elsewhere) >= FEWEST_PLACES and here:
        before = _weeks(initiative, here, elsewhere, first=span.before, weeks=span.weeks)
        after = _weeks(initiative, here, elsewhere, first=span.after, weeks=span.weeks)
        change = change_against(before, after)
        chart = _chart(before, after, span=span, change=change)
        verdict = _verdict(change)
    else:
        verdict = Verdict.TOO_SHORT if span.weeks < FEWEST_WEEKS else Verdict.NO_PLACES
    return ReliefPage(
        initiative=initiative,
        verdict=verdict,
        icon=ICONS[verdict],
        title=_title(verdict),
        sentence=_sentence(verdict, change),
        range=_range(change),
        period=_period(span) if span.weeks else "",
        here=tuple(sorted(names[unit] for unit in here)),
        places=tuple(sorted(names[unit] for unit in elsewhere)),
        weeks=span.weeks,
        also_here=tuple(one.name for one in others if set(_covered(one, units)) & set(here)),
        chart=chart,
    )


def _covered(initiative: Initiative, teams: Mapping[int, int]) -> tuple[int, ...]:
    """The counted areas for which it is meant: its own, the one it lies in, or all of its team."""
    if initiative.area is None:
        return tuple(unit for unit, team in teams.items() if team == initiative.team_id)
    around = (initiative.area.pk, initiative.area.parent_id)
    return tuple(unit for unit in around if unit is not None and unit in teams)[:1]


def _span(initiative: Initiative, *, today: date) -> _Span:
    start = monday_of(initiative.starts_on)
    after = start + WEEK
    last = last_whole_week(today)
    if initiative.ends_on is not None:
        last = min(last, monday_of(initiative.ends_on) - WEEK)
    first = ThemeWeek.objects.aggregate(first=Min("week"))["first"] or start
    weeks = max(0, min(MOST_WEEKS, (last - after).days // 7 + 1, (start - first).days // 7))
    return _Span(before=start - weeks * WEEK, start=start, after=after, weeks=weeks)


def _weeks(
    initiative: Initiative, here: Collection[int], elsewhere: Sequence[int], *, first: date, weeks: int
) -> "NDArray[np.float64]":
    """Questions by week and place: the areas of the initiative together first, then each comparable one."""
    counted = np.zeros((weeks, len(elsewhere) + 1))
    place = {unit: at for at, unit in enumerate(elsewhere, 1)} | dict.fromkeys(here, 0)
    rows = ThemeWeek.objects.filter(
        theme=initiative.theme_id, area__in=list(place), week__gte=first, week__lt=first + weeks * WEEK
    )
    for week, area, questions in rows.values_list("week", "area", "questions"):
        counted[(week - first).days // 7, place[area]] += questions
    return counted


def _verdict(change: Change | None) -> Verdict:
    if change is None:
        return Verdict.TOO_FEW
    if change.is_less:
        return Verdict.LESS
    return Verdict.MORE if change.is_more else Verdict.UNCLEAR


ICONS = {
    Verdict.LESS: "trending-down",
    Verdict.MORE: "trending-up",
    Verdict.UNCLEAR: "equal",
    Verdict.TOO_FEW: "help-circle",
    Verdict.TOO_SHORT: "hourglass",
    Verdict.NO_PLACES: "help-circle",
}


def _title(verdict: Verdict) -> str:
    return {
        Verdict.LESS: _("Fewer questions than in comparable areas"),
        Verdict.MORE: _("More questions than in comparable areas"),
        Verdict.UNCLEAR: _("No clear difference from comparable areas"),
        Verdict.TOO_FEW: _("Too few questions to say anything"),
        Verdict.TOO_SHORT: _("Too early to say anything"),
        Verdict.NO_PLACES: _("No areas to compare with"),
    }[verdict]


def _sentence(verdict: Verdict, change: Change | None) -> str:
    if change is None:
        return {
            Verdict.TOO_SHORT: _("There have to be at least %(weeks)d whole weeks before and after the beginning.")
            % {"weeks": FEWEST_WEEKS},
            Verdict.NO_PLACES: _("At least %(places)d areas without such an initiative are needed to compare with.")
            % {"places": FEWEST_PLACES},
        }.get(
            verdict,
            _("With so few questions chance decides what a figure says. What people tell you weighs more here."),
        )
    text = ngettext(
        "%(after)d question came since the beginning. Had it gone as in the %(places)d comparable areas, it would "
        "have been about %(expected)d.",
        "%(after)d questions came since the beginning. Had it gone as in the %(places)d comparable areas, it would "
        "have been about %(expected)d.",
        change.after,
    )
    said = text % {"after": change.after, "places": change.places, "expected": round(change.expected)}
    chance = _("That difference may well be chance.")
    if verdict != Verdict.UNCLEAR:
        chance = _("Chance alone hardly explains that difference.")
    return f"{said} {chance}"


def _range(change: Change | None) -> str:
    """Between what and what the difference lies."""
    if change is None:
        return ""
    return _("Most likely between %(low)s and %(high)s (95%% interval).") % {
        "low": _share(change.low),
        "high": _share(change.high),
    }


def _share(ratio: float) -> str:
    if ratio < 1:
        return _("%(share)d%% fewer") % {"share": round(100 * (1 - ratio))}
    if ratio >= 2:
        return _("%(times)s times as many") % {"times": round(ratio, 1)}
    return _("%(share)d%% more") % {"share": round(100 * (ratio - 1))}


def _period(span: _Span) -> str:
    return _("%(weeks)d weeks before %(start)s beside the %(weeks)d weeks from %(after)s on") % {
        "weeks": span.weeks,
        "start": date_format(span.start, "j F Y"),
        "after": date_format(span.after, "j F Y"),
    }


def _chart(
    before: "NDArray[np.float64]", after: "NDArray[np.float64]", *, span: _Span, change: Change | None
) -> Lines | None:
    """Four weeks together; the comparable areas on the scale of this one, so that both lines begin alike."""
    whole = span.weeks // PERIOD
    asked, elsewhere = float(before[:, 0].sum()), float(before[:, 1:].sum())
    if whole < 2 or not elsewhere or not asked:
        return None
    first = span.weeks - whole * PERIOD  # what is too short for a period of its own stays out of the picture
    scale = asked / elsewhere
    early = before[first:].reshape(whole, PERIOD, -1).sum(axis=1)
    late = after[: whole * PERIOD].reshape(whole, PERIOD, -1).sum(axis=1)
    labels = [
        *(date_format(span.before + (first + at * PERIOD) * WEEK, "j b") for at in range(whole)),
        *(date_format(span.after + at * PERIOD * WEEK, "j b") for at in range(whole)),
    ]
    rest = [round(float(value), 1) for value in (*early[:, 1:].sum(axis=1) * scale, *late[:, 1:].sum(axis=1) * scale)]
    here = [*(float(value) for value in early[:, 0]), *(float(value) for value in late[:, 0])]
    finding = _title(_verdict(change))
    return Lines(
        key="relief",
        title=_("Questions in four weeks"),
        description=_("%(finding)s. The initiative began in the week of %(start)s.")
        % {"finding": finding, "start": date_format(span.start, "j F Y")},
        label_heading=_("Four weeks from"),
        labels=labels,
        lines=[
            Line(label=_("before"), values=[*here[:whole], *([None] * whole)]),
            Line(label=_("since then"), values=[*([None] * whole), *here[whole:]]),
            Line(label=_("elsewhere"), values=rest),
        ],
        decimals=0,
    )
