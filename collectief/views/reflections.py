"""Reflections: sitting down together, choosing, and looking back."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.enums import Occasion, ReviewResult
from collectief.forms.reflections import ReflectionForm, ReviewForm
from collectief.models import Opportunity, Reflection, ReflectionReview
from collectief.selectors import reflections as selectors
from collectief.selectors.policy_asks import open_asks
from collectief.services.hold_reflection import ReviewIsDone, hold_reflection, look_back
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.addresses import public_id_in_address
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def reflections(request: StaffRequest) -> HttpResponse:
    """Reflections of one's teams, first where it is time to look back."""
    overview = selectors.reflection_list(user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/reflections/list.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def reflection_new(request: StaffRequest) -> HttpResponse:
    """Write down a reflection; `kans` names the opportunity that it began with, `aanleiding` another occasion."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    opportunity = _named_opportunity(request)
    if opportunity is not None:
        teams = [opportunity.team]
    asked_for = request.GET.get("aanleiding", "")
    form = ReflectionForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        members=selectors.members_of(teams, today=today),
        areas=selectors.places_of(teams),
        today=today,
        opportunity=opportunity,
        initial={
            "held_on": today,
            "responsible": request.user.pk,
            "occasion": Occasion.OPPORTUNITY if opportunity else asked_for or Occasion.CALENDAR,
            "theme": opportunity.theme_id if opportunity else None,
            "area": opportunity.area_id if opportunity else _named_area(request, teams),
        },
    )
    if form.is_bound and form.is_valid():
        kept = hold_reflection(
            team=form.chosen_team,
            details=form.details,
            by=request.user,
            at=now,
            request_key=form.cleaned_data["request_key"],
            opportunity=opportunity if form.cleaned_data["occasion"] != Occasion.CALENDAR else None,
        )
        messages.success(request, _("The reflection has been kept. You look back after 3, 6 and 12 months."))
        return redirect_after_post(request, "collectief:reflection", kept.public_id)
    asks = open_asks(user=request.user, teams=teams, today=today) if opportunity is None else ()
    context = {"form": form, "opportunity": opportunity, "asks": asks}
    return render_page(request, "collectief/reflections/new.html", context, status=422 if form.is_bound else 200)


def _named_area(request: StaffRequest, teams: list[Team]) -> int | None:
    """The area in the address, when it is of one's teams."""
    return selectors.places_of(teams).filter(code=request.GET.get("gebied", "")).values_list("pk", flat=True).first()


def _named_opportunity(request: StaffRequest) -> Opportunity | None:
    """The opportunity in the address: 404 when it is not one's own."""
    if (named := public_id_in_address(request, "kans")) is None:
        return None
    rows = Opportunity.objects.visible_to(request.user, on=timezone.localdate())
    return get_object_or_404(rows.select_related("team", "theme", "area"), public_id=named)


@require_safe
@for_roles(*CASEWORKERS)
def reflection(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What was seen and chosen, with the figures of then beside those of now."""
    today = timezone.localdate()
    rows = Reflection.objects.visible_to(request.user, on=today).select_related(
        "team", "theme", "area", "opportunity", "initiative", "responsible", "written_by"
    )
    page = selectors.reflection_page(get_object_or_404(rows, public_id=public_id), user=request.user, today=today)
    return render_page(request, "collectief/reflections/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def review(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Look back at a reflection, once for each term."""
    now = timezone.now()
    today = timezone.localdate(now)
    mine = Reflection.objects.visible_to(request.user, on=today)
    found = get_object_or_404(
        ReflectionReview.objects.filter(reflection__in=mine, due_on__lte=today).select_related(
            "reflection__team", "reflection__theme", "reflection__area", "reflection__initiative", "done_by"
        ),
        public_id=public_id,
    )
    form = ReviewForm(request.POST if request.method == "POST" else None)
    status, unsaved = (422 if form.is_bound else 200), ""
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            look_back(review=found, result=ReviewResult(given["result"]), note=given["note"], by=request.user, at=now)
        except ReviewIsDone as first:
            found.done_at, unsaved = first.review.done_at, given["note"]
        else:
            messages.success(request, _("What you saw has been kept, with the figures of now."))
            return redirect_after_post(request, "collectief:reflection", found.reflection.public_id)
    if found.done_at is not None and not unsaved:
        return redirect_after_post(request, "collectief:reflection", found.reflection.public_id)
    reviews = list(found.reflection.reviews.order_by("months"))
    context = {
        "form": form,
        "review": found,
        "title": selectors.title_of(found.reflection),
        "figures": selectors.then_and_now(found.reflection, reviews, today=today),
        "unsaved": unsaved,
        "relief_of": selectors.relief_of(found.reflection),
    }
    return render_page(request, "collectief/reflections/review.html", context, status=status)
