"""Parts of a report that are reckoned from what it shows: the four tasks, money, laws, assignments, courses of themes.

Nothing here sees a hidden number, but for the hours per law, which decide for themselves what is hidden.
"""

import datetime as dt
from collections.abc import Mapping, Sequence, Set
from math import exp, log, sqrt
from typing import Any

from django.utils import translation

from wijkteam.areas.enums import Law
from wijkteam.core.periods import next_month
from wijkteam.disclosure import Rules
from wijkteam.reports.enums import AssignmentState, CourseFinding
from wijkteam.reports.selectors.assignments import SHOWN_AS_IT_IS
from wijkteam.reports.services.publication import LAW, THEME
from wijkteam.reports.services.shown import HIDDEN, Shown, percentage

# What the four tasks are counted by (domain.md, "Why this software exists"): hours, and their share of all hours.
TASKS = (
    ("hours_outreach", "share_outreach"),
    ("hours_prevention", "share_prevention"),
    ("hours_provisions", "share_provisions"),
    ("hours_organising", "share_organising"),
)
MONEY = ("hourly_rate", "money_casework", "money_collective", "subsidy")
_PACE_MONTHS = 3
_COURSE_AT_LEAST = 3
_NORMAL_95 = 1.96


# -- hours and money ---------------------------------------------------------------------------------


def four_tasks(values: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Any]:
    """Collective work is either for what residents and volunteers run themselves, or for provisions for all."""
    organising = values.get("organising_minutes")
    if organising is None:  # a snapshot of before
        return dict.fromkeys(("hours_provisions", "hours_organising", *(share for _hours, share in TASKS)))
    hours = {"hours_organising": round(organising / 60)}
    hours["hours_provisions"] = figures["hours_collective"] - hours["hours_organising"]
    whole = {**figures, **hours}
    return {**hours, **{share: percentage(whole[key], figures["hours_total"]) for key, share in TASKS}}


def money(values: Mapping[str, Any], figures: Mapping[str, Any]) -> dict[str, Any]:
    """Whole euros: the hours that are shown, by the agreed rate. What is hidden as hours is hidden as money."""
    rate = values.get("rate")
    return {
        "hourly_rate": rate,
        "money_casework": _euros(figures["hours_casework"], rate),
        "money_collective": _euros(figures["hours_for_prevention"], rate),
        "subsidy": values.get("subsidy"),
    }


def _euros(hours: Shown, rate: float | None) -> Shown | None:
    if rate is None:
        return None
    return HIDDEN if hours == HIDDEN else round(int(hours) * rate)


def money_together(figures: Mapping[str, Any], teams: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Of the municipality: at one rate its own hours; at several the sum of what the teams show, where all show it."""
    rates = {team.get("hourly_rate") for team in teams}
    if None in rates:
        return dict.fromkeys(("hourly_rate", "money_casework", "money_collective"))
    if len(rates) == 1:
        [rate] = rates
        said = money({"rate": rate}, figures)
        return {key: said[key] for key in ("hourly_rate", "money_casework", "money_collective")}
    sums: dict[str, Any] = {"hourly_rate": None}
    for key in ("money_casework", "money_collective"):
        parts = [team[key] for team in teams]
        # hours that the municipality hides are no less hidden as money
        hides = HIDDEN in parts or (key == "money_casework" and figures["hours_casework"] == HIDDEN)
        sums[key] = HIDDEN if hides else sum(parts)
    return sums


# -- by law ------------------------------------------------------------------------------------------


def law_rows(
    *,
    themes: Mapping[str, int],
    laws: Mapping[str, str],
    hours: Mapping[str, Mapping[str, int]],
    cells: Mapping[str, Shown],
    names: Mapping[str, Mapping[str, str]],
    figures: Mapping[str, Any],
    with_hours: bool,
) -> list[dict[str, Any]]:
    """One row for each law that has a theme. Hours stand with the municipality alone, which accounts by law: the hours
    that one team gave to one law are often of a few households.
    """
    by_law: dict[str, list[str]] = {}
    for theme in themes if laws else ():
        by_law.setdefault(laws[theme], []).append(theme)
    few = {law for law in by_law if cells[f"{LAW}{law}"] == HIDDEN}
    shown_hours = _hours_by_law(by_law, hours, figures, few=few) if with_hours else {}
    return [
        {
            "code": law.value,
            **_name_of(law),
            "themes": sorted(names[theme]["name"] for theme in by_law[law] if theme in names),
            "themes_en": sorted(names[theme]["name_en"] for theme in by_law[law] if theme in names),
            "households": cells[f"{LAW}{law}"],
            "hours": shown_hours.get(law),
        }
        for law in Law
        if law in by_law
    ]


def _name_of(law: Law) -> dict[str, str]:
    names = {}
    for key, language in (("name", "nl"), ("name_en", "en")):
        with translation.override(language):
            names[key] = str(law.label)
    return names


def _hours_by_law(
    by_law: Mapping[str, Sequence[str]],
    hours: Mapping[str, Mapping[str, int]],
    figures: Mapping[str, Any],
    *,
    few: Set[str],
) -> dict[str, Shown]:
    """Hidden for fewer than ten households, and where the households themselves are (`few`): hours that are shown say
    that there were ten or more. Others go with them until what is hidden together was for ten or more and is not one
    law alone, since the total is shown.
    """
    threshold = Rules().threshold
    minutes = {law: sum(hours.get(theme, {}).get("minutes", 0) for theme in of) for law, of in by_law.items()}
    households = {law: sum(hours.get(theme, {}).get("households", 0) for theme in of) for law, of in by_law.items()}
    if figures["hours_casework"] == HIDDEN:
        return dict.fromkeys(by_law, HIDDEN)
    hidden = {law for law in by_law if households[law] < threshold or law in few}
    for law in sorted(by_law.keys() - hidden, key=lambda law: (households[law], law)):
        if not hidden or (len(hidden) > 1 and sum(households[one] for one in hidden) >= threshold):
            break
        hidden.add(law)
    return {law: HIDDEN if law in hidden else round(minutes[law] / 60) for law in by_law}


# -- assignments -------------------------------------------------------------------------------------


def assignment_rows(
    assignments: Sequence[Mapping[str, Any]],
    *,
    cells: Mapping[str, Shown],
    month: dt.date,
    earlier: Sequence[Mapping[str, Any]],
) -> list[dict[str, Any]]:
    """Target, reached as it may be shown, and what it comes to at this pace, reckoned from shown numbers alone."""
    rows = []
    for one in assignments:
        reached: Shown = one["reached"] if one["way"] == SHOWN_AS_IT_IS else cells[f"{one['way']}:{one['code']}"]
        before = {
            content["month"]: row["reached"]
            for content in earlier
            for row in content.get("assignments", ())
            if row["code"] == one["code"] and row["unit"] == one["unit"]
        }
        rows.append(
            {
                **{key: one[key] for key in ("code", "version", "title", "target_group", "unit", "starts_on")},
                **{key: one[key] for key in ("ends_on", "ended_on", "will_not", "with")},
                "name": one["title"],
                "name_en": one["title"],
                "target": one["number"],
                "reached": reached,
                **_pace(one, reached, month=month, before=before),
                "hours_agreed": one["hours"],
                "hours_spent": None if one["minutes"] is None else round(one["minutes"] / 60),
            }
        )
    return rows


def _pace(one: Mapping[str, Any], reached: Shown, *, month: dt.date, before: Mapping[str, Shown]) -> dict[str, Any]:
    start, end = dt.date.fromisoformat(one["starts_on"]), dt.date.fromisoformat(one["ends_on"])
    stopped = dt.date.fromisoformat(one["ended_on"]) if one["ended_on"] else end
    until = min(next_month(month), end)
    even = round(one["number"] * (until - start).days / (end - start).days)
    is_over = min(stopped, end) < next_month(month)
    forecast = None if is_over or reached == HIDDEN else _forecast(one, int(reached), month, before, start, end)
    return {"expected": even, "forecast": forecast, "state": _state(one, reached, forecast, is_over=is_over)}


def _forecast(
    one: Mapping[str, Any], reached: int, month: dt.date, before: Mapping[str, Shown], start: dt.date, end: dt.date
) -> int:
    """In the pace of the last three months where both ends are shown, otherwise in that since it began."""
    now = next_month(month)
    back = before.get(f"{next_month(month, step=-_PACE_MONTHS):%Y-%m}", HIDDEN)
    since, gained = start, reached
    if back != HIDDEN:
        since, gained = next_month(month, step=1 - _PACE_MONTHS), max(reached - int(back), 0)
    days = max((now - since).days, 1)
    comes_to = reached + gained * (end - now).days / days
    return round(comes_to) if one["way"] == SHOWN_AS_IT_IS else Rules().rounded(round(comes_to))


def _state(one: Mapping[str, Any], reached: Shown, forecast: int | None, *, is_over: bool) -> str:
    """From what is shown: a rounded number may lie two off, and is not called reached before it is so for certain."""
    if reached == HIDDEN:
        return AssignmentState.OVER.value if is_over else AssignmentState.UNKNOWN.value
    off = 0 if one["way"] == SHOWN_AS_IT_IS else Rules().base // 2
    if int(reached) - off >= one["number"]:
        return AssignmentState.REACHED.value
    if int(reached) + off >= one["number"]:
        return AssignmentState.ABOUT.value
    if is_over:
        return AssignmentState.MISSED.value
    return AssignmentState.ON_PACE.value if (forecast or 0) >= one["number"] else AssignmentState.BEHIND.value


# -- the course of a theme ---------------------------------------------------------------------------


def course_rows(
    begun: Mapping[str, dt.date],
    *,
    month: dt.date,
    here: Mapping[str, Shown],
    whole: Mapping[str, Shown],
    earlier: Sequence[Mapping[str, Any]],
    earlier_whole: Sequence[Mapping[str, Any]],
    names: Mapping[str, Mapping[str, str]],
) -> list[dict[str, Any]]:
    """Open households on each theme on which an initiative runs, then and now, here and in the other teams together.

    `begun` says since when an initiative runs on a theme. Every number is one of a report: of this team and of the
    municipality, from the month before it began (or the oldest one within a year) to this one. Where one of them is
    hidden there is no row.
    """
    mine = {content["month"]: _households(content) for content in earlier}
    all_teams = {content["month"]: _households(content) for content in earlier_whole}
    rows = []
    for code, first_day in sorted(begun.items()):
        latest = f"{next_month(month, step=-_COURSE_AT_LEAST):%Y-%m}"
        known = sorted(at for at in mine.keys() & all_teams.keys() if at <= latest)
        before_it = [at for at in known if at < f"{first_day:%Y-%m}"]
        since = before_it[-1] if before_it else next(iter(known), None)
        if since is None or code not in names:
            continue
        numbers = (
            mine[since].get(code, HIDDEN),
            here.get(f"{THEME}{code}", HIDDEN),
            all_teams[since].get(code, HIDDEN),
            whole.get(f"{THEME}{code}", HIDDEN),
        )
        if HIDDEN not in numbers and (row := _course(*(int(number) for number in numbers))):
            rows.append({"code": code, **names[code], "since": since, **row})
    return rows


def _households(content: Mapping[str, Any]) -> dict[str, Shown]:
    return {row["code"]: row["households"] for row in content.get("themes", ())}


def _course(before: int, now: int, whole_before: int, whole_now: int) -> dict[str, Any] | None:
    """The change here against that elsewhere, as a ratio of ratios, with its interval of 95% (variance of log counts,
    as if none of the households were the same, which is wide), and what rounding may hide on top. Never a proof.
    """
    there_before, there_now = whole_before - before, whole_now - now
    if min(there_before, there_now) < Rules().threshold:
        return None
    counts = (before, now, there_before, there_now)
    middle = log(now / before) - log(there_now / there_before)
    # what is elsewhere is the difference of two rounded numbers
    off = Rules().base // 2
    rounding = sum(log(1 + error / count) for count, error in zip(counts, (off, off, 2 * off, 2 * off), strict=True))
    half = _NORMAL_95 * sqrt(sum(1 / count for count in counts)) + rounding
    low, high = (round(100 * (exp(edge) - 1)) for edge in (middle - half, middle + half))
    finding = CourseFinding.CHANCE
    if high < 0:
        finding = CourseFinding.FEWER
    elif low > 0:
        finding = CourseFinding.MORE
    return {
        "here_before": before,
        "here_now": now,
        "elsewhere_before": there_before,
        "elsewhere_now": there_now,
        "low": low,
        "high": high,
        "finding": finding.value,
    }
