"""Who gets the information round and how often; and stopping, from the mail itself."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collectief.forms.rounds import RecipientForm, RhythmForm
from collectief.models import RoundRecipient, RoundRhythm
from collectief.notifications.round_letter import LANGUAGE, recipient_of
from collectief.selectors.rounds import recipient_rows
from collectief.services.send_round import GetsItAlready, add_recipient, choose_rhythm, stop_recipient
from collectief.views.rounds import own_team
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within

STOPS = Limit(name="round-stop", times=120, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def recipients(request: StaffRequest, slug: str) -> HttpResponse:
    """The list of a team, and a form for one more."""
    now = timezone.now()
    today = timezone.localdate(now)
    team = own_team(request, slug, today)
    form = RecipientForm(request.POST if request.method == "POST" else None, today=today)
    if form.is_valid():
        try:
            add_recipient(
                team=team, wish=form.details, by=request.user, at=now, request_key=form.cleaned_data["request_key"]
            )
        except GetsItAlready:
            form.add_error(None, _("They are on the list already."))
        else:
            messages.success(request, _("They get the next round."))
            return redirect_after_post(request, "collectief:round-recipients", team.slug)
    rows = recipient_rows(team, with_stopped=True)
    context = {
        "team": team,
        "form": form,
        "rows": [row for row in rows if row.stopped_at is None],
        "stopped": [row for row in rows if row.stopped_at is not None],
    }
    return render_page(request, "collectief/rounds/recipients.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def recipient_stop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """They said so on the telephone, for example."""
    now = timezone.now()
    rows = RoundRecipient.objects.visible_to(request.user, on=timezone.localdate(now)).select_related("team")
    one = get_object_or_404(rows.distinct(), public_id=public_id)
    stop_recipient(recipient=one, by=request.user, at=now)
    messages.success(request, _("They get no more rounds."))
    return redirect_after_post(request, "collectief:round-recipients", one.team.slug)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def rhythm(request: StaffRequest, slug: str) -> HttpResponse:
    """How often."""
    now = timezone.now()
    team = own_team(request, slug, timezone.localdate(now))
    chosen = RoundRhythm.objects.filter(team=team).values_list("every_weeks", flat=True).first()
    form = RhythmForm(request.POST if request.method == "POST" else None, initial={"every_weeks": chosen or 0})
    if form.is_valid():
        choose_rhythm(team=team, every_weeks=form.cleaned_data["every_weeks"], by=request.user, at=now)
        messages.success(request, _("The rhythm is saved."))
        return redirect_after_post(request, "collectief:rounds")
    context = {"team": team, "form": form}
    return render_page(request, "collectief/rounds/rhythm.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail: one button. Opening the page changes nothing, for scanners of mail open every link."""
    with translation.override(LANGUAGE):
        if not is_within(STOPS, request):
            return _public(request, {"too_often": True}, status=429)
        one = recipient_of(token)
        if one is None:
            return _public(request, {"unknown": True}, status=404)
        if request.method == "POST":
            stop_recipient(recipient=one, by=None, at=timezone.now())
            one.refresh_from_db(fields=["stopped_at"])
        return _public(request, {"team": one.team, "is_stopped": one.stopped_at is not None})


def _public(request: HttpRequest, context: dict[str, object], *, status: int = 200) -> HttpResponse:
    response = render_page(request, "collectief/rounds/stop.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
