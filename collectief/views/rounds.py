"""The information round: the list, writing one, looking at it, sending it, and what was sent."""

import re
from datetime import date
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.forms.rounds import RoundForm, SendForm
from collectief.models import InformationRound
from collectief.notifications.round_letter import MARK, letter_of
from collectief.selectors.round_names import names_in
from collectief.selectors.rounds import delivery_rows, progress_of, recipient_rows, rounds_page, teams_of
from collectief.services.send_round import NobodyToSendTo, NothingToSay, send_round, try_again
from collectief.services.write_round import (
    RoundHasChanged,
    RoundIsSent,
    add_part,
    discard_round,
    look_again,
    move_part,
    start_round,
    write_round,
)
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team

_MOVE = re.compile(r"(omhoog|omlaag):([0-9a-f-]{36})")


def own_team(request: StaffRequest, slug: str, today: date) -> Team:
    """For a team that one does not work in, this address does not exist."""
    return get_object_or_404(Team.objects.of_worker(request.user, on=today).distinct(), slug=slug)


def _round(request: StaffRequest, public_id: UUID) -> InformationRound:
    rows = InformationRound.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("team", "sent_by").distinct(), public_id=public_id)


def _went(request: StaffRequest, one: InformationRound) -> HttpResponse:
    """Somebody was first: on to what became of it."""
    messages.info(request, _("A colleague sent this round, or threw it away. Nothing was changed."))
    if InformationRound.objects.filter(pk=one.pk).exists():
        return redirect_after_post(request, "collectief:round", one.public_id)
    return redirect_after_post(request, "collectief:rounds")


@require_safe
@for_roles(*CASEWORKERS)
def rounds(request: StaffRequest) -> HttpResponse:
    """The rounds of one of one's teams."""
    today = timezone.localdate()
    teams = teams_of(request.user, today=today)
    wanted = request.GET.get("team", "")
    team = next((one for one in teams if one.code == wanted), teams[0] if teams else None)
    page = rounds_page(team, today=today) if team else None
    return render_page(request, "collectief/rounds/list.html", {"page": page, "teams": teams})


@require_POST
@for_roles(*CASEWORKERS)
def start(request: StaffRequest, slug: str) -> HttpResponse:
    """Begin the next round, or go on with the draft that is there."""
    now = timezone.now()
    team = own_team(request, slug, timezone.localdate(now))
    made = start_round(team=team, today=timezone.localdate(now), by=request.user, at=now)
    return redirect_after_post(request, "collectief:round", made.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def round(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """A draft to write, or what was sent."""
    one = _round(request, public_id)
    if not one.is_draft:
        if request.method == "POST":
            return _went(request, one)
        return _sent(request, one)
    items = list(one.items.order_by("position", "pk"))
    form = RoundForm(request.POST if request.method == "POST" else None, round=one, items=items)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            write_round(round=one, draft=form.draft, version=form.cleaned_data["version"], by=request.user)
            return _next(request, one)
        except RoundHasChanged:
            status = 409
            form.goes_on_from(InformationRound.objects.values_list("version", flat=True).get(pk=one.pk))
            form.add_error(
                None,
                _("A colleague saved this round too. Yours stands here: save again to keep it instead of theirs."),
            )
        except RoundIsSent:
            return _went(request, one)
    return render_page(request, "collectief/rounds/write.html", {"round": one, "form": form}, status=status)


def _next(request: StaffRequest, one: InformationRound) -> HttpResponse:
    """What the button asked besides saving."""
    act = request.POST.get("doe", "")
    here = reverse("collectief:round", args=[one.public_id])
    if act == "voorbeeld":
        return redirect_after_post(request, "collectief:round-preview", one.public_id)
    if found := _MOVE.fullmatch(act):
        move_part(round=one, item_id=UUID(found[2]), up=found[1] == "omhoog")
        return HttpResponseRedirect(f"{here}#deel-{found[2]}")
    if act == "nieuw":
        made = add_part(round=one, heading=_("A part of our own"))
        return HttpResponseRedirect(f"{here}#deel-{made.public_id}")
    if act == "kijk":
        count = look_again(round=one, today=timezone.localdate())
        if count:
            said = ngettext("%(count)d part was added below.", "%(count)d parts were added below.", count)
            messages.success(request, said % {"count": count})
        else:
            messages.info(request, _("Nothing new happened since you began."))
        return redirect_after_post(request, "collectief:round", one.public_id)
    messages.success(request, _("The draft is saved."))
    return redirect_after_post(request, "collectief:round", one.public_id)


def _sent(request: StaffRequest, one: InformationRound) -> HttpResponse:
    text = one.body_text.replace(MARK, _("(here each recipient has a link of their own)"))
    context = {"round": one, "text": text, "progress": progress_of(one), "deliveries": delivery_rows(one)}
    return render_page(request, "collectief/rounds/sent.html", context, fragments={"progress"})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def preview(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """As it will be read, with whoever gets it; from here it is sent."""
    now = timezone.now()
    one = _round(request, public_id)
    if not one.is_draft:
        return (
            _went(request, one)
            if request.method == "POST"
            else redirect_after_post(request, "collectief:round", one.public_id)
        )
    letter = letter_of(one)
    names = names_in(letter.words, team=one.team, user=request.user, on=timezone.localdate(now))
    form = SendForm(request.POST if request.method == "POST" else None, version=one.version, names=names)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            send_round(round=one, version=form.cleaned_data["version"], by=request.user, at=now)
        except RoundIsSent:
            return _went(request, one)
        except RoundHasChanged:
            messages.warning(request, _("A colleague changed this round. Look at it as it is now, and send it then."))
            return redirect_after_post(request, "collectief:round-preview", one.public_id)
        except NobodyToSendTo:
            form.add_error(None, _("Nobody on the list has an e-mail address yet. Add who wants this round first."))
        except NothingToSay:
            form.add_error(None, _("There is nothing in this round yet. Choose at least one part."))
        else:
            messages.success(request, _("The round is on its way. You can leave this page."))
            return redirect_after_post(request, "collectief:round", one.public_id)
    recipients = list(recipient_rows(one.team))
    context = {
        "round": one,
        "letter": letter,
        "names": names,
        "form": form,
        "recipients": [row for row in recipients if row.email],
        "without_address": [row for row in recipients if not row.email],
    }
    return render_page(request, "collectief/rounds/preview.html", context, status=status)


@require_safe
@for_roles(*CASEWORKERS)
@csp_update({"sandbox": True})  # type: ignore[arg-type]  # made for views of any request
def mail(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The mail itself, byte for byte, but for the stop link: that is of each recipient alone."""
    one = _round(request, public_id)
    if one.is_draft:
        raise Http404
    return HttpResponse(one.body_html.replace(MARK, "#"))


@require_POST
@for_roles(*CASEWORKERS)
def again(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What did not arrive goes once more."""
    one = _round(request, public_id)
    if try_again(round=one, by=request.user):
        messages.success(request, _("What did not arrive goes once more."))
    return redirect_after_post(request, "collectief:round", one.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def discard(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    one = _round(request, public_id)
    try:
        discard_round(round=one, by=request.user)
    except RoundIsSent:
        return _went(request, one)
    messages.success(request, _("The draft is gone."))
    return redirect_after_post(request, "collectief:rounds")
