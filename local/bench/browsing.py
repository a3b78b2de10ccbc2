"""A client with one connection and one session, that measures from the first byte sent to the last one received."""

from __future__ import annotations

import http.client
import time
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

from local.installation import HOST


class UnexpectedAnswer(Exception):
    """A page answered with another status than it should: what is measured would not be the work."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    status: int
    body: bytes
    location: str
    seconds: float


@dataclass
class Client:
    """Speaks plain HTTP to the server, and says that the proxy before it spoke HTTPS."""

    port: int
    cookies: dict[str, str]
    secure: bool = True
    _connection: http.client.HTTPConnection | None = field(default=None, repr=False)

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None, expected=(200,))

    def post(self, path: str, fields: dict[str, str], *, expected: tuple[int, ...]) -> Answer:
        return self._ask("POST", path, urlencode(fields).encode(), expected=expected)

    def _ask(self, method: str, path: str, body: bytes | None, *, expected: tuple[int, ...]) -> Answer:
        scheme = "https" if self.secure else "http"
        headers = {
            "Host": f"{HOST}:{self.port}",
            "X-Forwarded-Proto": scheme,
            "Origin": f"{scheme}://{HOST}:{self.port}",
            "Referer": f"{scheme}://{HOST}:{self.port}/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
        }
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        if self._connection is None:
            self._connection = http.client.HTTPConnection(HOST, self.port, timeout=60)
            self._connection.connect()
        start = time.perf_counter()
        try:
            self._connection.request(method, path, body=body, headers=headers)
            response = self._connection.getresponse()
            received = response.read()
        except (http.client.HTTPException, OSError):
            self._connection.close()
            self._connection = None
            raise
        seconds = time.perf_counter() - start
        for header in response.headers.get_all("Set-Cookie", []):
            for name, morsel in SimpleCookie(header).items():
                self.cookies[name] = morsel.value
        if response.status not in expected:
            where = response.headers.get("Location") or received[:300].decode(errors="replace")
            raise UnexpectedAnswer(f"{method} {path} answered {response.status}: {where}")
        location = response.headers.get("Location") or ""
        return Answer(status=response.status, body=received, location=location, seconds=seconds)


class FormReader(HTMLParser):
    """The fields of the form on a page that has a field with a given name, with the values it comes with."""

    def __init__(self, page: str, *, holding: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._forms: list[dict[str, str]] = []
        self._select = ""
        self.feed(page)
        for form in self._forms:
            if any(name.endswith(holding) for name in form):
                self.fields = form
                return
        raise UnexpectedAnswer(f"The page has no form with a field {holding}.")

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._forms.append({})
        if not self._forms:
            return
        form, name = self._forms[-1], given.get("name", "")
        if tag == "input" and name and given.get("type") not in {"checkbox", "radio", "submit"}:
            form[name] = given.get("value", "")
        elif tag == "input" and name and "checked" in given:
            form[name] = given.get("value", "on")
        elif tag == "textarea" and name:
            form[name] = ""
        elif tag == "select":
            self._select = name
            form[name] = ""
        elif (
            tag == "option" and self._select and given.get("value") and ("selected" in given or not form[self._select])
        ):
            form[self._select] = given["value"]

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""
