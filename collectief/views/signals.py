"""Signals: what was noticed in the neighbourhood, and what became of it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.enums import SignalFollowUp, SignalSource
from collectief.forms.signals import FollowUpForm, SignalFilterForm, SignalForm
from collectief.models import Signal
from collectief.selectors import signals as selectors
from collectief.services.follow_up_signal import SignalIsFollowedUp, follow_up_signal
from collectief.services.pass_on_signal import pass_on_signal
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def signals(request: StaffRequest) -> HttpResponse:
    """Signals of one's teams: to look at, or followed up."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    filters = SignalFilterForm(request.GET, teams=teams)
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: getattr(value, "code", value) for name, value in filters.cleaned_data.items() if value}
    is_done = request.GET.get("status") == "opgevolgd"
    overview = selectors.signal_list(
        user=request.user, today=today, page=request.GET.get("pagina", "1"), chosen=chosen, is_done=is_done
    )
    context = {"overview": overview, "filters": filters, "has_teams": len(teams) > 1}
    return render_page(request, "collectief/signals.html", context, fragments={"rows"}, push=True)


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
        messages.success(request, _("The signal has been saved."))
        return redirect_after_post(request, "collectief:signal", kept.public_id)
    return render_page(request, "collectief/signal_new.html", {"form": form}, status=422 if form.is_bound else 200)


def _visible(request: StaffRequest, public_id: UUID) -> Signal:
    rows = Signal.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("team", "theme", "area", "followed_up_by"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def signal(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One signal, and the form that says once what became of it."""
    found = _visible(request, public_id)
    form = FollowUpForm(request.POST if request.method == "POST" else None)
    status, unsaved = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid():
        try:
            follow_up_signal(
                signal=found,
                follow_up=SignalFollowUp(form.cleaned_data["follow_up"]),
                note=form.cleaned_data["note"],
                by=request.user,
                at=timezone.now(),
            )
        except SignalIsFollowedUp:
            found = _visible(request, public_id)
            unsaved = form.cleaned_data["note"] or " "
        else:
            messages.success(request, _("It has been saved what became of the signal."))
            return redirect_after_post(request, "collectief:signals")
    context = {"signal": found, "form": form, "unsaved": unsaved}
    return render_page(request, "collectief/signal.html", context, status=status)
