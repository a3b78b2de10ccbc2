"""How long the six works of a case system take here, and how long the least page with the same statements takes.

    python -m local.bench [--size 20000] [--pairs 40] [--works W1,W3]

Starts its own servers with production's settings on data of its own (VAR; kept, so that a second run is quick), asks
our page and the limit's in turn and prints a line `BENCH ...` for each work. One client, one connection, no proxy.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

from local.bench.browsing import Answer, Client, FormReader, UnexpectedAnswer
from local.bench.figures import Result, bench_line, growth_lines, medians, percentile, table, to_json
from local.console import Failed, complain, say, step, up_to_date
from local.install import ROOT
from local.installation import HOST, Installation, code_fingerprint, static_fingerprint
from local.supervisor import Program, ProgramEnded

SIZES: Final = (20_000, 200_000)
# At most so many times the limit; W5 and W6 may be below it, since we need not count anew.
TARGETS: Final = {"W1": 2.0, "W2": 2.0, "W3": 2.0, "W4": 2.0, "W5": 0.5, "W6": 0.5}
NAMES: Final = {
    "W1": "log a new case",
    "W2": "open one case with its timeline",
    "W3": "the team's open cases, 25 a page",
    "W4": "search a piece of a name over all years",
    "W5": "dashboard of a team",
    "W6": "figures of a month, all teams",
}
WHO: Final = {
    "W1": "member", "W2": "member", "W3": "member", "W4": "member", "W5": "coordinator", "W6": "commissioner",
}  # fmt: skip
WARM_UP: Final = 8
CLIENTS: Final = 8
SECONDS_OF_LOAD: Final = 6.0
SEARCH_FIELDS: Final = ("q", "text", "naam", "tekst", "zoek")

Ask = Callable[[], Answer]


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m local.bench")
    parser.add_argument("--size", type=int, default=SIZES[0], help="how many cases")
    parser.add_argument("--pairs", type=int, default=40, help="how often each page is asked for, at least")
    parser.add_argument("--plans", action="store_true", help="print the plans of the statements instead of measuring")
    parser.add_argument("--works", default=",".join(NAMES), help="W1,W2,...")
    options = parser.parse_args(arguments)
    works = [work for work in NAMES if work in options.works.split(",")]
    folder = Path(os.environ.get("VAR") or ROOT / "build" / "bench").absolute() / str(options.size)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        bench = Bench(folder, size=options.size, pairs=options.pairs, works=works)
        bench.explain() if options.plans else bench.run()
    except (Failed, ProgramEnded, UnexpectedAnswer) as failure:
        complain(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


class Bench:
    def __init__(self, folder: Path, *, size: int, pairs: int, works: list[str]) -> None:
        self._folder = folder
        self._size = size
        self._pairs = pairs
        self._works = works
        self._var = Installation(folder, settings="wijkteam.settings.demo", port=_free_port())
        self._limit_port = _free_port()
        self._frames = folder / "media"  # one of the folders that belong to an installation
        self._facts: dict[str, Any] = {}

    def run(self) -> None:
        started = time.monotonic()
        try:
            self._var.open()
            self._fill()
            with step("Our web server and the limit's, two processes each"):
                self._start()
            results = [self._measure(work) for work in self._works if work in self._facts["paths"]]
            for work in set(self._works) - set(self._facts["paths"]):
                say(f"    {work} ({NAMES[work]}): there is no such page")
            self._report(results)
            self._load()
        finally:
            self._var.close()
        say(f"\nAll of it in {time.monotonic() - started:.0f} s.")

    def explain(self) -> None:
        """See local/bench/plans.py."""
        try:
            self._var.open()
            self._fill()
            say(self._python("local.bench.plans", environment=self._environment()))
        finally:
            self._var.close()

    # Data and servers

    def _fill(self) -> None:
        var = self._var
        with step("Database and queue, as durable as in production"):
            var.start_servers()
        code = code_fingerprint()
        if var.is_done("migrated", code):
            up_to_date("Tables")
        else:
            with step("Tables"):
                var.manage("migrate", "--no-input")
            var.mark_done("migrated", code)
        if var.is_done("seeded"):
            up_to_date(f"{self._size} cases")
        else:
            if var.is_done("seeding"):
                say("    the data were not finished last time: starting over")
                var.forget_database()
                var.manage("migrate", "--no-input")
            with step(f"{self._size} cases"):
                var.mark_done("seeding")
                var.manage("seed_demo", "--cases", str(self._size), show=True)
                var.mark_done("seeded")
                var.mark_undone("seeding")
        static = static_fingerprint()
        if not var.is_done("static", static):
            with step("Texts and static files"):
                var.manage("messages", "compile")
                var.manage("collectstatic", "--no-input", "--clear")
            var.mark_done("static", static)

    def _environment(self) -> dict[str, str]:
        """Production's: HTTPS, secure cookies, the second factor, the role that serves pages."""
        return {
            **self._var.environment("web"),
            "DJANGO_SETTINGS_MODULE": "wijkteam.settings.production",
            "WIJKTEAM_BASE_URL": f"https://{HOST}:{self._var.port}",
            "WIJKTEAM_ALLOWED_HOSTS": HOST,
        }

    def _limit_environment(self) -> dict[str, str]:
        return {
            **self._var.environment("web"),
            "DJANGO_SETTINGS_MODULE": "local.bench.limit.settings",
            "BENCH_FRAMES": str(self._frames),
        }

    def _start(self) -> None:
        self._frames.mkdir(exist_ok=True)
        for left in self._frames.glob("*.html"):
            left.unlink()
        self._web = self._serve("web server", "wijkteam.wsgi:application", self._var.port, self._environment())
        self._prepare()
        numbers = [str(self._facts["users"][who]) for who in ("member", "coordinator", "commissioner")]
        keys = self._python("local.bench.limit.sign_in", *numbers, environment=self._limit_environment()).split()
        self._limit_sessions = dict(zip(("member", "coordinator", "commissioner"), keys, strict=True))
        self._wait(self._var.port, "/healthz")
        if "W6" not in self._facts["paths"]:
            self._make_reports()
            self._prepare()
        self._write_frames()
        self._limit_web = self._serve(
            "limit", "local.bench.limit.wsgi:application", self._limit_port, self._limit_environment()
        )
        self._wait(self._limit_port, "/W1/")

    def _prepare(self) -> None:
        self._facts = json.loads(self._python("local.bench.prepare", environment=self._environment()))

    def _make_reports(self) -> None:
        """Last month's reports of all teams by the worker, while W1, W2 and W3 are asked for; once for these data.

        Prints the seconds, and how much slower the slowest of those pages became meanwhile (95th percentiles).
        """
        works = ("W1", "W2", "W3")
        asks = {work: self._ours(work)[0] for work in works}
        for ask in asks.values():
            for _ in range(WARM_UP):
                ask()
        before = {work: [ask().seconds for _ in range(self._pairs)] for work, ask in asks.items()}
        during: dict[str, list[float]] = {work: [] for work in works}
        self._var.start_worker()
        made: list[dict[str, Any]] = []
        environment = self._var.environment("worker")
        thread = threading.Thread(
            target=lambda: made.append(
                json.loads(self._python("local.bench.prepare", "reports", environment=environment))
            )
        )
        thread.start()
        while thread.is_alive():
            for work, ask in asks.items():
                during[work].append(ask().seconds)
        thread.join()
        if not made:
            raise Failed("The reports were not made.")
        slower = " ".join(
            f"{work}_p95={percentile(during[work], 95) / percentile(before[work], 95):.2f}" for work in works
        )
        say(
            f"REPORTS size={self._size} teams={made[0]['made'] - 1} seconds={made[0]['seconds']:.1f} aim=60 "
            f"publishing={made[0]['publishing']:.1f} figures={made[0]['cells']} {slower} aim=2.00"
        )

    def _serve(self, name: str, application: str, port: int, environment: dict[str, str]) -> Program:
        return self._var.supervisor.start(
            name,
            [
                sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws", "--host", HOST, "--port", str(port),
                "--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "10", application,
            ],
            env=environment,
            cwd=ROOT,
            log=self._var.log / f"{name.replace(' ', '-')}.log",
        )  # fmt: skip

    def _wait(self, port: int, path: str) -> None:
        client = Client(port=port, cookies={})

        def answers() -> bool:
            try:
                client.get(path)
            except UnexpectedAnswer:
                return True  # it answers, whatever it says
            except OSError:
                return False
            return True

        if not self._var.supervisor.wait_until(answers, seconds=60):
            raise Failed(f"The server on port {port} does not answer.")

    def _python(self, module: str, *arguments: str, environment: dict[str, str], send: str = "") -> str:
        run = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            cwd=ROOT, env=environment, input=send, capture_output=True, text=True, check=False,
        )  # fmt: skip
        if run.returncode != 0:
            raise Failed(f"{module} failed:\n{(run.stderr or run.stdout)[-3000:]}")
        return run.stdout

    # The works

    def _client(self, who: str) -> Client:
        return Client(port=self._var.port, cookies={self._facts["cookie"]: self._facts["sessions"][who]})

    def _limit_client(self, who: str) -> Client:
        return Client(port=self._limit_port, cookies={"sessionid": self._limit_sessions[who]}, secure=False)

    def _ours(self, work: str) -> tuple[Ask, dict[str, str]]:
        """How our page is asked for, and the form that goes with it."""
        client, path = self._client(WHO[work]), self._facts["paths"][work]
        if work == "W1":
            fields = _form_of_case(client.get(path).body.decode())
            return (lambda: client.post(path, _anew(fields), expected=(302,))), fields
        if work == "W4":
            page = client.get(path).body.decode()
            fields = _form_of_search(page, self._facts["name"])
            return (lambda: client.post(path, fields, expected=(200,))), fields
        return (lambda: client.get(path)), {}

    def _limit(self, work: str) -> Ask:
        client = self._limit_client(WHO[work])
        path = self._limit_path(work)
        if work in {"W1", "W4"}:
            form = FormReader(client.get(path).body.decode(), holding="name").fields
            form["text"] = self._facts["name"]
            expected = (302,) if work == "W1" else (200,)
            return lambda: client.post(path, {**form, "name": f"Proef-{uuid.uuid4().hex[:10]}"}, expected=expected)
        return lambda: client.get(path)

    def _limit_path(self, work: str) -> str:
        return f"/{work}/{self._facts['case']}/" if work == "W2" else f"/{work}/"

    def _write_frames(self) -> None:
        """What our page has around the rows goes along with the limit's as text, up to the same number of bytes."""
        works = [work for work in self._works if work in self._facts["paths"] and work != "W1"]
        pages = {work: self._ours(work)[0]().body.decode() for work in works}
        for work, page in pages.items():
            before, _, rest = page.partition("<main")
            (self._frames / f"{work}.before.html").write_text(f"{before}<main>")
            (self._frames / f"{work}.after.html").write_text(f"</main>{rest.partition('</main>')[2]}")
        requests = [
            {
                "path": self._limit_path(work),
                "session": self._limit_sessions[WHO[work]],
                "fields": {"text": self._facts["name"]} if work == "W4" else {},
            }
            for work in works
        ]
        environment = self._limit_environment()
        sizes = json.loads(self._python("local.bench.limit.sizes", environment=environment, send=json.dumps(requests)))
        for work, size in zip(works, sizes, strict=True):
            lacking = len(pages[work].encode()) - size
            text = (
                pages[work].partition("<main")[2].partition("</main>")[0].replace("<", " ").replace(">", " ").encode()
            )
            if lacking > 0 and text:
                filler = (text * (lacking // len(text) + 1))[:lacking].decode(errors="ignore")
                after = self._frames / f"{work}.after.html"
                after.write_text(filler + after.read_text())

    def _measure(self, work: str) -> Result:
        say(f"==> {work}: {NAMES[work]}")
        ask, fields = self._ours(work)
        limit = self._limit(work)
        for _ in range(WARM_UP):
            ask(), limit()
        ours_ms: list[float] = []
        limit_ms: list[float] = []
        answer = limit_answer = None
        before = _cpu_seconds(self._web), _cpu_seconds(self._limit_web)
        for turn in range(self._pairs):
            # In turn, and each first as often as second: what disturbs one disturbs the other.
            for first in (turn % 2 == 0, turn % 2 != 0):
                if first:
                    answer = ask()
                    ours_ms.append(answer.seconds * 1000)
                else:
                    limit_answer = limit()
                    limit_ms.append(limit_answer.seconds * 1000)
        if answer is None or limit_answer is None:
            raise Failed("--pairs must be at least 1.")
        cpu_ms, limit_cpu_ms = (
            (_cpu_seconds(program) - seconds) * 1000 / self._pairs
            for program, seconds in zip((self._web, self._limit_web), before, strict=True)
        )
        return Result(
            work=work,
            cpu_ms=cpu_ms,
            limit_cpu_ms=limit_cpu_ms,
            ours=tuple(ours_ms),
            limit=tuple(limit_ms),
            queries=self._count(work, fields),
            bytes=len(answer.body),
            limit_bytes=len(limit_answer.body),
        )

    def _count(self, work: str, fields: dict[str, str]) -> int:
        """Statements of one request under the same settings; see prepare.count."""
        sent = {name: value for name, value in fields.items() if not name.startswith("csrf")}
        if work == "W1":
            sent = _anew(sent, tail="{turn}")
        request = {
            "host": HOST,
            "path": self._facts["paths"][work],
            "session": self._facts["sessions"][WHO[work]],
            "fields": sent,
        }
        answer = self._python(
            "local.bench.prepare", "count", environment=self._environment(), send=json.dumps([request])
        )
        return int(json.loads(answer)[0])

    # What comes out

    def _report(self, results: list[Result]) -> None:
        say()
        for result in results:
            say(bench_line(result, size=self._size))
        say()
        for line in table(results, targets=TARGETS):
            say(line)
        kept = self._folder.parent / f"{self._size}.json"
        kept.write_text(to_json(results))
        smaller = [size for size in SIZES if size < self._size and (self._folder.parent / f"{size}.json").exists()]
        for size in smaller:
            earlier = medians((self._folder.parent / f"{size}.json").read_text())
            for line in growth_lines(results, earlier, size=self._size, earlier_size=size):
                say(line)

    def _load(self) -> None:
        """Pages a second with eight clients at once, and what a web process then holds in memory."""
        say()
        for work in ("W2", "W3"):
            if work in self._works and work in self._facts["paths"]:
                clients = [self._ours(work)[0] for _ in range(CLIENTS)]
                rate, asking = _pages_a_second(clients, seconds=SECONDS_OF_LOAD)
                said = f"LOAD size={self._size} work={work} clients={CLIENTS} pages_per_second={rate:.0f}"
                say(f"{said} asking_cpu_ms={asking:.1f}")
        for pid, resident, proportional in _memory_of(self._web):
            say(f"MEMORY process={pid} rss_mb={resident:.0f} pss_mb={proportional:.0f}")


def _form_of_case(page: str) -> dict[str, str]:
    """The form that opens a case, filled in as far as it must be: one person in the first neighbourhood."""
    return FormReader(page, holding="family_name").fields


def _anew(fields: dict[str, str], tail: str = "0") -> dict[str, str]:
    """The same form, for a household that nobody has seen before; `tail` ends what must differ."""
    sent = dict(fields)
    for name in fields:
        if name.endswith("request_key"):
            sent[name] = f"{str(uuid.uuid4())[:-1]}{tail}"
        elif name.endswith("-0-family_name"):
            sent[name] = f"{uuid.uuid4().hex[:10]}{tail}"
        elif name.endswith("-0-given_name"):
            sent[name] = uuid.uuid4().hex[:6]
    return sent


def _form_of_search(page: str, text: str) -> dict[str, str]:
    for name in SEARCH_FIELDS:
        try:
            return {**FormReader(page, holding=name).fields, name: text}
        except UnexpectedAnswer:
            continue
    raise UnexpectedAnswer(f"The search page has no field called {' or '.join(SEARCH_FIELDS)}.")


def _pages_a_second(clients: Sequence[Ask], *, seconds: float) -> tuple[float, float]:
    """And the processor milliseconds that asking for one takes: the clients share the cores of the server."""
    computed = time.process_time()
    done = [0] * len(clients)
    end = time.monotonic() + seconds

    def work(number: int) -> None:
        while time.monotonic() < end:
            clients[number]()
            done[number] += 1

    threads = [threading.Thread(target=work, args=(number,)) for number in range(len(clients))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / seconds, 1000 * (time.process_time() - computed) / max(sum(done), 1)


def _workers(program: Program) -> list[Path]:
    """The folders under /proc of the processes that the server's first one started; none where there is no /proc."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            parent = int(stat.read_text().rpartition(")")[2].split()[1])
        except (OSError, ValueError, IndexError):
            continue
        if parent == program.process.pid:
            found.append(stat.parent)
    return found


def _cpu_seconds(program: Program) -> float:
    """What its processes have computed since they began."""
    ticks = 0
    for folder in _workers(program):
        user, system = (folder / "stat").read_text().rpartition(")")[2].split()[11:13]
        ticks += int(user) + int(system)
    return ticks / os.sysconf("SC_CLK_TCK")


def _memory_of(program: Program) -> list[tuple[int, float, float]]:
    """Process number, resident and proportional memory in MB of each of its processes."""
    found = []
    for folder in _workers(program):
        status = dict(line.split(":", 1) for line in (folder / "status").read_text().splitlines() if ":" in line)
        if "VmRSS" not in status:
            continue
        rollup = (folder / "smaps_rollup").read_text().splitlines()
        proportional = next((int(line.split()[1]) for line in rollup if line.startswith("Pss:")), 0)
        found.append((int(folder.name), int(status["VmRSS"].split()[0]) / 1024, proportional / 1024))
    return sorted(found)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
