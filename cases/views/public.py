"""Residents ask for help or pass something on. The answer is the same for everybody: nobody is looked up."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import Origin
from cases.forms.public import AskForAnotherForm, AskForMyselfForm, PassOnForm, PublicForm
from cases.services.ask_question import ask_question
from collectief.enums import SignalSource
from collectief.services.pass_on_signal import pass_on_signal
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within
from wijkteam.teams.models import Team
from wijkteam.teams.selectors.public_page import answer_days, opening_at, public_team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# One limit for the three forms together. It counts what is sent, not what is filled in wrongly.
LIMIT = Limit(name="public-form", times=10, seconds=60 * 60)


@dataclass(frozen=True)
class Way:
    """One of the ways to come in: what its tab says, its form, and whether somebody is to be answered."""

    name: str
    url_name: str
    label: "_StrOrPromise"
    icon: str
    form: type[PublicForm]
    button: "_StrOrPromise"

    def url(self, team: Team) -> str:
        return reverse(self.url_name, args=[team.slug])


MYSELF = Way("myself", "cases:ask", _("For myself"), "user", AskForMyselfForm, _("Send my question"))
ANOTHER = Way(
    "another", "cases:ask-for-another", _("For somebody else"), "users", AskForAnotherForm, _("Send my question")
)
SIGNAL = Way("signal", "cases:pass-on", _("I want to pass something on"), "eye", PassOnForm, _("Pass it on"))
WAYS = (MYSELF, ANOTHER, SIGNAL)


@dataclass(frozen=True, kw_only=True)
class WayTab:
    label: "_StrOrPromise"
    icon: str
    url: str
    current: bool


def _team_or_404(slug: str) -> Team:
    team = public_team(slug=slug)
    if team is None:
        raise Http404
    return team


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for help for oneself."""
    return _form_page(request, slug, MYSELF)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask_for_another(request: HttpRequest, slug: str) -> HttpResponse:
    """Ask for help for somebody else."""
    return _form_page(request, slug, ANOTHER)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def pass_on(request: HttpRequest, slug: str) -> HttpResponse:
    """Pass on something that one noticed in the neighbourhood."""
    return _form_page(request, slug, SIGNAL)


def _form_page(request: HttpRequest, slug: str, way: Way) -> HttpResponse:
    team = _team_or_404(slug)
    now = timezone.now()
    form = way.form(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound:
        status = 422
        if form.is_from_a_robot:
            return redirect_after_post(request, _thanks(way), team.slug)  # the same answer, and nothing is kept
        if form.is_valid():
            if is_within(LIMIT, request):
                _keep(way, team, form.cleaned_data, at=now)
                return redirect_after_post(request, _thanks(way), team.slug)
            status = 429
    context = {
        "team": team,
        "way": way,
        "tabs": [WayTab(label=each.label, icon=each.icon, url=each.url(team), current=each is way) for each in WAYS],
        "form": form,
        "days": answer_days(team, on=timezone.localdate(now)),
        "opening": opening_at(team.opening_hours.all(), now),
        "too_often": status == 429,
    }
    return render_page(request, "cases/public/ask.html", context, status=status)


def _thanks(way: Way) -> str:
    return "cases:passed-on" if way is SIGNAL else "cases:asked"


def _keep(way: Way, team: Team, given: dict[str, Any], *, at: datetime) -> None:
    if way is SIGNAL:
        pass_on_signal(
            team=team,
            text=given["text"],
            place=given["place"],
            signaller=given["signaller"],
            reach=given["reach"],
            area=given["area"],
            source=SignalSource(given["source"] or SignalSource.RESIDENT),
            at=at,
            request_key=given["request_key"],
        )
        return
    ask_question(
        team=team,
        asked=given["asked"],
        origin=Origin.RESIDENT if way is MYSELF else Origin.NETWORK,
        asker=given["asker"],
        reach=given["reach"],
        resident=given.get("resident", ""),
        area=given["area"],
        by=None,
        at=at,
        request_key=given["request_key"],
    )


@login_not_required
@require_safe
def asked(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next with a question; says nothing about the question itself."""
    return _thanks_page(request, slug, is_signal=False)


@login_not_required
@require_safe
def passed_on(request: HttpRequest, slug: str) -> HttpResponse:
    """What happens next with a signal."""
    return _thanks_page(request, slug, is_signal=True)


def _thanks_page(request: HttpRequest, slug: str, *, is_signal: bool) -> HttpResponse:
    team = _team_or_404(slug)
    now = timezone.now()
    context = {
        "team": team,
        "is_signal": is_signal,
        "days": answer_days(team, on=timezone.localdate(now)),
        "opening": opening_at(team.opening_hours.all(), now),
    }
    return render_page(request, "cases/public/thanks.html", context)
