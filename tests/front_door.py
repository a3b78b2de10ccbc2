"""Many people who press the same button at the same moment: real sessions, real connections, the whole stack."""

import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.cookies import SimpleCookie
from typing import Any, cast

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from tests.factories import sign_in
from wijkteam.accounts.models import User

MANY = 64
SOON = 120


def post_at_once(
    people: Sequence[User], url: str | Sequence[str], data: Mapping[str, Any] | Sequence[Mapping[str, Any]]
) -> list[HttpResponse]:
    """The answers to MANY posts that begin together, as these people in turn; to one address, or to each its own."""
    cookies = []
    for user in people:
        client = sign_in(Client(), user)
        cookies.append(client.cookies.output(header="", sep=";"))
    connection.close()
    ready = threading.Barrier(MANY)

    def post(number: int) -> HttpResponse:
        client = Client(raise_request_exception=False)
        client.cookies = SimpleCookie(cookies[number % len(cookies)])
        here = url if isinstance(url, str) else url[number % len(url)]
        sent = data if isinstance(data, Mapping) else data[number % len(data)]
        try:
            ready.wait(timeout=SOON)
            return cast("HttpResponse", client.post(here, data=sent))
        finally:
            connection.close()

    with ThreadPoolExecutor(MANY) as pool:
        return list(pool.map(post, range(MANY)))


def statuses(answers: Sequence[HttpResponse]) -> dict[int, int]:
    return dict(Counter(answer.status_code for answer in answers))
