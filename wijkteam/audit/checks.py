"""`manage.py check --database default`: is there room ahead in the read log, and does each line stand in a month?"""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register
from django.db import DatabaseError, connections

from wijkteam.audit.selectors.months import state


@register(Tags.database)
def read_log_has_months(*, databases: Sequence[str] | None = None, **_: Any) -> list[CheckMessage]:
    if "default" not in (databases or ()):
        return []
    connection = connections["default"]
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_regprocedure('audit_log_state()') IS NOT NULL")
            if not cursor.fetchone()[0]:
                return []  # before the first migrate
        now = state()
    except DatabaseError:
        return []
    if now.is_well:
        return []
    return [
        Warning(
            f"The read log has {now.months_ahead} months ahead and {now.caught} lines that no month was made for.",
            hint='Does the worker run, and beat? See docs/operating.md, "The months of the read log".',
            id="audit.W001",
        )
    ]
