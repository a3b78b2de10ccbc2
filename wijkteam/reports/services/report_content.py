"""What stands in a report: protected figures, made from true counts and nothing else."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from wijkteam.reports.enums import DAY_CLASSES, DAYS_OVER, DEFINITIONS_VERSION
from wijkteam.reports.services.disclosure import HIDDEN, Known, Protected, Rules, Shown, Sum, percentage, protect

FORMAT = "wijkteam-monthly-report"
FORMAT_VERSION = 1
MONTHS_IN_SERIES = 12
MUNICIPALITY = "gemeente"
REST = "overig"
HOUR_KINDS = ("collective", "prevention", "outreach", "network", "team", "administration")

_STOCKS = ("waiting", "plan_overdue", "silent", "long_running")
_QUESTIONS = ("questions_answered", "questions_collective", "questions_case", "questions_declined")
_SERIES = ("open_at_end", "opened", "closed", "hours_total", "hours_for_prevention", "prevention_share")


class Label(TypedDict):
    """A row of a table: its stable code and what it is called."""

    code: str
    name: str
    name_en: str


@dataclass(frozen=True, kw_only=True)
class Counts:
    """The true counts behind a report; what a snapshot keeps. Codes of themes and districts include `overig`."""

    values: Mapping[str, Any]
    themes: Mapping[str, int]
    districts: Mapping[str, int]

    def as_json(self, protected: Protected) -> dict[str, Any]:
        return {
            "values": dict(self.values),
            "themes": dict(self.themes),
            "districts": dict(self.districts),
            "small": sorted(protected.small),
            "helpers": sorted(protected.helpers),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Counts":
        return cls(values=kept["values"], themes=kept["themes"], districts=kept["districts"])


@dataclass(frozen=True, kw_only=True)
class TeamPart:
    """A team in the report of the municipality: its own report of that month and the counts behind that."""

    scope: str
    name: str
    content: Mapping[str, Any]
    kept: Mapping[str, Any]

    def known(self, key: str) -> Known:
        """How a cell of the team's own report stands now."""
        cells = {f"theme:{code}": count for code, count in self.kept["themes"].items()} | self.kept["values"]
        state = "small" if key in self.kept["small"] else "helper" if key in self.kept["helpers"] else "shown"
        return Known(count=cells[key], state=state)  # type: ignore[arg-type]  # one of the three words


FLOW = Sum(total="open_at_end", plus=("open_at_start", "opened"), minus=("closed",))


def team_content(
    *,
    scope: str,
    name: str,
    month: dt.date,
    version: int,
    counts: Counts,
    themes: Sequence[Label],
    districts: Sequence[Label],
    earlier: Sequence[Mapping[str, Any]],
    rules: Rules | None = None,
) -> tuple[dict[str, Any], Protected]:
    """The report of one team. `earlier` are contents of its reports of months before: repeated as they were."""
    rules = rules or Rules()
    themes_cells = {f"theme:{code}": count for code, count in counts.themes.items()}
    district_cells = {f"district:{code}": count for code, count in counts.districts.items()}
    sums = [
        FLOW,
        Sum(total="open_at_end", plus=tuple(themes_cells)),
        Sum(total="open_at_end", plus=tuple(district_cells)),
    ]
    protected = protect({**_people(counts), **themes_cells, **district_cells}, sums=sums, rules=rules)
    figures = _figures(counts, protected, rules=rules)
    content = {
        **_head(scope=scope, name=name, month=month, version=version, rules=rules),
        "figures": figures,
        "themes": [{**label, "households": protected.cells[f"theme:{label['code']}"]} for label in themes],
        "districts": [{**label, "households": protected.cells[f"district:{label['code']}"]} for label in districts],
        "teams": [],
        "series": _series(month, figures, earlier),
    }
    return content, protected


def municipality_content(
    *,
    name: str,
    month: dt.date,
    version: int,
    parts: Sequence[TeamPart],
    themes: Sequence[Label],
    earlier: Sequence[Mapping[str, Any]],
    rules: Rules | None = None,
) -> tuple[dict[str, Any], Protected, Counts]:
    """The report of all teams together, from the counts behind their own reports of that month.

    What is hidden in a team's report stays hidden: the totals here are checked together with those tables.
    """
    rules = rules or Rules()
    counts = _together([Counts.from_json(part.kept) for part in parts])
    cells = {**_people(counts), **{f"theme:{code}": count for code, count in counts.themes.items()}}
    known: dict[str, Known] = {}
    sums = [FLOW, Sum(total="open_at_end", plus=tuple(f"theme:{code}" for code in counts.themes))]
    for key in cells:
        of_teams = []
        for part in parts:
            if key.startswith("theme:") and key.removeprefix("theme:") not in part.kept["themes"]:
                continue
            known[f"{part.scope}/{key}"] = part.known(key)
            of_teams.append(f"{part.scope}/{key}")
        sums.append(Sum(total=key, plus=tuple(of_teams)))
    for part in parts:
        of_team = f"{part.scope}/"
        sums.append(Sum(total=f"{of_team}open_at_end", plus=tuple(f"{of_team}theme:{c}" for c in part.kept["themes"])))
        sums.append(
            Sum(
                total=f"{of_team}open_at_end",
                plus=(f"{of_team}open_at_start", f"{of_team}opened"),
                minus=(f"{of_team}closed",),
            )
        )
    protected = protect(cells, sums=sums, known=known, rules=rules)
    figures = _figures(counts, protected, rules=rules)
    if any(part.content["figures"]["hours_casework"] == HIDDEN for part in parts):
        # the total minus the other teams would be the hours that one team does not show
        figures |= dict.fromkeys(("hours_casework", "hours_total", "prevention_share"), HIDDEN)
    content = {
        **_head(scope=MUNICIPALITY, name=name, month=month, version=version, rules=rules),
        "figures": figures,
        "themes": [{**label, "households": protected.cells[f"theme:{label['code']}"]} for label in themes],
        "districts": [],
        "teams": [
            {
                "code": part.scope,
                "name": part.name,
                **{
                    key: part.content["figures"][key]
                    for key in ("open_at_end", "fte", "caseload_per_fte", "band_low", "band_high")
                },
                **{key: part.content["figures"][key] for key in ("prevention_share", "prevention_floor")},
            }
            for part in parts
        ],
        "series": _series(month, figures, earlier),
    }
    return content, protected, counts


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


def _people(counts: Counts) -> dict[str, int]:
    """The counts of people: each is a cell to protect."""
    households = ("open_at_start", "opened", "closed", "open_at_end", "reopened", *_STOCKS)
    keys = (*households, "questions", "questions_proactive", *_QUESTIONS, "signals", "signals_followed_up")
    return {key: int(counts.values[key]) for key in keys}


def _figures(counts: Counts, protected: Protected, *, rules: Rules) -> dict[str, Any]:
    """Every figure of enums.DEFINITIONS, as it may be shown."""
    values, cells = counts.values, protected.cells
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
    return {
        **{key: cells[key] for key in ("open_at_start", "opened", "closed", "open_at_end", "reopened", *_STOCKS)},
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
        "proactive_share": percentage(cells["questions_proactive"], cells["questions"]),
        "days_to_decision": _days(values, rules),
    }


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


def _together(all_counts: Sequence[Counts]) -> Counts:
    """The sum over teams. Bands are the teams' own, and a median of medians means nothing: both stay empty."""
    values: dict[str, Any] = {}
    for counts in all_counts:
        for key, value in counts.values.items():
            if key in {"band_low", "band_high", "floor_percentage", "days_to_decision"}:
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
