"""Volunteers and active residents of the demo, and the visiting service: for the team of the demo's worker."""

import datetime as dt
import random
import uuid
from dataclasses import dataclass

from collectief.enums import CertificateKind, ConsentManner, VisitOutcome, VolunteerKind, VolunteerRhythm
from collectief.models import (
    Certificate,
    Initiative,
    Method,
    Visit,
    VisitMatch,
    VisitWish,
    Volunteer,
    VolunteerRole,
    VolunteerThanks,
)
from collectief.services.visit_somebody import planned_days
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.periods import months_later, start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.teams.models import Team, TeamMembership

METHOD = "bezoekdienst-na-verlies"


@dataclass(frozen=True, kw_only=True)
class Person:
    """`since` is days ago, `thanked` too; `visits` how many people at a time, for who was trained."""

    name: str
    offers: str
    themes: tuple[str, ...]
    since: int
    kind: VolunteerKind = VolunteerKind.VOLUNTEER
    rhythm: VolunteerRhythm = VolunteerRhythm.STRUCTURAL
    where: str = ""
    thanks_wish: str = ""
    thanked: int | None = None
    visits: int = 0
    languages: tuple[str, ...] = ("nl",)
    day_parts: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    conduct_ends_in: int = 700
    through: bool = False
    free: bool = True


PEOPLE = (
    Person(
        name="Greet Mulder", offers="Verloor zelf haar man. Luistert graag.", themes=("verlies", "eenzaamheid"),
        since=700, visits=2, thanked=120, day_parts=("afternoon",), interests=("talking", "walking"),
        thanks_wish="Een kaart, liever niet in de krant",
    ),
    Person(
        name="Hendrik Postma", offers="Schaakt en drinkt koffie met wie alleen is.", themes=("eenzaamheid",), since=430,
        visits=1, thanked=400, day_parts=("morning", "afternoon"), interests=("games", "talking"), conduct_ends_in=25,
    ),
    Person(
        name="Fatma Yıldız", offers="Wandelt met vrouwen uit de buurt.", themes=("eenzaamheid", "gezondheid"),
        since=300, visits=1, thanked=60, languages=("tr", "nl"), day_parts=("morning",),
        interests=("walking", "cooking"),
    ),
    Person(
        name="Sjaak Verweij", offers="Helpt in de tuin en praat onderwijl.", themes=("eenzaamheid",), since=200,
        visits=1, day_parts=("afternoon", "weekend"), interests=("garden", "talking"), through=True,
    ),
    Person(
        name="Nadia Amrani", offers="Was verpleegkundige; heeft tijd voor een goed gesprek.", themes=("verlies",),
        since=40, visits=1, languages=("nl", "ar", "zgh"), day_parts=("afternoon", "evening"),
        interests=("talking", "reading", "walking"),
    ),
    Person(
        name="Zohra Bennani", offers="Kookt voor het portiek en weet wie er ziek is.", themes=("eenzaamheid",),
        since=500, kind=VolunteerKind.RESIDENT, where="In de eigen flat", thanked=500,
        thanks_wish="Samen eten", languages=("ar", "nl"),
    ),
    Person(
        name="Ronald Kuiper", offers="Vult formulieren in aan de keukentafel.", themes=("geldzorgen",), since=260,
        kind=VolunteerKind.RESIDENT, where="In het buurthuis", thanked=30,
    ),
    Person(
        name="Joyce Pengel", offers="Regelt elk jaar de burendag.", themes=("eenzaamheid",), since=380,
        kind=VolunteerKind.RESIDENT, rhythm=VolunteerRhythm.ONCE, thanked=200, free=False,
    ),
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Visited:
    """Who would like visits. `days` ago they asked; `volunteer` comes since `since` days ago; `missed` from then on."""

    name: str
    days: int
    volunteer: str = ""
    since: int = 0
    missed: int | None = None
    languages: tuple[str, ...] = ("nl",)
    day_parts: tuple[str, ...] = ()
    interests: tuple[str, ...] = ()
    wish: str = ""


VISITED = (
    Visited(name="Truus", days=190, volunteer="Greet Mulder", since=160, interests=("talking",)),
    Visited(name="Gerrit", days=130, volunteer="Hendrik Postma", since=100, missed=45, interests=("games",)),
    Visited(name="Emine", days=90, volunteer="Fatma Yıldız", since=72, languages=("tr",), interests=("walking",)),
    Visited(name="Mien", days=45, volunteer="Greet Mulder", since=20, day_parts=("afternoon",)),
    Visited(
        name="Bep", days=52, day_parts=("afternoon",), interests=("talking", "walking"), wish="Liever een vrouw",
    ),
    Visited(name="Cor", days=16, day_parts=("weekend",), interests=("garden",)),
)  # fmt: skip
WORDS = ("", "Gezellig", "Samen een blokje om", "Foto's gekeken", "Koffie met appeltaart", "")


def make_visits(calendar: Calendar, chance: random.Random) -> None:
    """Eight volunteers and active residents, four who are visited (one month was missed), two who wait."""
    worker = User.objects.filter(username=FATIMA.username).first()
    method = Method.objects.filter(key=METHOD).first()
    if worker is None or method is None:
        return
    membership = TeamMembership.objects.current(on=calendar.today).filter(user=worker).select_related("team").first()
    if membership is None:
        return
    _Writer(calendar=calendar, chance=chance, worker=worker, team=membership.team, method=method).write()


@dataclass
class _Writer:
    calendar: Calendar
    chance: random.Random
    worker: User
    team: Team
    method: Method

    def _uuid(self) -> uuid.UUID:
        return uuid.UUID(int=self.chance.getrandbits(128), version=4)

    def write(self) -> None:
        areas: list[Area | None] = list(Area.objects.filter(parent__in=self.team.areas.all()).order_by("code"))
        known = {person.name: self._volunteer(person, areas) for person in PEOPLE}
        for visited in VISITED:
            self._visited(visited, areas, known)

    def _volunteer(self, person: Person, areas: list[Area | None]) -> Volunteer:
        day = self.calendar.ago(person.since)
        first = person.name.split()[0].lower().replace("ı", "i")
        made = Volunteer.objects.create(
            public_id=self._uuid(),
            team=self.team,
            kind=person.kind,
            name=person.name,
            phone=f"06 {self.chance.randrange(10_000_000, 99_999_999)}",
            email=f"{first}@example.org" if person.visits else "",
            area=self.chance.choice(areas or [None]),
            offers=person.offers,
            where=person.where,
            thanks_wish=person.thanks_wish,
            rhythm=person.rhythm,
            organisation=Organisation.objects.order_by("name", "pk").first() if person.through else None,
            available_from=day if person.free else None,
            visits_at_once=person.visits or 1,
            languages=list(person.languages),
            day_parts=list(person.day_parts),
            interests=list(person.interests),
            consent_on=day,
            consent_manner=ConsentManner.TALK,
            started_on=day,
        )
        made.themes.set(Theme.objects.filter(code__in=person.themes))
        if person.visits:
            self._certificate(made, CertificateKind.CONDUCT, day, ends_in=person.conduct_ends_in)
            self._certificate(made, CertificateKind.TRAINING, day, method=self.method)
        if person.thanked is not None:
            VolunteerThanks.objects.create(
                volunteer=made, given_on=self.calendar.ago(person.thanked), how="Bloemen", given_by=self.worker
            )
        initiative = Initiative.objects.filter(team=self.team, ends_on=None).order_by("pk").first()
        if person.kind == VolunteerKind.RESIDENT and initiative is not None:
            VolunteerRole.objects.create(
                public_id=self._uuid(), volunteer=made, initiative=initiative, role="Gastvrouw of gastheer",
                starts_on=max(day, initiative.starts_on),
            )  # fmt: skip
        return made

    def _certificate(
        self, of: Volunteer, kind: CertificateKind, day: dt.date, *, ends_in: int = 0, method: Method | None = None
    ) -> None:
        Certificate.objects.create(
            public_id=self._uuid(),
            volunteer=of,
            kind=kind,
            method=method,
            name="Basistraining bezoekdienst" if method else "",
            starts_on=day,
            ends_on=self.calendar.today + dt.timedelta(days=ends_in) if ends_in else None,
        )

    def _visited(self, visited: Visited, areas: list[Area | None], known: dict[str, Volunteer]) -> None:
        asked = self.calendar.ago(visited.days)
        wish = VisitWish.objects.create(
            public_id=self._uuid(),
            team=self.team,
            method=self.method,
            name=visited.name,
            reach=f"06 {self.chance.randrange(10_000_000, 99_999_999)}",
            area=self.chance.choice(areas or [None]),
            languages=list(visited.languages),
            day_parts=list(visited.day_parts),
            interests=list(visited.interests),
            wish=visited.wish,
            asked_on=asked,
            consent_on=asked,
            consent_manner=ConsentManner.TALK,
        )
        if not visited.volunteer:
            return
        starts = self.calendar.ago(visited.since)
        match = VisitMatch.objects.create(
            public_id=self._uuid(),
            wish=wish,
            volunteer=known[visited.volunteer],
            coordinator=self.worker,
            starts_on=starts,
            planned_until=months_later(starts, 6),
        )
        Visit.objects.bulk_create([self._visit(visited, match, day) for day in planned_days(match)])

    def _visit(self, visited: Visited, match: VisitMatch, day: dt.date) -> Visit:
        made = Visit(public_id=self._uuid(), match=match, planned_on=day)
        if day >= self.calendar.today or (visited.missed and day >= self.calendar.ago(visited.missed)):
            return made
        made.outcome, made.held_on = VisitOutcome.HAPPENED, day
        made.minutes, made.words = self.chance.choice((60, 60, 90, 120)), self.chance.choice(WORDS)
        made.told_at = start_of(day) + dt.timedelta(hours=19)
        return made
