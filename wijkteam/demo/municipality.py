"""The invented part of a real city: its areas are those of CBS, its teams and their agreements are made up."""

import datetime as dt
import random
from dataclasses import dataclass, field
from decimal import Decimal

from django.contrib.auth.hashers import make_password

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import AgreedTerms, Area, Municipality, Theme, Word
from wijkteam.core.periods import next_month, start_of
from wijkteam.demo.accounts import ACCOUNTS, FATIMA, MARIJKE
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.ledger import Ledger
from wijkteam.demo.people import Background
from wijkteam.demo.texts.themes import THEMES
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    OpeningHours,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)

DISCIPLINES = (
    "Maatschappelijk werk", "Wijkverpleging", "Jeugd en gezin", "Schuldhulpverlening", "Opbouwwerk", "Ouderenadvies",
    "Ggz in de wijk", "Cliëntondersteuning",
)  # fmt: skip
EMPLOYERS = (
    "Gemeente", "Stichting Welzijn Waterrijk", "Zorggroep De Brug", "Jeugdhulp Noorderlicht", "Budgethuis Balans",
)  # fmt: skip


@dataclass(frozen=True)
class WorkerText:
    """Discipline and employer by their place in the lists; `joins` and `leaves` in months before today."""

    name: str
    username: str
    fte: str
    discipline: int
    employer: int
    joins: int | None = None
    leaves: int | None = None
    is_coordinator: bool = False
    is_named: bool = True


@dataclass(frozen=True, kw_only=True)
class TeamText:
    """`collective` is the share of its hours that the team really gives to collective work and prevention."""

    key: str
    code: str
    name: str
    districts: tuple[str, ...]
    digits: str
    street: str
    phone: str
    mixture: dict[Background, float]
    collective: float
    inflow: float
    band: tuple[int, int]
    workers: tuple[WorkerText, ...]


TEAMS = (
    TeamText(
        key="waterland", code="NO-WLP", name="Wijkteam Waterlandplein",
        districts=("WK036368", "WK036362", "WK036364"), digits="1024", street="Zilverschoonlaan 2", phone="020-0000110",
        mixture={Background.DUTCH: 46, Background.MOROCCAN: 14, Background.TURKISH: 12, Background.SURINAMESE: 12,
                 Background.POLISH: 7, Background.GHANAIAN: 3, Background.SYRIAN: 4, Background.ERITREAN: 2},
        collective=0.25, inflow=1.0, band=(5, 9),
        workers=(
            WorkerText(MARIJKE.name, MARIJKE.username, "0.89", 4, 0, is_coordinator=True),
            WorkerText(FATIMA.name, FATIMA.username, "0.89", 0, 1),
            WorkerText("Sjoerd Veenstra", "sjoerd", "1.00", 3, 4),
            WorkerText("Gül Aksoy", "gul", "0.78", 2, 3),
            WorkerText("Priya Jagesar", "priya", "0.67", 1, 2),
            WorkerText("Hester Boonstra", "hester", "0.89", 5, 1),
            WorkerText("Amir Rahimi", "amir", "1.00", 6, 2, joins=7),
            WorkerText("Wanda Zielińska", "wanda", "0.78", 7, 1),
            WorkerText("Kees-Jan Molenaar", "keesjan", "0.67", 0, 0, leaves=5),
            WorkerText("Noëlle Tromp", "noelle", "0.89", 4, 1, is_named=False),
            WorkerText("Mo Achahbar", "mo", "0.56", 2, 3, joins=4),
        ),
    ),
    TeamText(
        key="osdorp", code="NW-OSD", name="Wijkteam Osdorp",
        districts=("WK036381", "WK036382", "WK036383"), digits="1069", street="Korenbloempad 40", phone="020-0000220",
        mixture={Background.DUTCH: 30, Background.MOROCCAN: 28, Background.TURKISH: 20, Background.SURINAMESE: 8,
                 Background.POLISH: 6, Background.SYRIAN: 6, Background.ERITREAN: 2},
        collective=0.11, inflow=1.15, band=(5, 8),
        workers=(
            WorkerText("Jeroen Hofstede", "jeroen", "1.00", 0, 0, is_coordinator=True),
            WorkerText("Soumaya Lahrach", "soumaya", "0.89", 2, 3),
            WorkerText("Els van der Kolk", "els", "0.67", 1, 2),
            WorkerText("Tarik Bulut", "tarik", "1.00", 0, 1),
            WorkerText("Ingeborg Plas", "ingeborg", "0.78", 5, 1),
            WorkerText("Romano Leysner", "romano", "0.89", 3, 4),
            WorkerText("Dunja Petrović", "dunja", "0.78", 6, 2, leaves=3),
            WorkerText("Yassin Bennis", "yassin", "1.00", 2, 3, joins=9),
            WorkerText("Carla Overbeek", "carla", "0.56", 7, 1),
            WorkerText("Thijs Wagenaar", "thijs", "0.89", 0, 0, joins=2),
        ),
    ),
    TeamText(
        key="bijlmer", code="ZO-BIJ", name="Wijkteam Bijlmer Oost",
        districts=("WK036394", "WK036395", "WK036396", "WK036397"), digits="1104", street="Hazelaarplantsoen 7",
        phone="020-0000330",
        mixture={Background.DUTCH: 22, Background.SURINAMESE: 32, Background.GHANAIAN: 20, Background.ANTILLEAN: 12,
                 Background.MOROCCAN: 4, Background.TURKISH: 3, Background.SYRIAN: 4, Background.ERITREAN: 3},
        collective=0.19, inflow=1.25, band=(5, 9),
        workers=(
            WorkerText("Joyce Amoafo", "joyce", "1.00", 4, 1, is_coordinator=True),
            WorkerText("Delano Vrede", "delano", "1.00", 0, 0),
            WorkerText("Lieke Schuurman", "lieke", "0.89", 2, 3),
            WorkerText("Abena Darko", "abena", "0.78", 1, 2),
            WorkerText("Shanti Bhola", "shanti", "0.89", 3, 4),
            WorkerText("Pim Verdonk", "pim", "0.67", 7, 1, leaves=8),
            WorkerText("Zahra Mousavi", "zahra", "1.00", 6, 2),
            WorkerText("Giovanni Rosina", "giovanni", "0.89", 0, 1, is_named=False),
            WorkerText("Meike Talsma", "meike", "0.78", 5, 1, joins=6),
            WorkerText("Eric Owusu-Boadu", "eric", "0.89", 2, 3),
        ),
    ),
)  # fmt: skip


@dataclass
class TeamSetting:
    """A team with what casework needs of it."""

    text: TeamText
    team: Team
    neighbourhoods: dict[Area, float]
    memberships: list[TeamMembership] = field(default_factory=list)

    def workers(self, day: dt.date) -> dict[User, float]:
        """Who works here on this day, with their fte."""
        return {
            membership.user: float(membership.fte)
            for membership in self.memberships
            if membership.starts_on <= day and (membership.ends_on is None or membership.ends_on > day)
        }

    def until(self, worker: User, day: dt.date) -> dt.date | None:
        """The end of this worker's membership that runs on `day`."""
        return next(
            membership.ends_on
            for membership in self.memberships
            if membership.user == worker
            and membership.starts_on <= day
            and (membership.ends_on is None or membership.ends_on > day)
        )


def make_municipality(ledger: Ledger, calendar: Calendar, chance: random.Random) -> list[TeamSetting]:
    """Everything that is there before the first question. The areas must be in the database."""
    city = Area.objects.get(kind="GM", code="GM0363")
    municipality = ledger.add(Municipality(name="Amsterdam", area=city))
    ledger.add(
        AgreedTerms(
            municipality=municipality,
            starts_on=calendar.start,
            ends_on=next_month(calendar.start, step=8),
            triage_days=5,
            coordinator_days=10,
            plan_days=56,
            silence_days=42,
        )
    )
    ledger.add(
        AgreedTerms(municipality=municipality, starts_on=next_month(calendar.start, step=8), uses_statutory_clock=True)
    )
    for key, language, singular, plural in (
        (WordKey.TEAM_MEMBER, "nl", "teamlid", "teamleden"),
        (WordKey.TEAM_MEMBER, "en", "team member", "team members"),
        (WordKey.CASE_COORDINATOR, "nl", "regisseur", "regisseurs"),
        (WordKey.CASE_COORDINATOR, "en", "case coordinator", "case coordinators"),
    ):
        ledger.add(Word(municipality=municipality, key=key, language=language, singular=singular, plural=plural))
    for theme in THEMES:
        ledger.add(
            Theme(
                code=theme.code,
                name=theme.name,
                name_en=theme.name_en,
                is_sensitive=theme.is_sensitive,
                life_domains=sorted({goal.domain.value for goal in theme.goals}),
            )
        )
    disciplines = [ledger.add(Discipline(name=name)) for name in DISCIPLINES]
    employers = [ledger.add(Employer(name=name)) for name in EMPLOYERS]
    known = {account.username: account for account in ACCOUNTS}
    created_at = start_of(calendar.start)
    unusable = make_password(None)

    def add_user(username: str, name: str, role: Role) -> User:
        account = known.pop(username, None)
        return ledger.add(
            User(
                username=username,
                name=name,
                role=role,
                email=f"{username}@example.org",
                password=make_password(account.password) if account else unusable,
                created_at=created_at,
            )
        )

    settings = []
    for text in TEAMS:
        team = ledger.add(
            Team(
                municipality=municipality,
                code=text.code,
                slug=text.key,
                name=text.name,
                welcome=(
                    "Loop gerust binnen met een vraag, een zorg of een goed idee voor de buurt. We luisteren eerst. "
                    "Dit team is verzonnen; ook de afspraken over caseload en preventie zijn dat."
                ),
                street=text.street,
                postcode=f"{text.digits} SS",
                city="Amsterdam",
                phone=text.phone,
                email=f"{text.key}@example.org",
            )
        )
        setting = TeamSetting(text=text, team=team, neighbourhoods=_neighbourhoods(text.districts))
        for code in text.districts:
            ledger.add(TeamArea(team=team, area=Area.objects.get(code=code)))
        for weekday in (1, 2, 4, 5):
            ledger.add(
                OpeningHours(
                    team=team,
                    weekday=weekday,
                    opens_at=dt.time(9, 30),
                    closes_at=dt.time(12, 30) if weekday == 5 else dt.time(16, 30),
                    note="Inloop zonder afspraak tot 12.00 uur" if weekday in (2, 4) else "",
                )
            )
        _agree(ledger, calendar, team, text)
        for worker in text.workers:
            user = add_user(
                worker.username, worker.name, Role.TEAM_COORDINATOR if worker.is_coordinator else Role.TEAM_MEMBER
            )
            setting.memberships += [
                ledger.add(membership)
                for membership in _memberships(
                    worker, team, user, calendar, disciplines[worker.discipline], employers[worker.employer]
                )
            ]
        settings.append(setting)
    for account in list(known.values()):
        add_user(account.username, account.name, account.role)
    return settings


def _memberships(
    worker: WorkerText, team: Team, user: User, calendar: Calendar, discipline: Discipline, employer: Employer
) -> list[TeamMembership]:
    month = calendar.today.replace(day=1)
    starts_on = calendar.start if worker.joins is None else next_month(month, step=-worker.joins)
    ends_on = None if worker.leaves is None else next_month(month, step=-worker.leaves)

    def membership(first: dt.date, last: dt.date | None, fte: str) -> TeamMembership:
        return TeamMembership(
            team=team,
            user=user,
            starts_on=first,
            ends_on=last,
            fte=Decimal(fte),
            discipline=discipline,
            employer=employer,
            is_named_publicly=worker.is_named,
        )

    if worker.username in {"wanda", "carla", "shanti"}:  # worked more hours until half a year ago
        change = next_month(month, step=-6)
        return [membership(starts_on, change, "1.00"), membership(change, ends_on, worker.fte)]
    return [membership(starts_on, ends_on, worker.fte)]


def _agree(ledger: Ledger, calendar: Calendar, team: Team, text: TeamText) -> None:
    change = next_month(calendar.today.replace(day=1), step=-6)
    low, high = text.band
    ledger.add(CaseloadBand(team=team, starts_on=calendar.start, ends_on=change, low=low, high=high + 2))
    ledger.add(CaseloadBand(team=team, starts_on=change, low=low, high=high))
    ledger.add(PreventionFloor(team=team, starts_on=calendar.start, ends_on=change, percentage=15))
    ledger.add(PreventionFloor(team=team, starts_on=change, percentage=20))


def _neighbourhoods(districts: tuple[str, ...]) -> dict[Area, float]:
    """The neighbourhoods of these districts, by how many households live there."""
    found: dict[Area, float] = {}
    for area in Area.objects.filter(parent__code__in=districts).prefetch_related("figures__kind").order_by("code"):
        households = [figure.value for figure in area.figures.all() if "huishoudens" in figure.kind.label.lower()]
        if households and households[0] > 100:
            found[area] = float(households[0])
    return found
