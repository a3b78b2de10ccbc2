"""Two neighbourhood analyses of the first team: one finished a year ago, one that is being written."""

import datetime as dt
import uuid

from collectief.enums import AnalysisPart
from collectief.models import NeighbourhoodAnalysis
from collectief.services.make_analysis import (
    MeetingDetails,
    add_meeting,
    begin_analysis,
    finish_analysis,
    save_section,
)
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, FigureKind
from wijkteam.core.periods import month_of, next_month, start_of
from wijkteam.demo.accounts import FATIMA, MARIJKE
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.texts import analyses as texts

_KEYS = [uuid.UUID(int=0x5A17_0000 + number) for number in range(5)]


def make_analyses(calendar: Calendar, settings: list[TeamSetting]) -> None:
    """By fatima and her coordinator, who write in it as people do."""
    setting = settings[0]
    people = {user.username: user for user in User.objects.filter(username__in=[FATIMA.username, MARIJKE.username])}
    if len(people) < 2:
        return
    fatima, marijke = people[FATIMA.username], people[MARIJKE.username]
    this = month_of(calendar.today)
    district = Area.objects.get(code=setting.text.districts[0])
    earlier = _begin(setting, [district], this, back=25, by=fatima, key=0)
    for number, (part, text) in enumerate(texts.EARLIER.items()):
        _write(earlier, part, text, by=marijke if number % 2 else fatima)
    _meet(earlier, key=1, first_names=texts.NAMED)
    finish_analysis(analysis=earlier, by=marijke, at=start_of(next_month(this, step=-12)) + dt.timedelta(hours=15))
    now = _begin(setting, [district], this, back=12, by=fatima, key=2)
    _write(now, AnalysisPart.STORIES, texts.TOLD_NOW, by=fatima)
    _write(now, AnalysisPart.ACTIVE, texts.ACTIVE_NOW, by=marijke)
    _meet(now, key=3)


def _begin(
    setting: TeamSetting, areas: list[Area], this: dt.date, *, back: int, by: User, key: int
) -> NeighbourhoodAnalysis:
    """Over the twelve months that began `back` months ago."""
    starts_on = next_month(this, step=-back)
    return begin_analysis(
        team=setting.team,
        areas=areas,
        figures=list(FigureKind.objects.order_by("label", "pk")[:6]),
        starts_on=starts_on,
        ends_on=next_month(starts_on, step=12),
        by=by,
        at=start_of(next_month(starts_on, step=12)) + dt.timedelta(hours=10),
        request_key=_KEYS[key],
    )


def _write(analysis: NeighbourhoodAnalysis, part: AnalysisPart, text: str, *, by: User) -> None:
    at = start_of(analysis.ends_on) + dt.timedelta(days=1, hours=14)
    save_section(analysis=analysis, part=part, text=text, version=0, by=by, at=at)


def _meet(analysis: NeighbourhoodAnalysis, *, key: int, first_names: tuple[str, ...] = ()) -> None:
    partners = Organisation.objects.filter(
        ring_memberships__team=analysis.team, ring_memberships__ends_on=None
    ).order_by("name", "pk")[:3]
    details = MeetingDetails(
        held_on=analysis.ends_on,
        residents=11,
        functions="wijkagent, beleidsmedewerker",
        partners=list(partners),
        first_names=first_names,
    )
    add_meeting(analysis=analysis, details=details, request_key=_KEYS[key])
