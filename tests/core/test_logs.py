"""What is told to whoever runs it: JSON, with ids and no personal data."""

import json
import logging
import sys
import uuid
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from cases.models import Case
from tests.factories.accounts import PASSWORD, sign_in
from wijkteam.accounts.models import User
from wijkteam.core.logs import REQUEST_ID, WHO, JsonFormatter, RequestLogMiddleware

pytestmark = pytest.mark.django_db
SECRET_NAME = "Wilhelmina van Zuylen-Testament"


def lines(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, Any]]:
    return [json.loads(JsonFormatter().format(record)) for record in caplog.records if record.name == name]


def test_a_line_says_when_where_who_and_what(
    client: Client, case: Case, colleague: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    response = sign_in(client, colleague).get(reverse("cases:detail", args=[case.public_id]))
    assert response.status_code == 200
    record = next(record for record in caplog.records if record.name == "wijkteam.access")
    line = json.loads(JsonFormatter().format(record))
    assert line["at"].endswith("+00:00")
    assert (line["page"], line["method"], line["status"]) == ("cases:detail", "GET", 200)
    assert line["request"] == REQUEST_ID.get()
    assert line["who"] == str(colleague.public_id)
    assert str(case.public_id) not in json.dumps(line), "which file is in the log of readings, not in this one"


def test_each_request_has_an_id_of_its_own_that_a_mistake_tells() -> None:
    def broken(request: Any) -> Any:
        return HttpResponse("", status=500)

    visit = RequestLogMiddleware(broken)
    first, second = (visit(RequestFactory().get("/", headers={"X-Request-ID": "of-a-visitor"})) for _ in range(2))
    told = [uuid.UUID(response.headers["X-Request-ID"]) for response in (first, second)]
    assert told[0] != told[1]
    assert str(told[1]) == REQUEST_ID.get()


def test_what_goes_well_has_nothing_of_its_own_in_its_answer(client: Client) -> None:
    """What is absent and what is forbidden have the same bytes (G03)."""
    assert "X-Request-ID" not in client.get("/healthz").headers


def test_signing_in_is_logged_without_a_name(client: Client, colleague: User, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    client.post("/account/login/", {"login": SECRET_NAME, "password": PASSWORD})
    client.post("/account/login/", {"login": colleague.username, "password": PASSWORD})
    client.post("/account/logout/")
    said = lines(caplog, "wijkteam.security")
    assert [line["said"] for line in said] == ["sign-in refused", "signed in", "signed out"]
    assert said[1]["account"] == str(colleague.public_id)
    everything = json.dumps([JsonFormatter().format(record) for record in caplog.records])
    assert SECRET_NAME not in everything
    assert colleague.username not in everything


def test_what_is_refused_is_logged(
    client: Client, case: Case, outsider: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    assert sign_in(client, outsider).get(reverse("cases:detail", args=[case.public_id])).status_code == 404
    (line,) = [line for line in lines(caplog, "wijkteam.security") if line["said"] == "refused"]
    assert (line["said"], line["page"], line["status"]) == ("refused", "cases:detail", 404)
    assert line["who"] == str(outsider.public_id)


def test_a_mistake_of_ours_is_logged_without_what_was_typed() -> None:
    try:
        raise ValueError(SECRET_NAME)
    except ValueError:
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Internal Server Error: %s",
                                   (f"/casussen/{uuid.uuid4()}/zoek/{SECRET_NAME}",), sys.exc_info())  # fmt: skip
    text = JsonFormatter().format(record)
    assert "Wilhelmina" not in text
    line = json.loads(text)
    assert line["error"] == "ValueError"
    assert line["where"][-1].startswith("tests/core/test_logs.py:")
    assert line["said"].startswith("Internal Server Error: /…")


def test_nobody_writes_a_line_of_their_own() -> None:
    record = logging.LogRecord("x", logging.INFO, __file__, 1, "said %s", ('a\n{"level": "CRITICAL"}\r\x1b[31m',), None)
    text = JsonFormatter().format(record)
    assert len(text.splitlines()) == 1
    assert "\x1b" not in text
    assert json.loads(text)["level"] == "INFO"


def test_one_request_does_not_speak_for_the_next() -> None:
    WHO.set("somebody")

    def view(request: Any) -> Any:
        assert WHO.get() == ""
        return HttpResponse("ok")

    RequestLogMiddleware(view)(RequestFactory().get("/"))
    assert WHO.get() == ""
