"""The tables of a report that are more than a figure and its value: the same words for the screen and for the PDF."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from collectief.enums import AssignmentUnit
from wijkteam.areas.enums import Law
from wijkteam.core.charts.ink import number
from wijkteam.reports.enums import DEFINED, AssignmentState, CourseFinding, Unit
from wijkteam.reports.selectors.wording import FigureRow, Talk, month_from, month_name, shown

HIDDEN = "hidden"
_TONES = {
    AssignmentState.REACHED: "positive",
    AssignmentState.ABOUT: "positive",
    AssignmentState.ON_PACE: "positive",
    AssignmentState.BEHIND: "warning",
    AssignmentState.MISSED: "negative",
}


@dataclass(frozen=True, kw_only=True)
class WordTable:
    """A table of words and figures: the first column says what a row is about, `key` with which key a row is known.

    `left` are the columns of words beside the first. `talks` are where one asks about a row, by its key, and `links`
    the pages that follow one.
    """

    key: str
    caption: str
    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    keys: Sequence[str]
    left: frozenset[int] = frozenset()
    talks: Mapping[str, Talk] = field(default_factory=dict)
    links: Mapping[str, str] = field(default_factory=dict)

    @property
    def lines(self) -> list["TableLine"]:
        """The rows for the screen."""
        return [
            TableLine(
                key=key,
                name=row[0],
                cells=[
                    (head, cell, column not in self.left)
                    for column, (head, cell) in enumerate(zip(self.head[1:], row[1:], strict=True), 1)
                ],
                talk=self.talks.get(key),
                link=self.links.get(key, ""),
            )
            for key, row in zip(self.keys, self.rows, strict=True)
        ]


@dataclass(frozen=True, kw_only=True)
class TableLine:
    """A row of a table; a cell is its heading, its text and whether it is a number."""

    key: str
    name: str
    cells: Sequence[tuple[str, str, bool]]
    talk: Talk | None
    link: str


@dataclass(frozen=True, kw_only=True)
class AssignmentPart:
    """One assignment of a team: for whom, the figures, how it stands, and what was agreed not to do."""

    code: str
    title: str
    target_group: str
    period: str
    together_with: str
    rows: Sequence[FigureRow]
    state: str
    tone: str
    will_not: str
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class ReportTables:
    """Each is None or empty in a report of before it was thought of, and where there is nothing to say."""

    tasks: WordTable | None
    money: WordTable | None
    money_note: str
    laws: WordTable | None
    courses: WordTable | None
    assignments: Sequence[AssignmentPart]
    all_assignments: WordTable | None


def report_tables(content: Mapping[str, Any]) -> ReportTables:
    """Runs no query."""
    figures = content["figures"]
    rows = content.get("assignments", ())
    teams = bool(content["teams"])
    return ReportTables(
        tasks=_tasks(figures),
        money=_money(figures),
        money_note=_money_note(figures, is_of_municipality=teams),
        laws=_laws(content),
        courses=_courses(content.get("courses", ())),
        assignments=[] if teams else [assignment_part(row) for row in rows],
        all_assignments=_assignments_of_teams(rows) if teams and rows else None,
    )


def _of_language(row: Mapping[str, Any], key: str = "name") -> Any:
    return row[f"{key}_en"] if get_language() == "en" else row[key]


# -- the four tasks ----------------------------------------------------------------------------------


def _tasks(figures: Mapping[str, Any]) -> WordTable | None:
    if figures.get("hours_organising") is None:
        return None
    tasks = (
        (_("Reaching out before anybody asks"), "outreach", (("outreach_moments", _("moments")),)),
        (_("Prevention"), "prevention", (("editions", _("editions by the book")),)),
        (
            _("Supporting collective provisions"),
            "provisions",
            (("initiatives", _("initiatives")), ("sessions", _("meetings"))),
        ),
        (
            _("Organising help by volunteers, informal carers, people with lived experience and neighbours"),
            "organising",
            (("volunteers", _("volunteers")), ("visits", _("visits"))),
        ),
    )
    return WordTable(
        key="tasks",
        caption=_("The four tasks that are easily left undone"),
        head=[_("Task"), _("Hours"), _("Of all hours"), _("What there was")],
        rows=[
            [
                name,
                shown(figures[f"hours_{key}"]),
                shown(figures[f"share_{key}"], Unit.PERCENTAGE),
                ", ".join(f"{shown(figures.get(count))} {word}" for count, word in counts),
            ]
            for name, key, counts in tasks
        ],
        keys=[f"hours_{key}" for _name, key, _counts in tasks],
        left=frozenset({3}),
    )


# -- hours and money ---------------------------------------------------------------------------------


def euros(value: Any) -> str:
    said = shown(value)
    return f"€ {said}" if said[0].isdigit() else said


def _money(figures: Mapping[str, Any]) -> WordTable | None:
    if figures.get("subsidy") is None:
        return None
    return WordTable(
        key="money",
        caption=_("Individual help beside the collective"),
        head=[_("What"), _("Hours"), _("Euros")],
        rows=[
            [str(DEFINED["hours_casework"].label), shown(figures["hours_casework"]), euros(figures["money_casework"])],
            [
                _("Collective work, prevention and outreach"),
                shown(figures["hours_for_prevention"]),
                euros(figures["money_collective"]),
            ],
            [str(DEFINED["subsidy"].label), "", euros(figures["subsidy"])],
        ],
        keys=["money_casework", "money_collective", "subsidy"],
    )


def _money_note(figures: Mapping[str, Any], *, is_of_municipality: bool) -> str:
    rate = figures.get("hourly_rate")
    if rate is not None:
        return _("At the agreed rate of € %(rate)s for an hour. Money is reckoned from the hours shown here.") % {
            "rate": number(rate, 2)
        }
    if figures.get("money_collective") is None:
        return _("No hourly rate was agreed, so the hours are not shown as money.")
    return _("At the rate that each team agreed: the sum of what the teams show.") if is_of_municipality else ""


# -- laws --------------------------------------------------------------------------------------------


def _laws(content: Mapping[str, Any]) -> WordTable | None:
    rows = content.get("laws", ())
    if not rows:
        return None
    with_hours = bool(content["teams"])
    hours = [shown(content["figures"]["hours_casework"])] if with_hours else []
    head = [_("Law"), _("Main themes"), _("Households"), *([_("Hours of individual help")] if with_hours else [])]
    whole = [_("Together"), _("all themes"), shown(content["figures"]["open_at_end"]), *hours]
    return WordTable(
        key="laws",
        caption=_("One whole, and how it divides over the laws"),
        head=head,
        rows=[
            whole,
            *(
                [
                    capfirst(str(Law(row["code"]).label)),
                    ", ".join(_of_language(row, "themes")) or _("other themes"),
                    shown(row["households"]),
                    *([shown(row["hours"])] if with_hours else []),
                ]
                for row in rows
            ),
        ],
        keys=["open_at_end", *(f"law:{row['code']}" for row in rows)],
        left=frozenset({1}),
    )


# -- the course of themes ----------------------------------------------------------------------------


def _courses(rows: Sequence[Mapping[str, Any]]) -> WordTable | None:
    if not rows:
        return None
    return WordTable(
        key="courses",
        caption=_("Themes on which an initiative runs, beside the other teams together"),
        head=[_("Theme"), _("Since"), _("Here"), _("Other teams"), _("Beside each other")],
        rows=[
            [
                str(_of_language(row)),
                month_name(month_from(row["since"])),
                _("%(before)s → %(now)s") % {"before": shown(row["here_before"]), "now": shown(row["here_now"])},
                _("%(before)s → %(now)s")
                % {"before": shown(row["elsewhere_before"]), "now": shown(row["elsewhere_now"])},
                _("%(finding)s: between %(low)s%% and %(high)s%%")
                % {
                    "finding": CourseFinding(row["finding"]).label,
                    "low": _signed(row["low"]),
                    "high": _signed(row["high"]),
                },
            ]
            for row in rows
        ],
        keys=[f"course:{row['code']}" for row in rows],
        left=frozenset({1, 4}),
    )


def _signed(value: int) -> str:
    return f"+{value}" if value > 0 else f"−{-value}" if value < 0 else "0"


# -- assignments -------------------------------------------------------------------------------------


def assignment_part(row: Mapping[str, Any]) -> AssignmentPart:
    """A row of `assignments` in words. Runs no query."""
    state = AssignmentState(row["state"])
    key = f"assignment:{row['code']}"
    unit = AssignmentUnit(row["unit"]).label
    figures = [
        FigureRow(key=f"{key}:target", label=_("Target"), value=f"{number(row['target'])} {unit}"),
        FigureRow(key=f"{key}:reached", label=_("Reached"), value=shown(row["reached"])),
        FigureRow(key=f"{key}:expected", label=_("In an even pace by now"), value=number(row["expected"])),
    ]
    if row["forecast"] is not None:
        figures.append(FigureRow(key=f"{key}:forecast", label=_("Expected at this pace"), value=shown(row["forecast"])))
    if row["hours_spent"] is not None or row["hours_agreed"] is not None:
        note = _("agreed: %(hours)s") % {"hours": number(row["hours_agreed"])} if row["hours_agreed"] else ""
        figures.append(
            FigureRow(key=f"{key}:hours", label=_("Hours at meetings"), value=shown(row["hours_spent"]), note=note)
        )
    return AssignmentPart(
        code=row["code"],
        title=row["title"],
        target_group=row["target_group"],
        period=_period(row),
        together_with=", ".join(row["with"]),
        rows=figures,
        state=str(state.label),
        tone=_TONES.get(state, ""),
        will_not=row["will_not"],
    )


def _period(row: Mapping[str, Any]) -> str:
    last = dt.date.fromisoformat(row["ended_on"] or row["ends_on"])
    if not row["ended_on"]:
        last -= dt.timedelta(days=1)
    return _("From %(first)s up to and including %(last)s") % {
        "first": date_format(dt.date.fromisoformat(row["starts_on"]), "j F Y"),
        "last": date_format(last, "j F Y"),
    }


def _assignments_of_teams(rows: Sequence[Mapping[str, Any]]) -> WordTable:
    return WordTable(
        key="assignments",
        caption=_("Assignments of the teams"),
        head=[
            _("Assignment"), _("Team"), _("Target"), _("Reached"), _("Even pace"), _("At this pace"),
            _("How it stands"),
        ],
        rows=[
            [
                row["title"],
                row["team_name"],
                f"{number(row['target'])} {AssignmentUnit(row['unit']).label}",
                shown(row["reached"]),
                number(row["expected"]),
                shown(row["forecast"]),
                str(AssignmentState(row["state"]).label),
            ]
            for row in rows
        ],
        keys=[f"assignment:{row['code']}:reached" for row in rows],
        left=frozenset({1, 6}),
    )  # fmt: skip
