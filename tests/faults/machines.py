"""Machines of one installation: on disk they share what docs/scaling.md names, and no more."""

from __future__ import annotations

import http.client
import itertools
import threading
from collections.abc import Mapping, Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from local.installation import ConnectAs
from local.valkey import ValkeyServer
from tests.faults.rig import HOST, Rig

# The rows of docs/scaling.md that say yes: what each machine must see alike.
SHARED = {
    "WIJKTEAM_ATTACHMENTS": "attachments",
    "WIJKTEAM_TAKEOUTS": "takeouts",
    "WIJKTEAM_LOG_SEALS": "seals/read-log.jsonl",
    "WIJKTEAM_DESTRUCTION_LEDGER": "destroyed.jsonl",
}


class Machine(Rig):
    """One of several: a data folder and a folder for temporary files of its own; the servers are those of all."""

    def __init__(self, var: Path, *, database: Mapping[str, str], shared: Path, valkey: ValkeyServer | None) -> None:
        super().__init__(var, database=database)
        self.settings = "tests.faults.machine_settings"
        self.shared = shared
        self.brings_valkey = valkey is None
        self.valkey = valkey or self.valkey

    def environment(self, role: ConnectAs) -> dict[str, str]:
        return (
            super().environment(role)
            | {name: str(self.shared / place) for name, place in SHARED.items()}
            | {"TMPDIR": str(self.var / "tmp"), "WIJKTEAM_TRUSTED_PROXIES": "1"}
        )

    def open(self) -> None:
        super().open()
        (self.var / "tmp").mkdir()

    def close(self) -> None:
        self.supervisor.stop(seconds=15)
        if self.brings_valkey:
            super().close()


class Balancer:
    """Each request to the next machine, with the visitor's address, as the proxy of production does it.

    A machine that takes no connection is passed over. What was sent and got no answer is not sent again: a form might
    do its work twice.
    """

    def __init__(self, machines: Sequence[Rig]) -> None:
        turns = itertools.cycle(range(len(machines)))
        lock = threading.Lock()
        self.served = dict.fromkeys((machine.port for machine in machines), 0)
        self.unanswered = 0

        def in_turn() -> list[int]:
            with lock:
                first = next(turns)
            return [machine.port for machine in (*machines[first:], *machines[:first])]

        balancer = self

        class Handler(BaseHTTPRequestHandler):
            def _pass_on(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                headers = {name: value for name, value in self.headers.items() if name.lower() != "connection"}
                headers["X-Forwarded-For"] = self.client_address[0]
                for port in in_turn():
                    connection = http.client.HTTPConnection(HOST, port, timeout=30)
                    try:
                        connection.connect()
                    except OSError:
                        continue
                    try:
                        connection.request(self.command, self.path, body=body, headers=headers)
                        answer = connection.getresponse()
                        content = answer.read()
                    except (OSError, http.client.HTTPException):
                        break
                    finally:
                        connection.close()
                    with lock:
                        balancer.served[port] += 1
                    self._answer(answer.status, answer.getheaders(), content)
                    return
                with lock:
                    balancer.unanswered += 1
                self._answer(502, [], b"")

            def _answer(self, status: int, headers: Sequence[tuple[str, str]], content: bytes) -> None:
                self.send_response_only(status)
                for name, value in headers:
                    if name.lower() not in {"connection", "content-length", "transfer-encoding"}:
                        self.send_header(name, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = _pass_on

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer((HOST, 0), Handler)
        self.port = int(self._server.server_address[1])
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    def __enter__(self) -> Balancer:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join(timeout=10)


class Page:
    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self.status = answer.status
        self.headers = answer.headers
        self.content = answer.read()

    @property
    def text(self) -> str:
        return self.content.decode()

    @property
    def location(self) -> str:
        return self.headers.get("Location", "")


class Browser:
    """One cookie jar, for whichever machine it asks."""

    def __init__(self, cookies: Mapping[str, str] | None = None) -> None:
        self.cookies = {"csrftoken": "a" * 32} | dict(cookies or {})

    def get(self, machine: Rig | Balancer, path: str, **headers: str) -> Page:
        return self._ask(machine, "GET", path, None, headers)

    def post(self, machine: Rig | Balancer, path: str, **fields: object) -> Page:
        headers = {"Content-Type": "application/x-www-form-urlencoded"}
        return self._ask(machine, "POST", path, urlencode(fields).encode(), headers)

    def send(self, machine: Rig | Balancer, path: str, name: str, content: bytes, **fields: object) -> Page:
        """A form with a file in it."""
        edge = "een-rand-die-nergens-in-staat"
        parts = [f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{fields[key]}\r\n' for key in fields]
        head = f'--{edge}\r\nContent-Disposition: form-data; name="upload"; filename="{name}"\r\n\r\n'
        body = "".join([*parts, head]).encode() + content + f"\r\n--{edge}--\r\n".encode()
        return self._ask(machine, "POST", path, body, {"Content-Type": f"multipart/form-data; boundary={edge}"})

    def _ask(
        self, machine: Rig | Balancer, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Page:
        connection = http.client.HTTPConnection(HOST, machine.port, timeout=30)
        jar = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        sent = {"Cookie": jar, "X-CSRFToken": self.cookies["csrftoken"], **headers}
        try:
            connection.request(method, path, body=body, headers=sent)
            page = Page(connection.getresponse())
        finally:
            connection.close()
        for line in page.headers.get_all("Set-Cookie") or []:
            name, _, rest = line.partition("=")
            self.cookies[name] = rest.partition(";")[0]
        return page


__all__ = ["SHARED", "Balancer", "Browser", "Machine", "Page"]
