"""What PostgreSQL itself refuses, whichever code asks: G21, G28 and the roles of core.database_roles."""

import os
from collections.abc import Iterator

import psycopg
import pytest
from django.db import ProgrammingError, connection, transaction
from psycopg.sql import SQL, Identifier

from tests.promises import Measured
from wijkteam.core.database_roles import append_only_tables, report_tables

pytestmark = pytest.mark.django_db
ROLES = ("owner", "web", "worker", "report")
REFUSED = "permission denied|must be owner"


def own_tables() -> list[str]:
    return sorted(connection.introspection.table_names())


def connect(role: str) -> "psycopg.Connection[tuple[object, ...]]":
    settings = connection.settings_dict
    return psycopg.connect(
        host=settings["HOST"],
        port=settings["PORT"],
        dbname=settings["NAME"],
        user=f"wijkteam_{role}",
        password=os.environ[f"WIJKTEAM_DB_PASSWORD_{role.upper()}"],
        autocommit=True,
    )


@pytest.fixture(params=["web", "worker"])
def application(request: pytest.FixtureRequest) -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with connect(request.param) as opened:
        yield opened


@pytest.fixture
def report() -> Iterator["psycopg.Connection[tuple[object, ...]]"]:
    with connect("report") as opened:
        yield opened


def test_the_tests_run_as_the_role_that_serves_pages() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user, session_user")
        assert cursor.fetchone() == ("wijkteam_web", "wijkteam_web")


@pytest.mark.parametrize("role", ROLES)
def test_no_role_is_above_the_rules(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolreplication FROM pg_roles WHERE rolname = %s",
            [f"wijkteam_{role}"],
        )
        assert cursor.fetchone() == (False, False, False, False)


@pytest.mark.parametrize("role", ROLES)
def test_no_role_belongs_to_another(role: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = %s",
            [f"wijkteam_{role}"],
        )
        assert cursor.fetchone() == (0,)


def test_the_application_cannot_change_a_table(application: "psycopg.Connection[tuple[object, ...]]") -> None:
    for table in own_tables():
        for statement in (SQL("TRUNCATE {}"), SQL("ALTER TABLE {} DISABLE TRIGGER ALL"), SQL("DROP TABLE {}")):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
                application.execute(statement.format(Identifier(table)))


def test_the_application_cannot_make_a_table(application: "psycopg.Connection[tuple[object, ...]]") -> None:
    with pytest.raises(psycopg.errors.InsufficientPrivilege):
        application.execute("CREATE TABLE spare (id int)")


def test_g21_what_is_append_only_cannot_be_changed(application: "psycopg.Connection[tuple[object, ...]]") -> None:
    tables = sorted(append_only_tables())
    assert "audit_readlog" in tables
    assert len(tables) > 10, "the history tables belong to it"
    for table in tables:
        found = application.execute(SQL("SELECT * FROM {} LIMIT 0").format(Identifier(table))).description
        assert found
        first = Identifier(found[0].name)
        for statement in (
            SQL("DELETE FROM {}").format(Identifier(table)),
            SQL("UPDATE {} SET {} = {}").format(Identifier(table), first, first),
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
                application.execute(statement)


def test_g21_not_even_the_owner_changes_the_read_log() -> None:
    with connect("owner") as owner, owner.transaction(force_rollback=True):
        owner.execute(
            "INSERT INTO audit_readlog (at, user_id, role, act, subject, subject_id, purpose, is_emergency)"
            " VALUES (now(), 1, 'x', 'open', 'case', 1, 'test', false)"
        )
        for change in ("UPDATE audit_readlog SET user_id = 2", "DELETE FROM audit_readlog", "TRUNCATE audit_readlog"):
            with (
                pytest.raises((psycopg.errors.RaiseException, psycopg.errors.InsufficientPrivilege)),
                owner.transaction(),
            ):
                owner.execute(change)


def test_g28_the_report_role_reads_reports_and_nothing_else(
    report: "psycopg.Connection[tuple[object, ...]]", measured: Measured
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            # Tables, partitions, views of both kinds, and sequences: the last number tells how many there were.
            "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
            " AND relkind IN ('r', 'p', 'v', 'm', 'f', 'S')"
        )
        tables = {row[0] for row in cursor.fetchall()}
    assert len(tables) > 40
    for table in sorted(tables - report_tables()):
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
            report.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(table)))
    for table in sorted(report_tables()):
        report.execute(SQL("SELECT 1 FROM {} LIMIT 1").format(Identifier(table)))
        with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
            report.execute(SQL("DELETE FROM {}").format(Identifier(table)))
    measured(
        "G28",
        f"{len(tables - report_tables())} of {len(tables)} tables, views and counters refused, the rest is published",
    )


def test_g28_no_function_lends_the_report_role_more(report: "psycopg.Connection[tuple[object, ...]]") -> None:
    """A function runs with the rights of who asks: none of ours lends those of its owner to everybody."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.proname FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prosecdef"
            " AND has_function_privilege('wijkteam_report', p.oid, 'EXECUTE')"
        )
        assert cursor.fetchall() == []
    with pytest.raises(psycopg.errors.InsufficientPrivilege, match=REFUSED):
        report.execute("SELECT * FROM case_rights(1, current_date, now())")


def test_pages_cannot_change_what_was_migrated() -> None:
    with pytest.raises(ProgrammingError, match=REFUSED), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations")
