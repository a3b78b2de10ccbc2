"""What was said and scored is never rewritten: not by a page, and not by who would get the rights of one."""

import pytest
from django.db import ProgrammingError, connection, transaction
from django.db.models import Model

from cases.models import (
    Continuation,
    Evaluation,
    EvaluationPresence,
    GoalScore,
    PlanAgreement,
    ReadingLinkOpening,
    RequestAnswer,
    RequestLinkUse,
)
from wijkteam.core.database_roles import append_only_tables

FINAL: tuple[type[Model], ...] = (
    Continuation,
    Evaluation,
    EvaluationPresence,
    GoalScore,
    PlanAgreement,
    ReadingLinkOpening,
    RequestAnswer,
    RequestLinkUse,
)
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("model", FINAL)
def test_the_role_of_pages_may_only_add(model: type[Model]) -> None:
    table = model._meta.db_table
    assert table in append_only_tables()
    for statement in (f"UPDATE {table} SET id = id", f"DELETE FROM {table}", f"TRUNCATE {table}"):  # noqa: S608
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_a_trigger_stands_behind_that() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgtype FROM pg_trigger"
            " WHERE tgname = 'what_was_said_stays' AND tgenabled = 'O'"
        )
        found = dict(cursor.fetchall())
    row, before, delete, update = 1, 2, 8, 16
    assert found == {model._meta.db_table: row | before | delete | update for model in FINAL}
