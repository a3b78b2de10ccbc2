"""Use case: make and publish the report over a quarter, half a year or a year, once all its months are published."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.db import transaction

from wijkteam.areas.models import Area, Municipality, Theme
from wijkteam.core.periods import next_month
from wijkteam.disclosure import Rules
from wijkteam.reports.enums import DEFINITIONS_VERSION, PeriodKind
from wijkteam.reports.models import MonthlyReport, MonthSnapshot, PeriodReport, PeriodReportFile, PublishedCell
from wijkteam.reports.selectors.period_counts import REST, count_ended, count_flows
from wijkteam.reports.services.ledger import decide_and_keep, shown_cells, wait_for_ledger
from wijkteam.reports.services.period_relations import SIGN
from wijkteam.reports.services.publication import MUNICIPALITY, Publication
from wijkteam.reports.services.render_period_report import render_period_report
from wijkteam.reports.services.shown import HIDDEN, Shown

FORMAT: Final = "wijkteam-period-report"


class MonthsMissing(Exception):
    """A month of the municipality is not published yet, or a report is missing that this one adds up."""


@dataclass(frozen=True, kw_only=True)
class _Rows:
    """Whom and what the months were about: teams, and the rows of the tables."""

    teams: tuple[str, ...]
    districts: tuple[str, ...]
    themes: tuple[str, ...]


@transaction.atomic
def make_period_report(*, kind: PeriodKind, start: dt.date, at: dt.datetime) -> PeriodReport:
    """Count the period, decide what is shown with everything published before, and publish it with its files.

    One transaction: who is killed leaves nothing and the next one makes it. Where it is there already it is returned.

    Raises:
        MonthsMissing
        NotProven: what was published before is not safe by itself.
    """
    wait_for_ledger()
    there = PeriodReport.objects.filter(kind=kind, start=start).first()
    if there is not None:
        return there
    if not is_due(kind, start):
        raise MonthsMissing
    scope = f"{SIGN}{kind.value}"
    snapshot = MonthSnapshot.objects.create(
        month=start, scope=scope, version=1, counts=_counts(kind, start), created_at=at
    )
    cells = snapshot.counts["cells"]
    sensitive = frozenset(snapshot.counts["sensitive"])
    kept_back = _with_a_hidden_part(start) if kind == PeriodKind.YEAR else frozenset()
    decide_and_keep(
        snapshot,
        Publication(month=start, version=1, scopes={scope: cells}, sensitive=sensitive, kept_back=kept_back),
    )
    own = {key.removeprefix(f"{scope}/"): value for key, value in shown_cells(snapshot).items()}
    content = _content(kind, start, {key: own[key] for key in cells})
    report = PeriodReport.objects.create(
        kind=kind,
        start=start,
        name=content["name"],
        definitions_version=DEFINITIONS_VERSION,
        content=content,
        published_at=at,
    )
    PeriodReportFile.objects.bulk_create(
        PeriodReportFile(
            report=report, kind=file, content=made, size=len(made), sha256=hashlib.sha256(made).hexdigest()
        )
        for file, made in render_period_report(content, published_at=at).items()
    )
    return report


def is_due(kind: PeriodKind, start: dt.date) -> bool:
    """Whether everything it adds up is published."""
    months = [next_month(start, step=number) for number in range(kind.months)]
    published = MonthlyReport.objects.published().filter(team=None, version=1, month__in=months)
    if published.count() < len(months):
        return False
    return all(PeriodReport.objects.filter(kind=part, start=first).exists() for part, first in _parts(kind, start))


def _parts(kind: PeriodKind, start: dt.date) -> list[tuple[PeriodKind, dt.date]]:
    parts = {PeriodKind.QUARTER: (), PeriodKind.HALF_YEAR: (PeriodKind.QUARTER,)}.get(
        kind, (PeriodKind.QUARTER, PeriodKind.HALF_YEAR)
    )
    return [(part, next_month(start, step=number)) for part in parts for number in range(0, kind.months, part.months)]


def due_periods(*, since: dt.date, until: dt.date) -> list[tuple[PeriodKind, dt.date]]:
    """Periods that ended by `until` and have no report yet, in the order in which they can be made."""
    there = set(PeriodReport.objects.values_list("kind", "start"))
    found = []
    for kind in PeriodKind:
        start = since.replace(month=1, day=1)
        while (end := next_month(start, step=kind.months)) <= until:
            if start >= since and (kind.value, start) not in there:
                found.append((end, kind, start))
            start = end
    order = list(PeriodKind)
    return [(kind, start) for _end, kind, start in sorted(found, key=lambda one: (one[0], order.index(one[1])))]


def _counts(kind: PeriodKind, start: dt.date) -> dict[str, Any]:
    end = next_month(start, step=kind.months)
    rows = _rows(start, end)
    if kind == PeriodKind.QUARTER:
        cells = count_flows(start=start, end=end, teams=rows.teams, districts=rows.districts, themes=rows.themes)
    elif kind == PeriodKind.HALF_YEAR:
        cells = count_ended(start=start, end=end, teams=rows.teams)
    else:
        cells = _added_up(kind, start)
    sensitive = sorted(Theme.objects.filter(is_sensitive=True).values_list("code", flat=True))
    return {"cells": cells, "sensitive": sensitive}


def _added_up(kind: PeriodKind, start: dt.date) -> dict[str, int]:
    """A year is what its quarters and half years counted, late entries or not: so it adds up for who checks."""
    found: Counter[str] = Counter()
    for part, first in _parts(kind, start):
        found.update(MonthSnapshot.objects.get(month=first, scope=f"{SIGN}{part.value}", version=1).counts["cells"])
    return dict(found)


def _with_a_hidden_part(start: dt.date) -> frozenset[str]:
    """A sum says much of its one hidden part, so of a year only that is shown of which every part was."""
    scopes = [f"{SIGN}{part.value}" for part in (PeriodKind.QUARTER, PeriodKind.HALF_YEAR)]
    hidden = PublishedCell.objects.filter(scope__in=scopes, month__year=start.year, shown=None)
    return frozenset(hidden.values_list("key", flat=True))


def _rows(start: dt.date, end: dt.date) -> _Rows:
    """Of the counts of the months, so that a row does not come and go with who is in it."""
    snapshots = MonthSnapshot.objects.filter(month__gte=start, month__lt=end, scope=MUNICIPALITY, version=1)
    teams = [(code, team) for one in snapshots for code, team in one.counts["teams"].items()]
    return _Rows(
        teams=tuple(sorted({code for code, _team in teams})),
        districts=tuple(sorted({code for _code, team in teams for code in team["districts"]} - {REST})),
        themes=tuple(sorted({code for _code, team in teams for code in team["themes"]} - {REST})),
    )


def _content(kind: PeriodKind, start: dt.date, cells: Mapping[str, Shown]) -> dict[str, Any]:
    rules = Rules()
    return {
        "format": FORMAT,
        "format_version": 1,
        "definitions_version": DEFINITIONS_VERSION,
        "kind": kind.value,
        "start": f"{start:%Y-%m}",
        "months": kind.months,
        "name": Municipality.objects.get().name,
        "protection": {"threshold": rules.threshold, "rounded_to": rules.base, "hidden": HIDDEN},
        "figures": dict(cells),
        "districts": list(_districts(cells)),
        "themes": list(_themes(cells)),
    }


def _codes(cells: Iterable[str], prefix: str) -> list[str]:
    return [key.removeprefix(prefix) for key in cells if key.startswith(prefix)]


def _districts(cells: Mapping[str, Shown]) -> Iterable[dict[str, str]]:
    codes = _codes(cells, "opened:district:")
    newest = {area.code: area.name for area in Area.objects.districts().filter(code__in=codes).order_by("year")}
    for code, name in sorted(newest.items(), key=lambda one: (one[1], one[0])):
        yield {"code": code, "name": name, "name_en": name}
    if codes:
        yield {"code": REST, "name": "Elders", "name_en": "Elsewhere"}


def _themes(cells: Mapping[str, Shown]) -> Iterable[dict[str, str]]:
    codes = _codes(cells, "opened:theme:")
    for theme in Theme.objects.filter(code__in=codes).order_by("name", "code"):
        yield {"code": theme.code, "name": theme.name, "name_en": theme.name_en or theme.name}
    if codes:
        yield {"code": REST, "name": "Overige thema's", "name_en": "Other themes"}
