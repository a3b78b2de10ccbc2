"""The reports of the past year, made and published by the reports' own use cases, on the days they were due."""

import datetime as dt
from collections.abc import Callable

from collectief.enums import StoryState
from collectief.models import Story
from wijkteam.accounts.models import User
from wijkteam.core.periods import month_of, next_month, start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.stories import make_stories
from wijkteam.demo.texts.readings import reading
from wijkteam.reports.enums import PeriodKind
from wijkteam.reports.models import MonthlyReport, TeamMonth
from wijkteam.reports.services.make_period_report import due_periods, is_due, make_period_report
from wijkteam.reports.services.make_report import make_report, make_reports
from wijkteam.reports.services.publish_report import publish_report, write_reading
from wijkteam.reports.services.refresh_facts import recent_months, refresh_facts
from wijkteam.reports.services.stories import choose_stories

MONTHS = 12


def publish_months(calendar: Calendar, settings: list[TeamSetting], *, months: int, say: Callable[[str], None]) -> None:
    """The last `months` months with a reading, but for the last one: that waits for its coordinators.

    One month of a longer row has a second version, so that a correction can be seen. Some tell a story.
    """
    today = calendar.today
    make_stories(calendar, settings)
    refresh_facts(months=recent_months(today, count=15), at=start_of(today), today=today)
    teams = [setting.team for setting in settings]
    row = [next_month(month_of(today), step=-back) for back in range(months, 0, -1)]
    for turn, month in enumerate(row):
        say(f"reports of {month:%Y-%m}")
        due_at = start_of(next_month(month))
        reports = make_reports(month=month, teams=teams, municipality=True, at=due_at)
        if month == row[-1]:
            break
        for number, (setting, report) in enumerate(zip(settings, reports, strict=False)):
            _publish(setting, report, at=due_at + dt.timedelta(days=3 + number, hours=10), turn=turn + number)
    until = month_of(today)
    quarters = [one for one in due_periods(since=row[0], until=until) if one[0] == PeriodKind.QUARTER] if row else []
    for kind, start in quarters[-2:]:  # beat makes the others while the demo runs
        if is_due(kind, start):
            say(f"report over the {kind.value} from {start:%Y-%m}")
            make_period_report(
                kind=kind, start=start, at=start_of(next_month(start, step=kind.months)) + dt.timedelta(days=9)
            )
    if len(row) < 6:
        return
    corrected, setting = row[-4], settings[1]
    report = make_report(
        team=setting.team,
        month=corrected,
        at=start_of(next_month(corrected)) + dt.timedelta(days=20, hours=9),
        reason="Uren van twee collega's zijn later ingevuld.",
    )
    _publish(setting, report, at=start_of(next_month(corrected)) + dt.timedelta(days=20, hours=11), turn=3)


def _publish(setting: TeamSetting, report: MonthlyReport, *, at: dt.datetime, turn: int) -> None:
    facts = TeamMonth.objects.get(team=setting.team, month=report.month)
    per_fte = facts.open_at_end / float(facts.fte or 1)
    caseload = "high" if per_fte > (facts.band_high or 99) else "low" if per_fte < (facts.band_low or 0) else "within"
    share = (facts.prevention_share or 0) * 100
    text = reading(
        month=report.month.month,
        caseload=caseload,
        floor_held=share >= (facts.floor_percentage or 0),
        turn=turn,
    )
    coordinator: User = setting.memberships[0].user
    choose_stories(report=report, stories=_stories_of(report))
    report = write_reading(report=report, reading=text, by=coordinator, at=at)
    publish_report(report=report, by=coordinator, at=at + dt.timedelta(minutes=20))


def _stories_of(report: MonthlyReport) -> list[Story]:
    """Those of the team that were approved in the month."""
    first, after = start_of(report.month), start_of(next_month(report.month))
    approved = Story.objects.filter(team=report.team_id, state=StoryState.APPROVED, read_at__gte=first)
    return list(approved.filter(read_at__lt=after).order_by("read_at", "pk"))
