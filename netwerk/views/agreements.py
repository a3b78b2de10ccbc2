"""What one's own team agreed with its partners; everybody who works with households may read it."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.enums import Lead
from netwerk.forms.agreements import AgreementForm, EndAgreementForm, ReviewForm
from netwerk.models import Organisation, WorkingAgreement
from netwerk.permissions import chosen_team, own_teams
from netwerk.selectors.agreements import agreement_page, agreements_page
from netwerk.services.write_agreement import (
    AgreementHasEnded,
    StartsTooEarly,
    end_agreement,
    make_version,
    review_agreement,
)
from netwerk.views.directory import find_organisation
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team

_KEPT = ("consult", "involve", "refer", "lead", "lead_note", "max_wait_weeks", "waiting_note")


@require_safe
@for_roles(*CASEWORKERS)
def agreements(request: StaffRequest) -> HttpResponse:
    """What holds now for a team, and what is to be looked at."""
    today = timezone.localdate()
    teams = list(Team.objects.filter(is_active=True).order_by("name", "pk"))
    mine = own_teams(user=request.user, on=today)
    team = next(
        (one for one in teams if one.code == request.GET.get("team")), mine[0] if mine else next(iter(teams), None)
    )
    context = {
        "page": agreements_page(team=team, today=today) if team else None,
        "teams": teams,
        "may_change": team in mine,
    }
    return render_page(request, "netwerk/agreements.html", context, fragments={"rows"}, push=True)


def _find(request: StaffRequest, public_id: UUID) -> WorkingAgreement:
    organisations = Organisation.objects.visible_to(request.user, on=timezone.localdate())
    rows = WorkingAgreement.objects.filter(organisation__in=organisations).select_related(
        "team", "organisation", "made_by"
    )
    return get_object_or_404(rows, public_id=public_id)


def _may_change(request: StaffRequest, agreement: WorkingAgreement) -> bool:
    return agreement.team in own_teams(user=request.user, on=timezone.localdate())


@require_safe
@for_roles(*CASEWORKERS)
def agreement(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One version of an agreement, and what is different from another."""
    found = _find(request, public_id)
    against = request.GET.get("met", "")
    number = int(against) if against.isascii() and against.isdigit() and len(against) < 6 else None
    page = agreement_page(agreement=found, today=timezone.localdate(), against=number)
    context = {"page": page, "may_change": _may_change(request, found)}
    return render_page(request, "netwerk/agreement.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def agreement_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write down what is agreed, or agree anew: then the form begins with what holds now."""
    now = timezone.now()
    today = timezone.localdate(now)
    organisation = find_organisation(request, public_id)
    team = chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", ""))
    require(team is not None)
    assert team is not None  # noqa: S101  (said by require)
    running = WorkingAgreement.objects.running().filter(team=team, organisation=organisation).first()
    initial = {name: getattr(running, name) for name in _KEPT} if running else {"lead": Lead.TEAM}
    form = AgreementForm(
        request.POST if request.method == "POST" else None,
        initial={**initial, "starts_on": today, "review_on": _in_a_year(today)},
    )
    if form.is_bound and form.is_valid():
        try:
            made = make_version(team=team, organisation=organisation, details=form.details, by=request.user, at=now)
        except StartsTooEarly as error:
            day = date_format(error.earliest, "DATE_FORMAT")
            form.add_error(
                "starts_on", _("The version before it holds from %(day)s. Choose a later day.") % {"day": day}
            )
        else:
            messages.success(request, _("The agreement has been saved."))
            return redirect_after_post(request, "netwerk:agreement", made.public_id)
    context = {"form": form, "organisation": organisation, "team": team, "running": running}
    return render_page(request, "netwerk/agreement_edit.html", context, status=422 if form.is_bound else 200)


def _in_a_year(day: date) -> date:
    return day.replace(year=day.year + 1, day=min(day.day, 28))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def agreement_review(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """It was looked at and still holds: when to look again."""
    today = timezone.localdate()
    found = _find(request, public_id)
    require(_may_change(request, found))
    form = ReviewForm(
        request.POST if request.method == "POST" else None, today=today, initial={"next_on": _in_a_year(today)}
    )
    if form.is_bound and form.is_valid():
        try:
            review_agreement(agreement=found, next_on=form.cleaned_data["next_on"])
        except AgreementHasEnded:
            return _too_late(request, found)
        messages.success(request, _("Noted: you looked at it again."))
        return redirect_after_post(request, "netwerk:agreement", found.public_id)
    return _small(request, form, found, title=_("We looked at it: it still holds"), url_name="netwerk:agreement-review")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def agreement_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End an agreement without another in its place."""
    now = timezone.now()
    found = _find(request, public_id)
    require(_may_change(request, found))
    form = EndAgreementForm(
        request.POST if request.method == "POST" else None, initial={"ends_on": timezone.localdate(now)}
    )
    if form.is_bound and form.is_valid():
        try:
            end_agreement(agreement=found, at=now, **form.cleaned_data)
        except AgreementHasEnded:
            return _too_late(request, found)
        except StartsTooEarly:
            form.add_error("ends_on", _("The end lies before the start."))
        else:
            messages.success(request, _("The agreement has been ended."))
            return redirect_after_post(request, "netwerk:agreement", found.public_id)
    return _small(request, form, found, title=_("End the agreement"), url_name="netwerk:agreement-end")


def _small(
    request: StaffRequest, form: "ReviewForm | EndAgreementForm", found: WorkingAgreement, *, title: str, url_name: str
) -> HttpResponse:
    context = {
        "form": form,
        "agreement": found,
        "title": title,
        "url": reverse(url_name, args=[found.public_id]),
    }
    return render_page(
        request, "netwerk/agreement_small.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )


def _too_late(request: StaffRequest, found: WorkingAgreement) -> HttpResponse:
    reason = _("This version was ended or replaced in the meantime.")
    back = reverse("netwerk:agreement", args=[found.public_id])
    return render(request, "409.html", {"reason": reason, "back": back}, status=409)
