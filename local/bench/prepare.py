"""Runs inside the application, with production's settings: sign people in, and say where the works are.

    python -m local.bench.prepare           prints one JSON object
    python -m local.bench.prepare reports   asks for the reports of last month and waits for the worker to make them
    python -m local.bench.prepare count     reads requests from standard input, prints how many statements each took

Signing in is a session made directly in the store: the second factor stays compulsory, so the three accounts get one.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import json
import sys
import time
import uuid
from typing import Any

import django

django.setup()

from allauth.mfa.models import Authenticator  # noqa: E402  (Django must be set up first)
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.db import connections, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.models import Case, CaseCoordinator, Person  # noqa: E402
from wijkteam.accounts.models import User  # noqa: E402
from wijkteam.accounts.models.session import (  # noqa: E402
    BROWSER,
    SEEN_AT,
    SESSION_ID,
    SIGNED_IN_AT,
    SessionStore,
)
from wijkteam.core.periods import month_of, next_month  # noqa: E402
from wijkteam.reports.enums import JobState  # noqa: E402
from wijkteam.reports.models import MonthlyReport, PublishedCell, ReportJob  # noqa: E402
from wijkteam.reports.models.job import OPEN  # noqa: E402
from wijkteam.reports.services.ask_for_report import ask_for_report  # noqa: E402
from wijkteam.reports.services.publish_report import publish_report, write_reading  # noqa: E402
from wijkteam.teams.models import Team, TeamMembership  # noqa: E402

READING = "Deze maand is verzonnen, om mee te meten. " * 3
MOST_SECONDS = 600
NO_STATEMENT = {"BEGIN", "COMMIT", "ROLLBACK"}  # Django lists them among the queries
PEOPLE = {"member": "fatima", "coordinator": "marijke", "commissioner": "ruud"}


def session_of(user: User) -> str:
    if not Authenticator.objects.filter(user=user).exists():
        Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "measured-only"})
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session[SESSION_ID], session[BROWSER] = str(uuid.uuid4()), "bench"
    session[SIGNED_IN_AT] = session[SEEN_AT] = int(time.time())
    session.create()
    return str(session.session_key)


def reports() -> dict[str, Any]:
    """Have the worker make the reports of last month, as if it just ended: nothing when they are there.

    Seconds from the wish to the last report; `made` counts the teams and the municipality.
    """
    month = _last_month()
    wanted: list[Team | None] = [*Team.objects.filter(is_active=True).order_by("pk"), None]
    if MonthlyReport.objects.filter(month=month, team=None).exists():
        return {"made": 0}
    started = time.monotonic()
    with transaction.atomic():
        jobs = [ask_for_report(team=team, month=month, at=timezone.now()).pk for team in wanted]
    open_jobs = ReportJob.objects.filter(pk__in=jobs, state__in=OPEN)
    while open_jobs.exists():
        if time.monotonic() - started > MOST_SECONDS:
            raise SystemExit(f"{open_jobs.count()} reports were not made within {MOST_SECONDS} seconds")
        time.sleep(0.1)
    seconds = time.monotonic() - started
    failed = ReportJob.objects.filter(pk__in=jobs, state=JobState.FAILED).values_list("problem", flat=True)
    if failed:
        raise SystemExit(f"{len(failed)} reports could not be made: {', '.join(sorted(set(failed)))}")
    started = time.monotonic()
    _publish(month)
    return {
        "made": len(jobs),
        "seconds": seconds,
        "publishing": time.monotonic() - started,
        "cells": PublishedCell.objects.filter(month=month).count(),
    }


def _publish(month: dt.date) -> None:
    now = timezone.now()
    for report in MonthlyReport.objects.filter(month=month, published_at=None).exclude(team=None):
        by = TeamMembership.objects.filter(team=report.team_id, user__role="team-coordinator").earliest("pk").user
        publish_report(report=write_reading(report=report, reading=READING, by=by, at=now), by=by, at=now)


def _last_month() -> dt.date:
    return next_month(month_of(timezone.localdate()), step=-1)


def has_page(path: str) -> bool:
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def prepare() -> dict[str, Any]:
    people = {key: User.objects.get(username=username) for key, username in PEOPLE.items()}
    team = TeamMembership.objects.get(user=people["member"]).team
    case = Case.objects.filter(team=team, closed_on=None, plans__in_force_at__isnull=False).order_by(
        "-opened_on", "pk"
    )[0]
    CaseCoordinator.objects.get(case=case, ended_at=None)  # a case like most: somebody coordinates it
    # A piece of a name of which the team has some bearers over all years.
    name = Person.objects.filter(memberships__household__cases__team=team).order_by("pk")[7].family_name
    report = MonthlyReport.objects.published().filter(team=None, month=_last_month()).first()
    paths = {
        "W1": "/casussen/nieuw/",
        "W2": f"/casussen/{case.public_id}/",
        "W3": "/casussen/?toon=open",
        "W4": "/zoeken/",
        "W5": "/overzicht/",
        **({"W6": f"/rapporten/{report.public_id}/"} if report else {}),
    }
    return {
        "cookie": settings.SESSION_COOKIE_NAME,
        "sessions": {key: session_of(user) for key, user in people.items()},
        "users": {key: user.pk for key, user in people.items()},
        "case": str(case.public_id),
        "name": name[-4:].lower(),
        "paths": {work: path for work, path in paths.items() if has_page(path.split("?")[0])},
    }


def count(requests: list[dict[str, Any]]) -> list[int]:
    """Statements of each request when it is done for the second time, all connections together.

    The edges of the page's own transaction are not counted; savepoints inside it are.
    """
    answers = []
    for request in requests:
        client = Client(HTTP_HOST=request["host"])
        client.cookies[settings.SESSION_COOKIE_NAME] = request["session"]
        for turn in range(2):
            with contextlib.ExitStack() as stack:
                seen = [stack.enter_context(CaptureQueriesContext(connections[alias])) for alias in connections]
                if fields := request["fields"]:
                    form = {name: value.replace("{turn}", f"{turn}") for name, value in fields.items()}
                    response = client.post(request["path"], form, secure=True)
                else:
                    response = client.get(request["path"], secure=True)
            if response.status_code not in (200, 302):
                raise SystemExit(f"{request['path']} answered {response.status_code} while counting statements")
        answers.append(sum(query["sql"] not in NO_STATEMENT for capture in seen for query in capture.captured_queries))
    return answers


if __name__ == "__main__":
    what = sys.argv[1] if sys.argv[1:] else ""
    print(json.dumps(count(json.load(sys.stdin)) if what == "count" else reports() if what == "reports" else prepare()))
