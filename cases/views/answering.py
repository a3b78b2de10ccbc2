"""A partner reads and answers a request without an account: a random address, and a code to the same mailbox.

A wrong address, and one that opens nothing any more, give the same page, but for who got in a moment ago with this
browser: they read what became of it. Opening the page mails nothing: programs that look at the links in a mail do that
too. On a page with a form the referrer stays within this site (see reading.py).
"""

from datetime import datetime

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.answering import FORMS, AnswerForm
from cases.models import RequestLink
from cases.selectors.request_links import AskedPage, asked_page, is_live, link_of, over_page, was_said
from cases.services.answer_request import answer_by_link
from cases.services.lock_case import CaseIsClosed
from cases.services.open_request import ask_for_code, open_with_code
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.mail_door import KNOWN_FOR, OPEN_FOR, CodeForm, Door, in_dutch_and_unlisted
from wijkteam.core.mail_links import CODE_LASTS, LinkIsOver, TooManyCodes, WrongCode, code_was_mailed
from wijkteam.core.rate_limits import is_within

DOOR = Door(name="request", cookie="verzoek", address="cases:request")


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """The same for every address that opens nothing."""
    return render_page(request, "cases/answering/nothing.html", status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render_page(request, "cases/answering/nothing.html", {"too_often": True}, status=429)


def _over(request: HttpRequest, link: RequestLink, *, is_lost: bool = False) -> HttpResponse:
    """For who got in before: what became of it. `is_lost` when what they just sent did not count."""
    if not DOOR.knows(request, link, within=KNOWN_FOR):
        return _nothing_here(request)
    page = over_page(link)
    status = 200 if page.is_answered and not is_lost else 409
    context = {"page": page, "is_lost": is_lost}
    return render_page(request, "cases/answering/over.html", context, status=status)


def _find(request: HttpRequest, token: str, now: datetime) -> RequestLink | HttpResponse:
    if not is_within(DOOR.pages, request):
        return _too_often(request)
    link = link_of(token=token)
    if link is None:
        return _nothing_here(request)
    return link if is_live(link, today=timezone.localdate(now)) else _over(request, link)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@in_dutch_and_unlisted
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a code; then shows the question and the three answers for half an hour."""
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    if request.method == "POST":
        return _check_code(request, link, token, now)
    if not DOOR.knows(request, link, within=OPEN_FOR):
        return _door(request, link, token, CodeForm(), now)
    context = {"page": asked_page(link.involvement, reference=link.reference), "token": token}
    return render_page(request, "cases/answering/page.html", context)


def _door(
    request: HttpRequest, link: RequestLink, token: str, form: CodeForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    context = {
        "team": link.involvement.case.team,
        "reference": link.reference,
        "token": token,
        "form": form if form.is_bound or code_was_mailed(link, since=now - CODE_LASTS) else None,
    }
    return render_page(request, "cases/answering/door.html", context, status=status)


def _check_code(request: HttpRequest, link: RequestLink, token: str, now: datetime) -> HttpResponse:
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _door(request, link, token, form, now, status=422)
    if not is_within(DOOR.codes, request):
        return _too_often(request)
    try:
        open_with_code(link=link, code=form.cleaned_data["code"], at=now)
    except WrongCode:
        form.add_error("code", _("This is not the code, or it is older than fifteen minutes. Look in the last e-mail."))
        return _door(request, link, token, form, now, status=422)
    except TooManyCodes:
        return _too_often(request)
    except LinkIsOver:
        return _nothing_here(request)
    response = redirect_after_post(request, "cases:request", token)
    return DOOR.remember(response, link, token)


@login_not_required
@require_POST
@in_dutch_and_unlisted
def code(request: HttpRequest, token: str) -> HttpResponse:
    """Have the code mailed."""
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    if not is_within(DOOR.asks, request):
        return _too_often(request)
    try:
        ask_for_code(link=link, at=now)
    except TooManyCodes:
        return _too_often(request)
    except LinkIsOver:
        return _nothing_here(request)
    return redirect_after_post(request, "cases:request", token)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@in_dutch_and_unlisted
def answer(request: HttpRequest, token: str, kind: str) -> HttpResponse:
    """Yes, no or later, with what belongs to it; the question stays in sight."""
    if kind not in FORMS:
        raise Http404
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return _lost(request, token) if request.method == "POST" and link.status_code in {200, 409} else link
    posted = request.method == "POST"
    if not DOOR.knows(request, link, within=KNOWN_FOR if posted else OPEN_FOR):
        return _door(request, link, token, CodeForm(), now, status=422 if posted else 200)
    page = asked_page(link.involvement, reference=link.reference)
    form = FORMS[kind](request.POST if posted else None, today=timezone.localdate(now), is_consult=page.is_consult)
    if not form.is_valid():
        return _answer_page(request, page, token, kind, form)
    try:
        said = answer_by_link(link=link, answer=form.answer, at=now, request_key=form.cleaned_data["request_key"])
    except (LinkIsOver, CaseIsClosed):
        return _over(request, link, is_lost=True)
    if said.later_on is not None:
        return redirect_after_post(request, f"{reverse('cases:request', args=[token])}?bewaard=1")
    return redirect_after_post(request, "cases:request", token)


def _lost(request: HttpRequest, token: str) -> HttpResponse:
    """Sent too late; or sent twice, and then the first one counted."""
    link = link_of(token=token)
    if link is None:
        return _nothing_here(request)
    if was_said(link, request_key=request.POST.get("request_key", "")):
        return redirect_after_post(request, "cases:request", token)
    return _over(request, link, is_lost=True)


def _answer_page(request: HttpRequest, page: AskedPage, token: str, kind: str, form: AnswerForm) -> HttpResponse:
    context = {"page": page, "token": token, "kind": kind, "form": form}
    return render_page(request, "cases/answering/answer.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
@in_dutch_and_unlisted
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Close it on this device: who comes after needs a code again."""
    link = _find(request, token, timezone.now())
    if isinstance(link, HttpResponse):
        return link
    response = redirect_after_post(request, "cases:request", token)
    return DOOR.forget(response, link, token)
