"""Published reports beside each other: months of one team, or teams in one month. Published values alone.

Teams stand in the order of their names, and no colour says what is good: a difference is a question.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wijkteam.core.charts import Bar, HorizontalBars
from wijkteam.core.charts.ink import number
from wijkteam.reports.enums import DEFINITIONS, Chapter, Definition, Unit
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport
from wijkteam.reports.selectors.report_page import HIDDEN, month_name, short_month, shown

MONTHS = 12
# Of a team that is twice as large twice as much is no difference: these are laid beside the fte.
_PER_FTE = frozenset({Unit.HOUSEHOLDS, Unit.QUESTIONS, Unit.CONTACTS, Unit.SIGNALS, Unit.ATTENDANCES})
# Means the same whatever the size of a team.
_AS_IT_IS = frozenset({Unit.PER_FTE, Unit.PERCENTAGE, Unit.FTE})


@dataclass(frozen=True, kw_only=True)
class Choice:
    value: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class MonthRow:
    """One figure over the months; `known` draws the small line, with a gap where it is hidden."""

    key: str
    label: str
    unit: str
    values: tuple[str, ...]
    known: tuple[float | None, ...]


@dataclass(frozen=True, kw_only=True)
class ComparePage:
    """`mode` is "maanden" or "teams"."""

    mode: str
    scopes: tuple[Choice, ...]
    months: tuple[Choice, ...]
    chapters: tuple[Choice, ...]
    heads: tuple[str, ...]
    rows: tuple[MonthRow, ...]
    charts: tuple[HorizontalBars, ...]
    name: str
    left_out: int
    is_empty: bool


def compare_page(*, mode: str, scope: str, month: str, chapter: str) -> ComparePage:
    """Three statements at most; what stands in an address and does not exist is passed over."""
    latest = MonthlyReport.objects.using(REPORT_ROLE).published().latest_published_versions()
    there = list(latest.order_by("name").values_list("scope", "name", "month"))
    names = dict(sorted({one[0]: one[1] for one in there}.items(), key=lambda one: (one[0] != "gemeente", one[1])))
    months = sorted({one[2] for one in there}, reverse=True)[:MONTHS]
    mode = "teams" if mode == "teams" else "maanden"
    scope = scope if scope in names else next(iter(names), "")
    day = next((one for one in months if f"{one:%Y-%m}" == month), months[0] if months else None)
    chosen = [one for one in Chapter if one.value == chapter] or [Chapter.CASELOAD]
    defined = [one for one in DEFINITIONS if one.chapter == chosen[0]]
    rows: list[MonthRow] = []
    charts: list[HorizontalBars] = []
    heads: list[str] = []
    left_out = 0
    if mode == "maanden" and names:
        reports = list(latest.filter(scope=scope).order_by("-month")[:MONTHS])[::-1]
        heads = [f"{short_month(one.month)} {one.month:%y}" for one in reports]
        rows = [row for one in defined if (row := _over_months(one, [report.content for report in reports]))]
    elif day is not None:
        found = list(latest.filter(month=day, team__isnull=False).order_by("name", "pk"))
        comparable = [one for one in defined if one.unit in _PER_FTE | _AS_IT_IS]
        left_out = len(defined) - len(comparable)
        charts = [chart for one in comparable if (chart := _beside(one, [report.content for report in found]))]
    return ComparePage(
        mode=mode,
        scopes=tuple(Choice(value=key, label=name, is_chosen=key == scope) for key, name in names.items()),
        months=tuple(Choice(value=f"{one:%Y-%m}", label=month_name(one), is_chosen=one == day) for one in months),
        chapters=tuple(
            Choice(value=one.value, label=str(one.label), is_chosen=one == chosen[0])
            for one in Chapter
            if any(definition.chapter == one for definition in DEFINITIONS)
        ),
        heads=tuple(heads),
        rows=tuple(rows),
        charts=tuple(charts),
        name=names.get(scope, "") if mode == "maanden" else (month_name(day) if day else ""),
        left_out=left_out,
        is_empty=not there,
    )


def _over_months(definition: Definition, contents: Sequence[Mapping[str, Any]]) -> MonthRow | None:
    values = [content["figures"].get(definition.key) for content in contents]
    if all(value is None for value in values):
        return None
    return MonthRow(
        key=definition.key,
        label=str(definition.label),
        unit=str(definition.unit.label),
        values=tuple(shown(value, definition.unit) for value in values),
        known=tuple(_known(value) for value in values),
    )


def _known(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _beside(definition: Definition, contents: Sequence[Mapping[str, Any]]) -> HorizontalBars | None:
    """A bar for each team, by name; None when not one team shows it."""
    is_per_fte = definition.unit in _PER_FTE
    bars = [_bar(definition, content, is_per_fte=is_per_fte) for content in contents]
    known = [bar.value for bar in bars if bar.value is not None]
    if not known:
        return None
    title = _("%(label)s per fte") % {"label": definition.label} if is_per_fte else str(definition.label)
    return HorizontalBars(
        key=f"compare-{definition.key}",
        title=title,
        description=_("From %(low)s to %(high)s; %(hidden)s of %(all)s teams are hidden.")
        % {
            "low": number(min(known), 1),
            "high": number(max(known), 1),
            "hidden": len(bars) - len(known),
            "all": len(bars),
        },
        label_heading=_("Team"),
        value_heading=title,
        bars=bars,
    )


def _bar(definition: Definition, content: Mapping[str, Any], *, is_per_fte: bool) -> Bar:
    """Worked out from published values alone: what is hidden stays hidden."""
    value, fte = content["figures"].get(definition.key), content["figures"].get("fte")
    if not isinstance(value, int | float):
        return Bar(label=content["name"], value=None, text=shown(HIDDEN if value == HIDDEN else None))
    if not is_per_fte:
        return Bar(label=content["name"], value=float(value), text=shown(value, definition.unit))
    if not fte:
        return Bar(label=content["name"], value=None, text="–")
    said = _("%(per)s (in all %(count)s)") % {"per": number(value / fte, 1), "count": shown(value, definition.unit)}
    return Bar(label=content["name"], value=round(value / fte, 2), text=said)
