"""Any number of invented cases, made by the database itself, to measure with.

Every constraint and every rule of the database stays on; only the copies for the history of changes are left out,
since invented rows have no history worth keeping. Each step is a few statements over a range of cases, committed on
its own. Chance is a hash of the row's number: the same day and size give the same rows.
"""

import datetime as dt
import random
import time
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.utils import timezone

from cases.models import (
    Action,
    Case,
    CaseCoordinator,
    Contact,
    Goal,
    Household,
    HouseholdMember,
    Person,
    Plan,
    Question,
)
from collectief.enums import InitiativeOwner
from collectief.models import Initiative, Signal
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import AgreedTerms, Area, AreaFigure, Municipality, Theme, Word
from wijkteam.core.periods import month_of, next_month, start_of
from wijkteam.demo.accounts import ACCOUNTS, FATIMA, MARIJKE
from wijkteam.demo.checks import require_all_rules
from wijkteam.demo.city import load_areas
from wijkteam.demo.ledger import Ledger, without_history
from wijkteam.demo.people import NAMES, STREETS
from wijkteam.demo.progress import Progress
from wijkteam.demo.texts import casework as lines
from wijkteam.demo.texts import neighbourhood
from wijkteam.demo.texts.themes import THEMES
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.services.refresh_facts import refresh_facts
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)

TEAMS = 22
WORKERS = 400
CONTACTS_PER_CASE = 5
CASES_PER_YEAR = 20_000
CASES_PER_STEP = 10_000
MEAN_DAYS_OPEN = 128  # 20,000 cases a year that stay this long: about 7,000 are open at any moment
# Two thirds of the family names are put together from these, so that a search finds some people and not all.
HEADS = (
    "Aal Bak Bol Bran Dam Dek Dui Eik Fok Gro Haar Hein Hol Ju Kam Kei Kro Land Lin Maas Mee Nij Oost Pol Ras Rij Ro "
    "Schoon Sla Sten Tol Ui Veen Vlie Wes Zand"
)
TAILS = "berg beek dijk donk hof horst huis huizen ing kamp laan man meer mond rade sma stra veld voort wijk"
TABLES = (
    Household, Person, HouseholdMember, Case, CaseCoordinator, Question, TimeEntry, Contact, Plan, Goal, Action, Signal,
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Bulk:
    """What was made and how long that took."""

    cases: int
    contacts: int
    rows: int
    seconds: float

    @property
    def line(self) -> str:
        return (
            f"{self.cases} cases with {self.contacts} contacts, {self.rows} rows in all, in {self.seconds:.0f} s: "
            f"{self.rows / self.seconds:.0f} rows a second"
        )


def seed_bulk(*, today: dt.date, cases: int, years: int | None = None, quiet: bool = False) -> Bulk:
    """Fill an empty database with `cases` cases over `years` (default: a year for each 20,000) up to `today`.

    Nothing lies on or after `today`. Counts the facts of all months at the end, so that every page is ready.
    """
    started = time.monotonic()
    years = years or max(1, round(cases / CASES_PER_YEAR))
    start = today - dt.timedelta(days=365 * years)
    months = [month_of(start)]
    while (following := next_month(months[-1])) <= month_of(today):
        months.append(following)
    steps = -(-cases // CASES_PER_STEP)
    progress = Progress(5 + 2 * steps + len(months))

    def say(what: str, by: int = 1) -> None:
        if not quiet:
            progress.step(what, by=by)

    say("city, teams and workers")
    with transaction.atomic():
        load_areas()
        _make_city(start=start, today=today, teams=min(TEAMS, max(2, cases // 200)))
    _set_up(start=start, today=today, cases=cases)
    for step in range(steps):
        first, last = step * CASES_PER_STEP + 1, min(cases, (step + 1) * CASES_PER_STEP)
        say(f"households and cases up to {last} of {cases}")
        _run(_CASES, first=first, last=last, cases=cases, today=today)
    for step in range(steps):
        first, last = step * CASES_PER_STEP + 1, min(cases, (step + 1) * CASES_PER_STEP)
        say(f"hours and contacts up to case {last} of {cases}")
        _run(_CONTACTS, first=first, last=last, today=today)
    say("plans")
    _run(_PLANS, today=today)
    say("other hours, signals")
    _run(_REST, start=start, today=today)
    with connection.cursor() as cursor:
        for model in TABLES:
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"SELECT setval(pg_get_serial_sequence(%s, 'id'), max(id)) FROM {table}", [table])  # noqa: S608  (a model's own table)
        cursor.execute("DISCARD TEMP")
        say("statistics for the planner")
        cursor.execute("VACUUM ANALYZE")
    refresh_facts(months=months, at=timezone.now(), today=today, progress=lambda month: say(f"facts of {month:%Y-%m}"))
    say("checking")
    require_all_rules()
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_teammonth, reports_teammonthstock")
    bulk = Bulk(
        cases=Case.objects.count(),
        contacts=Contact.objects.count(),
        rows=sum(model._default_manager.count() for model in TABLES),
        seconds=time.monotonic() - started,
    )
    if not quiet:
        progress.finish(bulk.line)
    return bulk


def _run(statements: tuple[str, ...], **values: Any) -> None:
    with transaction.atomic(), without_history(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
        for statement in statements:
            cursor.execute(statement, values)


# The city


def _make_city(*, start: dt.date, today: dt.date, teams: int) -> None:
    ledger = Ledger(random.Random(teams))  # noqa: S311  (invented data, no secret)
    # Somebody works here before the first case begins, also when that is set back to the Friday before.
    start = start - dt.timedelta(days=7)
    city = Area.objects.get(kind="GM", code="GM0363")
    municipality = ledger.add(Municipality(name="Amsterdam", area=city))
    ledger.add(AgreedTerms(municipality=municipality, starts_on=start))
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
    discipline = ledger.add(Discipline(name="Maatschappelijk werk"))
    employer = ledger.add(Employer(name="Gemeente"))
    districts = list(Area.objects.districts().order_by("code"))
    unusable = make_password(None)
    known = {account.username: account for account in ACCOUNTS}

    def add_user(username: str, name: str, role: Role) -> User:
        account = known.pop(username, None)
        return ledger.add(
            User(
                username=username,
                name=account.name if account else name,
                role=role,
                password=make_password(account.password) if account else unusable,
                created_at=start_of(start),
            )
        )

    numbers = iter(range(1, WORKERS + TEAMS + 1))
    for place in range(teams):
        own = districts[place * len(districts) // teams : (place + 1) * len(districts) // teams]
        team = ledger.add(
            Team(
                municipality=municipality,
                code=f"T{place + 1:02d}",
                slug=f"team-{place + 1:02d}",
                name=f"Wijkteam {own[0].name}",
                welcome="Dit team is verzonnen, om mee te meten.",
                city="Amsterdam",
                phone=f"020-0000{place + 100}",
                email=f"team{place + 1:02d}@example.org",
            )
        )
        for area in own:
            ledger.add(TeamArea(team=team, area=area))
        ledger.add(CaseloadBand(team=team, starts_on=start, low=14, high=22))
        ledger.add(PreventionFloor(team=team, starts_on=start, percentage=20))
        size = (place + 1) * WORKERS // TEAMS - place * WORKERS // TEAMS
        names = [MARIJKE.username, FATIMA.username] if place == 0 else []
        names += [f"w{next(numbers):03d}" for _ in range(size - len(names))]
        for rank, username in enumerate(names):
            user = add_user(username, f"Collega {username}", Role.TEAM_COORDINATOR if rank == 0 else Role.TEAM_MEMBER)
            ledger.add(
                TeamMembership(
                    team=team,
                    user=user,
                    starts_on=start,
                    fte=Decimal("0.89"),
                    discipline=discipline,
                    employer=employer,
                )
            )
        for text in neighbourhood.INITIATIVES["waterland"]:
            ledger.add(
                Initiative(
                    team=team,
                    name=text.name,
                    description=text.description,
                    owner=InitiativeOwner(text.owner),
                    theme=next(theme for theme in ledger.rows(Theme) if theme.code == text.theme),
                    place=text.place,
                    rhythm=text.rhythm,
                    capacity=text.capacity,
                    starts_on=max(start, next_month(month_of(today), step=-text.starts)),
                )
            )
    for account in list(known.values()):
        add_user(account.username, account.name, account.role)
    ledger.write(Municipality, AgreedTerms, Word, Theme, User, Discipline, Employer, Team, TeamArea)
    ledger.write(CaseloadBand, PreventionFloor, TeamMembership, Initiative)


# What the statements below choose from


def _set_up(*, start: dt.date, today: dt.date, cases: int) -> None:
    families = [name for names in NAMES.values() for name in names.families.split(",")]
    made_up = [head + tail for head, tail in product(HEADS.split(), TAILS.split())]
    given = [name for names in NAMES.values() for name in (*names.women.split(), *names.men.split())]
    journal = [
        (kind.value, line.replace("{onderwerp}", subject).replace("{onderwerp_hoofd}", subject.capitalize()))
        for theme in THEMES
        for subject in theme.subjects
        for kind, line in lines.GOING_ON
    ] + [(kind.value, line) for theme in THEMES for kind, line in theme.contacts for _ in range(5)]
    asked = [line for theme in THEMES for line in (*theme.residents, *theme.others)]
    goals = [(goal.domain.value, goal.text) for theme in THEMES for goal in theme.goals]
    signals = list(neighbourhood.SIGNALS)
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in _DICE:
            cursor.execute(statement)
        _list(cursor, "demo_family", [(name,) for name in families * 4 + made_up])
        _list(cursor, "demo_given", [(name,) for name in given])
        _list(cursor, "demo_journal", journal)
        _list(cursor, "demo_asked", [(line,) for line in asked])
        _list(cursor, "demo_goal", goals)
        _list(cursor, "demo_signal", signals)
        _list(cursor, "demo_street", [(street,) for street in STREETS])
        _list(cursor, "demo_area", _areas_by_weight(), types=("bigint", "bigint"))
        for statement in _CHOICES:
            cursor.execute(statement, {"start": start, "today": today, "cases": cases, "mean": MEAN_DAYS_OPEN})


def _list(cursor: Any, name: str, rows: list[Any], *, types: tuple[str, ...] = ()) -> None:
    """A temporary table `name` (place, one, two, ...): place counts from 0, to be chosen with dice()."""
    kinds = types or ("text",) * len(rows[0])
    columns = ", ".join(f"c{number} {kind}" for number, kind in enumerate(kinds))
    cursor.execute(f"CREATE TEMP TABLE {name} (place int PRIMARY KEY, {columns})")
    with cursor.copy(f"COPY {name} FROM STDIN") as copy:
        for place, row in enumerate(rows):
            copy.write_row((place, *row))
    cursor.execute(f"ANALYZE {name}")
    cursor.execute(f"CREATE FUNCTION pg_temp.{name}_count() RETURNS int IMMUTABLE LANGUAGE sql AS 'SELECT {len(rows)}'")


def _areas_by_weight() -> list[tuple[int, int]]:
    """Neighbourhood and team, once for each hundred households that live there."""
    teams = dict(TeamArea.objects.values_list("area_id", "team_id"))
    households = AreaFigure.objects.filter(kind__label__icontains="huishoudens").values_list("area_id", "value")
    count = dict(households)
    return [
        (area.pk, teams[area.parent_id])
        for area in Area.objects.neighbourhoods().order_by("code")
        if area.parent_id in teams
        for _ in range(int(count.get(area.pk, 0)) // 100)
    ]


_DICE = (
    """
    CREATE FUNCTION pg_temp.dice(number bigint, salt int, sides int) RETURNS int IMMUTABLE LANGUAGE sql AS
    'SELECT mod(hashint8extended(number, salt) & 9223372036854775807, sides)::int'
    """,
    """
    CREATE FUNCTION pg_temp.uuid_of(kind text, number bigint) RETURNS uuid IMMUTABLE LANGUAGE sql AS
    'SELECT md5(kind || number)::uuid'
    """,
    # The day of contact `k` of five lies in the k-th fifth of the case; later ones are later on their day.
    """
    CREATE FUNCTION pg_temp.contact_at(number bigint, first date, until date, k int) RETURNS timestamptz
    IMMUTABLE LANGUAGE sql AS
    'SELECT (first + ((until - first) * (2 * k - 1) / 10)
             + make_interval(mins => 480 + 90 * k + 5 * pg_temp.dice(number * 8 + k, 9, 12)))
            AT TIME ZONE ''Europe/Amsterdam'''
    """,
    """
    CREATE FUNCTION pg_temp.at(day date, hour numeric) RETURNS timestamptz IMMUTABLE LANGUAGE sql AS
    'SELECT (day + make_interval(mins => (hour * 60)::int)) AT TIME ZONE ''Europe/Amsterdam'''
    """,
)
_CHOICES = (
    """
    CREATE TEMP TABLE demo_worker AS
    SELECT m.team_id, (row_number() OVER (PARTITION BY m.team_id ORDER BY m.id) - 1)::int AS place, m.user_id
      FROM teams_teammembership m
    """,
    "CREATE TEMP TABLE demo_team AS SELECT team_id, count(*)::int AS workers FROM demo_worker GROUP BY team_id",
    # Opened in the order of their numbers; how long they stay is drawn from an exponential distribution.
    """
    CREATE TEMP TABLE demo_case AS
    WITH drawn AS (
        SELECT i::bigint AS id,
               %(start)s::date + ((i - 1)::bigint * (%(today)s::date - %(start)s::date) / %(cases)s)::int AS day,
               least(900, greatest(4, (-ln(1 - pg_temp.dice(i, 1, 1000000) / 1e6) * %(mean)s)::int)) AS length
          FROM generate_series(1, %(cases)s) i
    ), opened AS (
        SELECT id, day - greatest(0, extract(isodow FROM day)::int - 5) AS opened_on, length FROM drawn
    ), ended AS (
        SELECT id, opened_on, opened_on + length - greatest(0, extract(isodow FROM opened_on + length)::int - 5)
                   AS closed_on
          FROM opened
    )
    SELECT id, opened_on, CASE WHEN closed_on < %(today)s THEN closed_on END AS closed_on, id AS household_id,
           NULL::bigint AS previous_id
      FROM ended
    """,
    "ALTER TABLE demo_case ADD PRIMARY KEY (id)",
    # One in twenty-five comes back, about half a year after its earlier case began, when that one is closed.
    """
    UPDATE demo_case later SET household_id = earlier.id, previous_id = earlier.id
      FROM demo_case earlier
     WHERE later.id %% 25 = 0 AND earlier.id %% 25 <> 0
       AND earlier.id = later.id - least(%(cases)s, 20000) * 6 / 10 - 1 AND earlier.closed_on < later.opened_on
    """,
    """
    CREATE TEMP TABLE demo_placed AS
    SELECT c.*, a.c0 AS area_id, a.c1 AS team_id, t.workers,
           c.closed_on IS NULL AND c.opened_on > %(today)s::date - 15 AND pg_temp.dice(c.id, 2, 10) < 4 AS waits
      FROM demo_case c
      JOIN demo_area a ON a.place = pg_temp.dice(c.household_id, 3, pg_temp.demo_area_count())
      JOIN demo_team t ON t.team_id = a.c1
    """,
    "ALTER TABLE demo_placed ADD PRIMARY KEY (id)",
    "ANALYZE demo_placed",
    "ANALYZE demo_worker",
)

_CASES = (
    """
    INSERT INTO cases_household (id, public_id, name, street, postcode, city, area_id, created_at)
    SELECT c.id, pg_temp.uuid_of('household', c.id), initcap(f.c0),
           s.c0 || ' ' || 1 + pg_temp.dice(c.id, 12, 240), (1011 + pg_temp.dice(c.id, 13, 90)) || ' SS', 'Amsterdam',
           c.area_id, pg_temp.at(c.opened_on, 9)
      FROM demo_placed c
      JOIN demo_family f ON f.place = pg_temp.dice(c.id, 11, pg_temp.demo_family_count())
      JOIN demo_street s ON s.place = pg_temp.dice(c.id, 14, pg_temp.demo_street_count())
     WHERE c.id BETWEEN %(first)s AND %(last)s AND c.previous_id IS NULL
     ORDER BY c.id
    """,
    """
    INSERT INTO cases_person (id, public_id, given_name, family_name, birth_date, phone, email, language)
    SELECT c.id * 4 + p, pg_temp.uuid_of('person', c.id * 4 + p), g.c0, f.c0,
           c.opened_on - (CASE WHEN p < 2 THEN 24 * 365 + pg_temp.dice(c.id * 4 + p, 21, 50 * 365)
                               ELSE pg_temp.dice(c.id * 4 + p, 21, 17 * 365) END),
           CASE WHEN p = 0 THEN '06-000' || lpad((c.id %% 100000)::text, 5, '0') ELSE '' END, '', ''
      FROM demo_placed c
     CROSS JOIN LATERAL generate_series(0, (ARRAY[0, 0, 0, 1, 1, 2, 3])[1 + pg_temp.dice(c.id, 22, 7)]) p
      JOIN demo_family f ON f.place = pg_temp.dice(c.id, 11, pg_temp.demo_family_count())
      JOIN demo_given g ON g.place = pg_temp.dice(c.id * 4 + p, 23, pg_temp.demo_given_count())
     WHERE c.id BETWEEN %(first)s AND %(last)s AND c.previous_id IS NULL
     ORDER BY 1
    """,
    """
    INSERT INTO cases_householdmember (id, household_id, person_id, role, is_main, starts_on)
    SELECT p.id, p.id / 4, p.id,
           CASE WHEN p.id %% 4 >= 2 THEN 'child' WHEN h.several THEN 'parent' ELSE 'adult' END, true,
           greatest(p.birth_date, c.opened_on - 200 - pg_temp.dice(p.id, 24, 3000))
      FROM cases_person p
      JOIN demo_placed c ON c.id = p.id / 4
     CROSS JOIN LATERAL (SELECT EXISTS (SELECT 1 FROM cases_person o WHERE o.id = c.id * 4 + 2) AS several) h
     WHERE p.id BETWEEN %(first)s * 4::bigint AND %(last)s * 4::bigint + 3
     ORDER BY 1
    """,
    """
    INSERT INTO cases_case (id, public_id, household_id, team_id, area_id, theme_id, opened_on,
        awaiting_coordinator_since, underlying_question, has_safety_concern, closed_on, closing_reason, closing_note,
        closing_words, closing_open_ends, previous_case_id, last_contact_at)
    SELECT c.id, pg_temp.uuid_of('case', c.id), c.household_id, c.team_id, c.area_id, t.id, c.opened_on,
           CASE WHEN c.waits THEN c.opened_on END, '', pg_temp.dice(c.id, 32, 12) = 0, c.closed_on,
           CASE WHEN c.closed_on IS NULL THEN '' ELSE (ARRAY['goals-reached', 'goals-reached', 'continues-alone',
               'own-network', 'collective', 'referred', 'withdrawn'])[1 + pg_temp.dice(c.id, 33, 7)] END,
           '', '', '', c.previous_id,
           pg_temp.contact_at(c.id, c.opened_on, coalesce(c.closed_on, %(today)s), 5)
      FROM demo_placed c
      JOIN (SELECT id, (row_number() OVER (ORDER BY id) - 1)::int AS place, count(*) OVER () AS count
              FROM areas_theme) t ON t.place = pg_temp.dice(c.id, 31, t.count::int)
     WHERE c.id BETWEEN %(first)s AND %(last)s
     ORDER BY c.id
    """,
    # One case in twelve has changed hands. The team coordinator (place 0) coordinates no case.
    """
    INSERT INTO cases_casecoordinator (case_id, worker_id, started_at, ended_at, handover_reason)
    SELECT c.id, w.user_id, n.begins, n.ends, n.reason
      FROM demo_placed c
     CROSS JOIN LATERAL (
         SELECT coalesce(c.closed_on, %(today)s) - c.opened_on > 20 AND pg_temp.dice(c.id, 41, 12) = 0 AS changed,
                pg_temp.at(c.opened_on + (coalesce(c.closed_on, %(today)s) - c.opened_on) / 2, 14) AS middle,
                pg_temp.at(c.opened_on, 10) AS first, pg_temp.at(c.closed_on, 17.75) AS last
     ) h
     CROSS JOIN LATERAL (
         SELECT 0 AS turn, h.first AS begins, CASE WHEN h.changed THEN h.middle ELSE h.last END AS ends,
                CASE WHEN h.changed THEN 'Verdeling van het werk in het team.' ELSE '' END AS reason
         UNION ALL
         SELECT 1, h.middle, h.last, '' WHERE h.changed
     ) n
      JOIN demo_worker w ON w.team_id = c.team_id AND w.place = 1 + pg_temp.dice(c.id * 2 + n.turn, 42, c.workers - 1)
     WHERE c.id BETWEEN %(first)s AND %(last)s AND NOT c.waits
     ORDER BY c.id, n.turn
    """,
    """
    INSERT INTO cases_question (id, public_id, team_id, received_at, origin, asked, asker, reach, resident, address,
        is_from_public_page, received_by_id, urgency, has_safety_concern, theme_id, area_id, household_id, decided_at,
        decided_by_id, outcome, outcome_note, taken_up_by, case_id)
    SELECT c.id + n.turn * %(cases)s::bigint, pg_temp.uuid_of('question', c.id + n.turn * %(cases)s::bigint), c.team_id,
           pg_temp.at(c.opened_on - pg_temp.dice(c.id * 2 + n.turn, 51, 4), 8.5),
           (ARRAY['resident', 'resident', 'resident', 'organisation', 'organisation', 'network', 'outreach',
                  'volunteer'])[1 + pg_temp.dice(c.id * 2 + n.turn, 52, 8)],
           q.c0, '', '', '', '', false, w.user_id,
           CASE WHEN pg_temp.dice(c.id * 2 + n.turn, 53, 30) = 0 THEN 'acute' ELSE 'normal' END, false,
           k.theme_id, c.area_id, CASE WHEN n.turn = 0 THEN c.household_id END,
           CASE WHEN n.turn = 0 OR c.opened_on < %(today)s::date - 4 THEN pg_temp.at(c.opened_on, 9.5) END,
           CASE WHEN n.turn = 0 OR c.opened_on < %(today)s::date - 4 THEN w.user_id END,
           CASE WHEN n.turn = 0 THEN 'case' WHEN c.opened_on < %(today)s::date - 4 THEN 'answered' ELSE '' END,
           CASE WHEN n.turn = 1 AND c.opened_on < %(today)s::date - 4 THEN 'Vraag beantwoord.' ELSE '' END,
           '',
           CASE WHEN n.turn = 0 THEN c.id END
      FROM demo_placed c
      JOIN cases_case k ON k.id = c.id
     CROSS JOIN LATERAL (SELECT 0 AS turn UNION ALL SELECT 1 WHERE pg_temp.dice(c.id, 54, 2) = 0) n
      JOIN demo_asked q ON q.place = pg_temp.dice(c.id * 2 + n.turn, 55, pg_temp.demo_asked_count())
      JOIN demo_worker w ON w.team_id = c.team_id AND w.place = pg_temp.dice(c.id * 2 + n.turn, 56, c.workers)
     WHERE c.id BETWEEN %(first)s AND %(last)s
     ORDER BY 1
    """,
)

_CONTACTS = (
    """
    CREATE TEMP TABLE demo_contact ON COMMIT DROP AS
    SELECT (c.id - 1) * 5 + k AS id, c.id AS case_id, c.team_id, c.area_id, w.user_id, j.c0 AS kind,
           replace(j.c1 || ' ' || extra.c1, '{naam}', p.given_name) AS text,
           pg_temp.contact_at(c.id, c.opened_on, coalesce(c.closed_on, %(today)s), k) AS at, k
      FROM demo_placed c
     CROSS JOIN generate_series(1, 5) k
      JOIN cases_person p ON p.id = c.household_id * 4
      JOIN demo_worker w ON w.team_id = c.team_id AND w.place = 1 + pg_temp.dice(c.id, 42, c.workers - 1)
      JOIN demo_journal j ON j.place = pg_temp.dice(c.id * 8 + k, 61, pg_temp.demo_journal_count())
      JOIN demo_journal extra ON extra.place = pg_temp.dice(c.id * 8 + k, 62, pg_temp.demo_journal_count())
     WHERE c.id BETWEEN %(first)s AND %(last)s
    """,
    """
    INSERT INTO hours_timeentry (id, public_id, team_id, user_id, worked_on, minutes, kind, area_id, note, created_at)
    SELECT id, pg_temp.uuid_of('hours', id), team_id, user_id, (at AT TIME ZONE 'Europe/Amsterdam')::date,
           15 + 15 * pg_temp.dice(id, 63, 6),
           CASE WHEN pg_temp.dice(id, 64, 20) = 0 THEN 'escalation' ELSE 'individual' END,
           area_id, '', at
      FROM demo_contact ORDER BY id
    """,
    """
    INSERT INTO cases_contact (id, public_id, case_id, author_id, occurred_at, kind, place, present, text, visibility,
        time_entry_id, created_at)
    SELECT id, pg_temp.uuid_of('contact', id), case_id, user_id, at, kind, '', '', text,
           CASE WHEN pg_temp.dice(id, 65, 50) = 0 THEN 'restricted' ELSE 'team' END, id, at
      FROM demo_contact ORDER BY id
    """,
)

# Nine in ten open cases that are older than five weeks have a plan, with two goals of two actions.
_PLANS = (
    """
    INSERT INTO cases_plan (id, public_id, case_id, version, created_at, created_by_id, in_force_at, agreed_by,
        agreed_on, evaluate_on)
    SELECT c.id, pg_temp.uuid_of('plan', c.id), c.id, 1, pg_temp.at(c.opened_on + 28, 10), k.worker_id,
           pg_temp.at(c.opened_on + 28, 11), 'het huishouden', c.opened_on + 28, c.opened_on + 118
      FROM demo_placed c JOIN cases_casecoordinator k ON k.case_id = c.id AND k.ended_at IS NULL
     WHERE c.opened_on < %(today)s::date - 35 AND pg_temp.dice(c.id, 71, 10) > 0
     ORDER BY c.id
    """,
    """
    INSERT INTO cases_goal (id, public_id, plan_id, life_domain, text, start_score, target_score, current_score,
        outcome, result, position)
    SELECT p.id * 2 + n, pg_temp.uuid_of('goal', p.id * 2 + n), p.id, g.c0, g.c1, 2, 4,
           2 + pg_temp.dice(p.id * 2 + n, 72, 3), '', '', n
      FROM cases_plan p CROSS JOIN generate_series(0, 1) n
      JOIN demo_goal g ON g.place = pg_temp.dice(p.id * 2 + n, 73, pg_temp.demo_goal_count())
     ORDER BY 1
    """,
    """
    INSERT INTO cases_action (id, public_id, goal_id, text, owner, owner_name, worker_id, due_on, done_on, position)
    SELECT g.id * 2 + n, pg_temp.uuid_of('action', g.id * 2 + n), g.id,
           CASE n WHEN 0 THEN 'Elke week een stap zelf zetten' ELSE 'Samen nalopen wat er gelukt is' END,
           CASE n WHEN 0 THEN 'resident' ELSE 'team' END, '', CASE n WHEN 1 THEN p.created_by_id END,
           p.agreed_on + 30 + 15 * n, CASE WHEN p.agreed_on + 30 < %(today)s THEN p.agreed_on + 20 END, n
      FROM cases_goal g JOIN cases_plan p ON p.id = g.plan_id CROSS JOIN generate_series(0, 1) n
     ORDER BY 1
    """,
)

_REST = (
    """
    INSERT INTO hours_timeentry (id, public_id, team_id, user_id, worked_on, minutes, kind, note, created_at)
    SELECT last.id + row_number() OVER w, pg_temp.uuid_of('hours', last.id + row_number() OVER w), m.team_id, m.user_id,
           d.day, 60 + 30 * pg_temp.dice(m.user_id * 100000 + (d.day - %(start)s), 81, 12), n.kind, '',
           pg_temp.at(d.day, 17)
      FROM (SELECT max(id) AS id FROM hours_timeentry) last
     CROSS JOIN demo_worker m
     CROSS JOIN LATERAL (
         SELECT day::date
           FROM generate_series(%(start)s::timestamp, %(today)s::timestamp - interval '1 day', '7 days') day
     ) week
     CROSS JOIN LATERAL (SELECT week.day + pg_temp.dice(m.user_id * 100000 + (week.day - %(start)s), 82, 5) AS day) d
     CROSS JOIN LATERAL (
         SELECT (ARRAY['team', 'administration', 'collective', 'prevention', 'outreach', 'network'])[
             1 + pg_temp.dice(m.user_id * 100000 + (week.day - %(start)s), 83, 6)] AS kind
     ) n
     WHERE d.day < %(today)s
    WINDOW w AS (ORDER BY d.day, m.user_id)
    """,
    """
    INSERT INTO collectief_signal (id, public_id, team_id, received_at, text, place, signaller, reach, theme_id,
        followed_up_at, followed_up_by_id, follow_up, follow_up_note)
    SELECT row_number() OVER w, pg_temp.uuid_of('signal', row_number() OVER w), t.team_id, pg_temp.at(d.day, 13), s.c1,
           '', 'buurtbewoner', '', th.id, pg_temp.at(d.day + 4, 15), m.user_id, 'looked-into', 'Langs geweest.'
      FROM demo_team t
     CROSS JOIN LATERAL (
         SELECT day::date
           FROM generate_series(%(start)s::timestamp, %(today)s::timestamp - interval '6 days', '12 days') day
     ) d
      JOIN demo_signal s ON s.place = pg_temp.dice(t.team_id * 100000 + (d.day - %(start)s), 91,
                                                   pg_temp.demo_signal_count())
      JOIN areas_theme th ON th.code = s.c0
      JOIN demo_worker m ON m.team_id = t.team_id AND m.place = 0
    WINDOW w AS (ORDER BY d.day, t.team_id)
    """,
)
