"""Use case: make the report of a month, exactly once, and freeze it."""

import datetime as dt
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from wijkteam.areas.enums import AreaKind, Law
from wijkteam.areas.models import Area, Municipality, Theme
from wijkteam.areas.selectors.laws import laws_on
from wijkteam.core.periods import next_month, start_of
from wijkteam.core.turns import wait_for_turn
from wijkteam.reports.enums import DEFINITIONS_VERSION
from wijkteam.reports.models import MonthlyReport, MonthSnapshot, TeamMonth, TeamMonthStock, TeamMonthTheme
from wijkteam.reports.selectors.assignments import assignments_of, themes_with_an_initiative
from wijkteam.reports.services.changes import changes_between
from wijkteam.reports.services.ledger import decide_and_keep, shown_cells, wait_for_ledger
from wijkteam.reports.services.publication import MUNICIPALITY, Publication
from wijkteam.reports.services.refresh_facts import refresh_facts
from wijkteam.reports.services.report_content import (
    MONTHS_IN_SERIES,
    REST,
    Counts,
    Label,
    publication_of_month,
    report_content,
    together,
)
from wijkteam.reports.services.stories import keep_chosen
from wijkteam.teams.models import Team

LOCK = 7_301_002


class MonthIsNotOver(Exception):
    """The month still runs: its figures would not be those of the month."""


class TeamReportMissing(Exception):
    """A team has no report of this month yet, and that of the municipality is the sum of theirs."""


class NotInTheMonth(Exception):
    """The team came after the counts of this month were taken."""


class DraftExists(Exception):
    """A new version was asked for while the last one has not been published: that one can still be read and used."""


@transaction.atomic
def make_report(*, team: Team | None, month: dt.date, at: dt.datetime, reason: str = "") -> MonthlyReport:
    """Make the report of `month` (its first day) for `team`, or for the municipality when there is none.

    Where it exists already nothing happens and it is returned: however often this runs, dies or runs twice at once,
    there is one. With a `reason` the next version is made instead, beside what was published before.

    Raises:
        MonthIsNotOver, TeamReportMissing, NotInTheMonth, DraftExists
    """
    if start_of(next_month(month)) > at:
        raise MonthIsNotOver
    scope = team.code if team else MUNICIPALITY
    _lock(f"{scope} {month:%Y-%m}")  # two at once: the second waits, then finds the row
    last = MonthlyReport.objects.filter(team=team, month=month).order_by("-version").first()
    if last is not None and not reason:
        return last
    if last is not None and not last.is_published:
        raise DraftExists
    version = last.version + 1 if last else 1
    snapshot = _snapshot(month, at) if version == 1 else _later_snapshot(team, month, version, at)
    content = _content(snapshot, team=team, scope=scope, month=month, version=version)
    if last is not None:
        content["changes"] = changes_between(last.content, content)
    made = MonthlyReport.objects.create(
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
    if last is not None:
        keep_chosen(earlier=last, later=made)
    return made


def count_again(*, team: Team | None, month: dt.date, at: dt.datetime, reason: str = "") -> None:
    """Let the facts of a month follow its rows, where a report is going to be made of them."""
    if _counts_are_kept(team, month, reason=reason):
        return
    if reason or not _counted_after(month):
        refresh_facts(months=[month], at=at, today=timezone.localdate(at))


@transaction.atomic
def keep_counts(*, team: Team | None, month: dt.date, at: dt.datetime, reason: str = "") -> None:
    """Take the counts of a report and decide what of them is shown, without making it yet; at most once.

    Raises:
        NotProven, DraftExists
    """
    scope = team.code if team else MUNICIPALITY
    _lock(f"{scope} {month:%Y-%m}")
    version = _wanted(team, month, reason=reason)
    if version == 1:
        _snapshot(month, at)
    elif version is not None:
        _later_snapshot(team, month, version, at, counted=True)


def _wanted(team: Team | None, month: dt.date, *, reason: str) -> int | None:
    """The version to make; None when it is there."""
    last = MonthlyReport.objects.filter(team=team, month=month).order_by("-version").first()
    if last is None:
        return 1
    if not reason:
        return None
    if not last.is_published:
        raise DraftExists
    return last.version + 1


def _counts_are_kept(team: Team | None, month: dt.date, *, reason: str) -> bool:
    version = _wanted(team, month, reason=reason)
    scope = MUNICIPALITY if team is None or version == 1 else team.code
    return version is None or MonthSnapshot.objects.filter(month=month, scope=scope, version=version).exists()


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


def _lock(name: str) -> None:
    """Wait for whoever makes the same thing. Released at the end of the transaction, whatever ends it."""
    wait_for_turn(LOCK, zlib.crc32(name.encode()) - 2**31)


def _snapshot(month: dt.date, at: dt.datetime) -> MonthSnapshot:
    """The counts of all teams in use and what of them is hidden: taken once, with the first report of a month."""
    wait_for_ledger()
    kept = MonthSnapshot.objects.filter(month=month, scope=MUNICIPALITY, version=1).first()
    if kept is not None:
        return kept
    # Facts of a month that is over stay as they are when they were counted after its end; they follow late entries
    # every night, so what is reported is what the overviews showed.
    if not _counted_after(month):
        refresh_facts(months=[month], at=at, today=timezone.localdate(at))
    teams = list(Team.objects.filter(is_active=True).order_by("code"))
    counts = {team.code: _counts(team, month) for team in teams}
    names = {team.code: team.name for team in teams}
    snapshot = _keep(month, scope=MUNICIPALITY, version=1, at=at, counts=counts, names=names)
    decide_and_keep(snapshot, publication_of_month(month, counts, sensitive=snapshot.counts["sensitive"]))
    return snapshot


def _counted_after(month: dt.date) -> bool:
    """Whether every team in use was counted when the month was over."""
    teams = Team.objects.filter(is_active=True)
    over = TeamMonth.objects.filter(team__in=teams, month=month, computed_at__gte=start_of(next_month(month)))
    return over.count() == teams.count()


def _later_snapshot(
    team: Team | None, month: dt.date, version: int, at: dt.datetime, *, counted: bool = False
) -> MonthSnapshot:
    """The counts of a later version of one team, taken once: an attempt that was killed may have kept them already."""
    if team is None:
        raise DraftExists  # the municipality follows its teams: see publish_report
    wait_for_ledger()
    kept = MonthSnapshot.objects.filter(month=month, scope=team.code, version=version).first()
    if kept is not None:
        return kept
    if not counted:
        refresh_facts(months=[month], at=at, today=timezone.localdate(at))
    counts = _counts(team, month)
    names = {team.code: team.name}
    snapshot = _keep(month, scope=team.code, version=version, at=at, counts={team.code: counts}, names=names)
    second = Publication(
        month=month,
        version=version,
        scopes={team.code: counts.cells()},
        sensitive=frozenset(snapshot.counts["sensitive"]),
        laws=counts.laws,
    )
    decide_and_keep(snapshot, second)
    return snapshot


def _keep(
    month: dt.date,
    *,
    scope: str,
    version: int,
    at: dt.datetime,
    counts: Mapping[str, Counts],
    names: Mapping[str, str],
) -> MonthSnapshot:
    kept = {
        "teams": {code: {"name": names[code], **one.as_json()} for code, one in counts.items()},
        "laws": dict(next((one.laws for one in counts.values()), {})),
        "sensitive": sorted(Theme.objects.filter(is_sensitive=True).values_list("code", flat=True)),
    }
    return MonthSnapshot.objects.create(month=month, scope=scope, version=version, counts=kept, created_at=at)


def _content(snapshot: MonthSnapshot, *, team: Team | None, scope: str, month: dt.date, version: int) -> dict[str, Any]:
    teams, cells = snapshot.counts["teams"], shown_cells(snapshot)
    if version > 1:
        # beside a later version stands what the municipality showed of the month
        first = MonthSnapshot.objects.get(month=month, scope=MUNICIPALITY, version=1)
        cells = {**shown_cells(first), **cells}
    if team is not None:
        if scope not in teams:
            raise NotInTheMonth
        counts = Counts.from_json(teams[scope])
        return report_content(
            scope=scope,
            name=teams[scope]["name"],
            month=month,
            version=version,
            counts=counts,
            cells=cells,
            themes=_themes(counts.themes),
            districts=_districts(counts.districts),
            earlier=_earlier(team, month),
            begun=themes_with_an_initiative(team, month),
            earlier_whole=_earlier(None, month),
        )
    of_teams = MonthlyReport.objects.filter(month=month, version=1, scope__in=teams).order_by("name", "scope")
    contents = list(of_teams.values_list("content", flat=True))
    if len(contents) < len(teams) or not teams:
        raise TeamReportMissing
    counts = together([Counts.from_json(one) for one in teams.values()])
    return report_content(
        scope=scope,
        name=Municipality.objects.get().name,
        month=month,
        version=version,
        counts=counts,
        cells=cells,
        themes=_themes(counts.themes),
        districts=[],
        earlier=_earlier(None, month),
        teams=contents,
    )


def _counts(team: Team, month: dt.date) -> Counts:
    """What is kept of a team and month. Every theme in use and every district of the team is there, also with nobody:
    a row that comes and goes would say that somebody came.
    """
    facts = TeamMonth.objects.get(team=team, month=month)
    areas = Area.objects.filter(team_area__team=team).exclude(kind=AreaKind.MUNICIPALITY).select_related("parent")
    districts = {area if area.kind == AreaKind.DISTRICT else area.parent for area in areas}
    by_theme = dict.fromkeys([*Theme.objects.filter(is_active=True).values_list("code", flat=True), REST], 0)
    by_district = dict.fromkeys([*(area.code for area in districts if area is not None), REST], 0)
    rows = TeamMonthStock.objects.filter(team_month=facts).values_list("theme__code", "district__code", "households")
    for theme, district, households in rows:
        by_theme[theme if theme in by_theme else REST] += households
        by_district[district if district in by_district else REST] += households
    values = {
        field.name: getattr(facts, field.name)
        for field in TeamMonth._meta.concrete_fields
        if field.name not in {"id", "team", "month", "computed_at"}
    }
    for key in ("fte", "rate", "days_to_decision", "days_to_help"):
        values[key] = None if values[key] is None else float(values[key])
    hours = TeamMonthTheme.objects.filter(team_month=facts).values_list("theme__code", "minutes", "households")
    by_law = laws_on(next_month(month) - dt.timedelta(days=1))
    worked: dict[str, dict[str, int]] = {}
    for theme, minutes, households in hours:
        of_theme = worked.setdefault(theme if theme in by_theme else REST, {"minutes": 0, "households": 0})
        of_theme["minutes"] += minutes
        of_theme["households"] += households
    return Counts(
        values=values,
        themes=by_theme,
        districts=by_district,
        laws={code: by_law.get(code, Law.NONE).value for code in by_theme} if by_law else {},
        hours=worked,
        assignments=assignments_of(team, month),
    )


def _themes(codes: Iterable[str]) -> list[Label]:
    themes = Theme.objects.filter(code__in=list(codes)).order_by("name", "code")
    labels = [Label(code=one.code, name=one.name, name_en=one.name_en or one.name) for one in themes]
    return [*labels, Label(code=REST, name="Overige thema's", name_en="Other themes")]


def _districts(codes: Iterable[str]) -> list[Label]:
    newest = {area.code: area for area in Area.objects.districts().filter(code__in=list(codes)).order_by("year")}
    ordered = sorted(newest.values(), key=lambda area: (area.name, area.code))
    labels = [Label(code=area.code, name=area.name, name_en=area.name) for area in ordered]
    return [*labels, Label(code=REST, name="Elders", name_en="Elsewhere")]


def _earlier(team: Team | None, month: dt.date) -> list[dict[str, Any]]:
    """Contents of the reports of up to eleven months before, oldest first: the last version of each."""
    reports = MonthlyReport.objects.filter(
        team=team, month__lt=month, month__gt=next_month(month, step=-MONTHS_IN_SERIES)
    )
    return list(reports.latest_versions().order_by("month").values_list("content", flat=True))
