"""Answers to somebody who is signed in stay with that person: no store, no shared cache."""

import logging
from collections.abc import Callable

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from psycopg import errors

from wijkteam.core.lost_words import typed_words

logger = logging.getLogger(__name__)
_BUSY = (errors.DeadlockDetected, errors.LockNotAvailable, errors.SerializationFailure)


class PrivateByDefaultMiddleware:
    """`Cache-Control: no-store, private` on every page that is not explicitly public, and a Vary that fits htmx."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        patch_vary_headers(response, ["HX-Request", "Cookie"])
        return response


class OwnOriginMiddleware:
    """No page of somebody else may take in an answer of ours, whoever of us gave it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response


class BusyMiddleware:
    """409 when somebody else held what was to be changed too long, or each waited for the other: nothing was saved.

    Whoever wrote gets the words back. Doing it once more is right then, and is for who looks at it now.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError) or not isinstance(exception.__cause__, _BUSY):
            return None
        logger.warning("busy: %s", type(exception.__cause__).__name__)
        return render(request, "busy.html", {"typed": typed_words(request)}, status=409)


class OnlyForSavingMiddleware:
    """A page for whoever opens an address that only takes what a form sends: the browser has nothing to show.

    They typed it, kept it, or came back to a form that was refused. To programs that post, the bare 405 says it all.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code != 405 or request.method != "GET" or response.content:
            return response
        page = render(request, "405.html", status=405)
        page["Allow"] = response["Allow"]
        return page


class NoZeroBytesMiddleware:
    """400 for an address with a zero byte in it: PostgreSQL keeps none, so that nothing here can be called that.

    Fields of forms say so themselves; what a page reads from its address needs no form.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return HttpResponseBadRequest(render_to_string("400.html"))
        return self.get_response(request)


class RequestSizeMiddleware:
    """413 for a request that says it is too large, before anything reads it (the check of its token does)."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            size = int(request.META.get("CONTENT_LENGTH") or 0)
        except ValueError:
            size = 0
        if size > settings.MAX_REQUEST_BYTES:
            return HttpResponse(render_to_string("413.html"), status=413)
        return self.get_response(request)
