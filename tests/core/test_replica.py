"""Figures from a copy of the database server: a real second server that follows, lags, hangs and dies."""

import contextlib
import os
import secrets
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.test import Client
from pytest_django import DjangoDbBlocker, Settings

from local.postgres import ROLES, SUPERUSER, Cluster, Role
from tests.factories import CaseFactory, TeamMembershipFactory, sign_in
from wijkteam.accounts.models import User
from wijkteam.core import replica
from wijkteam.core.replica import COOKIE, MARKED, REPLICA, from_replica, reading_from
from wijkteam.settings import base
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
OVERVIEW = "/overzicht/"
FOLLOWS = {"fsync": "off", "wal_level": "replica", "max_wal_senders": "4", "shared_buffers": "64MB"}


@dataclass
class Pair:
    """A server with the tables of the tests in it, its copy, and a connection to each as the pages have them."""

    primary: Cluster
    copy: Cluster
    passwords: Mapping[Role, str]

    def wait(self) -> None:
        """Until the copy has all that was written."""
        with self.primary.superuser("wijkteam") as first, self.copy.superuser("wijkteam") as second:
            written = first.execute("SELECT pg_current_wal_insert_lsn()").fetchone()
            assert written
            while second.execute("SELECT pg_last_wal_replay_lsn() >= %s", [written[0]]).fetchone() != (True,):
                time.sleep(0.01)

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """The copy answers, and plays nothing back."""
        with self.copy.superuser("wijkteam") as connection:
            connection.execute("SELECT pg_wal_replay_pause()")
            while connection.execute("SELECT pg_get_wal_replay_pause_state()").fetchone() != ("paused",):
                time.sleep(0.01)
        try:
            yield
        finally:
            with self.copy.superuser("wijkteam") as connection:
                connection.execute("SELECT pg_wal_replay_resume()")


@pytest.fixture(scope="module")
def pair(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pair]:
    """Both servers, on the tables of the test database (copied without rows) and the first of them in its place."""
    folder = tmp_path_factory.mktemp("pair")
    primary = Cluster(folder / "primary", settings=FOLLOWS)
    copy = Cluster(folder / "copy", settings=FOLLOWS)
    usual = connections[DEFAULT_DB_ALIAS].settings_dict
    passwords = {role: secrets.token_urlsafe(16) for role in ROLES}
    try:
        primary.start()
        primary.create_roles_and_database(name="wijkteam", passwords=passwords)
        _copy_tables(primary, usual)
        copy.follow(primary)
        copy.start()
        yield Pair(primary, copy, passwords)
    finally:
        copy.remove()
        primary.remove()


def _copy_tables(primary: Cluster, usual: dict[str, Any]) -> None:
    program = primary.program / "bin"
    dump = subprocess.run(
        [program / "pg_dump", "--schema-only", "--no-comments", "--host", usual["HOST"], "--port", str(usual["PORT"]),
         "--username", SUPERUSER, usual["NAME"]],
        cwd="/", capture_output=True, check=True,
    ).stdout  # fmt: skip
    subprocess.run(
        [program / "psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", "--dbname=wijkteam",
         "--host", primary.socket_dir, "--port", str(primary.port), "--username", SUPERUSER],
        input=dump, cwd="/", stdout=subprocess.DEVNULL, check=True,
    )  # fmt: skip


@pytest.fixture
def servers(pair: Pair, django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch) -> Iterator[Pair]:
    """The pages stand on the first server and know the second."""
    for role, password in pair.passwords.items():
        monkeypatch.setenv(f"WIJKTEAM_DB_PASSWORD_{role.upper()}", password)
    monkeypatch.setenv("WIJKTEAM_DB_NAME", "wijkteam")
    aliases: dict[str, dict[str, Any]] = {
        DEFAULT_DB_ALIAS: base.database("web", HOST=str(pair.primary.socket_dir), ATOMIC_REQUESTS=True),
        REPLICA: base.replica(str(pair.copy.socket_dir), "5432"),
    }
    usual = {alias: connections[alias] for alias in (DEFAULT_DB_ALIAS, "report")}
    usual_settings = dict(connections.settings)
    monkeypatch.setattr(replica, "PATIENCE", 1.0)
    with django_db_blocker.unblock():
        connections.settings = connections.configure_settings(aliases | {"report": aliases[DEFAULT_DB_ALIAS]})
        for alias in (*aliases, "report"):
            connections[alias] = connections.create_connection(alias)
        replica._resting.end()
        try:
            yield pair
        finally:
            for alias in (*aliases, "report"):
                connections[alias].close()
            del connections[REPLICA]
            connections.settings = usual_settings
            for alias, connection in usual.items():
                connections[alias] = connection
            replica._resting.end()


@pytest.fixture
def leader(servers: Pair, client: Client) -> User:
    """Coordinates a team of one, and is signed in."""
    user: User = TeamMembershipFactory.create(user__team_coordinator=True).user
    servers.wait()
    sign_in(client, user)
    return user


def one_more_case(leader: User) -> None:
    CaseFactory.create(team=leader.memberships.get().team, coordinator=leader)


def open_cases(client: Client) -> int:
    """What the first number of the page says."""
    answer = client.get(OVERVIEW)
    assert answer.status_code == 200
    return int(answer.context["overview"].tiles[0].value)


@contextlib.contextmanager
def statements() -> Iterator[list[str]]:
    """What the copy was asked on our connection."""
    seen: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        seen.append(sql)
        return execute(sql, *rest)

    with connections[REPLICA].execute_wrapper(note):
        yield seen


def processes_of(cluster: Cluster) -> list[int]:
    children = Path(f"/proc/{cluster.pid}/task/{cluster.pid}/children").read_text().split()
    return [cluster.pid, *map(int, children)]


def test_figures_come_from_the_copy_and_rights_from_the_server(client: Client, leader: User, servers: Pair) -> None:
    one_more_case(leader)
    servers.wait()
    with statements() as seen:
        assert open_cases(client) == 1
    assert len(seen) > 5, "the figures were counted elsewhere"
    assert not any("case_rights" in sql or "accounts_browsersession" in sql for sql in seen)


def test_whoever_wrote_reads_from_the_server_until_the_copy_must_have_it(
    client: Client, leader: User, servers: Pair, settings: Settings
) -> None:
    settings.REPLICA_SECONDS_BEHIND = 60
    with servers.paused():
        one_more_case(leader)
        assert open_cases(client) == 0, "within the agreed seconds others see what the copy has"
        answer = client.post("/overzicht/weergaven/?pagina=dashboard", {"name": "Van mij"})
        assert answer.status_code == 302
        cookie = answer.cookies[COOKIE]
        assert (cookie["max-age"], cookie["httponly"], cookie["samesite"]) == (65, True, "Lax")
        with statements() as seen:
            assert open_cases(client) == 1
        assert not seen
    servers.wait()
    del client.cookies[COOKIE]
    with statements() as seen:
        assert open_cases(client) == 1
    assert seen


def test_a_copy_that_is_too_far_behind_is_not_read(
    client: Client, leader: User, servers: Pair, settings: Settings
) -> None:
    settings.REPLICA_SECONDS_BEHIND = 0
    with servers.paused():
        one_more_case(leader)
        connections[REPLICA].ensure_connection()  # the first of a process asks for its types as well
        with statements() as seen:
            assert open_cases(client) == 1
        assert len(seen) == 1, "only how far it is"
    servers.wait()
    with statements() as seen:
        assert open_cases(client) == 1
    assert len(seen) > 5, "it has everything: no second behind"


def test_a_copy_that_hangs_costs_one_page_a_moment_and_the_next_nothing(
    client: Client, leader: User, servers: Pair, caplog: pytest.LogCaptureFixture
) -> None:
    one_more_case(leader)
    servers.wait()
    assert open_cases(client) == 1
    pids = processes_of(servers.copy)
    for pid in pids:
        os.kill(pid, signal.SIGSTOP)
    try:
        begin = time.monotonic()
        with caplog.at_level("WARNING", logger="wijkteam.core.replica"):
            assert open_cases(client) == 1
        assert time.monotonic() - begin >= replica.PATIENCE
        assert "replica: OperationalError" in caplog.messages
        with statements() as seen:
            assert open_cases(client) == 1
        assert not seen, "nobody waits for it again so soon"
        # A new connection to what hangs is given up as well.
        replica._resting.end()
        assert open_cases(client) == 1
        assert not replica._resting.is_over()
    finally:
        for pid in reversed(pids):
            os.kill(pid, signal.SIGCONT)
    replica._resting.end()
    with statements() as seen:
        assert open_cases(client) == 1
    assert seen, "it is asked again when it is back"


def test_a_copy_that_is_killed_is_an_error_for_nobody(client: Client, leader: User, servers: Pair) -> None:
    one_more_case(leader)
    servers.wait()
    assert open_cases(client) == 1
    os.kill(servers.copy.pid, signal.SIGKILL)
    while not servers.copy.has_ended():
        time.sleep(0.01)
    assert open_cases(client) == 1
    replica._resting.end()
    assert open_cases(client) == 1, "nothing listens there any more"
    one_more_case(leader)
    servers.copy.start()
    servers.wait()
    connections[REPLICA].settings_dict["HOST"] = str(servers.copy.socket_dir)
    replica._resting.end()
    with statements() as seen:
        assert open_cases(client) == 2
    assert seen


def test_what_the_copy_does_not_know_yet_is_asked_of_the_server(servers: Pair) -> None:
    """While an update runs the copy may lack a column for a moment: no page breaks."""
    asked: list[str] = []

    @from_replica
    def figure() -> int:
        asked.append(reading_from())
        with connections[reading_from()].cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_such_table" if reading_from() == REPLICA else "SELECT 1")
            return int(cursor.fetchone()[0])

    token = replica._may_use.set(True)
    try:
        assert figure() == 1
    finally:
        replica._may_use.reset(token)
        MARKED.discard(f"{figure.__module__}.{figure.__qualname__}")
    assert asked == [REPLICA, DEFAULT_DB_ALIAS]


def test_nothing_is_written_through_the_copy(servers: Pair) -> None:
    @from_replica
    def writes() -> None:
        Team.objects.create(name="Wijkteam Fout", code="fout")

    token = replica._may_use.set(True)
    try:
        with pytest.raises(RuntimeError, match=r"writes teams\.Team"):
            writes()
    finally:
        replica._may_use.reset(token)
        MARKED.discard(f"{writes.__module__}.{writes.__qualname__}")
    with connections[REPLICA].cursor() as cursor:
        cursor.execute("SELECT current_user, current_setting('default_transaction_read_only')")
        assert cursor.fetchone() == ("wijkteam_web", "on")
        with pytest.raises(DatabaseError, match="read-only"):
            cursor.execute("UPDATE accounts_user SET name = 'x'")


def test_what_was_read_from_the_copy_is_followed_on_the_server(leader: User, servers: Pair) -> None:
    membership = leader.memberships.using(REPLICA).get()
    assert membership._state.db == REPLICA
    assert membership.team._state.db == DEFAULT_DB_ALIAS
    membership.save()


def test_only_selectors_of_figures_are_marked_and_the_document_names_them() -> None:
    assert {
        "wijkteam.reports.selectors.course.course",
        "wijkteam.reports.selectors.dashboard.dashboard",
        "wijkteam.reports.selectors.division.division",
        "wijkteam.reports.selectors.floor_weeks.floor_weeks",
    } == MARKED
    document = (base.BASE_DIR / "docs" / "scaling.md").read_text()
    assert all(f"`{name.removeprefix('wijkteam.')}`" in document for name in MARKED)


def test_without_a_copy_nothing_changes(client: Client) -> None:
    assert REPLICA not in connections.settings
    user = TeamMembershipFactory.create(user__team_coordinator=True).user
    sign_in(client, user)
    one_more_case(user)
    assert open_cases(client) == 1
    assert COOKIE not in client.post("/overzicht/weergaven/?pagina=dashboard", {"name": "Van mij"}).cookies
