"""Correcting a moment of outreach, and taking it away: by who was there, or the team coordinator."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from collectief.forms.outreach import OutreachCorrectForm
from collectief.models import OutreachMoment
from collectief.permissions import can_correct_outreach
from collectief.selectors import outreach as selectors
from collectief.services.correct_outreach import MomentHasChanged, correct_outreach, remove_outreach
from collectief.views.outreach import explain_hours
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft
from wijkteam.hours.services.log_hours import DayIsFull, DayOutOfReach, NotInTeamThatDay


def _own_moment(request: StaffRequest, public_id: UUID) -> OutreachMoment:
    rows = OutreachMoment.objects.visible_to(request.user, on=timezone.localdate())
    found = get_object_or_404(rows.select_related("area", "author", "time_entry", "team"), public_id=public_id)
    require(can_correct_outreach(user=request.user, moment=found))
    return found


def _seen(request: StaffRequest) -> datetime | None:
    """When the moment was corrected last, as the writer read it."""
    try:
        return parse_datetime(request.POST.get("seen", ""))
    except ValueError:
        return None


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def outreach_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Correct it; its hours follow."""
    found, now = _own_moment(request, public_id), timezone.now()
    form = OutreachCorrectForm(
        request.POST if request.method == "POST" else None,
        moment=found,
        areas=list(selectors.areas_of([found.team])),
        colleagues=[
            *selectors.colleagues_of(found.author, [found.team], today=timezone.localdate(now)),
            *found.colleagues.all(),
        ],
        today=timezone.localdate(now),
    )
    status, seen = (422 if form.is_bound else 200), found.corrected_at
    if form.is_bound and form.is_valid():
        try:
            correct_outreach(moment=found, details=form.details, seen=_seen(request), at=now)
        except MomentHasChanged:
            status = 409
            form.add_error(
                None, _("This moment was changed in the meantime. Look at it in another tab, and save again.")
            )
        except (DayOutOfReach, NotInTeamThatDay, DayIsFull) as error:
            explain_hours(form, error)
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The moment and its hours have been corrected."))
            return redirect_after_post(request, "collectief:outreach-moment", found.public_id)
    context = {"form": form, "moment": found, "seen": seen.isoformat() if seen else ""}
    return render_page(request, "collectief/outreach/edit.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def outreach_remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take it away, with its hours."""
    found, now = _own_moment(request, public_id), timezone.now()
    if request.method == "POST":
        month = f"{found.happened_on:%Y-%m}"
        try:
            remove_outreach(moment=found, seen=_seen(request), at=now)
        except MomentHasChanged:
            messages.error(request, _("This moment was changed in the meantime. Look at it again."))
            return redirect_after_post(request, "collectief:outreach-moment", public_id)
        except DayOutOfReach:
            messages.error(request, _("This was more than 31 days ago: its hours are in reports, and stay."))
            return redirect_after_post(request, "collectief:outreach-moment", public_id)
        except NotInTeamThatDay:
            messages.error(request, _("Who was there did not work in this team on that day."))
            return redirect_after_post(request, "collectief:outreach-moment", public_id)
        messages.success(request, _("The moment and its hours have been removed."))
        return redirect_after_post(request, f"/outreach/?maand={month}")
    seen = found.corrected_at.isoformat() if found.corrected_at else ""
    context = {"page": selectors.moment_page(found), "seen": seen}
    return render_page(request, "collectief/outreach/remove.html", context)
