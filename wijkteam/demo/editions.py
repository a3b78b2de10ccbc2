"""Groups and courses of the demo: three that run, by different methods, and one that is over with its scores."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from collectief.enums import EditionEnd, FundingState, LeftReason, MeasureMoment, ParticipantStatus, SessionKind
from collectief.models import (
    Attendance,
    Edition,
    EditionLeader,
    Funding,
    Initiative,
    Measurement,
    Method,
    Participant,
    Session,
    SessionHours,
)
from collectief.services.load_methods import load_methods
from collectief.services.plan_sessions import schedule
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import TeamMembership

NAMES = (
    "Wil", "Joke", "Fatma", "Ria", "Nel", "Corrie", "Sonja", "Zohra", "Annie", "Hennie", "Yvonne", "Gerda", "Mimoun",
    "Henk", "Ali", "Ton",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class GroupText:
    """`weeks_ago` is the first meeting; `people` take part, `waiting` wait, `gone` stopped."""

    method: str
    initiative: str
    theme: str
    name: str
    place: str
    hour: int
    weeks_ago: int
    people: int
    waiting: int = 0
    gone: int = 0
    others: int = 0
    other_leaders: int = 0
    is_closed: bool = False
    cancelled: int | None = None


GROUPS = (
    GroupText(
        method="grip-en-glans", initiative="Cursus Grip op je leven", theme="eenzaamheid", name="Najaar",
        place="Wijkhuis Waterlandplein", hour=14, weeks_ago=4, people=10, waiting=2, gone=1, other_leaders=1,
    ),
    GroupText(
        method="budgetcursus", initiative="Samen uit de rode cijfers", theme="geldzorgen", name="Dinsdaggroep",
        place="Wijkhuis Waterlandplein", hour=19, weeks_ago=3, people=3, gone=1, cancelled=1,
    ),
    GroupText(
        method="wandelgroep-20-weken", initiative="Wandelgroep Rondje Plas", theme="gezondheid", name="Seizoen",
        place="Start bij de bibliotheek", hour=10, weeks_ago=9, people=0, others=13,
    ),
    GroupText(
        method="grip-en-glans", initiative="Cursus Grip op je leven", theme="eenzaamheid", name="Voorjaar",
        place="Wijkhuis Waterlandplein", hour=14, weeks_ago=30, people=9, other_leaders=1, is_closed=True,
    ),
)  # fmt: skip


def make_editions(calendar: Calendar, chance: random.Random) -> None:
    """In the team of the worker that the demo signs in as, led by her and a colleague."""
    load_methods()
    worker = User.objects.filter(username=FATIMA.username).first()
    if worker is None:
        return
    membership = TeamMembership.objects.current(on=calendar.today).filter(user=worker).select_related("team").first()
    if membership is None:
        return
    writer = _Writer(calendar=calendar, chance=chance, worker=worker, team=membership.team_id)
    for text in GROUPS:
        writer.write(text)
    writer.funding()


@dataclass
class _Writer:
    calendar: Calendar
    chance: random.Random
    worker: User
    team: int

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def _initiative(self, text: GroupText, method: Method) -> Initiative:
        found = Initiative.objects.filter(team=self.team, name=text.initiative).first()
        if found is not None:
            return found
        return Initiative.objects.create(
            public_id=self._uuid(),
            team_id=self.team,
            name=text.initiative,
            description=method.goal,
            owner="team",
            theme=Theme.objects.get(code=text.theme),
            target_group=method.target_group[:200],
            place=text.place,
            rhythm="Elke week",
            capacity=method.max_participants,
            starts_on=self.calendar.ago(400),
        )

    def write(self, text: GroupText) -> None:
        method = Method.objects.get(key=text.method)
        first = self.calendar.ago(7 * text.weeks_ago)
        first -= dt.timedelta(days=max(0, first.weekday() - 4))
        edition = Edition.objects.create(
            public_id=self._uuid(),
            initiative=self._initiative(text, method),
            method=method,
            name=f"{text.name} {first.year}",
            place=text.place,
            min_participants=min(method.min_participants, max(text.people, 1)),
            capacity=max(text.people, 1) if text.waiting else method.max_participants,
            other_leaders=text.other_leaders,
            measure_name=method.measure_name,
            measure_low=method.measure_low,
            measure_high=method.measure_high,
        )
        EditionLeader.objects.create(edition=edition, worker=self.worker)
        people = self._people(text, edition, first)
        for number, planned in enumerate(schedule(method, first=first)):
            self._session(text, edition, people, number, planned.day, planned.kind)
        if method.measure_name:
            self._scores(text, people, first)
        if text.is_closed:
            Edition.objects.filter(pk=edition.pk).update(closed_on=self.calendar.ago(20), ending=EditionEnd.FINISHED)

    def _people(self, text: GroupText, edition: Edition, first: dt.date) -> list[Participant]:
        names = self.chance.sample(NAMES, text.people + text.waiting + text.gone)
        made = []
        for number, name in enumerate(names):
            waits = text.people <= number < text.people + text.waiting
            is_gone = number >= text.people + text.waiting
            signed_up = first - dt.timedelta(days=self.chance.randrange(3, 25))
            made.append(
                Participant(
                    public_id=self._uuid(),
                    edition=edition,
                    number=number + 1,
                    # somebody who would rather not be on a list is counted by number
                    name="" if number == 3 else name,
                    status=ParticipantStatus.WAITING
                    if waits
                    else ParticipantStatus.LEFT
                    if is_gone
                    else ParticipantStatus.TAKING_PART,
                    signed_up_on=signed_up,
                    placed_on=None if waits else signed_up,
                    left_on=first + dt.timedelta(days=9) if is_gone else None,
                    left_reason=LeftReason.CIRCUMSTANCES if is_gone else "",
                )
            )
        return Participant.objects.bulk_create(made)

    def _session(
        self,
        text: GroupText,
        edition: Edition,
        people: list[Participant],
        number: int,
        day: dt.date,
        kind: SessionKind,
    ) -> None:
        was_held = day < self.calendar.today
        is_cancelled = was_held and text.cancelled == number
        # the last one is still to be written down
        is_last = was_held and day >= self.calendar.ago(7) and not text.is_closed and text.people > 5
        is_noted = was_held and not is_cancelled and not is_last
        session = Session.objects.create(
            public_id=self._uuid(),
            initiative_id=edition.initiative_id,
            edition=edition,
            kind=kind,
            held_on=day,
            begins_at=dt.time(text.hour),
            minutes=edition.method.minutes,
            place=text.place,
            cancelled_on=day - dt.timedelta(days=1) if is_cancelled else None,
            cancel_reason="De trainer was ziek." if is_cancelled else "",
            others=max(0, text.others + self.chance.randrange(-4, 5)) if is_noted and text.others else 0,
            noted_at=start_of(day) + dt.timedelta(hours=text.hour + 2) if is_noted else None,
            noted_by=self.worker if is_noted else None,
        )
        if not is_noted:
            return
        Attendance.objects.bulk_create(
            Attendance(session=session, participant=one, was_there=self.chance.random() < 0.86)
            for one in people
            if one.placed_on is not None and (one.left_on is None or one.left_on > day)
        )
        if not self._works_on(day):
            return
        entry = TimeEntry.objects.create(
            public_id=self._uuid(),
            team_id=self.team,
            user=self.worker,
            worked_on=day,
            minutes=edition.method.minutes,
            kind=WorkKind(edition.method.work_kind),
            area=edition.initiative.area,
        )
        # told the same each time: not when it was seeded, but when it would have been written down
        TimeEntry.objects.filter(pk=entry.pk).update(created_at=session.noted_at)
        SessionHours.objects.create(session=session, worker=self.worker, time_entry=entry)

    def _works_on(self, day: dt.date) -> bool:
        return TeamMembership.objects.current(on=day).filter(user=self.worker, team=self.team).exists()

    def _scores(self, text: GroupText, people: list[Participant], first: dt.date) -> None:
        inside = [one for one in people if one.status == ParticipantStatus.TAKING_PART]
        rows = []
        for one in inside:
            before = self.chance.randrange(4, 7)
            if text.name == "Dinsdaggroep":
                continue
            rows.append(Measurement(participant=one, moment=MeasureMoment.BEFORE, score=before, measured_on=first))
            if text.is_closed:
                after = min(10, before + self.chance.choice((-1, 0, 0, 1, 1, 2, 2)))
                later = first + dt.timedelta(weeks=5)
                rows.append(Measurement(participant=one, moment=MeasureMoment.AFTER, score=after, measured_on=later))
        Measurement.objects.bulk_create(rows)

    def funding(self) -> None:
        """One grant lapses within two months, one is uncertain, one runs on."""
        initiatives = Initiative.objects.running(on=self.calendar.today).filter(team=self.team).order_by("pk")
        texts = (
            ("Wijkfonds Noord", 4500, 45, FundingState.RUNNING, ""),
            ("Gemeente, subsidie ontmoeting", 12000, 160, FundingState.THREATENED, "De regeling stopt misschien."),
            ("Woningcorporatie", 3000, 400, FundingState.RUNNING, "Ruimte en koffie."),
        )
        for initiative, (funder, amount, days, state, note) in zip(initiatives, texts, strict=False):
            Funding.objects.create(
                public_id=self._uuid(),
                initiative=initiative,
                funder=funder,
                amount=amount,
                starts_on=self.calendar.ago(320),
                ends_on=self.calendar.today + dt.timedelta(days=days),
                state=state,
                note=note,
            )
