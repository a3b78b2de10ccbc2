"""Case conferences: planning, the agenda, what was said and decided, and the hours."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import ActionOwner
from cases.forms.conference import (
    ConferenceForm,
    DecisionForm,
    InviteForm,
    ItemForm,
    NotesForm,
    PresentForm,
    ReasonForm,
    conference_initial,
)
from cases.models import Case, CaseConference, CaseRights, ConferenceItem, Goal
from cases.selectors.conference_invitation import invitation_file
from cases.selectors.conferences import (
    conference_page,
    conference_rows,
    left_out_lines,
    name_of,
    names_for,
    names_in,
    participants_of,
    residents_for,
    without_ground,
)
from cases.services import hold_conference as use
from cases.services.lock_case import CaseIsClosed
from cases.services.write_plan import PlanHasEnded
from cases.views.case_file import PURPOSE
from netwerk.models import Professional
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.calendar_files import CONTENT_TYPE, Method
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team

TWO_WEEKS = timedelta(days=14)


def _find(request: StaffRequest, public_id: UUID, *, to_change: bool = False) -> CaseConference:
    """404 when it is not of a team one works in; 403 with `to_change` when it is over."""
    found = CaseConference.objects.visible_to(request.user, on=timezone.localdate())
    conference = found.select_related("team", "chair").filter(public_id=public_id).first()
    if conference is None:
        raise Http404
    require(not to_change or conference.is_planned)
    return conference


def _item(request: StaffRequest, conference: CaseConference, item_id: UUID, *, now: datetime) -> ConferenceItem:
    """404 when the case of the item is not for this person; the reading is logged."""
    items = conference.items.select_related("case__household", "conference__team")
    item = items.filter(public_id=item_id).first()
    if item is None:
        raise Http404
    if item.case is not None:
        rights = CaseRights.of(request.user, on=timezone.localdate(now))
        if not Case.objects.within(rights).filter(pk=item.case.pk).exists():
            raise Http404
        _read(request, [(item.case.pk, item.case.household_id)], now=now)
    return item


def _read(request: StaffRequest, seen: list[tuple[int, int]], *, now: datetime) -> None:
    record_reading(by=request.user, at=now, act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=PURPOSE)


def _company(request: StaffRequest, *, on: date) -> tuple[list[Team], list[User]]:
    teams = list(Team.objects.of_worker(request.user, on=on).order_by("name", "pk"))
    now = Q(memberships__starts_on__lte=on) & (Q(memberships__ends_on=None) | Q(memberships__ends_on__gt=on))
    workers = User.objects.active().filter(now, memberships__team__in=teams).distinct().order_by("name", "pk")
    return teams, list(workers)


@require_safe
@for_roles(*CASEWORKERS)
def conferences(request: StaffRequest) -> HttpResponse:
    coming, past = conference_rows(request.user, now=timezone.now(), on=timezone.localdate())
    return render_page(request, "cases/conferences/list.html", {"coming": coming, "past": past})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest) -> HttpResponse:
    """Plan a conference; `?na=` takes over place and company of an earlier one, two weeks later."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams, workers = _company(request, on=today)
    require(bool(teams))
    previous, professionals, initial = None, [], {"workers": [str(one.public_id) for one in workers], "minutes": 60}
    initial["chair"] = str(request.user.public_id)
    asked = request.GET.get("na", "")
    found = CaseConference.objects.visible_to(request.user, on=today).select_related("team", "chair")
    previous = next((one for one in found if str(one.public_id) == asked), None) if asked else None
    if previous is not None:
        invited = participants_of(previous)
        professionals = [one.professional for one in invited if one.professional is not None]
        initial = conference_initial(previous, workers=[str(one.worker.public_id) for one in invited if one.worker])
        initial["day"] = previous.day + TWO_WEEKS
        teams = [previous.team]
    form = ConferenceForm(
        request.POST if request.method == "POST" else None, teams=teams, workers=workers, fixed=False, initial=initial
    )
    if form.is_valid():
        conference = use.plan_conference(
            team=form.team_chosen,
            plan=form.plan,
            professionals=professionals,
            previous=previous,
            by=request.user,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("The conference is planned. The invitations go out within five minutes."))
        return redirect_after_post(request, "cases:conference", conference.public_id)
    context = {"form": form, "previous": previous}
    return render_page(request, "cases/conferences/form.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(*CASEWORKERS)
def conference(request: StaffRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    one = _find(request, public_id)
    page = conference_page(one, rights=CaseRights.of(request.user, on=timezone.localdate(now)))
    _read(request, list(page.seen), now=now)
    return render_page(
        request, "cases/conferences/page.html", {"conference": one, "page": page, "has_begun": one.starts_at <= now}
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    one = _find(request, public_id, to_change=True)
    _teams, workers = _company(request, on=timezone.localdate())
    invited = [str(who.worker.public_id) for who in participants_of(one) if who.worker]
    form = ConferenceForm(
        request.POST if request.method == "POST" else None,
        teams=[one.team],
        workers=workers,
        fixed=True,
        initial=conference_initial(one, workers=invited),
    )
    if form.is_valid():
        try:
            use.change_conference(conference=one, plan=form.plan, by=request.user, at=timezone.now())
        except use.ConferenceIsOver:
            form.add_error(None, _("This conference was called off or closed in the meantime."))
        except use.NoGroundToShare:
            form.add_error("day", _("On that day a ground to share has ended. See who takes part in which item."))
        except use.NotOfTheHousehold:
            form.add_error("day", _("A resident who was invited does not live there any more on that day."))
        else:
            messages.success(request, _("The conference is changed. Who is invited gets an update."))
            return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one}
    return render_page(request, "cases/conferences/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def cancel(request: StaffRequest, public_id: UUID) -> HttpResponse:
    one = _find(request, public_id, to_change=True)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            use.cancel_conference(
                conference=one, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now()
            )
        except use.ConferenceIsOver:
            messages.info(request, _("This conference was called off or closed in the meantime."))
        else:
            messages.success(request, _("The conference is called off. Who is invited hears so."))
        return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one, "title": _("Call off the conference"), "verb": _("Call it off")}
    return render_page(request, "cases/conferences/step.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(*CASEWORKERS)
def calendar(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The appointment for one's own calendar, without anything of a household."""
    one = _find(request, public_id)
    method = Method.CANCEL if one.cancelled_at else Method.REQUEST
    file = invitation_file(one, method=method, attendee=None, items=one.items.count(), at=timezone.now())
    return HttpResponse(
        file,
        content_type=f"{CONTENT_TYPE}; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="overleg.ics"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def invite(request: StaffRequest, public_id: UUID) -> HttpResponse:
    one = _find(request, public_id, to_change=True)
    working = Professional.objects.working(on=timezone.localdate()).select_related("organisation")
    form = InviteForm(
        request.POST if request.method == "POST" else None, professionals=list(working.order_by("name", "pk"))
    )
    if form.is_valid():
        try:
            use.invite(conference=one, professional=form.chosen, by=request.user)
        except use.ConferenceIsOver:
            messages.info(request, _("This conference was called off or closed in the meantime."))
        else:
            messages.success(request, _("The invitation goes out. Choose per item what they take part in."))
        return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one, "title": _("Invite a partner"), "verb": _("Invite")}
    return render_page(request, "cases/conferences/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def drop(request: StaffRequest, public_id: UUID, participant_id: UUID) -> HttpResponse:
    """Invite a partner no longer. Who of the household comes is chosen with the item."""
    one = _find(request, public_id, to_change=True)
    invited = participants_of(one)
    who = next((each for each in invited if each.public_id == participant_id and each.professional is not None), None)
    if who is None:
        raise Http404
    if request.method == "POST":
        try:
            use.drop(participant=who, by=request.user, at=timezone.now())
        except use.ConferenceIsOver:
            messages.info(request, _("This conference was called off or closed in the meantime."))
        else:
            messages.success(request, _("They are not invited any more. Who had an invitation hears so by mail."))
        return redirect_after_post(request, "cases:conference", one.public_id)
    title = _("Invite %(name)s no longer") % {"name": name_of(who)}
    context = {"form": Form(), "conference": one, "title": title, "verb": _("Invite no longer")}
    return render_page(request, "cases/conferences/step.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def item_add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    one = _find(request, public_id, to_change=True)
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    found = Case.objects.within(rights).open().filter(team=one.team_id).select_related("household")
    cases = list(found.order_by("household__name", "pk"))
    _read(request, [(case.pk, case.household_id) for case in cases], now=now)
    form = ItemForm(
        request.POST if request.method == "POST" else None,
        cases=cases,
        warn_of=lambda text: names_in(text, rights=rights),
    )
    if form.is_valid():
        try:
            use.add_item(
                conference=one,
                case=form.case_chosen,
                question=form.cleaned_data["question"],
                minutes=form.cleaned_data["minutes"],
                by=request.user,
                request_key=form.cleaned_data["request_key"],
            )
        except use.ConferenceIsOver:
            form.add_error(None, _("This conference was called off or closed in the meantime."))
        except use.OnTheAgendaAlready:
            form.add_error("case", _("This case stands on the agenda already."))
        else:
            messages.success(request, _("It stands on the agenda."))
            return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one, "title": _("Add to the agenda"), "verb": _("Add to the agenda")}
    return render_page(request, "cases/conferences/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def item(request: StaffRequest, public_id: UUID, item_id: UUID) -> HttpResponse:
    now = timezone.now()
    one = _find(request, public_id, to_change=True)
    row = _item(request, one, item_id, now=now)
    invited = participants_of(one)
    outsiders = [who for who in invited if who.professional is not None]
    taking_part = set(row.outsiders.values_list("participant", flat=True))
    there = {who.person_id for who in invited if who.pk in taking_part}
    residents = residents_for(row)
    initial = {
        "notes": row.notes,
        "minutes": row.minutes,
        "outsiders": [str(who.public_id) for who in outsiders if who.pk in taking_part],
        "residents": [str(person.public_id) for person in residents if person.pk in there],
    }
    form = NotesForm(
        request.POST if request.method == "POST" else None, outsiders=outsiders, residents=residents, initial=initial
    )
    if form.is_valid():
        try:
            use.write_item(
                item=row,
                notes=form.cleaned_data["notes"],
                minutes=form.cleaned_data["minutes"],
                outsiders=form.chosen,
                residents=form.residents_chosen,
                by=request.user,
                at=now,
            )
        except use.ConferenceIsOver:
            form.add_error(None, _("This conference was closed in the meantime. Your text stands below: copy it."))
        except use.NotOfTheHousehold:
            form.add_error("residents", _("This person does not belong to the household any more."))
        except use.NoGroundToShare:
            form.add_error(
                "outsiders", _("There is no ground to share this with them on that day. Record it in the case first.")
            )
        else:
            messages.success(request, _("The item is saved."))
            return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one, "item": row}
    return render_page(request, "cases/conferences/item.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def decision_add(request: StaffRequest, public_id: UUID, item_id: UUID) -> HttpResponse:
    now = timezone.now()
    one = _find(request, public_id, to_change=True)
    row = _item(request, one, item_id, now=now)
    running = Goal.objects.filter(plan__case=row.case_id, plan__ended_at=None).select_related("plan__case")
    goals = list(running.filter(plan__in_force_at__isnull=False).order_by("position", "pk")) if row.case_id else []
    goals = goals or (list(running.order_by("position", "pk")) if row.case_id else [])
    form = DecisionForm(request.POST if request.method == "POST" else None, goals=goals)
    if form.is_valid():
        data = form.cleaned_data
        try:
            use.decide(
                item=row,
                text=data["text"],
                goal=form.goal_chosen,
                owner=ActionOwner(data.get("owner") or ActionOwner.TEAM),
                owner_name=data.get("owner_name") or "",
                by=request.user,
                at=now,
                request_key=data["request_key"],
            )
        except (PlanHasEnded, CaseIsClosed):
            form.add_error(None, _("The plan was changed in the meantime. Look at the goals and save again."))
        else:
            messages.success(request, _("The decision is written down."))
            return redirect_after_post(request, "cases:conference", one.public_id)
    context = {"form": form, "conference": one, "title": _("Write down a decision"), "verb": _("Save the decision")}
    return render_page(request, "cases/conferences/step.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def hold(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Close the conference: who was there, and their hours."""
    now = timezone.now()
    one = _find(request, public_id, to_change=True)
    require(one.starts_at <= now)
    invited = participants_of(one)
    names = names_for(invited, rights=CaseRights.of(request.user, on=timezone.localdate(now)))
    form = PresentForm(request.POST if request.method == "POST" else None, participants=invited, names=names)
    if form.is_valid():
        try:
            left_out = use.close_conference(conference=one, present=form.chosen, by=request.user, at=now)
        except use.ConferenceIsOver:
            messages.info(request, _("This conference was called off or closed in the meantime."))
        else:
            messages.success(request, _("The conference is closed and the hours are written."))
            if left_out:
                who = ", ".join(left_out_lines(one, left_out))
                messages.warning(request, _("Left out, because the ground to share has ended: %(who)s.") % {"who": who})
        if not form.errors:
            return redirect_after_post(request, "cases:conference", one.public_id)
    context = {
        "form": form,
        "conference": one,
        "title": _("Close the conference"),
        "verb": _("Close and write the hours"),
        "left_out": left_out_lines(one, without_ground(one)),
    }
    return render_page(request, "cases/conferences/step.html", context, status=422 if form.is_bound else 200)
