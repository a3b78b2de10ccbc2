"""What each PostgreSQL role may do, in one place; applied after every migrate.

owner    migrates; owns the tables; no superuser
web      serves pages: reads and writes, but only adds to what is append-only
worker   makes reports: the same
report   reads published reports and nothing else: what a commissioner sees comes through it
"""

from typing import Any

from django.apps import apps
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Model

APPLICATION_ROLES = ("wijkteam_web", "wijkteam_worker")
REPORT_ROLE = "wijkteam_report"

_append_only: set[str] = set()
_readable_by_report: set[str] = set()


def append_only(model: type[Model]) -> type[Model]:
    """Class decorator: the application may add and read rows, never change or remove them."""
    _append_only.add(model._meta.db_table)
    return model


def readable_by_report(model: type[Model]) -> type[Model]:
    """Class decorator: the report role may read this table (row level security still picks the rows)."""
    _readable_by_report.add(model._meta.db_table)
    return model


def append_only_tables() -> set[str]:
    """Registered tables and every history table of pghistory."""
    from pghistory.models import Event

    events = {model._meta.db_table for model in apps.get_models() if issubclass(model, Event)}
    return _append_only | events


def report_tables() -> set[str]:
    return set(_readable_by_report)


def grant(*, using: str) -> None:
    """Give each role exactly its rights; safe to run again. Does nothing for roles that the server lacks."""
    connection = connections[using]
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'wijkteam\\_%%'")
        roles = {row[0] for row in cursor.fetchall()}
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user")
        tables = {row[0] for row in cursor.fetchall()}
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relispartition AND relkind IN ('r', 'p')"
            " AND relnamespace = 'public'::regnamespace ORDER BY relname"
        )
        partitions = [row[0] for row in cursor.fetchall()]
        quote = connection.ops.quote_name
        for role in (*APPLICATION_ROLES, REPORT_ROLE):
            if role not in roles:
                continue
            cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
            cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
            if role == REPORT_ROLE:
                for table in sorted(report_tables() & tables):
                    cursor.execute(f"GRANT SELECT ON {quote(table)} TO {role}")
                continue
            cursor.execute(f"GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {role}")
            cursor.execute(f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {role}")
            cursor.execute(f"REVOKE INSERT, UPDATE, DELETE ON django_migrations FROM {role}")
            for table in partitions:  # through the table they are a part of, and no other way
                cursor.execute(f"REVOKE ALL ON {quote(table)} FROM {role}")
            for table in sorted(append_only_tables() & tables):
                cursor.execute(f"REVOKE UPDATE, DELETE, TRUNCATE ON {quote(table)} FROM {role}")


def grant_after_migrate(*, using: str, **_: Any) -> None:
    if connections[using].vendor == "postgresql" and _connects_as_owner(connections[using]):
        grant(using=using)


def _connects_as_owner(connection: BaseDatabaseWrapper) -> bool:
    return bool(connection.settings_dict["USER"] == "wijkteam_owner")


class ReportRouter:
    """Migrations touch the default connection alone: `report` is the same database under a role that only reads."""

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool | None:
        return False if db == "report" else None

    def allow_relation(self, first: Model, second: Model, **hints: Any) -> bool | None:
        return True
