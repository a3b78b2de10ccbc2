"""Signals: the board, writing one down, and what is done from a card of the board."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.enums import SignalSource
from collectief.forms.signals import SignalFilterForm, SignalForm
from collectief.models import Signal
from collectief.selectors.signal_board import signal_board
from collectief.selectors.signals import finished_list
from collectief.services.pass_on_signal import pass_on_signal
from collectief.services.take_up_signal import SignalIsClosed, SignalIsTakenUp, let_go_of_signal, take_up_signal
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.drafts.services.keep_draft import forget_draft
from wijkteam.teams.models import Team

FILTERS = ("team", "buurt", "thema", "bron")


def find_signal(request: StaffRequest, public_id: UUID) -> Signal:
    """A signal of one's own teams, or 404."""
    rows = Signal.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(
        rows.select_related("team", "theme", "area", "followed_up_by", "looked_at_by"), public_id=public_id
    )


def _board(
    request: StaffRequest, filters: QueryDict, *, said: str = "", refused: str = "", focus: str = ""
) -> HttpResponse:
    now = timezone.now()
    teams = Team.objects.of_worker(request.user, on=timezone.localdate(now)).count()
    board = signal_board(
        user=request.user,
        now=now,
        chosen={name: str(filters.get(name)) for name in FILTERS if filters.get(name)},
        has_teams=teams > 1,
    )
    context = {
        "board": board,
        "filters": SignalFilterForm(initial=board.chosen, choices=board.choices),
        "said": said,
        "refused": refused,
        "focus": focus,
    }
    status = 422 if refused else 200
    return render_page(request, "collectief/signals/board.html", context, fragments={"board"}, push=True, status=status)


@require_safe
@for_roles(*CASEWORKERS)
def signals(request: StaffRequest) -> HttpResponse:
    """The signals of one's teams, by what happens with them."""
    return _board(request, request.GET)


@require_safe
@for_roles(*CASEWORKERS)
def finished(request: StaffRequest) -> HttpResponse:
    """Everything that was ever finished."""
    overview = finished_list(user=request.user, today=timezone.localdate(), page=request.GET.get("pagina", "1"))
    return render_page(
        request, "collectief/signals/finished.html", {"overview": overview}, fragments={"rows"}, push=True
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def signal_new(request: StaffRequest) -> HttpResponse:
    """Write down a signal that was heard or seen."""
    teams = list(Team.objects.of_worker(request.user, on=timezone.localdate()).order_by("name"))
    require(bool(teams))
    form = SignalForm(request.POST if request.method == "POST" else None, teams=teams)
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        kept = pass_on_signal(
            team=form.chosen_team,
            text=given["text"],
            place=given["place"],
            source=SignalSource(given["source"]),
            signaller=given["signaller"],
            reach=given["reach"],
            theme=given["theme"],
            area=given["area"],
            at=timezone.now(),
            request_key=given["request_key"],
        )
        forget_draft(posted=request.POST, by=request.user)
        messages.success(request, _("The signal has been saved."))
        return redirect_after_post(request, "collectief:signal", kept.public_id)
    return render_page(request, "collectief/signals/new.html", {"form": form}, status=422 if form.is_bound else 200)


# -- from a card -----------------------------------------------------------------------------------


def _answer(
    request: StaffRequest, signal: Signal, *, said: str = "", refused: str = "", focus: str = ""
) -> HttpResponse:
    """The board anew in its place where that is asked for; else back to where the button was."""
    if requested_fragment(request, {"board"}):
        return _board(request, request.POST, said=said, refused=refused, focus=focus)
    if refused:
        messages.error(request, refused)
    elif said:
        messages.success(request, said)
    if request.POST.get("terug") == "signaal":
        return redirect_after_post(request, "collectief:signal", signal.public_id)
    kept = QueryDict(mutable=True)
    for name in FILTERS:
        if request.POST.get(name):
            kept[name] = request.POST[name]
    there = reverse("collectief:signals")
    return redirect_after_post(request, f"{there}?{kept.urlencode()}" if kept else there)


def _expected(request: StaffRequest) -> User | None:
    """Who looked at the signal on the screen where the button was pressed."""
    try:
        public_id = UUID(request.POST.get("van", ""))
    except ValueError:
        return None
    found: User | None = User.objects.filter(public_id=public_id).first()
    return found


@require_POST
@for_roles(*CASEWORKERS)
def take_up(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """I look at it."""
    signal = find_signal(request, public_id)
    try:
        take_up_signal(signal=signal, expected=_expected(request), by=request.user, at=timezone.now())
    except SignalIsTakenUp as taken:
        if taken.who is None:
            return _answer(request, signal, refused=_("A colleague let this signal go in the meantime. Look again."))
        name = taken.who.name
        return _answer(request, signal, refused=_("%(name)s was first, and looks at this signal now.") % {"name": name})
    except SignalIsClosed:
        return _answer(request, signal, refused=_("A colleague finished this signal in the meantime."))
    return _answer(request, signal, said=_("You look at this signal now."), focus=str(public_id))


@require_POST
@for_roles(*CASEWORKERS)
def let_go(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """I no longer look at it."""
    signal = find_signal(request, public_id)
    try:
        let_go_of_signal(signal=signal, by=request.user, at=timezone.now())
    except SignalIsClosed:
        return _answer(request, signal, refused=_("A colleague finished this signal in the meantime."))
    return _answer(request, signal, said=_("The signal is free for a colleague again."), focus=str(public_id))
