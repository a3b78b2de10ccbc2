"""What stands in a report: protected figures, made from true counts and nothing else."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any, TypedDict

from wijkteam.disclosure import Rules
from wijkteam.reports.enums import DAY_CLASSES, DAYS_OVER, DEFINITIONS_VERSION, HELP_CLASSES, HELP_OVER
from wijkteam.reports.selectors.assignments import SHOWN_AS_IT_IS
from wijkteam.reports.services.publication import BEFORE, DISTRICT, LAW, MUNICIPALITY, THEME, Publication
from wijkteam.reports.services.report_parts import (
    assignment_rows,
    course_rows,
    four_tasks,
    law_rows,
    money,
    money_together,
)
from wijkteam.reports.services.shown import HIDDEN, Shown, percentage

FORMAT = "wijkteam-monthly-report"
FORMAT_VERSION = 1
MONTHS_IN_SERIES = 12
REST = "overig"
HOUR_KINDS = ("collective", "prevention", "outreach", "network", "team", "administration")

_STOCKS = ("waiting", "plan_overdue", "silent", "long_running")
_SIGNALS = (
    "signals",
    "signals_followed_up",
    "signals_together",
    "signals_passed_on",
    "signals_looked_into",
    "signals_nothing",
)
_QUESTIONS = ("questions_answered", "questions_collective", "questions_case", "questions_declined")
_PARTNERS = (
    "partners_first",
    "partners_second",
    "partners_none",
    "partners_waiting",
    "partners_too_long",
    "partners_own_employer",
)
# Who helps, and the visits they made.
_HELPERS = ("volunteers", "visits")
_COLLECTIVE = ("attendances", "outreach_met", "collective_referred", "collective_closed")
# What the team organised and chose: no person is counted in it, so it is shown as it is.
_ORGANISED = (
    "sessions",
    "editions",
    "outreach_moments",
    "opportunities",
    "opportunities_answered",
    "reflections",
)
# About organisations: nothing of a household is in them, so they are shown as they are.
_ORGANISATIONS = (
    "agreements",
    "agreements_due",
    "partners_around",
    "principles_endorsed",
    "pressure_signals",
    "relations_quiet",
)
_HOUSEHOLDS = ("open_at_start", "opened", "closed", "open_at_end", "reopened", *_STOCKS)
_PEOPLE = (
    *_HOUSEHOLDS,
    "questions",
    "questions_proactive",
    *_QUESTIONS,
    *_SIGNALS,
    *_HELPERS,
    *_PARTNERS,
    *_COLLECTIVE,
)
_OF_TEAMS = ("open_at_end", "fte", "caseload_per_fte", "band_low", "band_high", "prevention_share", "prevention_floor")
_SERIES = ("open_at_end", "opened", "closed", "hours_total", "hours_for_prevention", "prevention_share")


class Label(TypedDict):
    """A row of a table: its stable code and what it is called."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The true counts of one team or of all; what a snapshot keeps. Codes of themes and districts include `overig`."""

    values: Mapping[str, Any]
    themes: Mapping[str, int]
    districts: Mapping[str, int]
    # Under which law each theme fell, what contacts about each took, and what was reached of each assignment.
    laws: Mapping[str, str] = field(default_factory=dict)
    hours: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    assignments: Sequence[Mapping[str, Any]] = ()

    def as_json(self) -> dict[str, Any]:
        return {
            "values": dict(self.values),
            "themes": dict(self.themes),
            "districts": dict(self.districts),
            "laws": dict(self.laws),
            "hours": dict(self.hours),
            "assignments": list(self.assignments),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Counts":
        """A snapshot of before something was thought of does not have it."""
        return cls(**{one.name: kept[one.name] for one in fields(cls) if one.name in kept})

    def cells(self) -> dict[str, int]:
        """The counts of people, each a cell to protect."""
        return {
            # a snapshot of before a figure was thought of has no such count
            **{key: self._people(key) for key in _PEOPLE if key in self.values},
            **{f"{THEME}{code}": count for code, count in self.themes.items()},
            **{f"{DISTRICT}{code}": count for code, count in self.districts.items()},
            **self._of_laws(),
            **self._of_assignments(),
        }

    def _people(self, key: str) -> int:
        """Many visits to a few people are a few people."""
        count = int(self.values[key])
        few = key == "visits" and self.values["visited"] < Rules().threshold
        return min(count, int(self.values["visited"])) if few else count

    def _of_laws(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for code, count in self.themes.items() if self.laws else ():
            key = f"{LAW}{self.laws[code]}"
            found[key] = found.get(key, 0) + count
        return dict(sorted(found.items()))

    def _of_assignments(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for one in self.assignments:
            if one["way"] != SHOWN_AS_IT_IS:
                found[f"{one['way']}:{one['code']}"] = one["reached"]
                found[f"{BEFORE}{one['code']}"] = 0  # nothing that was counted: see services.publication
        return found


def publication_of_month(month: dt.date, teams: Mapping[str, Counts], *, sensitive: Collection[str]) -> Publication:
    """All reports of a month: of every team and, as their sum, of the municipality."""
    scopes = {**teams, MUNICIPALITY: together(list(teams.values()))} if teams else {}
    return Publication(
        month=month,
        version=1,
        scopes={scope: counts.cells() for scope, counts in scopes.items()},
        sensitive=frozenset(sensitive),
        laws=next((counts.laws for counts in teams.values()), {}),
    )


def report_content(
    *,
    scope: str,
    name: str,
    month: dt.date,
    version: int,
    counts: Counts,
    cells: Mapping[str, Shown],
    themes: Sequence[Label],
    districts: Sequence[Label],
    earlier: Sequence[Mapping[str, Any]],
    teams: Sequence[Mapping[str, Any]] = (),
    begun: Mapping[str, dt.date] | None = None,
    earlier_whole: Sequence[Mapping[str, Any]] = (),
    rules: Rules | None = None,
) -> dict[str, Any]:
    """The content of one report. `cells` are those of the ledger, `earlier` the contents of months before.

    Earlier months are repeated as they were reported. `teams` are the contents of the teams' reports, for the
    municipality alone; `begun` since when an initiative runs on a theme and `earlier_whole` the municipality's earlier
    reports, for a team.
    """
    rules = rules or Rules()
    own, whole = _of(scope, cells), _of(MUNICIPALITY, cells)
    names = {label["code"]: {"name": label["name"], "name_en": label["name_en"]} for label in themes}
    figures = _figures(counts, own, rules=rules)
    if teams:
        figures |= _given_away([team["figures"] for team in teams])
        figures |= money_together(figures, [team["figures"] for team in teams])
        figures |= four_tasks(counts.values, figures)
    assignments = [
        {**row, "team": team["scope"], "team_name": team["name"]}
        for team in teams
        for row in team.get("assignments", ())
    ]
    return {
        **_head(scope=scope, name=name, month=month, version=version, rules=rules),
        "figures": figures,
        "themes": [{**label, "households": own[f"{THEME}{label['code']}"]} for label in themes],
        "districts": [{**label, "households": own[f"{DISTRICT}{label['code']}"]} for label in districts],
        "teams": [
            {"code": team["scope"], "name": team["name"], **{key: team["figures"][key] for key in _OF_TEAMS}}
            for team in teams
        ],
        "series": _series(month, figures, earlier),
        "laws": law_rows(
            themes=counts.themes,
            laws=counts.laws,
            hours=counts.hours,
            cells=own,
            names=names,
            figures=figures,
            with_hours=bool(teams),
        ),
        "courses": course_rows(
            begun or {},
            month=month,
            here=own,
            whole=whole,
            earlier=earlier,
            earlier_whole=earlier_whole,
            names=names,
        ),
        "assignments": assignments or assignment_rows(counts.assignments, cells=own, month=month, earlier=earlier),
    }


def _of(scope: str, cells: Mapping[str, Shown]) -> dict[str, Shown]:
    return {key.removeprefix(f"{scope}/"): value for key, value in cells.items() if key.startswith(f"{scope}/")}


def _given_away(teams: Sequence[Mapping[str, Any]]) -> dict[str, Shown]:
    """Hours and contacts that one single team hides: the total minus the other teams would give them away."""
    hidden: dict[str, Shown] = {}
    for key in ("hours_casework", "hours_escalation", "contacts"):
        if sum(figures[key] == HIDDEN for figures in teams) == 1:
            hidden[key] = HIDDEN
    if "hours_casework" in hidden:
        hidden |= dict.fromkeys(("hours_total", "prevention_share", "hours_escalation"), HIDDEN)
    return hidden


def _head(*, scope: str, name: str, month: dt.date, version: int, rules: Rules) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "format_version": FORMAT_VERSION,
        "definitions_version": DEFINITIONS_VERSION,
        "scope": scope,
        "name": name,
        "month": f"{month:%Y-%m}",
        "version": version,
        "protection": {"threshold": rules.threshold, "rounded_to": rules.base, "hidden": HIDDEN},
    }


def _figures(counts: Counts, cells: Mapping[str, Shown], *, rules: Rules) -> dict[str, Any]:
    """Every figure of enums.DEFINITIONS, as it may be shown."""
    values = counts.values
    hours = {kind: round(values[f"minutes_{kind}"] / 60) for kind in HOUR_KINDS}
    casework: Shown = round((values["minutes_individual"] + values["minutes_escalation"]) / 60)
    escalation: Shown = round(values["minutes_escalation"] / 60)
    total: Shown = int(casework) + sum(hours.values())
    for_prevention = hours["collective"] + hours["prevention"] + hours["outreach"]
    # Hours are not households, but those of a few households say something about them (and so would the total).
    if values["contacted_households"] < rules.threshold:
        casework = total = HIDDEN
    if values["escalation_households"] < rules.threshold or casework == HIDDEN:
        escalation = HIDDEN
    contacts: Shown = _rounded_contacts(values, rules)
    fte = round(float(values["fte"]), 1)
    open_at_end = cells["open_at_end"]
    per_fte = round(int(open_at_end) / fte, 1) if open_at_end != HIDDEN and fte else HIDDEN
    figures = {
        **{key: cells[key] for key in _HOUSEHOLDS},
        "fte": fte,
        "caseload_per_fte": per_fte,
        "band_low": values["band_low"],
        "band_high": values["band_high"],
        "contacts": contacts,
        "hours_casework": casework,
        "hours_escalation": escalation,
        **{f"hours_{kind}": amount for kind, amount in hours.items()},
        "hours_for_prevention": for_prevention,
        "hours_total": total,
        "prevention_share": percentage(for_prevention, total),
        "prevention_floor": values["floor_percentage"],
        "initiatives": values["initiatives"],
        **{key: cells[key] for key in ("signals", "signals_followed_up", "questions", *_QUESTIONS)},
        **{key: cells.get(key) for key in (*_SIGNALS[2:], *_HELPERS)},
        "proactive_share": percentage(cells["questions_proactive"], cells["questions"]),
        "days_to_decision": _days(values, rules),
        **{key: cells.get(key) for key in (*_COLLECTIVE, *_PARTNERS)},
        "days_to_help": _days_to_help(values, rules),
        **{key: values.get(key) for key in (*_ORGANISED, *_ORGANISATIONS)},
    }
    return {**figures, **four_tasks(values, figures), **money(values, figures)}


def _rounded_contacts(values: Mapping[str, Any], rules: Rules) -> Shown:
    if values["contacted_households"] < rules.threshold:
        return HIDDEN
    return rules.base * ((int(values["contacts"]) + rules.base // 2) // rules.base)


def _days(values: Mapping[str, Any], rules: Rules) -> str:
    """The class in which the median lies; hidden for fewer questions than the threshold."""
    decided = sum(int(values[key]) for key in _QUESTIONS)
    if decided < rules.threshold or values["days_to_decision"] is None:
        return HIDDEN
    days = int(float(values["days_to_decision"]))
    return next((name for last, name in DAY_CLASSES if days <= last), DAYS_OVER)


def _days_to_help(values: Mapping[str, Any], rules: Rules) -> str | None:
    """The class in which the median lies; hidden for fewer households than the threshold."""
    if "partners_started" not in values:
        return None
    if values["partners_started"] < rules.threshold or values["days_to_help"] is None:
        return HIDDEN
    days = int(float(values["days_to_help"]))
    return next((name for last, name in HELP_CLASSES if days <= last), HELP_OVER)


def together(all_counts: Sequence[Counts]) -> Counts:
    """The sum over teams. Bands are the teams' own, and a median of medians means nothing: both stay empty."""
    values: dict[str, Any] = {}
    for counts in all_counts:
        for key, value in counts.values.items():
            if key in {"band_low", "band_high", "floor_percentage", "rate", "days_to_decision", "days_to_help"}:
                values[key] = None
            else:
                values[key] = round(values.get(key, 0) + value, 2)
    floors = [(c.values["floor_percentage"], _minutes(c.values)) for c in all_counts]
    weighed = sum(minutes for floor, minutes in floors if floor is not None)
    if weighed and all(floor is not None for floor, _ in floors):
        # what the teams together have agreed on: each floor weighs as much as the hours it is about
        values["floor_percentage"] = round(sum(floor * minutes for floor, minutes in floors) / weighed)
    return Counts(
        values=values,
        themes=_added([counts.themes for counts in all_counts]),
        districts={},
        laws=next((counts.laws for counts in all_counts), {}),
        hours={
            code: _added([counts.hours[code] for counts in all_counts if code in counts.hours])
            for code in sorted({code for counts in all_counts for code in counts.hours})
        },
    )


def _minutes(values: Mapping[str, Any]) -> int:
    return sum(int(value) for key, value in values.items() if key.startswith("minutes_"))


def _added(parts: Sequence[Mapping[str, int]]) -> dict[str, int]:
    codes = sorted({code for part in parts for code in part})
    return {code: sum(part.get(code, 0) for part in parts) for code in codes}


def _series(month: dt.date, figures: Mapping[str, Any], earlier: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """At most twelve months, this one last. Earlier months stand as they were reported then, late entries or not."""
    points = [
        {"month": content["month"], **{key: content["figures"][key] for key in _SERIES}, **_floor(content["figures"])}
        for content in earlier
    ]
    points.append({"month": f"{month:%Y-%m}", **{key: figures[key] for key in _SERIES}, **_floor(figures)})
    return points[-MONTHS_IN_SERIES:]


def _floor(figures: Mapping[str, Any]) -> dict[str, Any]:
    return {"prevention_floor": figures["prevention_floor"]}
