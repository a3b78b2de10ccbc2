"""Requests that no browser of ours sends: what the tests of G14 send to every address, as whoever may use it.

A form is mostly filled in well, with something absurd in one to three of its fields: what is absurd everywhere never
gets past the first check. Names of fields and of what stands after the ? are those that the code itself asks for.
"""

import random
import re
import time
import traceback
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from http.cookies import SimpleCookie
from operator import itemgetter
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

from django.conf import settings
from django.core.cache import cache as shared_cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html  # type: ignore[import-untyped]  # has no types

from tests.factories import sign_in
from tests.guards.rows import ACCESS
from tests.guards.world import ACTORS, SIGNED_OUT, World

LONG, HUGE = "x" * 20_000, "lang " * 200_000
ABSURD = [
    "\0", "a\0b", "", " ", "-1", "0", "1e999", "NaN", "Infinity", "-0", "9" * 25, "-" + "9" * 25, "2147483648",
    "1" * 5000,
    str(2**63), str(-(2**63) - 1), "²", "١٢٣", "1,5", "1.5", "1e5", "0x10", "1_000", "+3 1", "½",
    "0000-00-00", "0000-01-01", "0001-01-01", "1-1-1", "1-1-0", "31-12-9999", "9999-12-31", "10000-01-01", "1-1-10000",
    "30-2-2026",
    "2026-02-30", "1900-01-01T00:00", "2026-03-29T02:30", "0001-01-01T00:00", "9999-12-31T23:59", "29-3-2026 2:30",
    "2026-00", "0000-01", "9999-12", "10000-01", "25:61", "24:00", "-1:00", "99999:00", "2026-W53", "2026-K5",
    "00000000-0000-0000-0000-000000000000", "zzzzzzzz-0000", "{" * 32, "urn:uuid:", "None", "null", "[]", "{}", "true",
    "on",
    "%s", "%(a)s", "%", "\\", "' OR 1=1 --", "<script>alert(1)</script>", "{{ 1 }}", "{% load x %}",
    "../../etc/passwd", "//kwaad.example", "http://[::1",
    "javascript:alert(1)", "a@b", "a@[1", "\u202e\u0000x", "\U0001f600" * 300, "e\u0301" * 200, "\r\nBcc: a@b.nl",
    "\ufeff", "\u2028",
    "\ud800", "a\udfffb", "\x1b[2J", "\x7f", "(" * 500, "*", "a & | ! b", ":*", LONG,
]  # fmt: skip
# As it comes over the line: what no well-behaved browser sends.
FORM = "application/x-www-form-urlencoded"
RAW_BODIES: list[tuple[str, bytes]] = [
    (FORM, b"%ED%A0%80=%ED%A0%80&a=%00&%00=1&a=%FF%FE"),
    (FORM, b"\xff\xfe=\x00"),
    (FORM, b"&&==&=&a&%&%zz=%u1234"),
    (f"{FORM}; charset=utf-16", "a=b".encode("utf-16")),
    (f"{FORM}; charset=utf-7", b"a=+AGE-"),
    (f"{FORM}; charset=bestaat-niet", b"a=b"),
    (FORM, b"&".join(b"f%d=1" % number for number in range(2000))),
    ("multipart/form-data", b"no boundary"),
    ("multipart/form-data; boundary=", b"----"),
    ("multipart/form-data; boundary=\xe9", b"--\xe9"),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\nhalf'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"; filename="\0"\r\n\r\n1'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name*=x\'y\'%ff\r\n\r\n1\r\n--x--'),
    ("multipart/form-data; boundary=x", b'--x\r\nContent-Disposition: form-data; name="a"\r\n'
        b'Content-Transfer-Encoding: base64\r\n\r\n%%%\r\n--x--'),
    ("multipart/form-data; boundary=x; charset=bestaat-niet",
        b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--x--'),
    ("application/json", b'{"a": '),
    ("application/json", b"[" * 5000),
    ("text/plain; charset=\xff", b"\xff\xfe"),
    ("", b"a=b"),
]  # fmt: skip
HEADERS: list[dict[str, str]] = [
    {"HTTP_COOKIE": "sessionid=%00; csrftoken=x; messages=kapot"},
    {"HTTP_COOKIE": "=;=;;\x7f=\xff; sessionid"},
    {"HTTP_COOKIE": "sessionid=" + "x" * 4000},
    {"HTTP_ACCEPT_LANGUAGE": "nl;q=x, " + ",".join(["xx-yy"] * 500)},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "%ED%A0%80", "HTTP_HX_CURRENT_URL_URI_AUTOENCODED": "true"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_TARGET": "\xff<", "HTTP_HX_TRIGGER": "{}", "HTTP_HX_BOOSTED": "x"},
    {"HTTP_REFERER": "http://[::1"},
    {"HTTP_HOST": "kwaad.example"},
    {"HTTP_HOST": "[::1"},
    {"HTTP_X_FORWARDED_FOR": "geen adres, 1.2.3.4.5, ::::"},
    {"HTTP_RANGE": "bytes=9-1,x"},
    {"HTTP_IF_MODIFIED_SINCE": "gisteren", "HTTP_IF_NONE_MATCH": "\xff"},
    {"HTTP_USER_AGENT": "\0" * 50},
    {"HTTP_USER_AGENT": LONG[:5000], "HTTP_ACCEPT": "*/*;q=-1"},
]
_ASKED = re.compile(r"(?:GET|POST|FILES|data|query)(?:\.get|\.getlist)?[\(\[]\s*\"([\w-]+)\"")
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_PIECE = re.compile(r"(?<=/)\d[\w-]*(?=/)")
# Who is let in, and who gets a page of their own that also reads what is sent along.
_LETS_IN = {200, 302, 422, 409, 400}


@cache
def asked_names() -> list[str]:
    """What views read by name, from their own source: a new one is tried from the day it is there."""
    found: set[str] = {"page", "next", "csrfmiddlewaretoken"}
    for app in ("wijkteam", "cases", "collectief", "netwerk"):
        for path in Path(settings.BASE_DIR, app).rglob("*.py"):
            if "/migrations/" not in str(path):
                found |= set(_ASKED.findall(path.read_text("utf-8")))
    return sorted(found)


@dataclass
class Form:
    """The fields of a form as a browser would send them, what may be chosen, and which of them are files."""

    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    choices: dict[str, list[str]] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)


def _fill(kind: str) -> str:
    today = timezone.localdate().isoformat()
    filled = {"date": today, "time": "10:00", "datetime-local": f"{today}T10:00", "number": "3", "email": "a@b.example"}
    return filled.get(kind, "Iets wat iemand schreef")


def forms_on(page: bytes, url: str) -> Iterator[Form]:
    """The forms that post to (or ask) the page itself."""
    if not page.strip():
        return
    for one in html.fromstring(page).iter("form"):
        if one.get("action") not in {None, "", url}:
            continue
        form = Form(method=(one.get("method") or "get").upper())
        for element in one.iter("input", "select", "textarea", "button"):
            name, kind = element.get("name"), element.get("type") or "text"
            if not name or name == "csrfmiddlewaretoken":
                continue
            if kind == "file":
                form.files.append(name)
            elif element.tag == "select":
                options = [option.get("value") or "" for option in element.iter("option")]
                form.choices[name] = options
                form.values[name] = [next((value for value in options if value), "")]
            elif kind in {"checkbox", "radio"} or element.tag == "button":
                form.choices.setdefault(name, []).append(element.get("value") or "on")
                form.values.setdefault(name, [element.get("value") or "on"])
            else:
                form.values[name] = [element.get("value") or _fill(kind)]
        yield form


def absurd(chance: random.Random) -> str:
    return HUGE if chance.random() < 0.01 else chance.choice(ABSURD)


def mutated(form: Form, chance: random.Random) -> dict[str, list[str]]:
    data = {name: list(values) for name, values in form.values.items()}
    for name in chance.sample(sorted(data), k=min(len(data), chance.choice((1, 1, 2, 3)))):
        what = chance.random()
        if what < 0.1:
            del data[name]
        elif what < 0.2:
            data[name] = [*data[name], absurd(chance), absurd(chance)]
        elif what < 0.3 and form.choices.get(name):
            data[name] = [chance.choice(form.choices[name])]
        else:
            data[name] = [absurd(chance)]
    if chance.random() < 0.2:
        data[chance.choice(asked_names())] = [absurd(chance)]
    return data


def invented(chance: random.Random) -> dict[str, list[str]]:
    return {name: [absurd(chance)] for name in chance.sample(asked_names(), k=3)}


def a_file(chance: random.Random) -> SimpleUploadedFile:
    name = chance.choice(["a.pdf", "../../x.jpg", "a\u202egpj.exe", "x" * 300 + ".png", "con.txt", "a.xlsx", "ü.csv"])
    content = chance.choice([b"", b"\0" * 99, b"%PDF-1.4", b"\xff\xd8\xff", b"PK\x03\x04", b"a;b\n\xff\xfe", b"<svg/>"])
    return SimpleUploadedFile(name, content, content_type=chance.choice(["", "image/png", "x/y; charset=\xff"]))


def encoded(data: Mapping[str, Sequence[str]]) -> str:
    pairs = [(key, value) for key, values in data.items() for value in values]
    return urlencode(pairs, errors="surrogatepass")


def _is_text(data: Mapping[str, Sequence[str]]) -> bool:
    """Half a surrogate pair cannot be sent as multipart by this client; percent-encoded it can."""
    return not any(0xD800 <= ord(letter) < 0xE000 for values in data.values() for value in values for letter in value)


@dataclass(frozen=True, kw_only=True)
class Sent:
    """One request: who, where, and what."""

    who: str
    method: str
    url: str
    data: Any = None
    kind: str = FORM
    extra: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        said = self.data if isinstance(self.data, str | bytes) else {**(self.data or {})}
        return f"{self.who} {self.method} {self.url[:300]} {said!s:.500} {self.kind} {dict(self.extra)!s:.200}"


class Attacker:
    """Sends requests, leaves the world as it was, and remembers what went wrong and how long each took."""

    def __init__(self, world: World) -> None:
        self.world, self.client = world, Client()
        # By the clock, and of this process itself: the first says how busy the machine is as well.
        self.seconds: list[tuple[float, float, Sent]] = []
        self.wrong: dict[str, Sent] = {}
        self._forms: dict[tuple[str, str], list[Form]] = {}
        self._urls: dict[str, str] = {}
        self._cookies = dict.fromkeys(SIGNED_OUT, "")
        for who, user in world.people.items():
            if who not in SIGNED_OUT:
                sign_in(self.client, user)
                self._cookies[who] = self.client.cookies.output(header="", sep=";")
                self.client.cookies.clear()

    def send(self, sent: Sent) -> HttpResponseBase | None:
        """The answer, or None when it was an error of ours. Nothing of it stays."""
        self.client.cookies = SimpleCookie(self._cookies[sent.who])
        extra: dict[str, Any] = dict(sent.extra)
        answer: HttpResponseBase | None
        begun, worked = time.perf_counter(), time.thread_time()
        with transaction.atomic():
            try:
                if sent.method == "GET":
                    answer = self.client.get(sent.url, **extra)
                elif isinstance(sent.data, str | bytes):
                    # A body as it is goes past the client, which would encode it once more.
                    answer = self.client.generic("POST", sent.url, sent.data, content_type=sent.kind, **extra)
                else:
                    answer = self.client.post(sent.url, data=sent.data, **extra)
            except Exception as error:
                # Whatever it is: it is a 500 to the one who asked.
                own = [
                    one for one in traceback.extract_tb(error.__traceback__) if "/site-packages/" not in one.filename
                ]
                where = next((one for one in reversed(own) if "/tests/" not in one.filename), own[-1])
                self.wrong.setdefault(f"{type(error).__name__} at {Path(where.filename).name}:{where.lineno}", sent)
                self.said = str(error)
                answer = None
            transaction.set_rollback(True)
        self.seconds.append((time.perf_counter() - begun, time.thread_time() - worked, sent))
        shared_cache.clear()  # sessions are read from the database again, and no limit is reached
        if answer is not None and answer.status_code >= 500:
            self.wrong.setdefault(f"{answer.status_code} from {sent.url}", sent)
        return answer

    def url(self, name: str) -> str:
        """Of one object for all requests: some rows make theirs when they are asked."""
        if name not in self._urls:
            self._urls[name] = reverse(name, kwargs=dict(ACCESS[name].at(self.world)))
        return self._urls[name]

    def forms(self, name: str, who: str, url: str) -> list[Form]:
        key = (name, who)
        if key not in self._forms:
            page = self.send(Sent(who=who, method="GET", url=url))
            is_page = page is not None and page.status_code == 200 and "html" in page.headers.get("Content-Type", "")
            self._forms[key] = list(forms_on(getattr(page, "content", b""), url)) if is_page else []
        return self._forms[key]

    def attack(self, name: str, chance: random.Random) -> None:
        """One malformed request to the address `name`, as somebody who gets further than the door."""
        row, whole_url = ACCESS[name], self.url(name)
        url = whole_url
        readers = [who for who in ACTORS if row.get[who] in _LETS_IN]
        posters = [who for who in ACTORS if row.post[who] in _LETS_IN]
        posts = bool(posters) and (not readers or chance.random() < 0.75)
        who = chance.choice(posters if posts else readers or list(ACTORS))
        dice = chance.random()
        extra = chance.choice(HEADERS) if dice < 0.05 else {"HTTP_HX_REQUEST": "true"} if dice < 0.3 else {}
        if chance.random() < 0.05:
            url = self.elsewhere(url, chance)
        elif posts and chance.random() < 0.12:
            kind, body = chance.choice(RAW_BODIES)
            self.send(Sent(who=who, method="POST", url=url, data=body, kind=kind, extra=extra))
            return
        forms = self.forms(name, who, whole_url) if who in readers else []
        wanted = [form for form in forms if form.method == ("POST" if posts else "GET") and (form.values or form.files)]
        data = mutated(chance.choice(wanted), chance) if wanted and chance.random() < 0.9 else invented(chance)
        if not posts:
            self.send(Sent(who=who, method="GET", url=f"{url}?{encoded(data)[:8000]}", extra=extra))
            return
        files = wanted[0].files if wanted else []
        if files or (_is_text(data) and chance.random() < 0.3):
            whole: dict[str, Any] = {key: values for key, values in data.items() if _is_text({key: [key, *values]})}
            whole |= {one: a_file(chance) for one in files if chance.random() < 0.7}
            self.send(Sent(who=who, method="POST", url=url, data=whole, extra=extra))
            return
        self.send(Sent(who=who, method="POST", url=url, data=encoded(data), extra=extra))

    def elsewhere(self, url: str, chance: random.Random) -> str:
        """The same address with something absurd where a number or a day belongs."""
        odd = quote(chance.choice(ABSURD)[:200], errors="surrogatepass", safe="")
        for found in (_ID, _PIECE):
            if found.search(url):
                return found.sub(lambda _: odd, url, count=1)
        return f"{url}{odd}/"

    def told(self) -> str:
        return "\n".join(f"{what}\n    {sent}" for what, sent in sorted(self.wrong.items()))

    def p99(self, *, by_the_clock: bool) -> int:
        """In milliseconds."""
        taken = sorted(by_clock if by_the_clock else own for by_clock, own, _ in self.seconds)
        return round(taken[min(len(taken) - 1, int(len(taken) * 0.99))] * 1000)

    def slowest(self) -> str:
        by_clock, own, sent = max(self.seconds, key=itemgetter(1))
        return f"{by_clock:.2f} s, {own:.2f} s of our own: {sent}"


def attack_each(attacker: Attacker, names: Sequence[str], *, requests: int, seed: str) -> int:
    """So many requests, evenly over these addresses; gives how many were sent."""
    chance = random.Random(seed)
    for number in range(requests):
        attacker.attack(names[number % len(names)], chance)
    return len(attacker.seconds)
