"""Who was there: the gesture that is made most, so one screen and one button."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from collectief.forms.editions import AttendanceForm, GatheringForm
from collectief.models import Attendance, Edition, Initiative, Session
from collectief.permissions import can_change_initiative, leads
from collectief.selectors.editions import group_to_tick
from collectief.services.note_attendance import (
    CannotBeNoted,
    HoursDoNotFit,
    NotedMeanwhile,
    log_gathering,
    note_attendance,
)
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on


def _hours_text(error: HoursDoNotFit) -> str:
    text = _("The hours of %(name)s do not fit: the day is full or too long ago, or %(name)s was not in the team then.")
    return text % {"name": error.worker.name}


def _leaders(edition: Edition) -> list[User]:
    return [one.worker for one in edition.leaders.select_related("worker").order_by("worker__name", "pk")]


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def attendance(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who came to a meeting; the first time everybody did, until ticked off. The hours are made at once."""
    now = timezone.now()
    today = timezone.localdate(now)
    seen = Session.objects.filter(edition__in=Edition.objects.visible_to(request.user, on=today))
    session = get_object_or_404(seen.select_related("edition__initiative", "edition__method"), public_id=public_id)
    edition = session.edition
    assert edition is not None  # noqa: S101  (filtered above)
    require(leads(user=request.user, edition=edition, on=today))
    if session.cancelled_on is not None or session.held_on > today:
        context: dict[str, Any] = {"form": None, "session": session, "edition": edition}
        return render_page(request, "collectief/attendance.html", context)
    form, status = _attendance_form(request, session, edition, today=today, is_fresh=False), 200
    stale = False
    if form.is_bound:
        status = 422
        if form.is_valid():
            try:
                note_attendance(session=session, noted=form.noted, by=request.user, at=now, seen=form.noted_at)
            except NotedMeanwhile:
                session.refresh_from_db()
                form, status = _attendance_form(request, session, edition, today=today, is_fresh=True), 409
                stale = True
            except CannotBeNoted:
                form.add_error(None, _("This meeting is still to come, or was called off."))
            except HoursDoNotFit as error:
                form.add_error("minutes", _hours_text(error))
            else:
                came = len(form.noted.present) + form.noted.others
                text = ngettext(
                    "Written down: %(number)d person was there.", "Written down: %(number)d people were there.", came
                )
                messages.success(request, text % {"number": came})
                return redirect_after_post(request, "collectief:edition", edition.public_id)
    context = {
        "form": form,
        "session": session,
        "edition": edition,
        "stale": stale,
        "who": session.noted_by.name if stale and session.noted_by else "",
    }
    return render_page(request, "collectief/attendance.html", context, status=status)


def _attendance_form(
    request: StaffRequest, session: Session, edition: Edition, *, today: date, is_fresh: bool
) -> AttendanceForm:
    group = group_to_tick(session=session, user=request.user, today=today)
    hours = list(session.hours.select_related("time_entry", "worker"))
    leaders = _leaders(edition)
    there = leaders + [row.worker for row in hours if row.worker not in leaders]
    if session.noted_at is None:
        present = [str(one.public_id) for one in group]
        workers, minutes = [one.pk for one in leaders], session.minutes
    else:
        came = set(Attendance.objects.filter(session=session, was_there=True).values_list("participant", flat=True))
        present = [str(one.public_id) for one in group if one.pk in came]
        workers = [row.worker_id for row in hours]
        minutes = hours[0].time_entry.minutes if hours else 0
    return AttendanceForm(
        request.POST if request.method == "POST" and not is_fresh else None,
        group=group,
        workers=there,
        initial={
            "present": present,
            "others": session.others or None,
            "minutes": minutes or None,
            "workers": workers,
            "seen": session.noted_at.isoformat() if session.noted_at else "",
        },
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def gathering(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How many people came to an initiative that anybody walks into; the hours are made at once."""
    now = timezone.now()
    today = timezone.localdate(now)
    visible = Initiative.objects.visible_to(request.user, on=today).select_related("team", "area")
    found = get_object_or_404(visible, public_id=public_id)
    require(can_change_initiative(user=request.user, initiative=found, on=today))
    colleagues = list(
        User.objects.filter(running_on(today, of="memberships"), memberships__team=found.team_id, is_active=True)
    )
    form = GatheringForm(
        request.POST if request.method == "POST" else None,
        workers=colleagues,
        initial={"held_on": today, "workers": [request.user.pk]},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        try:
            log_gathering(
                initiative=found,
                held_on=given["held_on"],
                length=given["length"],
                noted=form.noted,
                by=request.user,
                at=now,
                request_key=given["request_key"],
            )
        except CannotBeNoted:
            form.add_error("held_on", _("This day is still to come. Choose today or an earlier day."))
        except HoursDoNotFit as error:
            form.add_error("minutes", _hours_text(error))
        else:
            text = ngettext(
                "Written down: %(number)d person was there.",
                "Written down: %(number)d people were there.",
                given["people"],
            )
            messages.success(request, text % {"number": given["people"]})
            return redirect_after_post(request, "collectief:initiative", found.public_id)
    context = {"form": form, "initiative": found}
    return render_page(
        request, "collectief/gathering.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
