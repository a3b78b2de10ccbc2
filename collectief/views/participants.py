"""Who takes part in an edition, for who leads it; and their scores before and after."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from collectief.enums import LeftReason, MeasureMoment, ParticipantStatus
from collectief.forms.editions import RenameForm, ScoresForm, SignUpForm, StopForm
from collectief.models import Edition, Participant
from collectief.permissions import leads
from collectief.selectors.editions import measured_scores
from collectief.services import take_part
from collectief.services.measure_group import NotOnTheScale, measure_group
from collectief.services.start_edition import EditionIsClosed
from collectief.views.editions import find_edition
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


def _led(request: StaffRequest, public_id: UUID, *, on: date) -> Edition:
    found = find_edition(request, public_id, on=on)
    require(leads(user=request.user, edition=found, on=on))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def sign_up(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody more for the group, or for its waiting list."""
    now = timezone.now()
    found = _led(request, public_id, on=timezone.localdate(now))
    require(found.closed_on is None)
    form = SignUpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            one = take_part.sign_up(
                edition=found,
                name=form.cleaned_data["name"],
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except EditionIsClosed:
            form.add_error(None, _("This edition was closed a moment ago. Nothing has been changed."))
        else:
            if one.waits:
                messages.warning(request, _("There is no place left, or others wait already: on the waiting list."))
            else:
                messages.success(request, _("In the group now."))
            return redirect_after_post(request, "collectief:edition", found.public_id)
    return render_page(
        request,
        "collectief/sign_up.html",
        {"form": form, "edition": found},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


def _visible(request: StaffRequest, public_id: UUID) -> Participant:
    seen = Participant.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(seen.select_related("edition__initiative", "edition__method"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def participant(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One participant: the name on the list, a place, stopping."""
    one = _visible(request, public_id)
    form = RenameForm(request.POST if request.method == "POST" else None, initial={"name": one.name})
    if form.is_bound and form.is_valid():
        take_part.rename(participant=one, name=form.cleaned_data["name"])
        messages.success(request, _("The name has been saved."))
        return redirect_after_post(request, "collectief:edition", one.edition.public_id)
    context = {
        "form": form,
        "participant": one,
        "stop_form": StopForm() if one.status != ParticipantStatus.LEFT else None,
        "can_have_a_place": not one.takes_part and one.edition.closed_on is None,
    }
    return render_page(request, "collectief/participant.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def give_place(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """From the waiting list into the group."""
    one = _visible(request, public_id)
    try:
        take_part.give_place(participant=one, at=timezone.now())
    except take_part.GroupIsFull:
        messages.error(request, _("There is no place left in this group."))
    except EditionIsClosed:
        messages.error(request, _("This edition was closed a moment ago. Nothing has been changed."))
    else:
        messages.success(request, _("In the group now."))
    return redirect_after_post(request, "collectief:edition", one.edition.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def stop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """No longer in the group."""
    one = _visible(request, public_id)
    form = StopForm(request.POST)
    if not form.is_valid():
        context = {
            "form": RenameForm(initial={"name": one.name}),
            "participant": one,
            "stop_form": form,
            "can_have_a_place": False,
        }
        return render_page(request, "collectief/participant.html", context, status=422)
    take_part.stop(participant=one, reason=LeftReason(form.cleaned_data["reason"]), at=timezone.now())
    messages.success(request, _("No longer in the group. What they came to stays counted."))
    return redirect_after_post(request, "collectief:edition", one.edition.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def scores(request: StaffRequest, public_id: UUID, moment: str) -> HttpResponse:
    """The scores of a whole group at one moment."""
    today = timezone.localdate()
    found = _led(request, public_id, on=today)
    if moment not in MeasureMoment.values or not found.measures:
        raise Http404
    at = MeasureMoment(moment)
    known = measured_scores(edition=found, moment=at)
    seen = Participant.objects.visible_to(request.user, on=today).filter(edition=found)
    group = [one for one in seen.order_by("name", "number") if one.takes_part or one.pk in known]
    form = ScoresForm(
        request.POST if request.method == "POST" else None,
        edition=found,
        group=group,
        initial={f"score-{one.number}": known.get(one.pk) for one in group},
    )
    if form.is_bound and form.is_valid():
        try:
            measure_group(edition=found, moment=at, scores=form.scores, on=today)
        except NotOnTheScale:
            form.add_error(None, _("A score lies outside the scale. Nothing has been changed."))
        else:
            messages.success(request, _("The scores have been saved."))
            return redirect_after_post(request, "collectief:edition", found.public_id)
    context = {"form": form, "edition": found, "moment": at.label}
    return render_page(request, "collectief/scores.html", context, status=422 if form.is_bound else 200)
