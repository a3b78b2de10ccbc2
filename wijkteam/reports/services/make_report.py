"""Use case: make the report of a month, exactly once, and freeze it."""

import datetime as dt
import zlib
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from wijkteam.areas.enums import AreaKind
from wijkteam.areas.models import Area, Municipality, Theme
from wijkteam.core.periods import next_month, start_of
from wijkteam.reports.enums import DEFINITIONS_VERSION
from wijkteam.reports.models import MonthlyReport, ReportSnapshot, TeamMonth, TeamMonthStock
from wijkteam.reports.services.refresh_facts import refresh_facts
from wijkteam.reports.services.report_content import (
    MONTHS_IN_SERIES,
    MUNICIPALITY,
    REST,
    Counts,
    Label,
    TeamPart,
    municipality_content,
    team_content,
)
from wijkteam.teams.models import Team

LOCK = 7_301_002


class MonthIsNotOver(Exception):
    """The month still runs: its figures would not be those of the month."""


class TeamReportMissing(Exception):
    """A team has no report of this month yet, and that of the municipality is the sum of theirs."""


class DraftExists(Exception):
    """A new version was asked for while the last one has not been published: that one can still be read and used."""


@transaction.atomic
def make_report(*, team: Team | None, month: dt.date, at: dt.datetime, reason: str = "") -> MonthlyReport:
    """Make the report of `month` (its first day) for `team`, or for the municipality when there is none.

    Where it exists already nothing happens and it is returned: however often this runs, dies or runs twice at once,
    there is one. With a `reason` the next version is made instead, beside what was published before.

    Raises:
        MonthIsNotOver, TeamReportMissing, DraftExists
    """
    if start_of(next_month(month)) > at:
        raise MonthIsNotOver
    scope = team.code if team else MUNICIPALITY
    with connection.cursor() as cursor:
        # Released at the end of the transaction, whatever ends it. Two at once: the second waits, then finds the row.
        key = zlib.crc32(f"{scope} {month:%Y-%m}".encode()) - 2**31
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCK, key])
    last = MonthlyReport.objects.filter(team=team, month=month).order_by("-version").first()
    if last is not None and not reason:
        return last
    if last is not None and not last.is_published:
        raise DraftExists
    version = last.version + 1 if last else 1
    content, kept = _of_team(team, month, version, at) if team else _of_municipality(month, version)
    report = MonthlyReport.objects.create(
        team=team,
        scope=scope,
        name=content["name"],
        month=month,
        version=version,
        reason=reason if version > 1 else "",
        definitions_version=DEFINITIONS_VERSION,
        content=content,
        created_at=at,
    )
    ReportSnapshot.objects.create(report=report, counts=kept, created_at=at)
    return report


def make_reports(
    *,
    month: dt.date,
    teams: Sequence[Team],
    municipality: bool,
    at: dt.datetime,
    progress: Callable[[str], None] | None = None,
) -> list[MonthlyReport]:
    """The reports of these teams and, last, of the municipality. Each is committed on its own."""
    made = []
    for team in teams:
        made.append(make_report(team=team, month=month, at=at))
        if progress:
            progress(team.name)
    if municipality:
        made.append(make_report(team=None, month=month, at=at))
        if progress:
            progress(made[-1].name)
    return made


def _of_team(team: Team, month: dt.date, version: int, at: dt.datetime) -> tuple[dict[str, Any], dict[str, Any]]:
    facts = _facts_of(team, month, at)
    themes, districts = _themes(), _districts(team)
    rows = TeamMonthStock.objects.filter(team_month=facts).values_list("theme__code", "district__code", "households")
    by_theme = dict.fromkeys((label["code"] for label in themes), 0)
    by_district = dict.fromkeys((label["code"] for label in districts), 0)
    for theme, district, households in rows:
        by_theme[theme if theme in by_theme else REST] += households
        by_district[district if district in by_district else REST] += households
    values = {
        field.name: getattr(facts, field.name)
        for field in TeamMonth._meta.concrete_fields
        if field.name not in {"id", "team", "month", "computed_at"}
    }
    for key in ("fte", "days_to_decision"):
        values[key] = None if values[key] is None else float(values[key])
    counts = Counts(values=values, themes=by_theme, districts=by_district)
    content, protected = team_content(
        scope=team.code,
        name=team.name,
        month=month,
        version=version,
        counts=counts,
        themes=themes,
        districts=districts,
        earlier=_earlier(team, month),
    )
    return content, counts.as_json(protected)


def _of_municipality(month: dt.date, version: int) -> tuple[dict[str, Any], dict[str, Any]]:
    reports = (
        MonthlyReport.objects.filter(team__isnull=False, month=month)
        .latest_versions()
        .select_related("snapshot")
        .order_by("name", "pk")
    )
    parts = [
        TeamPart(scope=report.scope, name=report.name, content=report.content, kept=report.snapshot.counts)
        for report in reports
    ]
    missing = set(Team.objects.filter(is_active=True).values_list("code", flat=True)) - {part.scope for part in parts}
    if missing or not parts:
        raise TeamReportMissing
    municipality = Municipality.objects.get()
    content, protected, counts = municipality_content(
        name=municipality.name,
        month=month,
        version=version,
        parts=parts,
        themes=_themes(also={code for part in parts for code in part.kept["themes"]}),
        earlier=_earlier(None, month),
    )
    return content, counts.as_json(protected)


def _facts_of(team: Team, month: dt.date, at: dt.datetime) -> TeamMonth:
    """The facts of a month that is over; counted now when they were last counted before it ended."""
    over = TeamMonth.objects.filter(team=team, month=month, computed_at__gte=start_of(next_month(month)))
    facts = over.first()
    if facts is None:
        refresh_facts(months=[month], at=at, today=timezone.localdate(at))
        facts = over.get()
    return facts


def _themes(*, also: set[str] = frozenset()) -> list[Label]:  # type: ignore[assignment]  # an empty set either way
    """Every theme in use, whether or not anybody is there: a row that comes and goes would say that somebody came."""
    known = Theme.objects.order_by("name", "code")
    labels = [
        Label(code=theme.code, name=theme.name, name_en=theme.name_en or theme.name)
        for theme in known
        if theme.is_active or theme.code in also
    ]
    return [*labels, Label(code=REST, name="Overige thema's", name_en="Other themes")]


def _districts(team: Team) -> list[Label]:
    """The districts (wijken) for which the team works, and one row for all others together."""
    areas = Area.objects.filter(team_area__team=team).exclude(kind=AreaKind.MUNICIPALITY).select_related("parent")
    districts = {area if area.kind == AreaKind.DISTRICT else area.parent for area in areas}
    ordered = sorted((area for area in districts if area is not None), key=lambda area: (area.name, area.code))
    labels = [Label(code=area.code, name=area.name, name_en=area.name) for area in ordered]
    return [*labels, Label(code=REST, name="Elders", name_en="Elsewhere")]


def _earlier(team: Team | None, month: dt.date) -> list[dict[str, Any]]:
    """Contents of the reports of up to eleven months before, oldest first: the last version of each."""
    reports = MonthlyReport.objects.filter(
        team=team, month__lt=month, month__gt=next_month(month, step=-MONTHS_IN_SERIES)
    )
    return list(reports.latest_versions().order_by("month").values_list("content", flat=True))
