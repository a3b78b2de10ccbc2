"""The database server that the demo and the tests stand on."""

import os
import shutil
import signal
import stat
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from local.postgres import ROLES, Cluster, role_name
from local.processes import is_running, works_in

PASSWORDS = {role: f"password-of-{role}" for role in ROLES}


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """One server for the tests that only use it."""
    cluster = Cluster(tmp_path_factory.mktemp("standing") / "postgres", durable=False)
    cluster.start()
    yield cluster
    cluster.remove()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[Cluster]:
    """A server of its own for a test that stops it, kills it or removes it."""
    cluster = Cluster(tmp_path / "postgres", durable=False)
    cluster.start()
    yield cluster
    cluster.remove()


def connect_as_owner(cluster: Cluster, password: str = PASSWORDS["owner"]) -> psycopg.Connection:
    environment = cluster.environment()
    return psycopg.connect(
        host=environment["WIJKTEAM_DB_HOST"],
        port=environment["WIJKTEAM_DB_PORT"],
        dbname=environment["WIJKTEAM_DB_NAME"],
        user=role_name("owner"),
        password=password,
    )


def test_data_survive_a_crash_of_the_server(cluster: Cluster) -> None:
    with cluster.superuser() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(cluster.pid, signal.SIGKILL)
    while cluster.is_alive() or not cluster.has_ended():
        time.sleep(0.01)

    cluster.start()

    with cluster.superuser() as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_data_survive_a_stop(cluster: Cluster) -> None:
    with cluster.superuser() as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    cluster.stop()
    assert not cluster.is_alive()
    cluster.start()
    with cluster.superuser() as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_no_role_of_ours_may_do_everything(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    with standing.superuser() as connection:
        rows = connection.execute(
            "SELECT rolname, rolsuper OR rolbypassrls OR rolcreaterole OR rolreplication OR rolcreatedb, rolcanlogin"
            " FROM pg_roles WHERE rolname LIKE 'wijkteam%' ORDER BY rolname"
        ).fetchall()
    assert rows == [(role_name(role), False, True) for role in sorted(ROLES)]


def test_only_tests_let_the_owner_create_databases(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS, owner_may_create_databases=True)
    with connect_as_owner(standing) as connection:
        connection.autocommit = True
        connection.execute("CREATE DATABASE test_wijkteam")
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    with connect_as_owner(standing) as connection:
        connection.autocommit = True
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("CREATE DATABASE another")


def test_owner_makes_the_schema_and_the_trusted_extensions(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    with connect_as_owner(standing) as connection:
        for extension in ("btree_gist", "pg_trgm", "unaccent"):
            connection.execute(f"CREATE EXTENSION {extension}")
        connection.execute("CREATE TABLE ours (name text)")


def test_a_wrong_password_is_refused(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect_as_owner(standing, password="not it")


def test_a_new_password_replaces_the_old_one(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    standing.create_roles_and_database(name="wijkteam", passwords={**PASSWORDS, "owner": "a new one"})
    connect_as_owner(standing, password="a new one").close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        connect_as_owner(standing, password=PASSWORDS["owner"])


def test_nobody_else_gets_in(standing: Cluster) -> None:
    """No network, no way into the data, and a socket in a folder that only the server's account may enter."""
    assert stat.S_IMODE(standing.data.stat().st_mode) == 0o700
    assert stat.S_IMODE(standing.socket_dir.stat().st_mode) == 0o700
    with standing.superuser() as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
    assert not listens_on_network(standing.pid)


def listens_on_network(pid: int) -> bool:
    """Whether the process holds a listening network socket (Linux; elsewhere the setting is all we look at)."""
    if not Path("/proc/net/tcp").exists():
        return False
    listening = {
        line.split()[9]
        for table in ("/proc/net/tcp", "/proc/net/tcp6")
        if Path(table).exists()
        for line in Path(table).read_text().splitlines()[1:]
        if line.split()[3] == "0A"
    }
    held = {os.readlink(entry) for entry in Path(f"/proc/{pid}/fd").iterdir()}
    return bool({f"socket:[{inode}]" for inode in listening} & held)


def test_the_database_sorts_and_compares_as_production_does(standing: Cluster) -> None:
    standing.create_roles_and_database(name="wijkteam", passwords=PASSWORDS)
    with standing.superuser() as connection:
        row = connection.execute(
            "SELECT pg_encoding_to_char(encoding), datlocprovider, datlocale, datcollate FROM pg_database"
            " WHERE datname = 'wijkteam'"
        ).fetchone()
    assert row == ("UTF8", "b", "C.UTF-8", "C.UTF-8")


def test_refused_values_do_not_reach_the_log(standing: Cluster) -> None:
    with standing.superuser() as connection:
        connection.execute("CREATE TABLE people (name text UNIQUE)")
        connection.execute("INSERT INTO people VALUES ('Jansen-canary')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Jansen-canary"):
            connection.execute("INSERT INTO people VALUES ('Jansen-canary')")
        with pytest.raises(psycopg.errors.UniqueViolation, match="Jansen-canary"):
            connection.execute("INSERT INTO people VALUES (%s)", ["Jansen-canary"])
    log = standing.log.read_text()
    assert "duplicate key value" in log
    assert "Jansen-canary" not in log


def test_a_process_number_of_somebody_else_does_not_keep_the_server_from_starting(cluster: Cluster) -> None:
    cluster.stop()
    pid_file = cluster.data / "postmaster.pid"
    pid_file.write_text(f"{os.getpid()}\n{cluster.data}\n1\n5432\n/nowhere\n\n")
    assert is_running(os.getpid())
    assert not works_in(os.getpid(), cluster.data)
    cluster.start()
    assert cluster.is_alive()


def test_a_server_left_running_is_stopped_first(cluster: Cluster) -> None:
    left_behind = cluster.pid
    other = Cluster(cluster.folder, durable=False)
    other.start()
    try:
        assert other.is_alive()
        assert other.pid != left_behind
        assert cluster.has_ended()
    finally:
        other.stop()


def test_the_server_ends_with_whoever_started_it(tmp_path: Path) -> None:
    """Also when that one is killed and can clean up nothing."""
    program = (
        "import sys, time; from pathlib import Path; from local.postgres import Cluster;"
        "cluster = Cluster(Path(sys.argv[1]), durable=False); cluster.start();"
        "print(cluster.pid, cluster.data, flush=True); time.sleep(60)"
    )
    command = [sys.executable, "-c", program, str(tmp_path / "postgres")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as starter:
        assert starter.stdout is not None
        pid, data = starter.stdout.readline().split()
        assert works_in(int(pid), Path(data))
        starter.kill()
    try:
        end = time.monotonic() + 10
        while works_in(int(pid), Path(data)):
            assert time.monotonic() < end, "the database server outlived its starter"
            time.sleep(0.05)
    finally:
        Cluster(tmp_path / "postgres").remove()


def test_removing_leaves_nothing(cluster: Cluster) -> None:
    data, sockets = cluster.data, cluster.socket_dir
    cluster.remove()
    assert not data.parent.exists()
    assert not sockets.exists()
    assert not cluster.folder.exists()


def test_a_folder_that_others_may_not_enter_stays_closed(tmp_path: Path) -> None:
    """Root's server runs as nobody, so its data go elsewhere; a user's own server keeps them there."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    cluster = Cluster(locked / "postgres", durable=False)
    cluster.start()
    try:
        first = cluster.data
        assert stat.S_IMODE(locked.stat().st_mode) == 0o700
        assert (locked in first.parents) == (os.geteuid() != 0)
        assert first.stat().st_uid != 0
        cluster.stop()
        again = Cluster(locked / "postgres", durable=False)
        again.start()
        assert again.data == first
        again.stop()
    finally:
        cluster.remove()
    assert not first.exists()


@pytest.mark.parametrize("next_one", ["postgres", "another"])
def test_data_of_a_folder_that_was_removed_by_hand_are_cleaned_up(tmp_path: Path, next_one: str) -> None:
    """By the next start on the same folder, and by any start when it was a temporary one."""
    locked = tmp_path / "locked"
    locked.mkdir(mode=0o700)
    cluster = Cluster(locked / "postgres", durable=False)
    cluster.start()
    first = cluster.data
    with cluster.superuser() as connection:
        connection.execute("CREATE DATABASE old")
    cluster.stop()
    shutil.rmtree(locked / "postgres")
    again = Cluster(locked / next_one, durable=False)
    again.start()
    try:
        assert again.data == first or not first.exists()
        with again.superuser() as connection:
            assert not connection.execute("SELECT 1 FROM pg_database WHERE datname = 'old'").fetchone()
    finally:
        again.remove()
