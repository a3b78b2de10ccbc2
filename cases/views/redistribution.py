"""For the team coordinator: divide the cases of a worker on paper first, then hand them over in one act."""

from collections import Counter
from dataclasses import replace
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.redistribution import CarryOutForm, PlanForm
from cases.models import CaseRights, Redistribution
from cases.selectors.propose_division import propose as propose_division
from cases.selectors.redistribution import PlanPage, done_rows, moves_by_receiver, plan_page, plans_to_start
from cases.services.hand_over_many import CasesInTheWay, InTheWay
from cases.services.redistribute import (
    NothingToHandOver,
    Planned,
    RedistributionHasChanged,
    RedistributionIsOver,
    drop_redistribution,
    save_moves,
    start_redistribution,
)
from cases.services.redistribute import carry_out as carry_out_plan
from cases.views.case_file import PURPOSE
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.teams.models import Team, TeamMembership

FRAGMENTS = frozenset({"after"})


def _find(request: StaffRequest, public_id: UUID) -> tuple[Redistribution, CaseRights]:
    today = timezone.localdate()
    visible = Redistribution.objects.visible_to(request.user, on=today).select_related(
        "giver", "team", "started_by", "carried_out_by"
    )
    found = visible.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found, CaseRights.of(request.user, on=today)


def _page(request: StaffRequest, plan: Redistribution, rights: CaseRights) -> PlanPage:
    """What the page shows of each household is in the read log."""
    now = timezone.now()
    page = plan_page(plan, rights=rights, today=timezone.localdate(now))
    if page.seen:
        record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=page.seen, purpose=PURPOSE)
    return page


def _form(request: StaffRequest, page: PlanPage) -> PlanForm:
    return PlanForm(
        request.POST if request.method == "POST" else None,
        cases={row.case.pk: (row.case.household.name, row.receiver_id) for row in page.free},
        colleagues=page.colleagues,
        version=page.plan.version,
    )


def _save(page: PlanPage, form: PlanForm, planned: dict[int, Planned]) -> Redistribution:
    """Also clears what is no longer with the giver, or was asked in another way."""
    among = {row.case.pk for row in page.rows} | set(page.gone_ids)
    return save_moves(redistribution=page.plan, planned=planned, among=among, seen=form.cleaned_data["seen"])


def _stale(request: StaffRequest, plan: Redistribution, error: Exception) -> HttpResponse:
    if isinstance(error, RedistributionIsOver):
        messages.error(request, _("This plan was carried out or dropped in the meantime."))
    else:
        messages.error(request, _("A colleague changed this plan in the meantime. Nothing was saved: look again."))
    return redirect_after_post(request, "cases:redistribution", plan.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def start(request: StaffRequest) -> HttpResponse:
    """Whose cases are divided; a plan that runs goes on."""
    now = timezone.now()
    today = timezone.localdate(now)
    if request.method == "POST":
        worker, team = _chosen(request)
        plan = start_redistribution(team=team, giver=worker, by=request.user, at=now)
        return redirect_after_post(request, "cases:redistribution", plan.public_id)
    return render_page(
        request, "cases/redistribution/start.html", {"teams": plans_to_start(user=request.user, today=today)}
    )


def _chosen(request: StaffRequest) -> tuple[User, Team]:
    """Raises Http404 for somebody outside the own teams."""
    today = timezone.localdate()
    try:
        worker_id = UUID(request.POST.get("worker", ""))
    except ValueError as error:
        raise Http404 from error
    member = (
        TeamMembership.objects.current(on=today)
        .filter(team__in=Team.objects.of_worker(request.user, on=today), user__public_id=worker_id)
        .filter(team__code=request.POST.get("team", ""))
        .select_related("user", "team")
        .first()
    )
    if member is None:
        raise Http404
    return member.user, member.team


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def plan(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """To whom each case would go, and everybody's hands before and after. A post keeps the draft."""
    found, rights = _find(request, public_id)
    if not found.is_open:
        return _over(request, found, rights)
    page = _page(request, found, rights)
    form = _form(request, page)
    if form.is_bound and form.is_valid():
        try:
            saved = _save(page, form, form.planned)
        except (RedistributionIsOver, RedistributionHasChanged) as error:
            return _stale(request, found, error)
        if "verder" in request.POST:
            return redirect_after_post(request, "cases:redistribution-carry-out", found.public_id)
        if requested_fragment(request, FRAGMENTS) is None:
            messages.success(request, _("The plan is kept. Nothing has been handed over yet."))
            return redirect_after_post(request, "cases:redistribution", found.public_id)
        page = plan_page(_with(found, version=saved.version), rights=rights, today=timezone.localdate())
        form = PlanForm(
            cases={row.case.pk: (row.case.household.name, row.receiver_id) for row in page.free},
            colleagues=page.colleagues,
            version=saved.version,
        )
    return _show(request, page, form, status=422 if form.is_bound else 200)


def _with(plan: Redistribution, *, version: int) -> Redistribution:
    plan.version = version
    return plan


def _show(
    request: StaffRequest, page: PlanPage, form: PlanForm, *, status: int, problem: object = None
) -> HttpResponse:
    fields = form.case_fields()
    rows = [(row, fields.get(row.case.pk)) for row in page.rows]
    context = {"page": page, "plan": page.plan, "form": form, "rows": rows, "in_the_way": problem}
    return render_page(request, "cases/redistribution/plan.html", context, fragments=FRAGMENTS, status=status)


def _over(request: StaffRequest, plan: Redistribution, rights: CaseRights) -> HttpResponse:
    """What became of it; of a plan that was dropped nothing remains to be seen."""
    if plan.dropped_at is not None:
        return redirect_after_post(request, "cases:redistributions")
    rows = done_rows(plan, rights=rights)
    if rows:
        seen = [(row.case.pk, row.case.household_id) for row in rows]
        record_reading(
            by=request.user, at=timezone.now(), act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE
        )
    return render_page(request, "cases/redistribution/done.html", {"plan": plan, "rows": rows})


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def propose(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Keep what was chosen, and fill in the rest by the rule on the page."""
    found, rights = _find(request, public_id)
    if not found.is_open:
        return _stale(request, found, RedistributionIsOver())
    page = _page(request, found, rights)
    form = _form(request, page)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    chosen = form.planned
    taken = Counter(one.receiver.pk for one in chosen.values())
    colleagues = [replace(one, cases=one.cases + taken[one.user.pk]) for one in page.colleagues]
    left = [row.case for row in page.free if row.case.pk not in chosen]
    people = {one.user.pk: one.user for one in colleagues}
    proposals = propose_division(left, colleagues, team_id=found.team_id, today=timezone.localdate())
    made = {pk: Planned(receiver=people[one.user_id], why=one.why) for pk, one in proposals.items()}
    try:
        _save(page, form, {**chosen, **made})
    except (RedistributionIsOver, RedistributionHasChanged) as error:
        return _stale(request, found, error)
    said = ngettext(
        "A colleague was proposed for %(count)d case.", "A colleague was proposed for %(count)d cases.", len(made)
    )
    messages.success(request, said % {"count": len(made)})
    if len(made) < len(left):
        messages.warning(request, _("For some cases nobody could be proposed: choose yourself."))
    return redirect_after_post(request, "cases:redistribution", found.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def carry_out(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Everything once more, with the reason; then all of it happens, or none."""
    found, rights = _find(request, public_id)
    if not found.is_open:
        return (
            _stale(request, found, RedistributionIsOver())
            if request.method == "POST"
            else _over(request, found, rights)
        )
    page = _page(request, found, rights)
    planned = [row.case.pk for row in page.rows if row.receiver_id is not None]
    if not planned and not page.gone:
        messages.error(request, _("Choose a colleague for at least one case first."))
        return redirect_after_post(request, "cases:redistribution", found.public_id)
    form = CarryOutForm(
        request.POST if request.method == "POST" else None,
        cases=planned,
        version=found.version,
        today=timezone.localdate(),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            carry_out_plan(
                redistribution=found,
                cases=[*planned, *page.gone_ids],
                carrying=form.carrying,
                seen=form.cleaned_data["seen"],
                by=request.user,
                at=timezone.now(),
                request_key=form.cleaned_data["request_key"],
            )
        except (RedistributionIsOver, RedistributionHasChanged) as error:
            return _stale(request, found, error)
        except NothingToHandOver:
            messages.error(request, _("Choose a colleague for at least one case first."))
            return redirect_after_post(request, "cases:redistribution", found.public_id)
        except CasesInTheWay as problem:
            return _in_the_way(request, found, rights, problem)
        messages.success(request, _("The cases are handed over as planned."))
        return redirect_after_post(request, "cases:redistribution", found.public_id)
    fields = form.reason_fields()
    groups = [(name, [(row, fields[row.case.pk]) for row in rows]) for name, rows in moves_by_receiver(page)]
    context = {"page": page, "plan": found, "form": form, "groups": groups}
    return render_page(request, "cases/redistribution/carry_out.html", context, status=status)


def _in_the_way(
    request: StaffRequest, plan: Redistribution, rights: CaseRights, problem: CasesInTheWay
) -> HttpResponse:
    """Back to the plan as it is now, with each case that changed and why; nothing was handed over."""
    page = plan_page(plan, rights=rights, today=timezone.localdate())
    names = {row.case.pk: (row.case.household.name, row.case.number) for row in page.rows} | {
        pk: (one.household, one.number) for pk, one in zip(page.gone_ids, page.gone, strict=True)
    }
    words = {
        InTheWay.CLOSED: _("This case has been closed."),
        InTheWay.CHANGED: _("Somebody else coordinates this case by now."),
        InTheWay.OFFERED: _("A colleague has been asked for this case already."),
        InTheWay.RECEIVER_GONE: _("The chosen colleague does not work in this team any more."),
        InTheWay.RECEIVER_LEAVES: _("The chosen colleague leaves within four weeks. Choose somebody who stays."),
    }
    told = [(*names[pk], words[why]) for pk, why in problem.cases.items() if pk in names]
    form = PlanForm(
        cases={row.case.pk: (row.case.household.name, row.receiver_id) for row in page.free},
        colleagues=page.colleagues,
        version=plan.version,
    )
    return _show(request, page, form, status=409, problem=told)


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The plan goes; nothing changes hands."""
    found, _rights = _find(request, public_id)
    try:
        drop_redistribution(redistribution=found, at=timezone.now())
    except RedistributionIsOver as error:
        return _stale(request, found, error)
    messages.success(request, _("The plan is gone. Nothing was handed over."))
    return redirect_after_post(request, "cases:redistributions")
