"""Invented collective work: initiatives, signals, and the hours of everything that is not casework."""

import datetime as dt
import random

from collectief.enums import SignalFollowUp
from collectief.models import Initiative, Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.periods import next_month, start_of
from wijkteam.demo.calendar import Calendar, office_moment, workday
from wijkteam.demo.ledger import Ledger, pick
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.texts import neighbourhood as texts
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

SIGNALS_PER_MONTH = 1.8
FOLLOW_UP_WEIGHTS = {
    SignalFollowUp.LOOKED_INTO: 32,
    SignalFollowUp.COLLECTIVE: 26,
    SignalFollowUp.PASSED_ON: 20,
    SignalFollowUp.CONTACT: 14,
    SignalFollowUp.NONE: 8,
}


def make_initiatives(
    ledger: Ledger, calendar: Calendar, setting: TeamSetting, themes: dict[str, Theme], chance: random.Random
) -> list[Initiative]:
    month = calendar.today.replace(day=1)
    return [
        ledger.add(
            Initiative(
                team=setting.team,
                name=text.name,
                description=text.description,
                owner=text.owner,
                theme=themes[text.theme],
                area=pick(chance, setting.neighbourhoods) if chance.random() < 0.7 else None,
                place=text.place,
                rhythm=text.rhythm,
                capacity=text.capacity,
                is_public=text.is_public,
                starts_on=next_month(month, step=-text.starts),
                ends_on=None if text.ends is None else next_month(month, step=-text.ends),
            )
        )
        for text in texts.INITIATIVES[setting.text.key]
    ]


def make_signals(
    ledger: Ledger, calendar: Calendar, setting: TeamSetting, themes: dict[str, Theme], chance: random.Random
) -> None:
    """Spread over the history; those of the last days wait, and so does one that should not have."""
    days = calendar.days()
    count = round(SIGNALS_PER_MONTH * len(days) / 21)
    waiting = (days[-14], days[-3], days[-1])
    for number, day in enumerate(sorted([*chance.sample(days[:-15], count), *waiting])):
        theme, text = texts.SIGNALS[(number * 5 + setting.team.pk * 3) % len(texts.SIGNALS)]
        received_at = office_moment(chance, day)
        followed_up_at = received_at + dt.timedelta(days=chance.randrange(1, 12), hours=2)
        signal = Signal(
            team=setting.team,
            received_at=received_at,
            text=text,
            place=chance.choice(texts.SIGNAL_PLACES),
            signaller=chance.choice(texts.SIGNALLERS),
            reach=f"buurt{chance.randrange(100, 999)}@example.org" if chance.random() < 0.5 else "",
            theme=themes[theme],
            area=pick(chance, setting.neighbourhoods),
        )
        if day not in waiting and followed_up_at < start_of(calendar.today):
            follow_up: SignalFollowUp = pick(chance, FOLLOW_UP_WEIGHTS)
            signal.followed_up_at = followed_up_at
            signal.followed_up_by = pick(chance, setting.workers(followed_up_at.date()))
            signal.follow_up = follow_up
            signal.follow_up_note = chance.choice(texts.FOLLOW_UPS[follow_up])
        ledger.add(signal)


def make_hours(ledger: Ledger, calendar: Calendar, setting: TeamSetting, chance: random.Random) -> None:
    """Week by week, beside the casework that is there already: meetings, paper, partners, and prevention.

    What a team gives to collective work follows `collective` of its text: one holds its floor, another does not.
    """
    casework: dict[dt.date, int] = {}
    for entry in ledger.rows(TimeEntry):
        if entry.team == setting.team:
            monday = entry.worked_on - dt.timedelta(days=entry.worked_on.weekday())
            casework[monday] = casework.get(monday, 0) + entry.minutes
    collective_lag = 0.0
    day = calendar.start - dt.timedelta(days=calendar.start.weekday())
    while day < calendar.today:
        workers = setting.workers(max(day, calendar.start))
        other = 0
        for worker, fte in workers.items():
            other += _entry(ledger, calendar, setting, worker, day + dt.timedelta(days=1), 90, WorkKind.TEAM, chance)
            minutes = max(30, round(fte * chance.choice((60, 90, 120, 150)) / 15) * 15)
            other += _entry(
                ledger, calendar, setting, worker, _day_in_week(chance, day), minutes, WorkKind.ADMINISTRATION, chance
            )
            if chance.random() < 0.3:
                minutes = chance.choice((45, 60, 90))
                other += _entry(
                    ledger, calendar, setting, worker, _day_in_week(chance, day), minutes, WorkKind.NETWORK, chance
                )
        collective_lag += _collective_goal(setting, calendar, day, casework.get(day, 0) + other)
        while collective_lag >= 30:
            kind = pick(chance, {WorkKind.COLLECTIVE: 48, WorkKind.PREVENTION: 30, WorkKind.OUTREACH: 22})
            minutes = chance.choice((60, 90, 120, 150, 180))
            weights = {
                worker: fte * (3.0 if _membership_discipline(setting, worker) == "Opbouwwerk" else 1.0)
                for worker, fte in workers.items()
            }
            worker = pick(chance, weights)
            written = _entry(ledger, calendar, setting, worker, _day_in_week(chance, day), minutes, kind, chance)
            collective_lag -= minutes if written else 30
        day += dt.timedelta(days=7)


def _collective_goal(setting: TeamSetting, calendar: Calendar, monday: dt.date, other: int) -> float:
    """Minutes of prevention that give the team its share of the week's total, with a dip when cases press."""
    share = setting.text.collective
    months_ago = (calendar.today - monday).days / 30
    if setting.text.key == "bijlmer":
        share += 0.03 if months_ago > 5 else -0.02
    if setting.text.key == "waterland" and monday.month in (12, 1):
        share -= 0.04
    return other * share / (1 - share)


def _day_in_week(chance: random.Random, monday: dt.date) -> dt.date:
    return monday + dt.timedelta(days=chance.randrange(5))


def _membership_discipline(setting: TeamSetting, worker: User) -> str:
    return next((str(membership.discipline) for membership in setting.memberships if membership.user == worker), "")


NOTES = {
    WorkKind.TEAM: texts.TEAM_NOTES,
    WorkKind.ADMINISTRATION: texts.ADMINISTRATION_NOTES,
    WorkKind.NETWORK: texts.NETWORK_NOTES,
    WorkKind.COLLECTIVE: texts.COLLECTIVE_NOTES,
    WorkKind.PREVENTION: texts.PREVENTION_NOTES,
    WorkKind.OUTREACH: texts.OUTREACH_NOTES,
}


def _entry(
    ledger: Ledger,
    calendar: Calendar,
    setting: TeamSetting,
    worker: User,
    day: dt.date,
    minutes: int,
    kind: WorkKind,
    chance: random.Random,
) -> int:
    """The minutes written: none on a day that has not been, or on which the worker was not in the team."""
    if not calendar.start <= day < calendar.today or worker not in setting.workers(day):
        return 0
    collective = kind in {WorkKind.COLLECTIVE, WorkKind.PREVENTION, WorkKind.OUTREACH}
    ledger.add(
        TimeEntry(
            team=setting.team,
            user=worker,
            worked_on=workday(day),
            minutes=minutes,
            kind=kind,
            area=pick(chance, setting.neighbourhoods) if collective and chance.random() < 0.8 else None,
            note=chance.choice(NOTES[kind]),
            created_at=start_of(day) + dt.timedelta(hours=16, minutes=chance.randrange(59)),
        )
    )
    return minutes
