"""A connection may be another one in the next transaction (PgBouncer): nothing of ours stays behind on it."""

import ast
import re
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from cases.models import Case
from tests.factories import sign_in
from tests.faults.rig import contact
from wijkteam.accounts.models import User
from wijkteam.settings import base

APPS = ("wijkteam", "cases", "collectief", "netwerk")
# What lives longer than a transaction, or needs the same connection afterwards.
STAYS_BEHIND = {
    "a setting": re.compile(
        r"\bSET\s+(?:SESSION\s+)?(?!LOCAL\b|TRANSACTION\b|CONSTRAINTS\b)[a-z_.]+\s*(?:=|\bTO\b)\s*['\w]"
    ),
    "a setting by function": re.compile(r"set_config\([^()]*(?:\([^()]*\)[^()]*)*,\s*false\s*\)", re.IGNORECASE),
    "a lock": re.compile(r"\bpg_(?:try_)?advisory_lock(?:_shared)?\s*\("),
    "a listener": re.compile(r"^\s*(?:UN)?LISTEN\b", re.MULTILINE),
    "a prepared statement": re.compile(r"\bPREPARE\s+\w+\s*(?:\(|AS\b)"),
    "a cursor": re.compile(r"\bWITH\s+HOLD\b"),
}
_WORDS = re.compile(r"\bSET\s|set_config|advisory_lock|LISTEN|PREPARE|WITH\s+HOLD")
# Run by the owner, who never goes through a pooler.
OF_THE_OWNER = {"wijkteam/core/management/commands/migrate.py"}
# Asks for WIJKTEAM_DB_POOLER first, and does without behind one: tests/reports/test_jobs.py.
NOT_BEHIND_ONE = {("wijkteam/core/turns.py", "a lock")}


def statements(path: Path) -> Iterator[str]:
    """The texts in the code that could be SQL; not the explanations."""
    code = path.read_text()
    if not _WORDS.search(code):
        return
    tree = ast.parse(code)
    explained = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in explained:
            yield node.value


def set_for_good(text: str) -> list[str]:
    """UPDATE ... SET is no setting, and a function may say SET for its own duration."""
    without = re.sub(r"\b(?:UPDATE\b|DO UPDATE\b|ON UPDATE\b|ON DELETE\b)[^;]*?\bSET\b[^;]*", "", text, flags=re.DOTALL)
    without = re.sub(r"^\s*SET search_path = [^;$]*\$\$", "", without, flags=re.MULTILINE)
    without = re.sub(r"(?:LANGUAGE|DEFINER|plpgsql|sql)\b[^;$']*\bSET search_path[^;$]*", "", without, flags=re.DOTALL)
    return [what for what, pattern in STAYS_BEHIND.items() if pattern.search(without)]


def test_no_code_leaves_something_behind_on_a_connection() -> None:
    found = {
        f"{path.relative_to(base.BASE_DIR)}: {what} in {text.strip()[:80]!r}"
        for app in APPS
        for path in (base.BASE_DIR / app).rglob("*.py")
        if str(path.relative_to(base.BASE_DIR)) not in OF_THE_OWNER
        for text in statements(path)
        if _WORDS.search(text)
        for what in set_for_good(text)
        if (str(path.relative_to(base.BASE_DIR)), what) not in NOT_BEHIND_ONE
    }
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize(
    "text",
    [
        "SET statement_timeout = '1s'",
        "SET SESSION lock_timeout TO 5",
        "SELECT set_config('wijkteam.who', 'x', false)",
        "SELECT pg_advisory_lock(1)",
        "LISTEN news",
        "PREPARE one AS SELECT 1",
        "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
    ],
)
def test_what_would_stay_behind_is_found(text: str) -> None:
    assert set_for_good(text)


@pytest.mark.django_db(transaction=True)
def test_after_pages_a_connection_is_as_it_was(client: Client, colleague: User, case: Case) -> None:
    """Settings, locks, temporary tables, cursors, prepared statements: after reading, searching and writing."""

    def left() -> dict[str, list[tuple[object, ...]]]:
        found = {}
        with connection.cursor() as cursor:
            for what, sql in {
                "settings": "SELECT name, setting FROM pg_settings WHERE source = 'session' ORDER BY 1",
                "locks": "SELECT classid, objid FROM pg_locks WHERE locktype = 'advisory' AND pid = pg_backend_pid()",
                "tables": "SELECT relname FROM pg_class WHERE relpersistence = 't'"
                " AND relnamespace = pg_my_temp_schema() AND relkind = 'r'",
                "cursors": "SELECT name FROM pg_cursors WHERE is_holdable",
                "statements": "SELECT name FROM pg_prepared_statements",
                "channels": "SELECT pg_listening_channels()",
                "context": "SELECT coalesce(current_setting('pghistory.context_id', true), ''),"
                " coalesce(current_setting('pg_trgm.word_similarity_threshold', true), '0.6')",
            }.items():
                cursor.execute(sql)
                found[what] = list(cursor.fetchall())
        return found

    sign_in(client, colleague)
    before = left()
    backend = connection.connection.info.backend_pid
    file = f"/casussen/{case.public_id}/"
    written = client.post(f"{file}contact/", contact(str(uuid.uuid4())))
    assert written.status_code == 302
    assert client.get(file).status_code == 200
    assert client.get("/casussen/").status_code == 200
    assert client.get("/zoeken/", {"q": "Jansen"}).status_code in {200, 302}
    assert connection.connection.info.backend_pid == backend, "another connection would prove nothing"
    assert left() == before


def test_behind_a_pooler_the_roles_have_the_settings_that_connections_bring_along_elsewhere() -> None:
    given = dict[str, dict[str, str]]()
    for role, name, value in re.findall(
        r"^ALTER ROLE wijkteam_(\w+) SET ([\w.]+) = '([^']*)';$",
        (base.BASE_DIR / "deploy" / "pooler" / "roles.sql").read_text(),
        re.MULTILINE,
    ):
        given.setdefault(role, {})[name] = value

    def said(options: str) -> dict[str, str]:
        return dict(re.findall(r"-c ([\w.]+)=(\S+)", options))

    assert given["web"] == said(f"{base._timeouts['web']} {base._every_trigger_counts}")
    assert given["worker"] == said(f"{base._timeouts['worker']} {base._every_trigger_counts}")
    assert given["report"] == said(base._web_timeouts)
    assert settings.DATABASES["default"]["OPTIONS"].get("prepare_threshold") is None
