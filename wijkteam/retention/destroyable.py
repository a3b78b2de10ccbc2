"""The rules that keep rows as they are let one thing pass: a file that is destroyed as the law asks.

Many triggers refuse to change or remove what was said, signed or sent. They hold for everybody, but for the function
that destroys a file (migration 0002): it runs as the owner of the tables and says so in a setting, and nobody can have
both without it. The condition is put into the triggers after every migrate, so that those of later migrations have
it too, and nobody has to think of it.
"""

import re
from typing import Any

from django.db import connections

_CONDITION = "NOT destruction_runs()"
# Row triggers on a change or a removal. Reports and the read log are never touched; histories have no own triggers.
_TRIGGERS = r"""
SELECT t.tgname, c.oid::regclass::text, pg_get_triggerdef(t.oid)
FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE NOT t.tgisinternal AND n.nspname = 'public' AND t.tgtype & 1 = 1 AND t.tgtype & 24 <> 0
  AND t.tgname NOT LIKE 'pgtrigger\_%%' AND c.relname NOT LIKE 'reports\_%%' AND c.relname NOT LIKE 'audit\_%%'
  AND c.relname <> 'retention_residue'
  AND pg_get_triggerdef(t.oid) NOT LIKE '%%destruction_runs%%'
"""


def _passing(definition: str) -> str:
    """The same trigger, with the condition."""
    with_condition = re.compile(r" WHEN \((.*)\) EXECUTE FUNCTION ", re.DOTALL)
    if with_condition.search(definition):
        return with_condition.sub(
            lambda found: f" WHEN (({found[1]}) AND {_CONDITION}) EXECUTE FUNCTION ", definition, count=1
        )
    return definition.replace(" EXECUTE FUNCTION ", f" WHEN ({_CONDITION}) EXECUTE FUNCTION ", 1)


def pass_after_migrate(*, using: str, **_: Any) -> None:
    """Safe to run again: it looks for the triggers that lack the condition."""
    connection = connections[using]
    if connection.settings_dict["USER"] != "wijkteam_owner":
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regprocedure('destruction_runs()')")
        if cursor.fetchone() == (None,):
            return
        cursor.execute(_TRIGGERS.replace("%%", "%"))
        for name, table, definition in cursor.fetchall():
            quoted = connection.ops.quote_name(name)
            cursor.execute(f"DROP TRIGGER {quoted} ON {table}")
            cursor.execute(_passing(definition).replace("%", "%%") if "%" in definition else _passing(definition))
