"""What the application says to whoever runs it: one line of JSON for each event, with ids and no personal data.

A line tells when (UTC), how serious, which part, what, in which request or task and by whom (the public id of the
account). An error is told by its kind and by where it happened: its message may hold what somebody typed. A request
is told by the name of its page, not by its address. Everything that ends up in a line is one JSON string, so nobody
can write a line of their own.
"""

import json
import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from celery import current_task
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from wijkteam.core import metrics

REQUEST_ID: ContextVar[str] = ContextVar("request_id", default="")
WHO: ContextVar[str] = ContextVar("who", default="")
access: Final = logging.getLogger("wijkteam.access")
security: Final = logging.getLogger("wijkteam.security")
# Said by libraries with addresses and headers in their arguments; our own middleware says the same without.
_ADDRESS: Final = re.compile(r"(?<![\w.])/[^\s'\"]*")

_TOLD_OF_TASKS: Final = {"name", "id", "description", "runtime", "hostname"}


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "from": record.name,
            "said": _said(record),
        }
        if record.name.startswith("django."):
            line["said"] = _ADDRESS.sub("/…", line["said"])
        about = {"request": REQUEST_ID.get(), "who": WHO.get(), "task": _task()}
        line |= {name: value for name, value in about.items() if value}
        line |= getattr(record, "facts", {})
        if record.exc_info and record.exc_info[0] is not None:
            line["error"] = record.exc_info[0].__name__
            line["where"] = _where(record.exc_info[2])
        return json.dumps(line, ensure_ascii=True)


def _said(record: logging.LogRecord) -> str:
    """Of what Celery says: which task, and how it ended. Its errors, arguments and bodies may hold what was typed."""
    if record.name.startswith("celery"):
        if isinstance(record.args, Mapping):
            return str(record.msg) % {key: record.args[key] if key in _TOLD_OF_TASKS else "…" for key in record.args}
        if "body" in str(record.msg):
            return str(record.msg).partition("%")[0].strip()
    return record.getMessage()


def _task() -> str:
    task = current_task
    return str(task.request.id or "") if task else ""


def _where(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-12:]
    return [f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames]


def _short(file: str) -> str:
    path = Path(file)
    if path.is_relative_to(settings.BASE_DIR):
        return str(path.relative_to(settings.BASE_DIR))
    return "/".join(path.parts[-3:])


class RequestLogMiddleware:
    """The first of all: gives each request an id, tells how it ended, and counts it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        started = time.monotonic()
        REQUEST_ID.set(str(uuid.uuid4()))
        WHO.set("")
        response = self.get_response(request)
        seconds = time.monotonic() - started
        if response.status_code >= 500:  # what somebody can tell who reports it; other answers stay as they were
            response.headers["X-Request-ID"] = REQUEST_ID.get()
        page = request.resolver_match.view_name if request.resolver_match else ""
        WHO.set(_who(request))
        if page not in ("healthz", "readyz", "metrics"):
            metrics.count(
                metrics.REQUESTS.one(method=_method(request), status=str(response.status_code)),
                metrics.SECONDS.one(seconds),
            )
            facts = {
                "method": _method(request), "page": page or "none", "status": response.status_code,
                "ms": round(seconds * 1000),
            }  # fmt: skip
            access.info("answered", extra={"facts": facts})
            if response.status_code in (403, 404) and WHO.get():
                security.warning("refused", extra={"facts": facts})
        return response


def _method(request: HttpRequest) -> str:
    return request.method if request.method in ("GET", "HEAD", "POST", "OPTIONS") else "other"


def _who(request: HttpRequest) -> str:
    """Only when somebody looked already: a line in a log is no reason to ask the database."""
    user = request.__dict__.get("_cached_user")
    return str(getattr(user, "public_id", "") or "")


def log_signing_in(sender: object, signal: object = None, user: Any = None, **_: Any) -> None:
    """Receiver of Django's signals about signing in and out: who by their id, and never the name that was typed."""
    from django.contrib.auth.signals import user_logged_in, user_logged_out

    what = {id(user_logged_in): "signed in", id(user_logged_out): "signed out"}.get(id(signal), "sign-in refused")
    facts = {"account": str(user.public_id)} if getattr(user, "public_id", None) else {}
    security.info(what, extra={"facts": facts})
    metrics.count(metrics.SIGN_INS.one(outcome=what.replace(" ", "-")))


def quiet_errors(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """For sys.excepthook: what ends a process is told like the rest."""
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
        return
    logging.getLogger("wijkteam").critical("ended", exc_info=(kind, error, trace))
