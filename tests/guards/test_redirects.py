"""T26: no address sends anybody to another host, whatever stands in what was asked."""

from itertools import cycle
from typing import Any
from urllib.parse import urljoin, urlsplit

import pytest
from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse

from tests.factories import sign_in
from tests.factories.accounts import PASSWORD
from tests.guards.malformed import asked_names
from tests.guards.rows import ACCESS
from tests.guards.world import ACTORS, SIGNED_OUT, World
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
HOST = "testserver"
EVIL = "kwaad.example"
PAYLOADS = [
    f"http://{EVIL}/", f"https://{EVIL}/", f"HTTPS://{EVIL}/", f"hTTp://{EVIL}", f"//{EVIL}/", f"///{EVIL}/",
    f"////{EVIL}/", f"/\\{EVIL}/", f"\\\\{EVIL}/", f"\\/{EVIL}/", f"/\\/{EVIL}/", f"/\t/{EVIL}/", f"/\n/{EVIL}/",
    f"/\r/{EVIL}/", f"\t//{EVIL}/", f"\n//{EVIL}/", f" //{EVIL}/", f"  http://{EVIL}/", f"\x00//{EVIL}/",
    f"\x01http://{EVIL}/", f"\x1fhttp://{EVIL}/", f"http:/{EVIL}/", f"http:{EVIL}/", f"http:\\\\{EVIL}/",
    f"https:/\\{EVIL}/", f"http:///{EVIL}/", f"http://{HOST}@{EVIL}/", f"http://{HOST}:80@{EVIL}/",
    f"http://{EVIL}#@{HOST}/", f"http://{EVIL}?{HOST}", f"http://{EVIL}\\@{HOST}/", f"http://{HOST}.{EVIL}/",
    f"http://{EVIL}:80/", f"http://[::1]@{EVIL}/", f"ftp://{EVIL}/", f"ws://{EVIL}/", "javascript:alert(1)",
    "JaVaScRiPt:alert(1)", "java\tscript:alert(1)", " javascript:alert(1)", "javascript://%0aalert(1)",
    "data:text/html,<script>alert(1)</script>", "vbscript:alert(1)", "file:///etc/passwd", f"mailto:a@{EVIL}",
    f"/%0d%0aLocation:%20http://{EVIL}/", f"\r\nLocation: http://{EVIL}/", f"//{EVIL}/%2f..", f"/.//{EVIL}/",
    f"/..//{EVIL}/", f"//{EVIL}\u3002example/", "http://kwaad\u3002example/", f"//\u202e{EVIL}/",
]  # fmt: skip
_SLASHES = str.maketrans("\\", "/")
_NAMES = ("next", "url", "return", "back", "terug", "path", "redirect", "HX-Current-URL")


def leaves_the_host(answer: HttpResponseBase) -> str:
    """Where it sends the browser, when that is elsewhere; read as browsers do."""
    for header in ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url", "Refresh", "Link"):
        target = answer.headers.get(header, "")
        assert not set(target) & {"\r", "\n"}
        read = "".join(letter for letter in target if letter > " ").translate(_SLASHES)
        try:
            place = urlsplit(urljoin(f"http://{HOST}/ergens/", read))
        except ValueError:
            return target
        if read and (place.scheme not in {"http", "https"} or place.hostname != HOST):
            return target
    return ""


def test_t26_the_search_itself_sees_another_host() -> None:
    for target in (f"//{EVIL}/", f"/\\{EVIL}", f"\t//{EVIL}", f"http://{HOST}@{EVIL}/", "javascript:alert(1)"):
        answer: Any = type("Answer", (), {"headers": {"Location": target}})()
        assert leaves_the_host(answer), target


def test_t26_fifty_targets_leave_nobody_elsewhere(colleague: User) -> None:
    """Where an address is taken from what was asked on purpose: signing in and out, confirming, light or dark."""
    assert len(PAYLOADS) >= 50
    signed_in, visitor = sign_in(Client(), colleague), Client()
    sent = 0
    for payload in PAYLOADS:
        answers = [
            signed_in.post(reverse("core:scheme"), {"scheme": "dark", "next": payload}),
            visitor.get(reverse("account_login"), {"next": payload}),
            signed_in.post(f"{reverse('account_login')}", {"next": payload}),
            signed_in.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": payload}),
            signed_in.get("/", headers={"HX-Request": "true", "HX-Current-URL": payload.encode().decode("latin-1")}),
        ]
        fresh = Client()
        answers.append(fresh.post(reverse("account_login"), {"login": colleague.username, "password": PASSWORD,
                                                             "next": payload}))  # fmt: skip
        answers.append(fresh.post(reverse("account_logout"), {"next": payload}))
        for answer in answers:
            sent += 1
            assert answer.status_code < 500, payload
            assert not leaves_the_host(answer), f"{answer.request['PATH_INFO']}: {payload!r}"
            if answer.status_code == 200 and answer.get("Content-Type", "").startswith("text/html"):
                assert f'href="{payload}' not in answer.text, "a link on the page goes there"
        cache.clear()
    assert sent == len(PAYLOADS) * 7


def test_t26_no_address_takes_its_target_from_what_was_asked(world: World) -> None:
    """Every address, with each name that any view reads."""
    payloads = cycle(PAYLOADS)
    names = sorted({*asked_names(), *_NAMES} - {"csrfmiddlewaretoken"})
    clients = {}
    redirects = 0
    for name, row in sorted(ACCESS.items()):
        who = next((who for who in ACTORS if who not in SIGNED_OUT and row.post[who] in {200, 302, 422}), "colleague")
        if who not in clients:
            clients[who] = sign_in(Client(), world.people[who])
        if name in {"account_logout", "accounts:end-session"}:
            continue
        payload = next(payloads)
        asked = dict.fromkeys(names, payload)
        current = {"HX-Request": "true", "HX-Current-URL": payload.encode().decode("latin-1")}
        mark = transaction.savepoint()  # what one address needs is not in the way of the next
        url = reverse(name, kwargs=dict(row.at(world)))
        answer = clients[who].post(url, asked, headers=current)
        transaction.savepoint_rollback(mark)
        assert not leaves_the_host(answer), f"{name}: {payload!r}"
        redirects += "Location" in answer.headers or "HX-Redirect" in answer.headers
        cache.clear()
    assert redirects > 20, "nothing was sent anywhere: the test sees nothing"
