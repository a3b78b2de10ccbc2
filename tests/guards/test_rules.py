"""What PostgreSQL refuses, tried out past the forms and the use cases: one line per rule, under the rule's own name."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import CheckConstraint, Field, Model

from tests.factories import (
    CaseFactory,
    ContactFactory,
)
from tests.guards.broken import ONCE, RULES
from tests.guards.past_the_code import change

pytestmark = pytest.mark.django_db
OWN_APPS = ("wijkteam.", "cases", "collectief", "netwerk")
DAY = date(2020, 1, 1)
BEFORE = date(2019, 1, 1)
MOMENT = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(("rule", "breaks"), RULES, ids=[f"{rule}-{at}" for at, (rule, _) in enumerate(RULES)])
def test_postgresql_refuses(rule: str, breaks: Callable[[], Any]) -> None:

    def commit() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            breaks()
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")

    with pytest.raises(IntegrityError) as caught:
        commit()
    assert caught.value.__cause__ is not None
    assert caught.value.__cause__.diag.constraint_name == rule  # type: ignore[attr-defined]  # psycopg's own error


@pytest.mark.parametrize(("model", "make"), ONCE, ids=[model.__name__ for model, _ in ONCE])
def test_a_form_that_is_sent_twice_makes_one_row(model: type[Any], make: Callable[..., Any]) -> None:
    first = make(request_key="5f0f8a70-0c1d-4c56-a1a5-0a3a8e3f7f11")
    with pytest.raises(IntegrityError), transaction.atomic():
        make(request_key="5f0f8a70-0c1d-4c56-a1a5-0a3a8e3f7f11")
    assert model.objects.filter(request_key__isnull=False).get() == first


@pytest.mark.parametrize(
    ("behind", "definition"),
    [
        # behind plan_versions_are_consecutive, for two transactions at the same moment
        ("plan_version_once", "UNIQUE (case_id, version)"),
        # behind exploration_versions_are_consecutive, likewise
        ("exploration_version_once", "UNIQUE (case_id, version)"),
        # behind published_cell_is_of_its_audit: the snapshot of the audit has such a month
        ("published_cell_month_is_a_first_day", "CHECK ((EXTRACT(day FROM month) = (1)::numeric))"),
        # behind principles_versions_are_consecutive
        ("netwerk_principles_version_key", "UNIQUE (version)"),
        # behind agreement_versions_are_consecutive
        ("agreement_version_once", "UNIQUE (team_id, organisation_id, version)"),
        # behind area_code_has_the_form_of_its_kind, which comes first
        ("area_kind_is_the_start_of_the_code", 'CHECK (((kind)::text = "left"((code)::text, 2)))'),
    ],
)
def test_a_rule_that_stands_behind_another_is_there(behind: str, definition: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = %s", [behind])
        assert cursor.fetchone() == (definition,)


def checks() -> list[tuple[type[Model], CheckConstraint]]:
    return [
        (model, constraint)
        for model in apps.get_models()
        if model.__module__.startswith(OWN_APPS)
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]


def candidates(field: "Field[Any, Any]") -> list[str]:
    """SQL values that a column may hold, the empty ones among them."""
    kind = field.db_type(connection)
    plain = re.sub(r"\(.*", "", str(kind))
    if str(kind).endswith("[]"):
        values = ["'{}'::varchar[]", "'{x}'::varchar[]", "'{NULL}'::varchar[]"]
    elif plain in {"date", "timestamp with time zone"}:
        values = [f"'2026-01-01'::{plain}", f"'2026-02-01'::{plain}", f"'2026-03-01'::{plain}"]
    elif plain in {"varchar", "text"}:
        values = [f"'{choice}'::text" for choice in ["", "x", *(value for value, _ in field.choices or ())]]
    elif plain == "boolean":
        values = ["true", "false"]
    elif plain == "uuid":
        values = ["'00000000-0000-0000-0000-000000000001'::uuid"]
    elif plain == "bytea":
        values = ["''::bytea", "'x'::bytea"]
    elif plain in {"time", "time without time zone"}:
        values = ["'09:00'::time", "'10:00'::time"]
    else:
        values = ["0", "1", "7"]
    return [*values, f"NULL::{plain if plain != 'varchar' else 'text'}"] if field.null else values


@pytest.mark.parametrize(("model", "check"), checks(), ids=lambda one: getattr(one, "name", ""))
def test_no_check_shrugs(model: type[Model], check: CheckConstraint) -> None:
    """SQL accepts a row for which a check is neither true nor false: an empty column must not slip through so."""
    with connection.schema_editor(collect_sql=True) as editor:
        condition = str(check._get_check_sql(model, editor))  # type: ignore[attr-defined]  # what the migration writes
    fields = [field for field in model._meta.local_fields if f'"{field.column}"' in condition]
    assert fields
    sources = ", ".join(
        f'(VALUES {", ".join(f"({value})" for value in candidates(field))}) AS t{at} ("{field.column}")'
        for at, field in enumerate(fields)
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {sources} WHERE ({condition}) IS NULL LIMIT 5")  # noqa: S608  (of our own models)
        undecided = cursor.fetchall()
    columns = [field.column for field in fields]
    assert not undecided, f"{check.name} accepts {columns} = {undecided}: ask for __isnull=False beside the comparison."


def test_the_last_contact_is_kept_by_the_database() -> None:
    case = CaseFactory.create()
    early = ContactFactory.create(case=case, occurred_at=MOMENT)
    late = ContactFactory.create(case=case, occurred_at=MOMENT + timedelta(days=3))
    case.refresh_from_db()
    assert case.last_contact_at == late.occurred_at
    change(late, occurred_at=MOMENT - timedelta(days=1))
    case.refresh_from_db()
    assert case.last_contact_at == early.occurred_at
