"""A data folder with everything in it that one installation is: its secrets, its servers, its logs.

The demo runs on one, and the measurements do: production's servers, roles and process layout on one
machine. Django is never imported here; `manage` runs it.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import http.client
import json
import os
import secrets
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final, Literal, TextIO

from local.console import Failed
from local.install import ROOT
from local.postgres import ROLES, Cluster, Role
from local.processes import ServerFailed, log_tail
from local.supervisor import Program, Supervisor, end_group
from local.valkey import ValkeyServer

HOST: Final = "127.0.0.1"
DATABASE: Final = "wijkteam"
# What the application itself may have put in a folder before it became a data folder.
CONTENTS: Final = frozenset({"media", "static", "made", "lock"})
_MARKER_TEXT: Final = "A data folder of Wijkteam. `make demo-reset` throws it away, with all that is in it.\n"
# Where the code is that decides what the database, the static files and the demo data look like.
APPLICATION: Final = ("wijkteam", "cases", "collectief", "netwerk")
_SECONDS_TO_STOP: Final = 15

ConnectAs = Literal["owner", "web", "worker"]


class Installation:
    """The servers and settings of one data folder. One process at a time can hold it.

    Args:
        var: the data folder; made when it is not there.
        settings: the settings module that every process gets.
        port: where the web server will listen, on the loopback address only.
        durable: see Cluster and ValkeyServer.
    """

    def __init__(self, var: Path, *, settings: str, port: int, durable: bool = True) -> None:
        self.var = var.absolute()
        self.settings = settings
        self.port = port
        self.log = self.var / "log"
        self.supervisor = Supervisor()
        self.cluster = Cluster(self.var / "postgres", durable=durable, log=self.log / "postgres.log")
        self.valkey = ValkeyServer(self.var / "valkey", durable=durable, log=self.log / "valkey.log")
        self._lock: int | None = None
        self._secrets: dict[str, str] = {}

    @property
    def url(self) -> str:
        return f"http://{HOST}:{self.port}/"

    # Life

    def open(self) -> None:
        """Take the data folder for ourselves, making it when it is not there.

        Raises:
            Failed: another process holds it, or it is somebody else's folder.
        """
        _prepare(self.var)
        self._lock = _take(self.var)
        self._secrets = _secrets_of(self.var)

    def start_servers(self) -> None:
        """Start PostgreSQL with its roles and database, and Valkey."""
        try:
            self.cluster.start()
            self.cluster.create_roles_and_database(
                name=DATABASE, passwords={role: self._secrets[f"database_{role}"] for role in ROLES}
            )
            self.valkey.start()
        except ServerFailed as failure:
            raise Failed(str(failure)) from failure
        _write_private(
            self.var / "secrets" / "environment.json",
            json.dumps({role: self.environment(role) for role in ("owner", "web", "worker")}),
        )

    def forget_database(self) -> None:
        """Throw the database away and make an empty one."""
        with self.cluster.superuser() as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE} WITH (FORCE)")
        self.cluster.create_roles_and_database(
            name=DATABASE, passwords={role: self._secrets[f"database_{role}"] for role in ROLES}
        )

    def close(self) -> None:
        """Stop the programs, then the servers they need, and let go of the folder."""
        self.supervisor.stop(seconds=_SECONDS_TO_STOP)
        (self.var / "secrets" / "environment.json").unlink(missing_ok=True)
        self.valkey.stop()
        self.cluster.stop()
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    # What runs on it

    def environment(self, role: ConnectAs) -> dict[str, str]:
        """The whole environment for a process that connects to the database as `role`."""
        inherited = {
            name: value for name, value in os.environ.items() if not name.startswith(("WIJKTEAM_", "GRANIAN_"))
        }
        return {
            **inherited,
            **self.cluster.environment(),
            **self.valkey.environment(),
            "DJANGO_SETTINGS_MODULE": self.settings,
            "PYTHONUNBUFFERED": "1",
            "WIJKTEAM_SECRET_KEY": self._secrets["secret_key"],
            "WIJKTEAM_ALLOWED_HOSTS": f"{HOST},localhost",
            "WIJKTEAM_BASE_URL": self.url.rstrip("/"),
            "WIJKTEAM_DB_ROLE": role,
            "WIJKTEAM_VAR": str(self.var),
        }

    def manage(
        self,
        *arguments: str,
        role: ConnectAs = "owner",
        show: bool = False,
        on_line: Callable[[str], None] | None = None,
    ) -> str:
        """Run a management command to its end and return its output.

        Args:
            role: the owner, who may change the schema, unless the command needs to see what
                another role can do.
            show: let the person at the terminal see the output instead (a progress bar, say).
            on_line: called with each line of the output as it comes.

        Raises:
            Failed: with the end of the output. All of it is in log/manage.log.
        """
        command = [sys.executable, "manage.py", *arguments]
        log = self.log / "manage.log"
        log.parent.mkdir(parents=True, exist_ok=True)
        lines: list[str] = []
        with subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment(role),
            stdin=subprocess.DEVNULL,
            stdout=None if show else subprocess.PIPE,
            stderr=None if show else subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process:
            try:
                for line in process.stdout or ():
                    lines.append(line)
                    if on_line:
                        on_line(line)
                process.wait()
            except BaseException:  # we are asked to stop: so is the command
                process.terminate()
                try:
                    process.wait(timeout=5)
                finally:
                    end_group(process.pid)
                raise
        output = "".join(lines)
        with log.open("a") as stream:
            _note(stream, arguments, output)
        if process.returncode != 0:
            said = "" if show else f" It said:\n{output[-4000:]}"
            raise Failed(f"manage.py {arguments[0]} failed (exit code {process.returncode}).{said}")
        return output

    def start_web(self, *, workers: int = 2, threads: int = 4) -> Program:
        """Start the web server of production: `workers` processes of `threads` requests at a time each."""
        return self.supervisor.start(
            "web server",
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws",
                "--host", HOST, "--port", str(self.port),
                "--workers", str(workers), "--blocking-threads", str(threads),
                "--workers-kill-timeout", "10", "--respawn-failed-workers", "--respawn-interval", "0.5",
                "wijkteam.wsgi:application",
            ],
            env=self.environment("web"),
            cwd=ROOT,
            log=self.log / "web.log",
        )  # fmt: skip

    def start_worker(self, *, concurrency: int = 2) -> Program:
        """Start the Celery worker of production."""
        return self.supervisor.start(
            "worker",
            [
                sys.executable, "-m", "celery", "--app", "wijkteam.celery", "worker",
                "--concurrency", str(concurrency), "--loglevel", "INFO", "--hostname", f"demo-{self.port}@%h",
            ],
            env=self.environment("worker"),
            cwd=ROOT,
            log=self.log / "worker.log",
        )  # fmt: skip

    def start_beat(self) -> Program:
        """Start Celery beat. Its schedule file is kept, so that it catches up on what it missed."""
        folder = self.var / "beat"
        folder.mkdir(exist_ok=True)
        return self.supervisor.start(
            "scheduler",
            [
                sys.executable, "-m", "celery", "--app", "wijkteam.celery", "beat",
                "--schedule", str(folder / "schedule"), "--pidfile", "", "--loglevel", "INFO",
            ],
            env=self.environment("worker"),
            cwd=ROOT,
            log=self.log / "beat.log",
        )  # fmt: skip

    def answers(self, path: str = "/") -> bool:
        """Whether the web server answers this page, and not with an error of its own."""
        connection = http.client.HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request("GET", path)
            return connection.getresponse().status < 500
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()

    def check(self) -> None:
        """Raises Failed or ProgramEnded when a server or a program has gone."""
        self.supervisor.check()
        for name, server in (("database server", self.cluster), ("Valkey server", self.valkey)):
            if server.has_ended():
                raise Failed(f"The {name} ended. {server.log} ends with:\n{log_tail(server.log)}")

    # Work that need not be done twice

    def is_done(self, stamp: str, inputs: str = "") -> bool:
        """Whether `mark_done` was called for this step with the same inputs."""
        file = self.var / "stamps" / stamp
        return file.exists() and file.read_text() == inputs

    def mark_done(self, stamp: str, inputs: str = "") -> None:
        file = self.var / "stamps" / stamp
        file.parent.mkdir(exist_ok=True)
        file.write_text(inputs)

    def mark_undone(self, stamp: str) -> None:
        (self.var / "stamps" / stamp).unlink(missing_ok=True)


def running_environment(var: Path, role: ConnectAs) -> dict[str, str]:
    """The environment of the installation that runs on this data folder now.

    Raises:
        Failed: none runs there.
    """
    try:
        environments = json.loads((var / "secrets" / "environment.json").read_text())
    except FileNotFoundError:
        raise Failed(f"Nothing runs on {var}. Start it first: make demo") from None
    if not isinstance(environments, dict) or not _is_held(var):
        raise Failed(f"Nothing runs on {var}. Start it first: make demo")
    return {str(name): str(value) for name, value in environments[role].items()}


def throw_away(var: Path) -> bool:
    """Remove an installation with its whole data folder. Whether there was one.

    Raises:
        Failed: it is running, or the folder is not one of ours.
    """
    var = var.absolute()
    if not var.exists() or not any(var.iterdir()):
        return False
    if not (var / "MARKER").exists():
        raise Failed(f"{var} is not a data folder of Wijkteam (it has no MARKER file). Nothing was removed.")
    lock = _take(var)
    try:
        Cluster(var / "postgres").remove()
        ValkeyServer(var / "valkey").remove()
        # The marker last, so that an interrupted removal can be taken up again.
        for entry in sorted(var.iterdir(), key=lambda entry: entry.name == "MARKER"):
            if entry.is_dir() and not entry.is_symlink():
                shutil.rmtree(entry)
            else:
                entry.unlink()
        with contextlib.suppress(OSError):  # a mounted folder stays, empty
            var.rmdir()
    finally:
        os.close(lock)
    return True


def require_free_port(port: int) -> None:
    """Raises Failed when a server on this port could not start."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
            probe.listen(1)
        except PermissionError:
            raise Failed(f"Port {port} needs more rights than you have. Choose one from 1024: PORT=8000") from None
        except OSError:
            raise Failed(f"Port {port} is in use by another program. Choose another one: PORT={port + 1}") from None


def fingerprint(patterns: Iterable[str], *, root: Path = ROOT) -> str:
    """A hash over names and contents of all files that match; it changes when one of them does."""
    total = hashlib.sha256()
    for pattern in patterns:
        for file in sorted(root.glob(pattern)):
            if file.is_file() and "__pycache__" not in file.parts:
                total.update(f"{file.relative_to(root)}\0".encode())
                total.update(hashlib.sha256(file.read_bytes()).digest())
    return total.hexdigest()


def code_fingerprint() -> str:
    """Changes when anything changes that decides what the database should look like."""
    return fingerprint([*(f"{app}/**/*.py" for app in APPLICATION), "requirements/demo.txt"])


def static_fingerprint() -> str:
    """Changes when anything changes that decides what the browser gets beside the pages."""
    return fingerprint(
        [
            "static/**/*",
            *(f"{app}/**/static/**/*" for app in APPLICATION),
            "wijkteam/settings/*.py",
            "wijkteam/core/finders.py",
            "package-lock.json",
            "requirements/demo.txt",
        ]
    )


def _prepare(var: Path) -> None:
    """Make the folder ours. A folder with somebody else's things in it stays as it is."""
    marker = var / "MARKER"
    if marker.exists():
        return
    if var.is_dir() and var != ROOT / "var":
        strangers = sorted({entry.name for entry in var.iterdir()} - CONTENTS)
        if strangers:
            raise Failed(
                f"{var} holds other things already ({', '.join(strangers[:3])}). Choose a folder of its own: VAR=..."
            )
    try:
        var.mkdir(parents=True, exist_ok=True)
        if os.geteuid() == 0:  # the database server runs as nobody and must come through, whatever the umask
            var.chmod(0o755)
        marker.write_text(_MARKER_TEXT)
    except OSError as error:
        raise Failed(f"The data folder cannot be made: {error}") from error


def _take(var: Path) -> int:
    lock = os.open(var / "lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(lock)
        raise Failed(f"The data folder {var} is in use: the demo runs. Stop it first (Ctrl-C).") from None
    return lock


def _is_held(var: Path) -> bool:
    try:
        os.close(_take(var))
    except Failed:
        return True
    return False


def _secrets_of(var: Path) -> dict[str, str]:
    """The secrets of this folder, made once."""
    file = var / "secrets" / "secrets.json"
    if not file.exists():
        made = {name: secrets.token_urlsafe(48) for name in ("secret_key", *map(_password_name, ROLES))}
        _write_private(file, json.dumps(made))
    known: dict[str, str] = json.loads(file.read_text())
    return known


def _password_name(role: Role) -> str:
    return f"database_{role}"


def _write_private(file: Path, text: str) -> None:
    """Nobody else can read it at any moment, and it is there whole or not at all."""
    file.parent.mkdir(mode=0o700, exist_ok=True)
    unfinished = file.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
        stream.write(text)
    unfinished.replace(file)


def _note(stream: TextIO, arguments: Sequence[str], output: str) -> None:
    stream.write(f"$ manage.py {' '.join(arguments)}\n{output}\n")
