"""The demo data: true by every rule of the database, the same each time, and never where real people are."""

import datetime as dt
import hashlib
from collections.abc import Iterator
from io import StringIO

import pytest
from django.apps import apps
from django.contrib.auth.management import create_permissions
from django.contrib.contenttypes.models import ContentType
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from django.test import override_settings

from cases.enums import ContactKind, Origin, Outcome, Urgency
from cases.models import Action, Case, CaseCoordinator, Contact, Plan, Question
from collectief.models import Assignment, InformationRound
from collectief.selectors.progress import Pace, progress_of
from tests.conftest import as_owner
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.demo.accounts import ACCOUNTS, FATIMA
from wijkteam.demo.bulk import CONTACTS_PER_CASE, seed_bulk
from wijkteam.demo.checks import RULES, broken_rules
from wijkteam.demo.seeding import seed
from wijkteam.hours.models import TimeEntry
from wijkteam.reports.models import MonthlyReport, TeamMonth

TODAY = dt.date(2026, 11, 18)
# Random on purpose (passwords, sessions), or numbers that the database gives out: no part of the story.
LEFT_OUT = {"accounts_user": ["password", "session_salt"], "reports_teammonth": ["id"]}
# An analysis reads what was published as a commissioner would.
SEEDED = pytest.mark.django_db(transaction=True, databases=["default", "report"])
TABLES = (
    "accounts_user", "teams_team", "teams_teammembership", "collectief_initiative", "collectief_signal",
    "cases_household", "cases_person", "cases_householdmember", "cases_case", "cases_casecoordinator",
    "cases_question", "hours_timeentry", "cases_contact", "cases_plan", "cases_goal", "cases_action",
    "reports_teammonth",
)  # fmt: skip


@pytest.fixture
def owner(transactional_db: None) -> Iterator[None]:
    """Connected as the owner, to a database as `migrate` leaves it."""
    with as_owner():
        know_permissions()
        yield


def know_permissions() -> None:
    """Emptying the tables between tests takes these along."""
    ContentType.objects.clear_cache()
    create_permissions(apps.get_app_config("cases"), verbosity=0)


def contents() -> str:
    """A hash over all rows of the tables."""
    total = hashlib.sha256()
    with connection.cursor() as cursor:
        for table in TABLES:
            minus = "".join(f" - '{column}'" for column in ["area_id", *LEFT_OUT.get(table, [])])
            one = f"(to_jsonb(t){minus})::text"
            rows = f"SELECT md5(string_agg({one}, '' ORDER BY {one})) FROM {table} t"  # noqa: S608
            cursor.execute(rows)
            total.update(str(cursor.fetchone()).encode())
    return total.hexdigest()


@SEEDED
def test_the_story_is_true_complete_and_the_same_each_time(owner: None) -> None:
    seed(today=TODAY, cases=12, months_with_report=2, quiet=True)
    first = contents()

    assert broken_rules() == {}
    assert {user.role for user in User.objects.filter(username__in=[one.username for one in ACCOUNTS])} == set(Role)
    assert User.objects.get(username=FATIMA.username).check_password(FATIMA.password)
    assert set(Question.objects.exclude(outcome="").values_list("outcome", flat=True)) <= set(Outcome.values)
    assert Question.objects.waiting().filter(urgency=Urgency.ACUTE).count() == 3
    assert Case.objects.open().exclude(awaiting_coordinator_since=None).count() >= 3
    assert not Contact.objects.filter(occurred_at__date__gte=TODAY).exists()
    assert not TimeEntry.objects.filter(worked_on__gte=TODAY).exists()
    # Published but for the last month, which waits for its reading.
    assert MonthlyReport.objects.published().count() == 4
    assert MonthlyReport.objects.filter(published_at=None, month=dt.date(2026, 10, 1)).count() == 4
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D'")
        assert cursor.fetchone() == (0,)

    call_command("flush", interactive=False)
    with as_owner():  # emptying has left that role
        know_permissions()
        seed(today=TODAY, cases=12, months_with_report=0, quiet=True)
        assert contents() == first

        before = Case.objects.count()
        call_command("seed_demo", stderr=StringIO())
        assert Case.objects.count() == before


@SEEDED
def test_a_year_has_something_of_everything(owner: None) -> None:
    seed(today=TODAY, cases=90, months_with_report=0, quiet=True)
    assert set(Question.objects.values_list("origin", flat=True)) == set(Origin.values)
    assert set(Question.objects.exclude(outcome="").values_list("outcome", flat=True)) == set(Outcome.values)
    assert set(Contact.objects.values_list("kind", flat=True)) == set(ContactKind.values)
    assert CaseCoordinator.objects.exclude(handover_reason="").exists()
    assert Case.objects.exclude(previous_case=None).exists()
    assert Plan.objects.in_force().filter(evaluate_on__lt=TODAY, case__closed_on=None).exists()
    assert Contact.objects.values("text").distinct().count() > 300
    # Comparing two versions of a plan shows what changed: what stayed has the same lineage.
    again = (
        Action.objects.values("lineage").annotate(versions=Count("goal__plan", distinct=True)).filter(versions__gt=1)
    )
    assert again.exists()
    assert InformationRound.objects.sent().exists()
    paces = {progress_of(one, today=TODAY).state for one in Assignment.objects.all()}
    assert Pace.BEHIND in paces
    year = TeamMonth.objects.filter(month__gte=dt.date(2026, 5, 1), month__lt=dt.date(2026, 11, 1))
    shares: dict[str, list[float]] = {}
    for facts in year.select_related("team"):
        shares.setdefault(facts.team.slug, []).append(facts.prevention_share or 0)
    means = {slug: sum(share) / len(share) for slug, share in shares.items()}
    assert means["waterland"] > 0.2 > means["osdorp"]  # one holds the agreed floor, another does not


def test_bulk_makes_exactly_what_was_asked(owner: None) -> None:
    made = seed_bulk(today=TODAY, cases=500, quiet=True)
    assert broken_rules() == {}
    assert made.cases == Case.objects.count() == 500
    assert made.contacts == Contact.objects.count() == 500 * CONTACTS_PER_CASE
    assert 50 < Case.objects.open().count() < 300
    assert Plan.objects.in_force().exists()
    assert Case.objects.exclude(previous_case=None).exists()
    assert TeamMonth.objects.values("month").distinct().count() == 13
    latest = TeamMonth.objects.filter(month=dt.date(2026, 11, 1))
    assert sum(facts.open_at_end for facts in latest) == Case.objects.open().count()


@pytest.mark.parametrize(
    ("rule", "damage"),
    [
        (
            "the last contact of a case is the last one of its contacts",
            "UPDATE cases_case SET last_contact_at = now() WHERE id = 1",
        ),
        ("a household has somebody in it", "UPDATE cases_householdmember SET ends_on = starts_on + 1"),
        ("no telephone number or postcode can exist", "UPDATE cases_person SET phone = '06-12345678' WHERE id = 4"),
        ("every case has a question it came from", "DELETE FROM cases_question WHERE case_id = 1"),
    ],
)
def test_the_check_sees_what_is_wrong(owner: None, rule: str, damage: str) -> None:
    assert rule in RULES
    seed_bulk(today=TODAY, cases=20, quiet=True)
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert list(broken_rules()) == [rule]


def test_accounts_are_printed_and_nothing_else() -> None:
    out = StringIO()
    call_command("seed_demo", "--accounts", stdout=out)
    lines = [line.split() for line in out.getvalue().splitlines()]
    assert [words[0] for words in lines] == ["ACCOUNT"] * len(Role)
    assert sorted(words[1] for words in lines) == sorted(Role.values)
    assert all(len(words) == 4 and len(words[3]) >= 12 for words in lines)


@override_settings(DEMO=False)
def test_production_gets_no_invented_people() -> None:
    with pytest.raises(CommandError, match="Invented people"):
        call_command("seed_demo")
