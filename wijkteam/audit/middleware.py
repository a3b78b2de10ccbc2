"""What somebody is told who opened many households today, and the page of who opened enough."""

import logging
from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from wijkteam.audit.selectors.budget import Told, telling
from wijkteam.audit.services.keep_limit import write_stop
from wijkteam.audit.services.record_reading import TooManyHouseholds
from wijkteam.core.lost_words import typed_words

logger = logging.getLogger(__name__)


class DailyLimitMiddleware:
    """429 when a household is one too many for today. The page was undone by then; that it was asked for is kept.

    Whoever wrote gets the words back. An answer to htmx is one sentence: what stands on the screen stays there.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        told = Told()
        request.household_notice = told.sentence  # type: ignore[attr-defined]
        token = telling.set(told)
        try:
            response = self.get_response(request)
        finally:
            telling.reset(token)
        if not told.is_shown and told.sentence():  # a fragment, a file, a redirect: the next page says it
            messages.warning(request, told.sentence())
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, TooManyHouseholds):
            return None
        write_stop(exception)
        logger.warning("daily limit: %d households", exception.limit)
        if request.headers.get("HX-Request"):
            sentence = _("You opened the files of %(n)d households today. New files stay closed until tomorrow.")
            return HttpResponse(sentence % {"n": exception.limit}, status=429, content_type="text/plain; charset=utf-8")
        context = {"limit": exception.limit, "typed": typed_words(request)}
        return render(request, "audit/enough.html", context, status=429)
