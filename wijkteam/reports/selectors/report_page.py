"""A report as it is read: the same chapters, tables and pictures for the screen and for the PDF.

Everything comes from the frozen content; a hidden figure arrives here as "hidden" and leaves as the symbol x.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.dates import MONTHS
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.core.charts import Bar, HorizontalBars, Line, Lines, Marker, Part, Stacked, Whole
from wijkteam.core.charts.ink import number
from wijkteam.core.periods import next_month
from wijkteam.reports.enums import DEFINED, Unit
from wijkteam.reports.selectors.report_tables import ReportTables, report_tables
from wijkteam.reports.selectors.trend import Trend, both_findings, trend_of
from wijkteam.reports.selectors.wording import (
    HIDDEN,
    SYMBOL,
    FigureRow,
    Talk,
    month_from,
    month_name,
    short_month,
    shown,
)

__all__ = [
    "HIDDEN",
    "SYMBOL",
    "FigureRow",
    "ReportPage",
    "Talk",
    "month_from",
    "month_name",
    "report_page",
    "short_month",
    "shown",
]


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    name: str
    open_at_end: str
    fte: str
    per_fte: str
    band: str
    share: str
    floor: str
    talk: Talk | None = None


@dataclass(frozen=True, kw_only=True)
class ReportPage:
    """All that stands in one report, in the language of the reader."""

    name: str
    month: dt.date
    is_of_municipality: bool
    version: int
    definitions_version: str
    threshold: int
    rounded_to: int
    key_points: Sequence[str]
    open_lines: Lines | None
    share_lines: Lines | None
    flow_lines: Lines | None
    flow: Sequence[FigureRow]
    attention: Sequence[FigureRow]
    themes: HorizontalBars | None
    districts: HorizontalBars | None
    teams: Sequence[TeamRow]
    balance: Stacked | None
    hours: Sequence[FigureRow]
    neighbourhood: Sequence[FigureRow]
    questions: Sequence[FigureRow]
    together: Sequence[FigureRow]
    partners: Sequence[FigureRow]
    organisations: Sequence[FigureRow]
    tables: ReportTables
    # By chapter: filled in for who may ask (selectors.conversation).
    talks: Mapping[str, Talk] = field(default_factory=dict)

    @property
    def month_name(self) -> str:
        return month_name(self.month)

    @property
    def legend(self) -> str:
        """How figures are protected, for who reads them."""
        return _(
            "x = protected: fewer than %(threshold)s households, or needed to protect another figure. Figures are "
            "rounded to multiples of %(base)s; totals are rounded apart and can differ from the sum. Hours are whole "
            "hours. Earlier months stand as they were reported then. Definitions: version %(version)s."
        ) % {"threshold": self.threshold, "base": self.rounded_to, "version": self.definitions_version}


def paragraphs(text: str) -> list[str]:
    """An empty line starts a new one."""
    return [part.strip() for part in text.replace("\r\n", "\n").split("\n\n") if part.strip()]


def _known(value: Any) -> float | None:
    """The value for a chart, which has no place for words."""
    return None if value is None or value == HIDDEN else float(value)


def name_of_row(label: Mapping[str, str]) -> str:
    """A theme or district in the language of the reader."""
    return label["name_en"] if get_language() == "en" else label["name"]


def breakable(name: str) -> str:
    """CBS joins names with a stroke; a narrow column may break after it."""
    return name.replace("/", "/\u200b")


def report_page(content: Mapping[str, Any]) -> ReportPage:
    """Runs no query: all that a report says is in its content."""
    figures, series = content["figures"], content["series"]
    month = month_from(content["month"])
    teams = content["teams"]
    return ReportPage(
        name=content["name"],
        month=month,
        is_of_municipality=bool(teams),
        version=content["version"],
        definitions_version=content["definitions_version"],
        threshold=content["protection"]["threshold"],
        rounded_to=content["protection"]["rounded_to"],
        key_points=list(_key_points(figures, month, is_of_municipality=bool(teams))),
        open_lines=_open_lines(series, base=content["protection"]["rounded_to"]),
        share_lines=_share_lines(series),
        flow_lines=_flow_lines(series, base=content["protection"]["rounded_to"]),
        flow=_rows(figures, "open_at_start", "opened", "reopened", "closed", "open_at_end", "contacts"),
        attention=_attention(figures),
        themes=_bars("themes", _("Open households per theme"), _("Theme"), content["themes"]),
        districts=_bars("districts", _("Open households per district"), _("District"), content["districts"]),
        teams=[_team(team) for team in teams],
        balance=_balance(figures),
        hours=_hours(figures),
        neighbourhood=_there(
            figures,
            "initiatives",
            "sessions",
            "attendances",
            "editions",
            "outreach_moments",
            "outreach_met",
            "volunteers",
            "visits",
            "signals",
            "signals_followed_up",
            "signals_together",
            "signals_passed_on",
            "signals_looked_into",
            "signals_nothing",
        ),
        questions=_rows(
            figures,
            "questions",
            "questions_answered",
            "questions_collective",
            "questions_case",
            "questions_declined",
            "proactive_share",
            *([] if teams else ["days_to_decision"]),
        ),
        together=_there(
            figures,
            "collective_referred",
            "collective_closed",
            "opportunities",
            "opportunities_answered",
            "reflections",
        ),
        **_network(figures, is_of_municipality=bool(teams)),
        tables=report_tables(content),
    )


def _row(figures: Mapping[str, Any], key: str, *, note: str = "") -> FigureRow:
    definition = DEFINED[key]
    return FigureRow(key=key, label=str(definition.label), value=shown(figures[key], definition.unit), note=note)


def _rows(figures: Mapping[str, Any], *keys: str) -> list[FigureRow]:
    return [_row(figures, key) for key in keys]


def _there(figures: Mapping[str, Any], *keys: str) -> list[FigureRow]:
    """Without what had not been thought of when the report was made."""
    return _rows(figures, *(key for key in keys if figures.get(key) is not None))


def _network(figures: Mapping[str, Any], *, is_of_municipality: bool) -> dict[str, Any]:
    """Empty in a report of before these figures were thought of."""
    if figures.get("agreements") is None:
        return {"partners": [], "organisations": []}
    of_one_team = [] if is_of_municipality else ["days_to_help"]
    return {
        "partners": _rows(
            figures,
            "partners_first",
            "partners_second",
            "partners_none",
            "partners_waiting",
            "partners_too_long",
            *of_one_team,
            "partners_own_employer",
        ),
        "organisations": _rows(
            figures,
            "partners_around",
            "principles_endorsed",
            "agreements",
            "agreements_due",
            "pressure_signals",
            "relations_quiet",
        ),
    }


def _attention(figures: Mapping[str, Any]) -> list[FigureRow]:
    low, high = figures["band_low"], figures["band_high"]
    band = ""
    if low is not None:
        band = _("agreed: %(low)s to %(high)s") % {"low": number(low), "high": number(high)}
    return [
        *_rows(figures, "waiting", "plan_overdue", "silent", "long_running", "fte"),
        _row(figures, "caseload_per_fte", note=band),
    ]


def _hours(figures: Mapping[str, Any]) -> list[FigureRow]:
    floor = figures["prevention_floor"]
    note = _("agreed: at least %(floor)s%%") % {"floor": number(floor)} if floor is not None else ""
    return [
        *_rows(figures, "hours_collective", "hours_prevention", "hours_outreach", "hours_network", "hours_team"),
        *_rows(figures, "hours_administration", "hours_casework", "hours_escalation", "hours_total"),
        _row(figures, "prevention_share", note=note),
    ]


def _team(team: Mapping[str, Any]) -> TeamRow:
    low, high = team["band_low"], team["band_high"]
    return TeamRow(
        name=team["name"],
        open_at_end=shown(team["open_at_end"]),
        fte=shown(team["fte"], Unit.FTE),
        per_fte=shown(team["caseload_per_fte"], Unit.PER_FTE),
        band="–" if low is None else f"{number(low)}–{number(high)}",
        share=shown(team["prevention_share"], Unit.PERCENTAGE),
        floor=shown(team["prevention_floor"], Unit.PERCENTAGE),
    )


def _key_points(figures: Mapping[str, Any], month: dt.date, *, is_of_municipality: bool) -> Iterable[str]:
    """What the figures say, in sentences: for who reads rather than looks."""
    about = {
        "month": MONTHS[month.month],
        "open": shown(figures["open_at_end"]),
        "opened": shown(figures["opened"]),
        "closed": shown(figures["closed"]),
    }
    if figures["open_at_end"] == HIDDEN:
        yield _("How many households had help at the end of %(month)s is not shown: it would say too much.") % about
    elif is_of_municipality:
        yield _("At the end of %(month)s about %(open)s households had help from the teams together.") % about
    else:
        yield _("At the end of %(month)s about %(open)s households had help from the team.") % about
    if HIDDEN not in (figures["opened"], figures["closed"]):
        yield _("About %(opened)s households came in and about %(closed)s went out.") % about
    yield from _balance_point(figures)
    if figures["questions_collective"] not in (HIDDEN, 0):
        yield _("About %(count)s questions led to something people do together instead of a case.") % {
            "count": shown(figures["questions_collective"])
        }


def _balance_point(figures: Mapping[str, Any]) -> Iterable[str]:
    share, floor = figures["prevention_share"], figures["prevention_floor"]
    if share == HIDDEN:
        return
    said = {"share": number(share), "floor": number(floor) if floor is not None else ""}
    if floor is None:
        yield _("Of all hours %(share)s%% went to prevention.") % said
        return
    missing = round(figures["hours_total"] * floor / 100 - figures["hours_for_prevention"])
    said["hours"] = number(abs(missing))
    if missing > 0:
        yield (
            _(
                "Of all hours %(share)s%% went to prevention. "
                "At least %(floor)s%% was agreed: %(hours)s hours were missing."
            )
            % said
        )
    else:
        yield _("Of all hours %(share)s%% went to prevention. That keeps the agreement of at least %(floor)s%%.") % said


def _months(series: Sequence[Mapping[str, Any]]) -> list[dt.date]:
    """Every month from the first to the last of the series, also those without a report."""
    month, last = month_from(series[0]["month"]), month_from(series[-1]["month"])
    months = [month]
    while months[-1] < last:
        months.append(next_month(months[-1]))
    return months


def _values(series: Sequence[Mapping[str, Any]], key: str) -> list[float | None]:
    by_month = {point["month"]: _known(point[key]) for point in series}
    return [by_month.get(f"{month:%Y-%m}") for month in _months(series)]


def _labels(series: Sequence[Mapping[str, Any]]) -> list[str]:
    return [short_month(month) for month in _months(series)]


def _trend(series: Sequence[Mapping[str, Any]], key: str, *, grain: float, highest: float | None = None) -> Trend:
    """From published figures alone: a hidden month is a gap."""
    return trend_of(_values(series, key), months=_months(series), grain=grain, highest=highest)


def _open_lines(series: Sequence[Mapping[str, Any]], *, base: int) -> Lines | None:
    values = _values(series, "open_at_end")
    known = [value for value in values if value is not None]
    if len(values) < 2 or len(known) < 2:
        return None
    trend = _trend(series, "open_at_end", grain=base)
    said = _("From %(first)s to %(last)s households over %(count)s months.") % {
        "first": number(known[0]),
        "last": number(known[-1]),
        "count": len(values),
    }
    return Lines(
        key="open",
        title=_("Open households at the end of each month"),
        description=f"{said} {trend.finding}",
        label_heading=_("Month"),
        labels=_labels(series),
        lines=[Line(label=_("households"), values=values)],
        band=trend.band,
        marked=[(0, place) for place in trend.places],
        note=trend.finding,
    )


def _share_lines(series: Sequence[Mapping[str, Any]]) -> Lines | None:
    values = _values(series, "prevention_share")
    known = [value for value in values if value is not None]
    if len(values) < 2 or len(known) < 2:
        return None
    floors = _values(series, "prevention_floor")
    lines = [Line(label=_("prevention"), values=values)]
    if any(floor is not None for floor in floors):
        lines.append(Line(label=_("agreement"), values=floors))
    trend = _trend(series, "prevention_share", grain=1, highest=100)
    said = _("From %(first)s to %(last)s per cent over %(count)s months.") % {
        "first": number(known[0]),
        "last": number(known[-1]),
        "count": len(values),
    }
    return Lines(
        key="share",
        title=_("Share of the hours for prevention, in per cent"),
        description=f"{said} {trend.finding}",
        label_heading=_("Month"),
        labels=_labels(series),
        lines=lines,
        band=trend.band,
        marked=[(0, place) for place in trend.places],
        note=trend.finding,
    )


def _flow_lines(series: Sequence[Mapping[str, Any]], *, base: int) -> Lines | None:
    """Two lines have no one band between them: what is usual for each stands in the words."""
    opened, closed = _values(series, "opened"), _values(series, "closed")
    if sum(value is not None for value in opened) < 2:
        return None
    came, went = _trend(series, "opened", grain=base), _trend(series, "closed", grain=base)
    said = _("Two lines over %(count)s months. Where they part, the caseload grows or shrinks.") % {
        "count": len(opened)
    }
    note = both_findings(came, went)
    return Lines(
        key="flow",
        title=_("Households that came in and went out"),
        description=f"{said} {note}",
        label_heading=_("Month"),
        labels=_labels(series),
        lines=[Line(label=_("in"), values=opened), Line(label=_("out"), values=closed)],
        marked=[*((0, place) for place in came.places), *((1, place) for place in went.places)],
        note=note,
    )


def _bars(key: str, title: str, heading: str, rows: Sequence[Mapping[str, Any]]) -> HorizontalBars | None:
    """None when not one row may be shown: a picture of nothing but x says no more than a sentence."""
    shown_rows = [row for row in rows if row["households"] != HIDDEN]
    largest = max(shown_rows, key=lambda row: int(row["households"]), default=None)
    if largest is None:
        return None
    description = _("Most in %(name)s: about %(count)s. %(hidden)s of %(all)s rows are hidden.") % {
        "name": name_of_row(largest),
        "count": shown(largest["households"]),
        "hidden": len(rows) - len(shown_rows),
        "all": len(rows),
    }
    # What is shown first, the largest first; the order of the hidden rows tells nothing, it is that of their names.
    ordered = sorted(
        rows, key=lambda row: (-(_known(row["households"]) or 0), row["code"] == "overig", name_of_row(row))
    )
    return HorizontalBars(
        key=key,
        title=title,
        description=description,
        label_heading=heading,
        value_heading=_("Households"),
        bars=[
            Bar(label=breakable(name_of_row(row)), value=_known(row["households"]), text=shown(row["households"]))
            for row in ordered
        ],
    )


# The colours of the hours pages (hours.selectors.balance); individual help holds the escalations here.
_BALANCE = (
    (("hours_collective",), 2),
    (("hours_prevention", "hours_outreach"), 6),
    (("hours_network",), 4),
    (("hours_casework",), 1),
    (("hours_team",), 3),
    (("hours_administration",), 7),
)
_COUNTED = 2


def _balance(figures: Mapping[str, Any]) -> Stacked | None:
    """None when one of its parts is hidden: the rest of a whole would tell how large it is."""
    if HIDDEN in (figures["hours_casework"], figures["hours_total"]) or not figures["hours_total"]:
        return None
    floor = figures["prevention_floor"]
    return Stacked(
        key="balance",
        title=_("What the hours went to"),
        description=" ".join(_balance_point(figures)),
        label_heading=_("Hours"),
        total_heading=_("All hours"),
        parts=[
            Part(label=" + ".join(str(DEFINED[key].label) for key in keys), series=series) for keys, series in _BALANCE
        ],
        wholes=[Whole(label=_("This month"), values=[sum(figures[key] for key in keys) for keys, _s in _BALANCE])],
        marker=None
        if floor is None
        else Marker(value=floor / 100, label=_("agreed floor %(floor)s%%") % {"floor": number(floor)}),
        unit=_("hours"),
        counted=_COUNTED,
        counted_label=_("prevention"),
    )
