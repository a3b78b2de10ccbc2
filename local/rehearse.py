"""Put a backup back on this machine and look whether it is whole: `python -m local.rehearse STORE < KEY`.

    STORE   the folder that WIJKTEAM_BACKUP_STORE names, or a copy of it
    UNTIL   (environment) just before this moment, e.g. 2026-11-22T14:05:00+01:00; otherwise the last there is

The private key comes on standard input. Says how much work is lost (RPO), how long it took (RTO), and how many rows
each table has with a hash over them. Everything it makes is thrown away afterwards; nothing that runs is touched.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import psycopg
from psycopg import sql

from local.console import complain, say
from local.postgres import Cluster
from local.processes import ServerFailed

_DATABASE = "wijkteam"


@dataclass(frozen=True, kw_only=True)
class Rehearsal:
    began: datetime
    seconds: float
    last_change: datetime | None
    tables: Mapping[str, tuple[int, str]]
    files: Mapping[str, int]


def rehearse(store: Path, *, private: str, until: datetime | None = None) -> Rehearsal:
    """Restore into a server and folders of its own, read everything, and throw it away."""
    from wijkteam.core.backups.restore import restore  # after its settings are there

    started = time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="wt-rehearsal-")))
        cluster = Cluster(folder / "postgres", settings={"archive_mode": "off"})
        stack.callback(cluster.remove)
        attachments = folder / "attachments"
        found: list[datetime] = []
        cluster.adopt(
            lambda data: found.append(restore(store, private=private, data=data, attachments=attachments, until=until))
        )
        cluster.start()
        with cluster.superuser(_DATABASE) as connection:
            while _one(connection, "SELECT pg_is_in_recovery()"):
                time.sleep(0.1)
            seconds = time.monotonic() - started
            return Rehearsal(
                began=found[0],
                seconds=seconds,
                last_change=_last_change(connection),
                tables=tables_of(connection),
                files={
                    str(file.relative_to(attachments)): file.stat().st_size
                    for file in attachments.rglob("*")
                    if file.is_file()
                },
            )


def tables_of(connection: psycopg.Connection[tuple[object, ...]]) -> dict[str, tuple[int, str]]:
    """Rows of each table, and a hash over all of them that does not depend on their order."""
    names = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1").fetchall()
    found = {}
    for (name,) in names:
        statement = sql.SQL(
            "SELECT count(*), coalesce(md5(string_agg(line, '' ORDER BY line)), '') "
            "FROM (SELECT md5(t::text) AS line FROM {table} t) rows"
        ).format(table=sql.Identifier(str(name)))
        for rows, total in connection.execute(statement).fetchall():
            found[str(name)] = (int(str(rows)), str(total))
    return found


def _last_change(connection: psycopg.Connection[tuple[object, ...]]) -> datetime | None:
    """When the last thing in the history was written; every change of the application leaves something there."""
    there = _one(connection, "SELECT to_regclass('pghistory_context') IS NOT NULL")
    moment = _one(connection, "SELECT max(created_at) FROM pghistory_context") if there else None
    return moment if isinstance(moment, datetime) else None


def _one(connection: psycopg.Connection[tuple[object, ...]], statement: str) -> object:
    row = connection.execute(statement.encode()).fetchone()
    return row[0] if row else None


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1:
        complain(__doc__ or "")
        return 2
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkteam.settings.demo")
    until = datetime.fromisoformat(os.environ["UNTIL"]) if os.environ.get("UNTIL") else None
    from wijkteam.core.backups.age import NotOurs
    from wijkteam.core.backups.restore import NoBackup

    try:
        found = rehearse(Path(arguments[0]), private=sys.stdin.readline(), until=until)
    except (NoBackup, NotOurs, ServerFailed, ValueError) as error:
        complain(str(error) or "This key does not open it, or somebody changed it.")
        return 1
    for name, (rows, total) in found.tables.items():
        say(f"{rows:>10}  {total or '-':<32}  {name}")
    lost = (until or datetime.now(UTC)) - found.last_change if found.last_change else None
    say(f"\nbackup of {found.began.isoformat()}, {len(found.files)} files of households")
    say(f"RPO  last change {found.last_change}: {lost} before {'that moment' if until else 'now'}")
    say(f"RTO  {found.seconds:.1f} s until PostgreSQL took writes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
