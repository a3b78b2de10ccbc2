"""`make demo`, with small programs in the place of the web server, the worker and the scheduler."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol

import pytest

from local.console import Failed
from local.demo import ROLES_WITH_ACCOUNT, account_lines, port_number
from local.install import ROOT
from local.installation import throw_away
from local.processes import works_in

ACCOUNTS = [f"ACCOUNT {role} demo-{role} pass-word" for role in ROLES_WITH_ACCOUNT]

# What the demo does around them is real: servers, signals, supervision, the order of the lines.
DRIVER = """
import sys
from local import demo, installation

real = installation.Installation


class Stage(real):
    def _start(self, name, program):
        command = [sys.executable, "-c", program]
        return self.supervisor.start(
            name, command, env=self.environment("web"), cwd=self.var, log=self.log / f"{name}.log"
        )

    def start_web(self):
        serve = "import http.server as h; h.HTTPServer(('127.0.0.1', %d), h.SimpleHTTPRequestHandler).serve_forever()"
        return self._start("web", serve % self.port)

    def start_worker(self):
        return self._start("worker", "import time; print('stage ready.', flush=True); time.sleep(%s); 1 / 0" % LIFE)

    def start_beat(self):
        return self._start("beat", "import time; time.sleep(600)")

    def manage(self, *arguments, **options):
        if "--accounts" in arguments:
            return ACCOUNTS
        self.log.mkdir(exist_ok=True)
        with (self.log / "manage.log").open("a") as log:
            log.write(" ".join(arguments) + "\\n")
        return ""


demo.Installation = Stage
demo._translations_are_compiled = lambda: True
sys.exit(demo.main([]))
"""


@pytest.fixture
def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


class Demo:
    def __init__(self, var: Path, port: int, *, life: float) -> None:
        values = f"LIFE = {life}\nACCOUNTS = {chr(10).join(reversed(ACCOUNTS))!r}\n"
        self.process = subprocess.Popen(
            [sys.executable, "-c", values + DRIVER],
            cwd=ROOT,
            env={**os.environ, "VAR": str(var), "PORT": str(port)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.var = var
        self.said: list[str] = []

    def wait_for(self, start: str) -> None:
        for line in self.process.stdout or ():
            self.said.append(line.rstrip("\n"))
            if line.startswith(start):
                return
        raise AssertionError("\n".join(self.said))

    def stop(self) -> str:
        self.process.terminate()
        return self.end()

    def end(self) -> str:
        """Wait for the end and return everything it said."""
        self.said += self.process.communicate(timeout=60)[0].splitlines()
        return "\n".join(self.said)

    def children(self) -> list[int]:
        """The processes that work in its data folder or in PostgreSQL's."""
        home = self.var / "postgres" / "home"
        data = Path(home.read_text().strip()) if home.exists() else self.var / "postgres"
        folders = [self.var, self.var / "valkey", data / "data"]
        running = [int(entry.name) for entry in Path("/proc").iterdir() if entry.name.isdecimal()]
        return [pid for pid in running for folder in folders if works_in(pid, folder)]


class Start(Protocol):
    def __call__(self, var: Path, *, life: float = 600) -> Demo: ...


@pytest.fixture
def start(free_port: int) -> Iterator[Start]:
    """Starts a demo on a data folder, and sees to it that it ends."""
    demos = []

    def start(var: Path, *, life: float = 600) -> Demo:
        demos.append(Demo(var, free_port, life=life))
        return demos[-1]

    yield start
    for demo in demos:
        if demo.process.poll() is None:
            demo.stop()


@pytest.fixture
def var(tmp_path: Path) -> Iterator[Path]:
    """A data folder that nobody has used."""
    yield tmp_path / "var"
    throw_away(tmp_path / "var")


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder that is used again and again, as people do."""
    folder = tmp_path_factory.mktemp("kept") / "var"
    yield folder
    throw_away(folder)


@pytest.mark.parametrize("asked", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stops_all_of_it_when_asked(start: Start, kept: Path, asked: signal.Signals) -> None:
    demo = start(kept)
    demo.wait_for("Logs are in")
    assert len(demo.children()) >= 5, "PostgreSQL, Valkey and three programs"
    demo.process.send_signal(asked)
    said = demo.end()
    assert demo.process.returncode == 0, said
    assert demo.children() == []
    assert "Traceback" not in said


def test_says_ready_and_then_the_accounts(start: Start, kept: Path, free_port: int) -> None:
    demo = start(kept)
    demo.wait_for("Logs are in")
    ready = demo.said.index(f"READY http://127.0.0.1:{free_port}/")
    assert demo.said[ready + 1 : ready + 1 + len(ACCOUNTS)] == ACCOUNTS


def test_a_request_to_stop_during_the_start_leaves_nothing(start: Start, var: Path) -> None:
    demo = start(var)
    demo.wait_for("==> Database")
    demo.process.send_signal(signal.SIGINT)
    assert "READY" not in demo.end()
    assert demo.process.returncode == 0
    assert demo.children() == []


def test_what_ends_by_itself_ends_the_demo_with_its_log(start: Start, kept: Path) -> None:
    demo = start(kept, life=3)
    said = demo.end()
    assert demo.process.returncode == 1
    assert "The worker ended with exit code 1" in said
    assert "ZeroDivisionError" in said
    assert demo.children() == []


def test_a_second_start_leaves_out_what_is_done(start: Start, var: Path) -> None:
    for _ in range(2):
        demo = start(var)
        demo.wait_for("READY")
        demo.stop()
        assert demo.process.returncode == 0
    commands = (var / "log" / "manage.log").read_text().splitlines()
    assert commands == ["migrate --no-input", "collectstatic --no-input --clear", "seed_demo"]


def test_a_start_after_a_broken_seeding_begins_anew(start: Start, var: Path) -> None:
    demo = start(var)
    demo.wait_for("READY")
    demo.stop()
    (var / "stamps" / "seeded").rename(var / "stamps" / "seeding")
    again = start(var)
    again.wait_for("READY")
    assert "starting over" in again.stop()
    commands = (var / "log" / "manage.log").read_text().splitlines()
    assert commands[3:] == ["migrate --no-input", "seed_demo"]


def test_a_port_in_use_is_told_before_anything_starts(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        demo = Demo(tmp_path / "var", other.getsockname()[1], life=600)
        said = demo.end()
    assert demo.process.returncode == 1
    assert "is in use by another program" in said
    assert not (tmp_path / "var").exists()


@pytest.mark.parametrize("port", ["eighty", "0", "65536", "-1", "80.5"])
def test_a_port_is_a_number(monkeypatch: pytest.MonkeyPatch, port: str) -> None:
    monkeypatch.setenv("PORT", port)
    with pytest.raises(Failed, match="PORT must be a number"):
        port_number()


def test_accounts_come_in_the_order_of_the_roles() -> None:
    assert account_lines("\n".join(["noise", *reversed(ACCOUNTS)])) == ACCOUNTS


@pytest.mark.parametrize(
    "lines",
    [[], ACCOUNTS[1:], [*ACCOUNTS, ACCOUNTS[0]], [*ACCOUNTS[1:], "ACCOUNT team-member has no password here"]],
)
def test_every_role_has_one_account(lines: list[str]) -> None:
    with pytest.raises(Failed, match="once"):
        account_lines("\n".join(lines))
