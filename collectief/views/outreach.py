"""Outreach: who was where, for how long, whom they met and what they heard."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.forms.outreach import OutreachForm
from collectief.models import Heard, OutreachMoment
from collectief.permissions import can_correct_outreach
from collectief.selectors import outreach as selectors
from collectief.services.log_outreach import log_outreach, make_signal
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.hours.services.log_hours import DayIsFull, DayOutOfReach, NotInTeamThatDay
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def outreach(request: StaffRequest) -> HttpResponse:
    """A month of outreach of one's teams, with its sum."""
    today = timezone.localdate()
    month = selectors.month_from(request.GET.get("maand", ""), today=today)
    overview = selectors.outreach_month(user=request.user, month=month, today=today)
    return render_page(request, "collectief/outreach/month.html", {"overview": overview})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def outreach_new(request: StaffRequest) -> HttpResponse:
    """Write down a moment; its hours are made at once."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    form = OutreachForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        areas=list(selectors.areas_of(teams)),
        colleagues=list(selectors.colleagues_of(request.user, teams, today=today)),
        today=today,
        initial={"happened_on": today, "area": selectors.latest_area(request.user)},
    )
    if form.is_bound and form.is_valid():
        try:
            moment = log_outreach(
                team=form.chosen_team,
                details=form.details,
                by=request.user,
                at=now,
                request_key=form.cleaned_data["request_key"],
                as_signals=form.cleaned_data["as_signals"],
            )
        except (DayOutOfReach, NotInTeamThatDay, DayIsFull) as error:
            explain_hours(form, error)
        else:
            messages.success(request, _("The moment and its hours have been written down."))
            return redirect_after_post(request, "collectief:outreach-moment", moment.public_id)
    status = 422 if form.is_bound else 200
    return render_page(request, "collectief/outreach/new.html", {"form": form}, status=status)


def explain_hours(form: OutreachForm, error: DayOutOfReach | NotInTeamThatDay | DayIsFull) -> None:
    """Say at the field why the hours cannot be so."""
    if isinstance(error, DayOutOfReach):
        form.add_error("happened_on", _("This day is more than 31 days ago. Ask your coordinator."))
    elif isinstance(error, NotInTeamThatDay):
        form.add_error("happened_on", _("You did not work in this team on that day."))
    else:
        text = ngettext("Only %(left)s minute fits in this day.", "Only %(left)s minutes fit in this day.", error.left)
        form.add_error("minutes", text % {"left": error.left})


@require_safe
@for_roles(*CASEWORKERS)
def moment(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One moment, and what was heard there."""
    rows = OutreachMoment.objects.visible_to(request.user, on=timezone.localdate())
    found = get_object_or_404(rows.select_related("area", "author", "time_entry", "team"), public_id=public_id)
    context = {
        "page": selectors.moment_page(found),
        "may_correct": can_correct_outreach(user=request.user, moment=found),
    }
    return render_page(request, "collectief/outreach/moment.html", context)


@require_POST
@for_roles(*CASEWORKERS)
def heard_signal(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Make a signal of something that was heard, in one tap."""
    now = timezone.now()
    moments = OutreachMoment.objects.visible_to(request.user, on=timezone.localdate(now))
    heard = get_object_or_404(Heard.objects.filter(moment__in=moments).select_related("moment"), public_id=public_id)
    make_signal(heard=heard, at=now)
    messages.success(request, _("It is a signal now. It stands on the board of signals."))
    return redirect_after_post(request, "collectief:outreach-moment", heard.moment.public_id)
