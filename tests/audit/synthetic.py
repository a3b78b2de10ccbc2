"""A hundred ordinary days of fifty workers, deterministic: five teams, five hundred households, names as they occur."""

import random
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta

from cases.enums import HouseholdRole
from cases.models import Case, CaseCoordinator, Household, HouseholdMember, Person
from tests.factories import CaseFactory, TeamFactory, UserFactory
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog, WorkerHome
from wijkteam.audit.models.worker_home import mark_of
from wijkteam.teams.models import Team, TeamMembership

FIRST_DAY = date(2026, 1, 5)  # a Monday
TEAMS, WORKERS, HOUSEHOLDS = 5, 50, 500
# The most common family names, with about the share that they have here, and many that hardly anybody has.
COMMON = ["Jong", "Jansen", "Vries", "Berg", "Bakker", "Dijk", "Visser", "Smit", "Meijer", "Boer"]


def common_or_rare(chance: random.Random, number: int) -> str:
    return chance.choice(COMMON) if chance.random() < 0.06 else f"Achternaam{number}"


@dataclass
class City:
    teams: list[Team]
    workers: list[User]
    team_of: dict[int, Team]
    cases_of: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # team
    own: dict[int, list[tuple[int, int]]] = field(default_factory=lambda: defaultdict(list))  # coordinator
    lines: list[ReadLog] = field(default_factory=list)

    def read(
        self,
        user: User,
        case: tuple[int, int],
        day: date,
        hour: int,
        minute: int = 0,
        *,
        act: Act = Act.OPEN,
    ) -> None:
        at = datetime.combine(day, time(hour, minute), UTC) - timedelta(hours=1)  # hours of Amsterdam, in winter
        self.lines.append(
            ReadLog(
                at=at,
                user_id=user.pk,
                role=Role.TEAM_MEMBER,
                act=act,
                subject=Subject.CASE,
                subject_id=case[0],
                household_id=case[1],
                purpose="casework",
            )
        )

    def write(self) -> int:
        ReadLog.objects.bulk_create(self.lines, batch_size=5000)
        written = len(self.lines)
        self.lines.clear()
        return written


def build_city(chance: random.Random) -> City:
    """Past the services: five hundred households in a second."""
    teams = [TeamFactory.create() for _ in range(TEAMS)]
    password = UserFactory.create().password
    workers = User.objects.bulk_create(
        User(
            username=f"werker-{number}",
            name=f"Werker {common_or_rare(chance, 10_000 + number)}",
            role=Role.TEAM_MEMBER,
            password=password,
        )
        for number in range(WORKERS)
    )
    city = City(
        teams=teams, workers=workers, team_of={user.pk: teams[number % TEAMS] for number, user in enumerate(workers)}
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(user=user, team=city.team_of[user.pk], starts_on=date(2020, 1, 1), fte=1) for user in workers
    )
    postcodes = [f"{1000 + number} AB" for number in range(200)]
    WorkerHome.objects.bulk_create(
        WorkerHome(user=user, mark=mark_of(chance.choice(postcodes)), told_at=datetime(2025, 12, 1, tzinfo=UTC))
        for user in workers
        if chance.random() < 0.5
    )
    boring = CaseFactory.create(team=teams[0])
    households = Household.objects.bulk_create(
        Household(name=f"Huishouden {number}", postcode=chance.choice(postcodes), area=boring.household.area)
        for number in range(HOUSEHOLDS)
    )
    people = Person.objects.bulk_create(
        Person(given_name="Iemand", family_name=common_or_rare(chance, number // 2)) for number in range(2 * HOUSEHOLDS)
    )
    HouseholdMember.objects.bulk_create(
        HouseholdMember(
            household=household, person=person, role=HouseholdRole.ADULT, starts_on=date(2020, 1, 1), is_main=True
        )
        for number, household in enumerate(households)
        for person in people[2 * number : 2 * number + 2]
    )
    made = Case.objects.bulk_create(
        Case(
            household=household,
            team=teams[number % TEAMS],
            area=boring.area,
            theme=boring.theme,
            opened_on=date(2025, 6, 1),
        )
        for number, household in enumerate(households)
    )
    by_team: dict[int, list[User]] = defaultdict(list)
    for user in workers:
        by_team[city.team_of[user.pk].pk].append(user)
    coordinators = []
    for number, case in enumerate(made):
        at_hand = by_team[case.team_id]
        worker = at_hand[(number // TEAMS) % len(at_hand)]
        coordinators.append(CaseCoordinator(case=case, worker=worker, started_at=datetime(2025, 6, 1, tzinfo=UTC)))
        pair = (case.pk, case.household_id)
        city.cases_of[case.team_id].append(pair)
        city.own[worker.pk].append(pair)
    CaseCoordinator.objects.bulk_create(coordinators)
    return city


def live_ordinary_days(city: City, chance: random.Random, days: int) -> int:
    """What fifty people read on `days` working days; how many days of a person that were.

    Mostly of their own households, some of the team's; a conference now and then, a letter to print, a search for a new
    question, an evening of catching up, and, seldom, a look into a file that they have nothing to do with.
    """
    lived, day = 0, FIRST_DAY
    for _ in range(days):
        for user in city.workers:
            _ordinary_day(city, chance, user, day)
            lived += 1
        day += timedelta(days=3 if day.weekday() == 4 else 1)
    return lived


def _ordinary_day(city: City, chance: random.Random, user: User, day: date) -> None:
    own, team = city.own[user.pk], city.cases_of[city.team_of[user.pk].pk]
    for case in chance.sample(own, min(len(own), chance.randint(2, 8))):
        hour, minute = chance.randint(8, 17), chance.randint(0, 59)
        city.read(user, case, day, hour, minute)
        if chance.random() < 0.05:
            city.read(user, case, day, hour, minute, act=Act.PRINT)
    for case in chance.sample(team, chance.choice((0, 0, 0, 1, 1, 2, 3))):
        city.read(user, case, day, chance.randint(8, 17))
    if day.weekday() == 1 and chance.random() < 0.3:  # a case conference
        for case in chance.sample(team, chance.randint(8, 20)):
            city.read(user, case, day, 10)
    if chance.random() < 0.1:  # is this new question of a household that we know?
        for case in chance.sample(team, 2):
            city.read(user, case, day, 11, act=Act.SEARCH)
    if chance.random() < 0.02 and own:  # catching up after the children went to bed
        city.read(user, chance.choice(own), day, 21)
    if chance.random() < 0.01 and own:  # an emergency at night
        city.read(user, chance.choice(own), day, 23, 10)


def a_rare_one(city: City, number: int) -> User:
    """A worker with a family name that no household has; number by number somebody else."""
    rare = [user for user in city.workers if user.name.startswith("Werker Achternaam")]
    return rare[number]
