"""The look at migrations sees what would lock a table for long or break the version before."""

from typing import Any

import pytest
from django.contrib.postgres.operations import AddConstraintNotValid, AddIndexConcurrently
from django.core.management import CommandError, call_command
from django.db import migrations, models
from pytest_django import Settings

from wijkteam.core.safe_migrations import problems

CHECK = models.CheckConstraint(name="c", condition=models.Q(a__gte=0))
UNIQUE = models.UniqueConstraint(name="u", fields=["a"])
INDEX = models.Index(fields=["a"], name="i")
MADE = migrations.CreateModel("thing", [("id", models.BigAutoField(primary_key=True)), ("a", models.IntegerField())])
REFUSED: list[Any] = [
    migrations.AddIndex("thing", INDEX),
    migrations.AddConstraint("thing", CHECK),
    migrations.AddConstraint("thing", UNIQUE),
    migrations.AddField("thing", "b", models.IntegerField()),
    migrations.AddField("thing", "b", models.IntegerField(default=0)),
    migrations.AddField("thing", "b", models.IntegerField(null=True, unique=True)),
    migrations.AlterField("thing", "a", models.BigIntegerField()),
    migrations.RemoveField("thing", "a"),
    migrations.RenameField("thing", "a", "b"),
    migrations.RenameModel("thing", "other"),
    migrations.DeleteModel("thing"),
    migrations.SeparateDatabaseAndState(database_operations=[migrations.RemoveField("thing", "a")]),
]
TAKEN: list[Any] = [
    AddIndexConcurrently("thing", INDEX),
    AddConstraintNotValid("thing", CHECK),
    migrations.AddField("thing", "b", models.IntegerField(null=True)),
    migrations.AddField("thing", "b", models.IntegerField(db_default=0)),
    migrations.RunSQL("SELECT 1"),
    MADE,
]


def migration(*operations: Any, **more: Any) -> migrations.Migration:
    one = migrations.Migration("0099_x", "app")
    for name, value in {"operations": list(operations), **more}.items():
        setattr(one, name, value)
    return one


@pytest.mark.parametrize("operation", REFUSED, ids=lambda one: one.describe()[:40])
def test_g11_what_stops_the_work_is_refused(operation: Any) -> None:
    (why,) = problems(migration(operation))
    assert why.startswith("app.0099_x: ")


@pytest.mark.parametrize("operation", TAKEN, ids=lambda one: one.describe()[:40])
def test_g11_what_does_not_is_taken(operation: Any) -> None:
    assert problems(migration(operation)) == []


def test_a_new_table_may_have_everything() -> None:
    assert (
        problems(migration(MADE, migrations.AddIndex("thing", INDEX), migrations.AddConstraint("thing", CHECK))) == []
    )
    assert problems(migration(migrations.RemoveField("thing", "a"), accepted="no version that runs reads it")) == []


def test_the_command_looks_at_what_no_release_brought(tmp_path: Any, settings: Settings, capsys: Any) -> None:
    settings.BASE_DIR = tmp_path
    (tmp_path / "deploy").mkdir()
    call_command("lint_migrations")
    assert "Nothing was released yet" in capsys.readouterr().out
    call_command("lint_migrations", "--released")
    call_command("lint_migrations")
    assert "0 new migrations" in capsys.readouterr().out
    (tmp_path / "deploy" / "released-migrations.txt").write_text("")
    with pytest.raises(CommandError, match=r"reports\.0008_"):
        call_command("lint_migrations")
