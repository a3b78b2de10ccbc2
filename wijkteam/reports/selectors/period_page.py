"""A period report as it is read, for the screen and for its files. Everything comes from the frozen content."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.core.charts import Bar, HorizontalBars
from wijkteam.reports.enums import PeriodKind
from wijkteam.reports.selectors.period_counts import DURATIONS, LONGER, OUTCOMES
from wijkteam.reports.selectors.report_page import HIDDEN, breakable, month_from, month_name, shown


@dataclass(frozen=True, kw_only=True)
class FlowRow:
    code: str
    name: str
    opened: str
    closed: str


@dataclass(frozen=True, kw_only=True)
class PeriodPage:
    """`flows` has a row for each district and ends with all together; what the kind of period has not is empty."""

    name: str
    kind: PeriodKind
    start: dt.date
    period: str
    key_points: Sequence[str]
    flows: Sequence[FlowRow]
    themes: HorizontalBars | None
    durations: HorizontalBars | None
    outcomes: HorizontalBars | None
    threshold: int
    rounded_to: int
    definitions_version: str

    @property
    def title(self) -> str:
        return f"{self.name}, {self.period}"

    @property
    def why(self) -> str:
        """Why this stands in no monthly report."""
        return {
            PeriodKind.QUARTER: _(
                "By the month too few households come in and go out of one district, or with one theme, to show how "
                "many. By the quarter more can be shown."
            ),
            PeriodKind.HALF_YEAR: _(
                "How long help took and how it ended can be shown of half a year, for all teams together."
            ),
            PeriodKind.YEAR: _("The year is added up from its quarters and half years."),
        }[self.kind]

    @property
    def legend(self) -> str:
        return _(
            "x = protected: fewer than %(threshold)s households, or needed to protect another figure. Figures are "
            "rounded to multiples of %(base)s; totals are rounded apart and can differ from the sum, also from that of "
            "the months, since what came in late is counted here. Definitions: version %(version)s."
        ) % {"threshold": self.threshold, "base": self.rounded_to, "version": self.definitions_version}


def period_name(kind: PeriodKind, start: dt.date) -> str:
    if kind == PeriodKind.QUARTER:
        return _("quarter %(number)s of %(year)s") % {"number": (start.month + 2) // 3, "year": start.year}
    if kind == PeriodKind.HALF_YEAR:
        first = _("first half of %(year)s") if start.month == 1 else _("second half of %(year)s")
        return first % {"year": start.year}
    return _("the year %(year)s") % {"year": start.year}


def period_page(content: Mapping[str, Any]) -> PeriodPage:
    """Runs no query."""
    figures = content["figures"]
    kind, start = PeriodKind(content["kind"]), month_from(content["start"])
    themes = [(_name(one), figures[f"opened:theme:{one['code']}"]) for one in content["themes"]]
    durations = [(label, figures[f"duration:{key}"]) for key, label in _durations() if f"duration:{key}" in figures]
    outcomes = [(label, figures[f"outcome:{key}"]) for key, label in _outcomes() if f"outcome:{key}" in figures]
    return PeriodPage(
        name=content["name"],
        kind=kind,
        start=start,
        period=period_name(kind, start),
        key_points=list(_key_points(figures, themes, durations, outcomes)),
        flows=list(_flows(content)),
        themes=_bars("inflow", _("Came in, per theme"), _("Theme"), themes, sort=True),
        durations=_bars("durations", _("How long a case was open"), _("Open for"), durations),
        outcomes=_bars("outcomes", _("How cases ended"), _("Ended as"), outcomes),
        threshold=content["protection"]["threshold"],
        rounded_to=content["protection"]["rounded_to"],
        definitions_version=content["definitions_version"],
    )


def _name(label: Mapping[str, str]) -> str:
    return label["name_en"] if get_language() == "en" else label["name"]


def _durations() -> list[tuple[str, str]]:
    three, six, year = (name for _days, name in DURATIONS)
    return [
        (three, _("up to three months")),
        (six, _("three to six months")),
        (year, _("six to twelve months")),
        (LONGER, _("more than twelve months")),
    ]


def _outcomes() -> list[tuple[str, str]]:
    labels = {
        "goals": _("the goals were reached"),
        "own": _("they go on by themselves or with their own network"),
        "collective": _("they go on in an initiative"),
        "referred": _("they go on with another organisation"),
        "stopped": _("the household stopped"),
        "other": _("moved, deceased or merged"),
    }
    return [(key, labels[key]) for key in OUTCOMES]


def _flows(content: Mapping[str, Any]) -> Iterable[FlowRow]:
    figures = content["figures"]
    for one in content["districts"]:
        yield FlowRow(
            code=one["code"],
            name=_name(one),
            opened=shown(figures[f"opened:district:{one['code']}"]),
            closed=shown(figures[f"closed:district:{one['code']}"]),
        )
    if content["districts"]:
        yield FlowRow(code="", name=_("All together"), opened=shown(figures["opened"]), closed=shown(figures["closed"]))


Rows = Sequence[tuple[str, Any]]


def _key_points(figures: Mapping[str, Any], themes: Rows, durations: Rows, outcomes: Rows) -> Iterable[str]:
    if "opened" in figures:
        said = {"opened": shown(figures["opened"]), "closed": shown(figures["closed"])}
        if HIDDEN in (figures["opened"], figures["closed"]):
            yield _("How many households came in or went out is not shown: it would say too much.")
        else:
            yield _("About %(opened)s households came in and about %(closed)s went out.") % said
    for text, rows in (
        (_("Most came in with: %(name)s (about %(count)s)."), themes),
        (_("Most cases were open for %(name)s (about %(count)s)."), durations),
        (_("Most cases ended because %(name)s (about %(count)s)."), outcomes),
    ):
        known = [(name, count) for name, count in rows if count != HIDDEN]
        if known:
            name, count = max(known, key=lambda row: int(row[1]))
            yield text % {"name": name, "count": shown(count)}


def _bars(key: str, title: str, heading: str, rows: Rows, *, sort: bool = False) -> HorizontalBars | None:
    """None where there is no such table; rows in their own order, or the largest first with the hidden ones last."""
    if not rows:
        return None
    known = [(name, int(count)) for name, count in rows if count != HIDDEN]
    said = {"hidden": len(rows) - len(known), "all": len(rows)}
    if known:
        name, count = max(known, key=lambda row: row[1])
        words = {**said, "name": name, "count": shown(count)}
        description = _("Most in %(name)s: about %(count)s. %(hidden)s of %(all)s rows are hidden.") % words
    else:
        description = _("All numbers here are protected.")
    if sort:
        rows = sorted(rows, key=lambda row: (-(0 if row[1] == HIDDEN else int(row[1])), row[0]))
    return HorizontalBars(
        key=key,
        title=title,
        description=description,
        label_heading=heading,
        value_heading=_("Households"),
        bars=[
            Bar(label=breakable(name), value=None if count == HIDDEN else float(count), text=shown(count))
            for name, count in rows
        ],
    )


def months_of(kind: PeriodKind, start: dt.date) -> str:
    """January 2026 to March 2026."""
    last = start.replace(month=start.month + kind.months - 1)
    return _("%(first)s to %(last)s") % {"first": month_name(start), "last": month_name(last)}
