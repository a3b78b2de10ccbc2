"""Emergency access: asking for it, what was opened with it, and judging it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import EmergencyKind, ReviewResult
from cases.forms.break_glass import BreakGlassForm, ReviewForm
from cases.models import BreakGlass
from cases.selectors.break_glass import emergencies, emergency_row, readings_of
from cases.services.break_glass import (
    EmergencyRuns,
    IsJudged,
    JudgesOneself,
    MaySeeIt,
    break_glass,
    end_emergency,
    judge_emergency,
)
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team

INVOLVED = (*CASEWORKERS, Role.PRIVACY_OFFICER)


@require_safe
@for_roles(*INVOLVED)
def overview(request: StaffRequest) -> HttpResponse:
    """All for the privacy officer, those about the own team for its coordinator, and one's own."""
    now = timezone.now()
    page = emergencies(user=request.user, at=now, today=timezone.localdate(now))
    return render_page(request, "cases/emergency/list.html", {"page": page, "can_ask": request.user.does_casework})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def ask(request: StaffRequest) -> HttpResponse:
    """Open one household for an hour. The answer is the same when no case has that number."""
    now = timezone.now()
    require(Team.objects.of_worker(request.user, on=timezone.localdate(now)).exists())
    form = BreakGlassForm(request.POST if request.method == "POST" else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            made = break_glass(
                number=form.cleaned_data["number"],
                kind=EmergencyKind(form.cleaned_data["kind"]),
                reason=form.cleaned_data["reason"],
                by=request.user,
                at=now,
            )
        except MaySeeIt as found:
            messages.info(request, _("You may see this case already: no emergency access is needed."))
            return redirect_after_post(request, "cases:detail", found.case.public_id)
        except EmergencyRuns:
            form.add_error(None, _("Your emergency access to another file still runs. End that first."))
            status = 409
        else:
            return redirect_after_post(request, "cases:emergency", made.public_id)
    return render_page(request, "cases/emergency/ask.html", {"form": form}, status=status)


def _find(request: StaffRequest, public_id: UUID) -> BreakGlass:
    found = (
        BreakGlass.objects.visible_to(request.user, on=timezone.localdate())
        .select_related("user", "case__team", "reviewed_by")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*INVOLVED)
def emergency(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One use: what for, what was read in it, and what the privacy officer thinks of it."""
    now = timezone.now()
    found = _find(request, public_id)
    row = emergency_row(found, user=request.user, at=now, today=timezone.localdate(now))
    judges = request.user.role == Role.PRIVACY_OFFICER and not row.is_mine and found.reviewed_at is None
    require(judges or request.method != "POST")
    form = ReviewForm(request.POST if request.method == "POST" else None) if judges else None
    if form is not None and form.is_valid():
        try:
            judge_emergency(
                emergency=found,
                result=ReviewResult(form.cleaned_data["result"]),
                note=form.cleaned_data["note"],
                by=request.user,
                at=now,
            )
        except (IsJudged, JudgesOneself):
            messages.error(request, _("Somebody else judged this already."))
        else:
            messages.success(request, _("Your judgement is saved."))
        return redirect_after_post(request, "cases:emergencies")
    if not row.is_mine and found.household_id is not None:
        record_reading(
            by=request.user,
            at=now,
            act=Act.OPEN,
            subject=Subject.EMERGENCY,
            seen=[(found.pk, found.household_id)],
            purpose="oversight",
        )
    readings = () if row.is_mine else readings_of(found)
    context = {"row": row, "form": form, "readings": readings, "public_id": public_id}
    return render_page(
        request, "cases/emergency/emergency.html", context, status=422 if form is not None and form.errors else 200
    )


@require_safe
@for_roles(*CASEWORKERS)
def to_household(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """From one's own emergency to the file; there 404 says what it says to everybody."""
    found = _find(request, public_id)
    if found.user_id != request.user.pk or found.case is None:
        raise Http404
    return redirect("cases:detail", found.case.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Done before the hour is over."""
    found = _find(request, public_id)
    if found.user_id != request.user.pk:
        raise Http404
    end_emergency(emergency=found, at=timezone.now())
    messages.success(request, _("Your emergency access has ended."))
    return redirect_after_post(request, "cases:emergencies")
