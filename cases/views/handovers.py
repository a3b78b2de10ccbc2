"""A handover from proposal to the household that knows, and the cases of somebody who leaves."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.forms.handover import DecideForm, InformForm, ManyHandoversForm, RefuseForm
from cases.models import CaseRights, Handover
from cases.selectors.handover_page import HandoverPage, find_handover, handover_page, leaver
from cases.services.assign_coordinator import CoordinatorHasChanged, CoordinatorLeaves, CoordinatorNotInTeam
from cases.services.hand_over import (
    HandoverWasAnswered,
    accept_handover,
    inform_household,
    refuse_handover,
    withdraw_handover,
)
from cases.services.hand_over_many import CasesInTheWay, Give, hand_over_many
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import PURPOSE, CaseFile, open_file
from cases.views.coordinators import leaves
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page

NOT_POSSIBLE = (CoordinatorHasChanged, CoordinatorNotInTeam, HandoverWasAnswered, CaseIsClosed)


def _open(request: StaffRequest, public_id: UUID, handover_id: UUID) -> tuple[CaseFile, HandoverPage]:
    file = open_file(request, public_id)
    handover = find_handover(file.case, public_id=handover_id)
    if handover is None:
        raise Http404
    return file, handover_page(handover, user=request.user, rights=file.rights)


def _show(request: StaffRequest, file: CaseFile, page: HandoverPage, **bound: object) -> HttpResponse:
    """The page, with an empty form for everything this reader may do; `bound` is the one that came back."""
    forms = {
        "refuse": RefuseForm() if page.can_answer else None,
        "decide": DecideForm() if page.can_decide else None,
        "inform": InformForm(handover=page.handover, today=file.today) if page.can_inform else None,
        **bound,
    }
    context = {"page": page, "handover": page.handover, "case": file.case, **forms}
    return render_page(request, "cases/coordinator/handover.html", context, status=422 if bound else 200)


def _back(request: StaffRequest, handover: Handover) -> HttpResponse:
    return redirect_after_post(request, "cases:handover", handover.case.public_id, handover.public_id)


def _say_why(request: StaffRequest, error: Exception) -> None:
    if isinstance(error, CoordinatorLeaves):
        messages.error(request, leaves())
    elif isinstance(error, CoordinatorNotInTeam):
        messages.error(request, _("This colleague does not work in the team any more. Propose somebody else."))
    elif isinstance(error, CaseIsClosed):
        messages.error(request, _("This case was closed in the meantime."))
    elif isinstance(error, CoordinatorHasChanged):
        messages.error(request, _("Somebody else coordinates this case by now."))
    else:
        messages.error(request, _("This handover was answered in the meantime. Look below."))


@require_safe
@for_roles(*CASEWORKERS)
def handover(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """What is proposed, and what can be done with it."""
    file, page = _open(request, public_id, handover_id)
    return _show(request, file, page)


@require_POST
@for_roles(*CASEWORKERS)
def accept(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """The receiver becomes the coordinator: one tap."""
    file, page = _open(request, public_id, handover_id)
    require(request.user.pk == page.handover.receiver_id)
    try:
        done = accept_handover(handover=page.handover, by=request.user, at=file.now)
    except NOT_POSSIBLE as error:
        _say_why(request, error)
        return _back(request, page.handover)
    messages.success(request, _("You are the coordinator of this case now."))
    if done.informed_on is None:
        return _back(request, page.handover)
    return redirect_after_post(request, "cases:detail", file.case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def refuse(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """The receiver says no, and why."""
    file, page = _open(request, public_id, handover_id)
    require(request.user.pk == page.handover.receiver_id)
    if request.method != "POST":
        return _show(request, file, page)
    form = RefuseForm(request.POST)
    if not form.is_valid():
        return _show(request, file, page, refuse=form)
    try:
        refuse_handover(handover=page.handover, reason=form.cleaned_data["reason"], by=request.user, at=file.now)
    except NOT_POSSIBLE as error:
        _say_why(request, error)
    else:
        messages.success(
            request, _("Your answer is kept. The case stays with %(name)s.") % {"name": page.handover.giver.name}
        )
    return redirect_after_post(request, "cases:my-work")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def decide(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """Whoever divides the work does not wait for the answer, and says why."""
    file, page = _open(request, public_id, handover_id)
    require(page.can_decide or (not page.handover.is_open and page.can_inform))
    if request.method != "POST":
        return _show(request, file, page)
    form = DecideForm(request.POST)
    if not form.is_valid():
        return _show(request, file, page, decide=form)
    try:
        accept_handover(handover=page.handover, by=request.user, at=file.now, because=form.cleaned_data["because"])
    except NOT_POSSIBLE as error:
        _say_why(request, error)
    else:
        name = page.handover.receiver.name
        messages.success(request, _("%(name)s is the coordinator now.") % {"name": name})
    return _back(request, page.handover)


@require_POST
@for_roles(*CASEWORKERS)
def withdraw(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """It does not go on: the coordinator of this moment stays it."""
    file, page = _open(request, public_id, handover_id)
    require(page.can_withdraw or not page.handover.is_open)
    try:
        withdraw_handover(handover=page.handover, by=request.user, at=file.now)
    except NOT_POSSIBLE as error:
        _say_why(request, error)
        return _back(request, page.handover)
    messages.success(request, _("The handover is withdrawn."))
    return redirect_after_post(request, "cases:detail", file.case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def inform(request: StaffRequest, public_id: UUID, handover_id: UUID) -> HttpResponse:
    """Write down that the household knows who coordinates from now on."""
    file, page = _open(request, public_id, handover_id)
    require(page.can_inform)
    if request.method != "POST":
        return _show(request, file, page)
    form = InformForm(request.POST, handover=page.handover, today=file.today)
    if not form.is_valid():
        return _show(request, file, page, inform=form)
    data = form.cleaned_data
    try:
        inform_household(
            handover=page.handover,
            on=data["informed_on"],
            how=data["informed_how"],
            visit_on=data["visit_on"],
            by=request.user,
            at=file.now,
        )
    except NOT_POSSIBLE as error:
        _say_why(request, error)
    else:
        messages.success(request, _("It is kept that the household knows."))
    return redirect_after_post(request, "cases:detail", file.case.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def leaving(request: StaffRequest, worker_id: UUID) -> HttpResponse:
    """The cases of a colleague who leaves or is away for long, with a receiver for each."""
    now = timezone.now()
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    worker = User.objects.filter(public_id=worker_id, memberships__team__in=rights.teams).distinct().first()
    if worker is None:
        raise Http404
    overview = leaver(worker, rights=rights, today=today)
    if overview.cases:
        seen = [(one.case.pk, one.case.household_id) for one in overview.cases]
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)
    free = {one.case.pk: one.case.household.name for one in overview.cases if not one.offered_to}
    form = ManyHandoversForm(
        request.POST if request.method == "POST" else None,
        cases=free,
        colleagues=overview.colleagues,
        today=today,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        data = form.cleaned_data
        try:
            made = hand_over_many(
                giver=worker,
                gifts={pk: Give(receiver=user) for pk, user in form.receivers.items()},
                reason=data["reason"],
                because=data["because"] if data["decision"] == "now" else "",
                read_until=data["read_until"],
                by=request.user,
                at=now,
                request_key=data["request_key"],
            )
        except CasesInTheWay:
            form.add_error(None, _("One of these cases changed in the meantime. Nothing was saved: look again."))
            status = 409
        else:
            said = ngettext("%(count)d case is on its way.", "%(count)d cases are on their way.", len(made))
            messages.success(request, said % {"count": len(made)})
            return redirect_after_post(request, "cases:leaving", worker.public_id)
    offers = dict(form.case_fields())
    rows = [(one, offers.get(one.case.pk)) for one in overview.cases]
    context = {"overview": overview, "form": form, "rows": rows, "can_post": bool(free)}
    return render_page(request, "cases/coordinator/leaving.html", context, status=status)
