"""A whole installation of its own to break: web server, worker and scheduler as production starts them.

It kills what it started and nothing else: each process is known by the number it got when it was started.
"""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.utils import timezone

from local.install import ROOT
from local.installation import ConnectAs, Installation
from local.postgres import SUPERUSER, Cluster
from local.supervisor import Program
from wijkteam.core.backups.put_away import name_of

HOST = "127.0.0.1"
CSRF = "a" * 32
# As production (docker-compose.yml): each segment of the log, once a minute at least, all of it or nothing.
HANDS_OVER = {
    "archive_mode": "on",
    "archive_timeout": "60",
    "archive_command": "test -d ../handed-over && install -m 0644 %p ../handed-over/%f.part "
    "&& sync ../handed-over/%f.part && mv ../handed-over/%f.part ../handed-over/%f",
}


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


class Rig(Installation):
    """An installation in `var`, with its own database server or with a `database` of the tests' server."""

    def __init__(self, var: Path, *, database: Mapping[str, str] | None = None) -> None:
        super().__init__(var, settings="tests.faults.rig_settings", port=free_port())
        self._database = database
        if database is None:
            self.cluster = Cluster(self.var / "postgres", log=self.log / "postgres.log", settings=HANDS_OVER)
        self.programs: dict[str, Program] = {}
        self.people: list[dict[str, str]] = []

    def environment(self, role: ConnectAs) -> dict[str, str]:
        more = {"WIJKTEAM_STATIC_ROOT": str(self.var / "static"), "PYTHONWARNINGS": "ignore"}
        if self._database is None:
            return super().environment(role) | more
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("WIJKTEAM_")}
        return {
            **inherited,
            **self._database,
            **self.valkey.environment(),
            **more,
            "DJANGO_SETTINGS_MODULE": self.settings,
            "WIJKTEAM_SECRET_KEY": "tests-only",
            "WIJKTEAM_ALLOWED_HOSTS": f"{HOST},localhost",
            "WIJKTEAM_BASE_URL": self.url.rstrip("/"),
            "WIJKTEAM_DB_ROLE": role,
            "WIJKTEAM_VAR": str(self.var),
        }

    def open(self) -> None:
        super().open()
        (self.var / "static").mkdir(exist_ok=True)

    def close(self) -> None:
        super().close()
        if self._database is None:
            self.cluster.remove()
        self.valkey.remove()

    # Programs

    def run(self, name: str) -> Program:
        """Start one of: web, worker, beat."""
        start: dict[str, Callable[[], Program]] = {
            "web": self.start_web,
            "worker": self.start_worker,
            "beat": self.start_beat,
        }
        self.programs[name] = start[name]()
        return self.programs[name]

    def crash(self, name: str) -> None:
        """kill -9 of a program with all its processes."""
        self.supervisor.crash(self.programs.pop(name))

    def wait_for_web(self, seconds: float = 60) -> float:
        """Seconds until a page that needs the database answers well."""
        start = time.monotonic()
        while time.monotonic() - start < seconds:
            if get(self.port, "/readyz").status == 200:
                return time.monotonic() - start
            time.sleep(0.05)
        raise AssertionError(f"not ready in {seconds} s:\n{self.log_end('web')}")

    def log_end(self, name: str) -> str:
        path = self.log / f"{name}.log"
        return path.read_text(errors="replace")[-3000:] if path.exists() else ""

    def freeze(self, pid: int) -> None:
        os.kill(pid, signal.SIGSTOP)

    def thaw(self, pid: int) -> None:
        os.kill(pid, signal.SIGCONT)

    def crash_database(self) -> None:
        """kill -9 of the first process; the others notice and end."""
        os.kill(self.cluster.pid, signal.SIGKILL)
        while not self.cluster.has_ended():
            time.sleep(0.01)

    def crash_valkey(self) -> None:
        os.kill(self.valkey.pid, signal.SIGKILL)
        while not self.valkey.has_ended():
            time.sleep(0.01)

    # Data

    @property
    def handed_over(self) -> Path:
        folder = self.cluster.data.parent / "handed-over"
        if not folder.exists():
            folder.mkdir()
            owner = self.cluster.data.stat()
            os.chown(folder, owner.st_uid, owner.st_gid)
        return folder

    def base_backup(self) -> None:
        """What the service `handover` of production does once a day."""
        name = name_of(datetime.now(UTC))
        unfinished = self.handed_over / f"whole-{name}.tar.gz.part"
        command = [
            str(self.cluster.program / "bin" / "pg_basebackup"), "--pgdata=-", "--format=tar", "--wal-method=fetch",
            "--checkpoint=fast", "--gzip", f"--host={self.cluster.socket_dir}", f"--port={self.cluster.port}",
            f"--username={SUPERUSER}",
        ]  # fmt: skip
        with unfinished.open("wb") as stream:
            subprocess.run(command, stdout=stream, check=True)
        unfinished.rename(unfinished.with_suffix(""))

    def fill(self, workers: int) -> None:
        """A team of `workers` people with a case each, all signed in."""
        answer = subprocess.run(
            [sys.executable, "-W", "ignore", "-m", "tests.faults.people", str(workers)],
            cwd=ROOT, env=self.environment("web"), capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert answer.returncode == 0, answer.stderr[-3000:]
        self.people = json.loads(answer.stdout.splitlines()[-1])

    def query(self, statement: str, *values: object) -> list[tuple[Any, ...]]:
        with self.cluster.superuser("wijkteam") as connection:
            return connection.execute(statement.encode(), values).fetchall()


@dataclass(frozen=True)
class Answer:
    status: int  # 0: none came
    seconds: float
    location: str = ""


def get(port: int, path: str, person: Mapping[str, str] | None = None, *, timeout: float = 30) -> Answer:
    return _ask(port, "GET", path, person, None, timeout)


def post(port: int, path: str, person: Mapping[str, str], fields: Mapping[str, str], *, timeout: float = 30) -> Answer:
    return _ask(port, "POST", path, person, urlencode(fields), timeout)


def _ask(
    port: int, method: str, path: str, person: Mapping[str, str] | None, body: str | None, timeout: float
) -> Answer:
    start = time.monotonic()
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-CSRFToken": CSRF}
    if person:
        headers["Cookie"] = f"sessionid={person['session']}; csrftoken={CSRF}"
    connection = http.client.HTTPConnection(HOST, port, timeout=timeout)
    try:
        connection.request(method, path, body=body, headers=headers)
        answer = connection.getresponse()
        answer.read()
        return Answer(answer.status, time.monotonic() - start, answer.headers.get("Location", ""))
    except (OSError, http.client.HTTPException):
        return Answer(0, time.monotonic() - start)
    finally:
        connection.close()


def contact(key: str) -> dict[str, str]:
    """A line for the journal of a case, that says which request wrote it."""
    now = timezone.localtime()
    return {
        "text": key, "kind": "phone", "minutes": "15", "day": now.date().isoformat(), "time": f"{now:%H:%M}",
        "visibility": "team", "request_key": key,
    }  # fmt: skip


@dataclass
class Writers:
    """People who go on writing lines in journals, and keep a ledger of what was acknowledged.

    Whoever gets no answer sends the same form again, as people do, until it is acknowledged.
    """

    rig: Rig
    sent: set[str] = field(default_factory=set)
    acknowledged: dict[str, float] = field(default_factory=dict)
    refused: list[tuple[float, int]] = field(default_factory=list)
    _stop: threading.Event = field(default_factory=threading.Event)
    _threads: list[threading.Thread] = field(default_factory=list)
    pause: float = 0
    port: int = 0  # of what stands before the rig; else its own

    def __enter__(self) -> Writers:
        for person in self.rig.people:
            thread = threading.Thread(target=self._write, args=(person,), daemon=True)
            thread.start()
            self._threads.append(thread)
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join(timeout=60)
            assert not thread.is_alive()

    def _write(self, person: Mapping[str, str]) -> None:
        path = f"/casussen/{person['case']}/contact/"
        while not self._stop.is_set():
            key = str(uuid.uuid4())
            self.sent.add(key)
            while True:
                answer = post(self.port or self.rig.port, path, person, contact(key), timeout=20)
                now = time.monotonic()
                if answer.status == 302 and "inloggen" not in answer.location:
                    self.acknowledged[key] = now
                    break
                self.refused.append((now, answer.status))
                if self._stop.is_set():
                    break
                time.sleep(0.05)
            time.sleep(self.pause)

    def wait_for_more(self, more: int, *, seconds: float = 60) -> float:
        """Seconds until `more` lines were acknowledged, from now on."""
        start, before = time.monotonic(), len(self.acknowledged)
        while len(self.acknowledged) < before + more:
            assert time.monotonic() - start < seconds, self.rig.log_end("web")
            time.sleep(0.02)
        return time.monotonic() - start

    def problems(self) -> dict[str, int]:
        """What is wrong with what the database holds now, given the ledger: all zero when it is well."""
        rows = self.rig.query("SELECT request_key::text, text FROM cases_contact WHERE request_key IS NOT NULL")
        kept = [key for key, _ in rows if key in self.sent]
        hours = "SELECT count(*) FROM hours_timeentry t LEFT JOIN cases_contact c ON c.time_entry_id = t.id"
        history = "SELECT count(*) FROM cases_contact c LEFT JOIN cases_contactevent e ON e.pgh_obj_id = c.id"
        return {
            "lost": len(set(self.acknowledged) - set(kept)),
            "double": len(kept) - len(set(kept)),
            "half": self.rig.query(f"{hours} WHERE c.id IS NULL")[0][0]
            + self.rig.query(f"{history} WHERE e.pgh_id IS NULL")[0][0],
        }


def connections(rig: Rig) -> int:
    with rig.cluster.superuser() as connection:
        row = connection.execute("SELECT count(*) FROM pg_stat_activity WHERE usename LIKE 'wijkteam%'").fetchone()
    assert row
    return int(row[0])


def database_answers(rig: Rig) -> bool:
    try:
        rig.query("SELECT 1")
    except psycopg.Error:
        return False
    return True


__all__ = ["Rig", "Writers", "connections", "contact", "database_answers", "get", "post"]
