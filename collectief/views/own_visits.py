"""The own page of a volunteer who visits somebody: without an account, behind a link and a code (ADR 20).

It shows first names and planned days, nothing more. A wrong address, and one that opens nothing any more, give the same
page.
"""

from datetime import datetime
from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collectief.forms.visits import TellForm
from collectief.models import VisitLink, VisitMatch
from collectief.selectors.visits import is_live, link_of, own_visits
from collectief.services.visit_link import ask_for_code, open_with_code
from collectief.views.visits import save_told
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.mail_door import KNOWN_FOR, CodeForm, Door, in_dutch_and_unlisted
from wijkteam.core.mail_links import CODE_LASTS, LinkIsOver, TooManyCodes, WrongCode, code_was_mailed
from wijkteam.core.rate_limits import is_within

DOOR = Door(name="visit", cookie="bezoek", address="collectief:own-visits")


def _nothing_here(request: HttpRequest) -> HttpResponse:
    """The same for every address that opens nothing."""
    return render_page(request, "collectief/visits/own/nothing.html", status=404)


def _too_often(request: HttpRequest) -> HttpResponse:
    return render_page(request, "collectief/visits/own/nothing.html", {"too_often": True}, status=429)


def _find(request: HttpRequest, token: str, now: datetime) -> VisitLink | HttpResponse:
    if not is_within(DOOR.pages, request):
        return _too_often(request)
    link = link_of(token=token)
    if link is None or not is_live(link, today=timezone.localdate(now)):
        return _nothing_here(request)
    return link


def _door(
    request: HttpRequest, link: VisitLink, token: str, form: CodeForm, now: datetime, *, status: int = 200
) -> HttpResponse:
    context = {
        "team": link.volunteer.team,
        "reference": link.reference,
        "token": token,
        "form": form if form.is_bound or code_was_mailed(link, since=now - CODE_LASTS) else None,
    }
    return render_page(request, "collectief/visits/own/door.html", context, status=status)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@in_dutch_and_unlisted
def read(request: HttpRequest, token: str) -> HttpResponse:
    """Asks for a code; then shows whom one visits for half an hour."""
    now = timezone.now()
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    if request.method == "POST":
        return _check_code(request, link, token, now)
    if not DOOR.knows(request, link):
        return _door(request, link, token, CodeForm(), now)
    context = {
        "team": link.volunteer.team,
        "reference": link.reference,
        "token": token,
        "visits": own_visits(link.volunteer, at=now),
    }
    return render_page(request, "collectief/visits/own/page.html", context)


def _check_code(request: HttpRequest, link: VisitLink, token: str, now: datetime) -> HttpResponse:
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
    return DOOR.remember(redirect_after_post(request, "collectief:own-visits", token), link, token)


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
    return redirect_after_post(request, "collectief:own-visits", token)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
@in_dutch_and_unlisted
def tell(request: HttpRequest, token: str, public_id: UUID) -> HttpResponse:
    """Did the visit happen, when, how long, a worry."""
    now = timezone.now()
    today = timezone.localdate(now)
    link = _find(request, token, now)
    if isinstance(link, HttpResponse):
        return link
    posted = request.method == "POST"
    if not (DOOR.knows(request, link, within=KNOWN_FOR) if posted else DOOR.knows(request, link)):
        return _door(request, link, token, CodeForm(), now, status=422 if posted else 200)
    running = VisitMatch.objects.running().filter(volunteer=link.volunteer_id, public_id=public_id)
    found = running.select_related("wish").first()
    if found is None:
        return _nothing_here(request)
    form = TellForm(request.POST if posted else None, match=found, today=today)
    if form.is_bound and form.is_valid() and save_told(form, found, by=None, at=now):
        return redirect_after_post(request, "collectief:own-visits", token)
    context = {"form": form, "token": token, "name": found.wish.name, "team": link.volunteer.team}
    return render_page(request, "collectief/visits/own/tell.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_POST
@in_dutch_and_unlisted
def done(request: HttpRequest, token: str) -> HttpResponse:
    """Close the page on this device."""
    link = _find(request, token, timezone.now())
    if isinstance(link, HttpResponse):
        return link
    return DOOR.forget(redirect_after_post(request, "collectief:own-visits", token), link, token)
