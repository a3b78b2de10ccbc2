"""Presence in the neighbourhood, and a theme that stands out in one of its areas."""

import datetime as dt
import random
import uuid

from cases.enums import Origin, Outcome
from cases.models import Question
from cases.services.count_weeks import count_weeks
from collectief.enums import Occasion, ReflectionChoice, ReviewResult
from collectief.models import Heard, OutreachMoment, Signal
from collectief.selectors.weekly_counts import WEEK, last_whole_week
from collectief.services.find_opportunities import find_opportunities
from collectief.services.hold_reflection import ReflectionDetails, hold_reflection, look_back
from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar, office_moment
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.stories import plant_relief
from wijkteam.demo.texts import collective as texts
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

PLANTED_THEME = "eenzaamheid"
PLANTED_WEEKS = 5
REFLECTED_THEME = "opvoeden"
REFLECTION_KEY = uuid.UUID("6f0f2c1e-6e0d-4f7c-9d53-6a1f0b5f8c11")


def plant_rise(calendar: Calendar, settings: list[TeamSetting], chance: random.Random) -> None:
    """Many more than usual ask about loneliness in a district of the first team. Before the reports are made."""
    setting, theme = settings[0], Theme.objects.get(code=PLANTED_THEME)
    district = Area.objects.get(code=setting.text.districts[0])
    near = sorted((one for one in setting.neighbourhoods if one.parent_id == district.pk), key=lambda one: one.code)
    last = last_whole_week(calendar.today)
    questions, signals = [], []
    for back in range(PLANTED_WEEKS):
        monday = last - back * WEEK
        for number in range(4):
            at = office_moment(chance, monday + dt.timedelta(days=chance.randrange(4)))
            worker = chance.choice(list(setting.workers(at.date())))
            questions.append(
                Question(
                    public_id=_uuid(chance),
                    team=setting.team,
                    received_at=at,
                    origin=chance.choice((Origin.OUTREACH, Origin.VOLUNTEER, Origin.NETWORK)),
                    asked=texts.QUESTIONS[(back * 4 + number) % len(texts.QUESTIONS)],
                    theme=theme,
                    area=chance.choice(near),
                    received_by=worker,
                    decided_at=at + dt.timedelta(minutes=40),
                    decided_by=worker,
                    outcome=Outcome.ANSWERED,
                    outcome_note=chance.choice(texts.ANSWERS),
                )
            )
        signals.append(
            Signal(
                public_id=_uuid(chance),
                team=setting.team,
                received_at=office_moment(chance, monday + dt.timedelta(days=chance.randrange(4))),
                text=texts.SIGNALS[back % len(texts.SIGNALS)],
                place=chance.choice(texts.PLACES),
                theme=theme,
                area=chance.choice(near),
            )
        )
    Question.objects.bulk_create(questions)
    Signal.objects.bulk_create(signals)
    plant_relief(settings, random.Random("relief"))  # noqa: S311  (invented data, no secret)


def make_collective(calendar: Calendar, settings: list[TeamSetting], chance: random.Random) -> None:
    """Moments of outreach on the hours there are, and the opportunities as the night found them."""
    for setting in settings:
        _outreach(setting, chance)
    last = last_whole_week(calendar.today)
    count_weeks(until=last)
    at = start_of(calendar.yesterday) + dt.timedelta(hours=4)
    for back in (2, 1, 0):
        find_opportunities(until=last - back * WEEK, at=at - back * WEEK)
    _reflect(calendar, settings[0])


def _reflect(calendar: Calendar, setting: TeamSetting) -> None:
    """Half a year ago the first team sat down over parenting: looked back at once, and it is time again."""
    worker = next((one for one in setting.workers(calendar.today) if one.username == FATIMA.username), None)
    if worker is None:
        return
    held_on = calendar.ago(190)
    at = start_of(held_on) + dt.timedelta(hours=16)
    reflection = hold_reflection(
        team=setting.team,
        details=ReflectionDetails(
            occasion=Occasion.MUNICIPALITY,
            held_on=held_on,
            theme=Theme.objects.get(code=REFLECTED_THEME),
            residents=9,
            officials="Wethouder zorg en een beleidsmedewerker jeugd",
            seen=texts.SEEN,
            choice=ReflectionChoice.START,
            chosen=texts.CHOSEN,
            decided_by="De bewoners, het team en de wethouder samen",
            responsible=worker,
        ),
        by=worker,
        at=at,
        request_key=REFLECTION_KEY,
    )
    first = reflection.reviews.get(months=3)
    look_back(
        review=first,
        result=ReviewResult.BETTER,
        note=texts.LOOKED_BACK,
        by=worker,
        at=start_of(first.due_on) + dt.timedelta(hours=11),
    )


def _outreach(setting: TeamSetting, chance: random.Random) -> None:
    entries = TimeEntry.objects.standing_alone().filter(team=setting.team, kind=WorkKind.OUTREACH, area__isnull=False)
    moments: list[OutreachMoment] = []
    lines: list[Heard] = []
    for entry in entries.select_related("area").order_by("worked_on", "pk"):
        met = chance.randrange(4, 31)
        moment = OutreachMoment(
            public_id=_uuid(chance),
            team=setting.team,
            author_id=entry.user_id,
            time_entry=entry,
            happened_on=entry.worked_on,
            area=entry.area,
            place=chance.choice(texts.PLACES),
            residents_met=met,
            new_met=chance.randrange(0, met // 2 + 1),
        )
        moments.append(moment)
        said = chance.sample(texts.HEARD, chance.choice((0, 1, 1, 2, 3)))
        lines.extend(Heard(public_id=_uuid(chance), moment=moment, text=text) for text in said)
    OutreachMoment.objects.bulk_create(moments)
    Heard.objects.bulk_create(lines)


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)
