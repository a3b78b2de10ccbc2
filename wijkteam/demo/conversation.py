"""What the municipality asked about reports, what teams answered, and what a team made public."""

import datetime as dt

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.municipality import TeamSetting
from wijkteam.reports.models import MonthlyReport, PublicEdition, ReflectionPlan, ReportThread, ThreadPost
from wijkteam.reports.selectors.report_lines import line_of
from wijkteam.teams.models import Team

_ASKED = (
    ("prevention_share", "Het aandeel preventie schommelt. Wat hebt u nodig om het vast te houden?"),
    ("open_at_end", "Waardoor groeit of krimpt het aantal huishoudens vooral?"),
    ("questions_collective", "Welke vragen gingen naar een initiatief, en hoe beviel dat?"),
)
_ANSWER = (
    "In deze maand gingen veel uren naar escalaties. Als er een vaste dag komt voor groepswerk, houden we het aandeel "
    "beter vast. Daar praten we graag over door."
)


def make_conversation(calendar: Calendar, settings: list[TeamSetting]) -> None:
    """A question that was answered and is to be sat down about, one that waits, and one to another team."""
    ruud = User.objects.filter(role=Role.COMMISSIONER).order_by("pk").first()
    first, second = (_latest(setting) for setting in settings[:2])
    if ruud is None or first is None or second is None:
        return
    now = start_of(calendar.today)
    answered = _ask(first, 0, ruud, now - dt.timedelta(days=5))
    _answer(answered, first, now - dt.timedelta(days=3))
    ReflectionPlan.objects.create(
        thread=answered,
        day=calendar.today + dt.timedelta(days=9),
        who="Beleidsadviseur preventie",
        about="Een vaste dag voor groepswerk: wat vraagt dat van het team en van de gemeente?",
        proposed_by=ruud,
        proposed_at=now - dt.timedelta(days=1),
    )
    _ask(first, 1, ruud, now - dt.timedelta(days=2))
    _answer(_ask(second, 2, ruud, now - dt.timedelta(days=6)), second, now - dt.timedelta(days=4))
    PublicEdition.objects.create(
        report=first,
        words="Het was een drukke maand in onze buurt. Veel mensen kwamen met vragen over geld.\n\n"
        "Gelukkig helpen buren elkaar: de kookgroep zit elke week vol.",
        plans="We staan vaker in het buurthuis. Loop gerust binnen, ook als u nog niet weet wat u precies wilt vragen.",
        opened_at=now - dt.timedelta(days=5),
        opened_by=first.published_by or ruud,
    )


def _latest(setting: TeamSetting) -> MonthlyReport | None:
    reports = MonthlyReport.objects.published().latest_published_versions().filter(team=setting.team)
    return reports.select_related("team", "published_by").order_by("-month").first()


def _ask(report: MonthlyReport, which: int, by: User, at: dt.datetime) -> ReportThread:
    key, question = _ASKED[which]
    line = line_of(report.content, key)
    return ReportThread.objects.create(
        report=report,
        line=key,
        line_name=line.label if line else key,
        team=Team.objects.get(code=report.scope),
        question=question,
        asked_by=by,
        asked_at=max(at, report.published_at or at),
    )


def _answer(thread: ReportThread, report: MonthlyReport, at: dt.datetime) -> None:
    if report.published_by is not None:
        at = max(at, thread.asked_at)
        ThreadPost.objects.create(thread=thread, author=report.published_by, is_from_team=True, text=_ANSWER, at=at)
