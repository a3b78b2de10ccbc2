"""Who is away, and who looks after the cases meanwhile."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import AbsenceKind
from cases.forms.absence import AbsenceForm, StandInsForm
from cases.models import Absence, CaseRights
from cases.selectors.absences import absence_page, absence_rows, may_arrange
from cases.selectors.colleagues import Colleague, colleagues_of
from cases.services.stand_in import AwayAlready, CannotStandIn, cancel_absence, change_absence, register_absence
from cases.views.case_file import PURPOSE
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def absences(request: StaffRequest) -> HttpResponse:
    """Who of the team is away now or soon."""
    today = timezone.localdate()
    rights = CaseRights.of(request.user, on=today)
    rows = absence_rows(user=request.user, rights=rights, today=today)
    return render_page(request, "cases/coordinator/absences.html", {"rows": rows, "today": today})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def new(request: StaffRequest) -> HttpResponse:
    """Being away oneself, or as team coordinator: a colleague."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    require(bool(rights.teams))
    found = colleagues_of(rights.teams, without=None, today=today)
    known: dict[int, Colleague] = {one.user.pk: one for here in found.values() for one in here}
    colleagues = sorted(known.values(), key=lambda one: one.user.name)
    divides = request.user.role == Role.TEAM_COORDINATOR
    people = colleagues if divides else [one for one in colleagues if one.user.pk == request.user.pk]
    form = AbsenceForm(
        request.POST if request.method == "POST" else None,
        people=people,
        colleagues=[one for one in colleagues if divides or one.user.pk != request.user.pk],
        user=request.user,
        today=today,
    )
    if form.is_valid():
        data = form.cleaned_data
        try:
            absence = register_absence(
                user=data.get("who") or request.user,
                kind=AbsenceKind(data["kind"]),
                starts_on=data["starts_on"],
                ends_on=data["ends_on"],
                stand_in=data["stand_in"],
                by=request.user,
                at=now,
                request_key=data["request_key"],
            )
        except AwayAlready:
            form.add_error("starts_on", _("This colleague is away already in that period."))
        except CannotStandIn:
            form.add_error("stand_in", _("This colleague cannot stand in for all these cases. Choose for each case."))
        else:
            messages.success(request, _("Kept. Below you see who looks after which case."))
            return redirect_after_post(request, "cases:absence", absence.public_id)
    return render_page(
        request, "cases/coordinator/absence_new.html", {"form": form}, status=422 if form.is_bound else 200
    )


def _absence(request: StaffRequest, public_id: UUID, rights: CaseRights) -> Absence:
    today = timezone.localdate()
    absence = (
        Absence.objects.visible_to(request.user, on=today).filter(public_id=public_id).select_related("user").first()
    )
    if absence is None:
        raise Http404
    require(may_arrange(absence.user_id, user=request.user))
    return absence


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The first day back, and a stand-in for each case."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    absence = _absence(request, public_id, rights)
    page = absence_page(absence, rights=rights, today=today)
    if page.cases:
        seen = [(case.pk, case.household_id) for case in page.cases.values()]
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    form = StandInsForm(
        request.POST if request.method == "POST" else None,
        absence=absence,
        cases={pk: case.household.name for pk, case in page.cases.items()},
        now=page.now,
        colleagues=page.colleagues,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change_absence(
                absence=absence,
                ends_on=form.cleaned_data["ends_on"],
                stand_ins=form.stand_ins,
                by=request.user,
                at=now,
            )
        except AwayAlready:
            form.add_error("ends_on", _("This colleague is away already in that period."))
        except CannotStandIn:
            form.add_error(None, _("Somebody chosen here works in the team no longer. Look again."))
        else:
            messages.success(request, _("It is kept who looks after which case."))
            return redirect_after_post(request, "cases:absences")
    rows = [(page.cases[pk], field) for pk, field in form.case_fields()]
    context = {"form": form, "absence": absence, "rows": rows}
    return render_page(request, "cases/coordinator/absence.html", context, status=status)


@require_POST
@for_roles(*CASEWORKERS)
def cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """It does not go on. What was before today stays in the history."""
    now = timezone.now()
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    cancel_absence(absence=_absence(request, public_id, rights), by=request.user, at=now)
    messages.success(request, _("The absence is taken away."))
    return redirect_after_post(request, "cases:absences")
