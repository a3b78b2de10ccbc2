"""How long households wait for partners: everywhere, at one partner, too long, and asking them about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.waiting import InquiryForm, WaitingFilter
from cases.models import CaseRights, Involvement
from cases.selectors import late_partners as late
from cases.selectors.waiting_page import waiting_of_page, waiting_page
from cases.services.ask_again import NoLongerWaits, ask_again
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import PURPOSE, open_file
from netwerk.models import Organisation
from netwerk.permissions import chosen_team, own_teams
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def waiting_times(request: StaffRequest) -> HttpResponse:
    """Every provider: what our own requests say beside what they state. Nothing of a household."""
    today = timezone.localdate()
    teams = own_teams(user=request.user, on=today)
    team = chosen_team(teams, request.GET.get("team", ""))
    filters = WaitingFilter(request.GET)
    filters.is_valid()  # what is not among the choices is left out
    chosen = {name: getattr(value, "code", value) for name, value in filters.cleaned_data.items() if value}
    page = waiting_page(team=team, rights=CaseRights.of(request.user, on=today), chosen=chosen, today=today)
    context = {"page": page, "filters": filters, "teams": teams}
    return render_page(request, "cases/waiting/times.html", context, fragments={"rows"}, push=True)


@require_safe
@for_roles(*CASEWORKERS)
def waiting_of(request: StaffRequest, organisation_id: UUID) -> HttpResponse:
    """One provider, over time."""
    today = timezone.localdate()
    rows = Organisation.objects.visible_to(request.user, on=today)
    page = waiting_of_page(
        get_object_or_404(rows, public_id=organisation_id),
        team=chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", "")),
        rights=CaseRights.of(request.user, on=today),
        today=today,
    )
    return render_page(request, "cases/waiting/provider.html", {"page": page})


@require_safe
@for_roles(*CASEWORKERS)
def late_partners(request: StaffRequest) -> HttpResponse:
    """The households of one's team that wait longer than agreed, by number; each is logged."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = own_teams(user=request.user, on=today)
    team = chosen_team(teams, request.GET.get("team", ""))
    rows = late.late_partners(team=team, rights=CaseRights.of(request.user, on=today), today=today) if team else ()
    if rows:
        record_reading(
            by=request.user,
            at=now,
            act=Act.LIST,
            subject=Subject.CASE,
            seen=sorted({(row.case_id, row.household_id) for row in rows}),
            purpose=PURPOSE,
        )
    return render_page(request, "cases/waiting/late.html", {"rows": rows, "team": team, "teams": teams})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def inquiry(request: StaffRequest, public_id: UUID, involvement_id: UUID) -> HttpResponse:
    """Write down that one asked how long it still takes, and what they said."""
    file = open_file(request, public_id, to_change=True)
    rows = Involvement.objects.filter(case=file.case).with_limit(on=file.today)
    involvement = rows.select_related("case", "organisation", "service").filter(public_id=involvement_id).first()
    if involvement is None:
        raise Http404
    back = ("cases:partners", file.case.public_id)
    form = InquiryForm(request.POST if request.method == "POST" else None, involvement=involvement, now=file.now)
    if not involvement.is_open or involvement.started_on is not None:
        messages.info(request, _("They no longer wait. This is how it stands now."))
        return redirect_after_post(request, *back)
    if form.is_valid():
        data = form.cleaned_data
        try:
            ask_again(
                involvement=involvement,
                occurred_at=form.occurred_at,
                minutes=data["minutes"],
                words=data["words"],
                expected_on=data["expected_on"],
                by=request.user,
                request_key=data["request_key"],
            )
        except NoLongerWaits:
            messages.info(request, _("They no longer wait. This is how it stands now."))
        except CaseIsClosed:
            messages.info(request, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("Written down, in the journal too."))
        return redirect_after_post(request, *back)
    context = {
        "form": form,
        "case": file.case,
        "involvement": involvement,
        "waits": involvement.waited_days(file.today),
        "limit": late.limit_text(involvement),
    }
    return render_page(request, "cases/waiting/inquiry.html", context, status=422 if form.is_bound else 200)
