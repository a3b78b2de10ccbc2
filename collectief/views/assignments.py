"""Assignments: what a team agrees to reach with its municipality, and how far it is."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from collectief.forms.assignments import AgreeForm, AssignmentForm, EndAssignmentForm, PartsForm
from collectief.models import Assignment
from collectief.permissions import can_agree_assignment, can_change_assignment
from collectief.selectors import assignments as selectors
from collectief.selectors.tabs import assignment_tabs
from collectief.services.agree_assignment import (
    BeforeTheEarlierOne,
    IsAgreed,
    IsNotInForce,
    NothingCounts,
    agree_assignment,
    begin_version,
    change_draft,
    choose_parts,
    discard_draft,
    end_assignment,
    write_assignment,
)
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def assignments(request: StaffRequest) -> HttpResponse:
    """Of one's teams: what is in force with how far it is, what is being written, what ended."""
    overview = selectors.assignment_list(user=request.user, today=timezone.localdate())
    context = {"overview": overview, "tabs": assignment_tabs("assignments", user=request.user)}
    return render_page(request, "collectief/assignments/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def assignment_new(request: StaffRequest) -> HttpResponse:
    """Write a draft."""
    now = timezone.now()
    today = timezone.localdate(now)
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    form = AssignmentForm(request.POST if request.method == "POST" else None, teams=teams, today=today)
    if form.is_valid():
        made = write_assignment(
            team=form.chosen_team,
            also_for=[team for team in form.cleaned_data["also_for"] if team != form.chosen_team],
            details=form.details,
            counted=form.counted,
            by=request.user,
            at=now,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("The draft has been saved. It counts when it is agreed with the municipality."))
        return redirect_after_post(request, "collectief:assignment", made.public_id)
    context = {"form": form, "assignment": None}
    return render_page(request, "collectief/assignments/edit.html", context, status=422 if form.is_bound else 200)


def _visible(request: StaffRequest, public_id: UUID) -> Assignment:
    rows = selectors.with_all(Assignment.objects.visible_to(request.user, on=timezone.localdate()))
    return get_object_or_404(
        rows.select_related("team", "area", "theme", "replaces", "written_by", "agreed_by"), public_id=public_id
    )


def _own(request: StaffRequest, public_id: UUID) -> Assignment:
    found = _visible(request, public_id)
    require(can_change_assignment(user=request.user, assignment=found, on=timezone.localdate()))
    return found


def _led(request: StaffRequest, public_id: UUID) -> Assignment:
    found = _visible(request, public_id)
    require(can_agree_assignment(user=request.user, assignment=found, on=timezone.localdate()))
    return found


def _to(request: StaffRequest, found: Assignment) -> HttpResponse:
    return redirect_after_post(request, "collectief:assignment", found.public_id)


def _first(request: StaffRequest) -> None:
    messages.error(request, _("A colleague was first: look how it stands now."))


@require_safe
@for_roles(*CASEWORKERS)
def assignment(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What was agreed, how far it is, and where that number comes from."""
    found = _visible(request, public_id)
    page = selectors.assignment_page(assignment=found, user=request.user, today=timezone.localdate())
    return render_page(request, "collectief/assignments/page.html", {"page": page})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def assignment_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Change a draft; what was agreed gets a new version instead."""
    found = _own(request, public_id)
    if not found.is_draft:
        _first(request)
        return _to(request, found)
    form = AssignmentForm(
        request.POST if request.method == "POST" else None,
        teams=[found.team],
        today=timezone.localdate(),
        assignment=found,
    )
    if form.is_valid():
        try:
            change_draft(
                assignment=found,
                also_for=list(form.cleaned_data["also_for"]),
                details=form.details,
                counted=form.counted,
            )
        except IsAgreed:
            _first(request)
        else:
            messages.success(request, _("The draft has been saved."))
        return _to(request, found)
    context = {"form": form, "assignment": found}
    return render_page(request, "collectief/assignments/edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def assignment_parts(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Which initiatives and editions count, also after it was agreed."""
    found = _own(request, public_id)
    if found.ended_on is not None:
        _first(request)
        return _to(request, found)
    form = PartsForm(
        request.POST if request.method == "POST" else None,
        teams=[found.team, *found.also_for.all()],
        today=timezone.localdate(),
        assignment=found,
    )
    if form.is_valid():
        try:
            choose_parts(assignment=found, counted=form.counted)
        except IsNotInForce:
            _first(request)
        else:
            messages.success(request, _("Saved what counts."))
        return _to(request, found)
    return _step(request, found, form, title=_("What counts for it"), submit=_("Save what counts"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def assignment_agree(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The team coordinator writes down that the municipality agreed."""
    found = _led(request, public_id)
    if not found.is_draft:
        _first(request)
        return _to(request, found)
    form = AgreeForm(request.POST if request.method == "POST" else None, today=timezone.localdate())
    if form.is_valid():
        given = form.cleaned_data
        try:
            agree_assignment(
                assignment=found,
                agreed_on=given["agreed_on"],
                agreed_with=given["agreed_with"],
                by=request.user,
            )
        except NothingCounts:
            form.add_error(None, _("Choose first which initiatives count: from there it is counted."))
        except BeforeTheEarlierOne:
            form.add_error("agreed_on", _("The version before this one was agreed later. Choose a later day."))
        except IsAgreed:
            _first(request)
            return _to(request, found)
        else:
            messages.success(request, _("Agreed. From now on it stays as it is; a change is a new version."))
            return _to(request, found)
    note = _("From then on it stays as it is agreed. A change is a new version, that is agreed anew.")
    return _step(request, found, form, title=_("Agreed with the municipality"), submit=_("It is agreed"), note=note)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def assignment_end(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """End it before its time, or round it off."""
    found = _led(request, public_id)
    if found.is_draft or found.ended_on is not None:
        _first(request)
        return _to(request, found)
    form = EndAssignmentForm(
        request.POST if request.method == "POST" else None, assignment=found, today=timezone.localdate()
    )
    if form.is_valid():
        try:
            end_assignment(assignment=found, ended_on=form.cleaned_data["ended_on"], note=form.cleaned_data["note"])
        except IsNotInForce:
            _first(request)
        else:
            messages.success(request, _("The assignment has ended. Its figures stay readable."))
        return _to(request, found)
    return _step(request, found, form, title=_("End the assignment"), submit=_("End it"))


@require_POST
@for_roles(*CASEWORKERS)
def assignment_version(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Begin a new version, as a draft with the same words; pressed twice it is one."""
    found = _led(request, public_id)
    try:
        made = begin_version(assignment=found, by=request.user, at=timezone.now())
    except IsNotInForce:
        _first(request)
        return _to(request, found)
    return redirect_after_post(request, "collectief:assignment-edit", made.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def assignment_discard(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Throw a draft away."""
    found = _own(request, public_id)
    try:
        discard_draft(assignment=found)
    except IsAgreed:
        _first(request)
        return _to(request, found)
    messages.success(request, _("The draft has been thrown away."))
    return redirect_after_post(request, "collectief:assignments")


def _step(
    request: StaffRequest,
    found: Assignment,
    form: AgreeForm | EndAssignmentForm | PartsForm,
    *,
    title: str,
    submit: str,
    note: str = "",
) -> HttpResponse:
    context = {
        "form": form,
        "assignment": found,
        "title": title,
        "submit": submit,
        "note": note,
        "url": request.path,
        "back": reverse("collectief:assignment", args=[found.public_id]),
    }
    return render_page(
        request,
        "collectief/assignments/step.html",
        context,
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )
