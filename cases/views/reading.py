"""Somebody of the family reads the plan without an account: a random address, a date of birth, half an hour.

A wrong, ended or revoked address all give the same page. On a page with a form the referrer stays within this site:
with `no-referrer` a browser would send no origin either, and the post would be refused.
"""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.reading_link import BirthDateForm, FamilyQuestionForm
from cases.models import PlanReadingLink
from cases.selectors.plan_letter import LANGUAGE
from cases.selectors.reading import live_link, reading
from cases.services.share_plan import LinkIsOver, WrongBirthDate, ask_about_plan, open_link
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within

# What one address may try: pages of links, and dates of birth. Of one link everybody together: see share_plan.
PAGES = Limit(name="reading-link", times=120, seconds=60 * 60)
DATES = Limit(name="reading-link-date", times=8, seconds=60 * 60)
QUESTIONS = Limit(name="reading-link-question", times=10, seconds=60 * 60)
OPEN_FOR = timedelta(minutes=30)
_SIGNER = signing.TimestampSigner(salt="cases.reading-link")

View = Callable[..., HttpResponse]


def _in_dutch_and_unlisted(view: View) -> View:
    """In plain Dutch whatever the browser asks for, and kept out of search engines."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        with translation.override(LANGUAGE):
            response = view(request, token)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    return wrapped


def _cookie_of(link: PlanReadingLink) -> str:
    return f"lezen-{link.public_id.hex[:12]}"


def _seen(request: HttpRequest, link: PlanReadingLink, *, within: timedelta | None) -> bool:
    """Whether this browser gave the right date of birth for this link; `within` says how long ago at most."""
    try:
        value = _SIGNER.unsign(request.COOKIES.get(_cookie_of(link), ""), max_age=within)
    except signing.BadSignature:
        return False
    return value == str(link.public_id)


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """The same for every address that opens nothing."""
    return render_page(request, "cases/reading/nothing.html", status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render_page(request, "cases/reading/nothing.html", {"too_often": True}, status=429)


def _find(request: HttpRequest, token: str, now: datetime) -> PlanReadingLink | HttpResponse:
    if not is_within(PAGES, request):
        return _too_often(request)
    return live_link(token=token, today=timezone.localdate(now)) or _nothing_here(request)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@_in_dutch_and_unlisted
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for the date of birth of whom the link is for; then shows the plan for half an hour."""
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    if request.method == "POST":
        return _check_birth_date(request, link, token, now)
    if not _seen(request, link, within=OPEN_FOR):
        return _birth_date_page(request, link, BirthDateForm())
    return _plan_page(request, link, token, FamilyQuestionForm(), now)


def _birth_date_page(
    request: HttpRequest, link: PlanReadingLink, form: BirthDateForm, *, status: int = 200
) -> HttpResponse:
    return render_page(request, "cases/reading/birth_date.html", {"form": form, "team": link.case.team}, status=status)


def _check_birth_date(request: HttpRequest, link: PlanReadingLink, token: str, now: datetime) -> HttpResponse:
    form = BirthDateForm(request.POST)
    if not form.is_valid():
        return _birth_date_page(request, link, form, status=422)
    if not is_within(DATES, request):
        return _too_often(request)
    known = _seen(request, link, within=None)
    try:
        open_link(link=link, birth_date=form.cleaned_data["birth_date"], is_known_device=known, at=now)
    except WrongBirthDate:
        form.add_error("birth_date", _("This date does not belong to this link. Check what you filled in."))
        return _birth_date_page(request, link, form, status=422)
    except LinkIsOver:
        return _nothing_here(request)
    response = redirect_after_post(request, "cases:reading", token)
    response.set_cookie(
        _cookie_of(link),
        _SIGNER.sign(str(link.public_id)),
        max_age=timedelta(days=(link.expires_on - timezone.localdate(now)).days),
        path=reverse("cases:reading", args=[token]),
        secure=bool(settings.SESSION_COOKIE_SECURE),
        httponly=True,
        samesite="Lax",
    )
    return response


def _plan_page(
    request: HttpRequest,
    link: PlanReadingLink,
    token: str,
    form: FamilyQuestionForm,
    now: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    shown = reading(link=link, today=timezone.localdate(now))
    context: dict[str, Any] = {
        "reading": shown,
        "letter": shown.letter,
        "team": link.case.team,
        "until": link.expires_on - timedelta(days=1),
        "form": form,
        "token": token,
        "is_sent": "verstuurd" in request.GET,
    }
    return render_page(request, "cases/reading/plan.html", context, status=status)


@login_not_required
@require_POST
@_in_dutch_and_unlisted
def ask(request: HttpRequest, token: str) -> HttpResponse:
    """A question for the coordinator of the case. The answer comes by telephone or at the table."""
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    if not _seen(request, link, within=OPEN_FOR + timedelta(hours=2)):
        return _birth_date_page(request, link, BirthDateForm(), status=422)
    form = FamilyQuestionForm(request.POST)
    if not form.is_valid():
        return _plan_page(request, link, token, form, now, status=422)
    if not is_within(QUESTIONS, request):
        return _too_often(request)
    given = form.cleaned_data
    try:
        ask_about_plan(link=link, text=given["text"], at=now, request_key=given["request_key"])
    except LinkIsOver:
        return _nothing_here(request)
    return redirect_after_post(request, f"{reverse('cases:reading', args=[token])}?verstuurd=1")


@login_not_required
@require_POST
@_in_dutch_and_unlisted
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Close the plan on this device: who comes after has to give the date of birth again."""
    link = _find(request, token, timezone.now())
    if isinstance(link, HttpResponse):
        return link
    response = redirect_after_post(request, "cases:reading", token)
    response.delete_cookie(_cookie_of(link), path=reverse("cases:reading", args=[token]), samesite="Lax")
    return response
