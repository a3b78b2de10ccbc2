"""Keeping a file for named people."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.enums import RestrictionKind
from cases.forms.restriction import LiftForm, NamePersonForm, RestrictionForm
from cases.permissions import may_restrict
from cases.selectors.restriction import RestrictionPage, restrictions_of
from cases.services.restrict_case import (
    IsNeeded,
    IsNotRestricted,
    IsRestrictedAlready,
    lift_restriction,
    name_person,
    restrict_case,
    unname_person,
)
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


def _open(request: StaffRequest, public_id: UUID) -> tuple[CaseFile, tuple[RestrictionPage, ...]]:
    file = open_file(request, public_id)
    require(may_restrict(file.case, file.rights))
    coordinator: int | None = file.case.coordinator_id  # type: ignore[attr-defined]  # annotated by for_list
    return file, restrictions_of(file.case, coordinator_id=coordinator)


def _active(pages: tuple[RestrictionPage, ...]) -> RestrictionPage | None:
    return next((page for page in pages if page.lifted_at is None), None)


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def restriction(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who may see this file. Posting restricts it."""
    file, pages = _open(request, public_id)
    active = _active(pages)
    form = RestrictionForm(_data(request), case=file.case, by=request.user, today=file.today)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            restrict_case(
                case=file.case,
                kind=RestrictionKind(form.cleaned_data["kind"]),
                note=form.cleaned_data["note"],
                named=[request.user, *form.cleaned_data["people"]],
                by=request.user,
                at=file.now,
            )
        except IsRestrictedAlready:
            messages.info(request, _("This file was restricted already. Look who may see it."))
        else:
            messages.success(request, _("Only the people you named know of this file now."))
        return redirect_after_post(request, "cases:restriction", public_id)
    context: dict[str, Any] = {"case": file.case, "part": "household", "active": active, "form": form}
    context["earlier"] = [page for page in pages if page.lifted_at is not None]
    if active is not None:
        context["add"] = NamePersonForm(named=[person.user_id for person in active.now], today=file.today)
    return render_page(request, "cases/restriction/restriction.html", context, status=status)


@require_POST
@for_roles(*CASEWORKERS)
def name(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Let one more colleague in."""
    file, pages = _open(request, public_id)
    active = _active(pages)
    if active is None:
        raise Http404
    form = NamePersonForm(request.POST, named=[person.user_id for person in active.now], today=file.today)
    if form.is_valid():
        user = form.cleaned_data["user"]
        try:
            name_person(case=file.case, user=user, by=request.user, at=file.now)
        except IsNotRestricted:
            raise Http404 from None
        messages.success(request, _("%(name)s may see this file now.") % {"name": user.name})
        return redirect_after_post(request, "cases:restriction", public_id)
    context = {"case": file.case, "part": "household", "active": active, "add": form, "form": None, "earlier": []}
    return render_page(request, "cases/restriction/restriction.html", context, status=422)


@require_POST
@for_roles(*CASEWORKERS)
def unname(request: StaffRequest, public_id: UUID, user_id: UUID) -> HttpResponse:
    """Somebody no longer sees the file."""
    file, pages = _open(request, public_id)
    active = _active(pages)
    user = User.objects.filter(public_id=user_id).first()
    if active is None or user is None or user.pk not in {person.user_id for person in active.now}:
        raise Http404
    try:
        unname_person(case=file.case, user=user, by=request.user, at=file.now)
    except IsNeeded:
        messages.error(
            request, _("This person has to stay: the coordinator of the case, or the last one who can open it.")
        )
    except IsNotRestricted:
        raise Http404 from None
    else:
        messages.success(request, _("%(name)s no longer sees this file.") % {"name": user.name})
        if user.pk == request.user.pk:
            return redirect_after_post(request, "cases:list")
    return redirect_after_post(request, "cases:restriction", public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def lift(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Open the file to the team again."""
    file, pages = _open(request, public_id)
    if _active(pages) is None:
        raise Http404
    form = LiftForm(_data(request))
    if form.is_valid():
        try:
            lift_restriction(case=file.case, because=form.cleaned_data["because"], by=request.user, at=file.now)
        except IsNotRestricted:
            messages.info(request, _("This file was opened to the team already."))
        else:
            messages.success(request, _("The team sees this file again."))
        return redirect_after_post(request, "cases:restriction", public_id)
    context = {"case": file.case, "part": "household", "form": form}
    return render_page(request, "cases/restriction/lift.html", context, status=422 if form.is_bound else 200)
