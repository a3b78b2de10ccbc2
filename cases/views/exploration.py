"""The broad exploration: parts of life that matter, the own network, and plans of their own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import OwnPlanKind
from cases.forms.exploration import DetailsForm, DomainForm, NetworkPersonForm, OwnPlanForm
from cases.forms.seen import SeenForm
from cases.models import DomainAssessment, Exploration, NetworkPerson
from cases.selectors.exploration import exploration_page
from cases.selectors.ladder import ladder_card
from cases.services.add_own_plan import add_own_plan, change_own_plan
from cases.services.detect_change import HasChanged
from cases.services.explore import (
    DomainIsThere,
    ExplorationHasEnded,
    begin_exploration,
    change_exploration,
    remove_from_exploration,
    save_domain,
    save_network_person,
)
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


def _open_one(file: CaseFile) -> Exploration:
    """The exploration that is being written in."""
    running = file.case.explorations.filter(ended_at=None).first()
    if running is None:
        raise PermissionDenied
    return running


def _back(request: StaffRequest, file: CaseFile) -> HttpResponse:
    return redirect_after_post(request, "cases:exploration", file.case.public_id)


def _form_page(
    request: StaffRequest, file: CaseFile, form: SeenForm, *, title: str, submit: str, status: int, **more: Any
) -> HttpResponse:
    context = {"case": file.case, "form": form, "title": title, "submit": submit, **more}
    return render_page(request, "cases/exploration/form.html", context, status=status)


def _closed() -> str:
    return _("A new exploration took the place of this one, or the case was closed. Your text stands below: copy it.")


# -- the page --------------------------------------------------------------------------------------


@require_safe
@for_roles(*CASEWORKERS)
def exploration(request: StaffRequest, public_id: UUID, version_id: UUID | None = None) -> HttpResponse:
    """The open exploration, or an earlier one to read."""
    file = open_file(request, public_id)
    page = exploration_page(case=file.case, version_id=version_id, user=request.user, today=file.today)
    if page is None:
        raise Http404
    ladder = ladder_card(file.case, rights=file.rights, today=file.today) if version_id is None else ()
    context = {"case": file.case, "part": "exploration", "page": page, "ladder": ladder}
    return render_page(request, "cases/exploration/page.html", context)


@require_POST
@for_roles(*CASEWORKERS)
def exploration_begin(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Begin one; `na` names the open one that becomes history, so that a second press makes no second copy."""
    file = find_file(request, public_id, to_change=True)
    after = None
    try:
        if request.POST.get("na"):
            after = file.case.explorations.filter(public_id=UUID(request.POST["na"])).first()
    except ValueError:
        after = None
    try:
        begin_exploration(case=file.case, after=after, by=request.user, at=file.now)
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime."))
    return _back(request, file)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def exploration_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Who took part."""
    file = open_file(request, public_id, to_change=True)
    one = _open_one(file)
    form = DetailsForm(request.POST if request.method == "POST" else None, exploration=one)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            change_exploration(exploration=form.apply_to(one), seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except (ExplorationHasEnded, CaseIsClosed):
            form.add_error(None, _closed())
        else:
            return _back(request, file)
    return _form_page(request, file, form, title=_("Who took part"), submit=_("Save who took part"), status=status)


# -- parts of life ---------------------------------------------------------------------------------


def _domain(one: Exploration, domain_id: UUID) -> DomainAssessment:
    domain = one.domains.filter(public_id=domain_id).first()
    if domain is None:
        raise Http404
    return domain


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def domain(request: StaffRequest, public_id: UUID, domain_id: UUID | None = None) -> HttpResponse:
    """Add or change a part of life."""
    file = open_file(request, public_id, to_change=True)
    one = _open_one(file)
    row = _domain(one, domain_id) if domain_id else DomainAssessment(exploration=one)
    form = DomainForm(
        request.POST if request.method == "POST" else None,
        domain=row if domain_id else None,
        taken=frozenset(one.domains.values_list("life_domain", flat=True)),
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_domain(exploration=one, domain=form.apply_to(row), seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except DomainIsThere:
            form.add_error("life_domain", _("A colleague added this part of life a moment ago. Look there first."))
        except (ExplorationHasEnded, CaseIsClosed):
            form.add_error(None, _closed())
        else:
            messages.success(request, _("The part of life is saved."))
            return _back(request, file)
    title = _("Change a part of life") if domain_id else _("Add a part of life")
    return _form_page(
        request,
        file,
        form,
        title=title,
        submit=_("Save the part of life"),
        status=status,
        remove="cases:exploration-domain-remove" if domain_id else "",
        remove_label=_("Take this part of life out"),
        part_id=domain_id,
    )


@require_POST
@for_roles(*CASEWORKERS)
def domain_remove(request: StaffRequest, public_id: UUID, domain_id: UUID) -> HttpResponse:
    """Take a part of life out."""
    file = find_file(request, public_id, to_change=True)
    return _remove(request, file, _domain(_open_one(file), domain_id), done=_("The part of life is taken out."))


# -- the own network -------------------------------------------------------------------------------


def _person(one: Exploration, person_id: UUID) -> NetworkPerson:
    person = one.network.filter(public_id=person_id).first()
    if person is None:
        raise Http404
    return person


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def network_person(request: StaffRequest, public_id: UUID, person_id: UUID | None = None) -> HttpResponse:
    """Add or change somebody of the own network."""
    file = open_file(request, public_id, to_change=True)
    one = _open_one(file)
    row = _person(one, person_id) if person_id else NetworkPerson(exploration=one)
    form = NetworkPersonForm(request.POST if request.method == "POST" else None, person=row if person_id else None)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_network_person(
                exploration=one, person=form.apply_to(row), seen=form.cleaned_data["seen"], by=request.user
            )
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except (ExplorationHasEnded, CaseIsClosed):
            form.add_error(None, _closed())
        else:
            messages.success(request, _("The own network is saved."))
            if "nog-een" in request.POST:
                return redirect_after_post(request, "cases:network-person-add", file.case.public_id)
            return _back(request, file)
    title = _("Change somebody in the own network") if person_id else _("Add somebody to the own network")
    return _form_page(
        request,
        file,
        form,
        title=title,
        submit=_("Save"),
        status=status,
        another="" if person_id else _("Save and add another"),
        remove="cases:network-person-remove" if person_id else "",
        remove_label=_("Take out of the own network"),
        part_id=person_id,
    )


@require_POST
@for_roles(*CASEWORKERS)
def network_person_remove(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Take somebody out of the own network."""
    file = find_file(request, public_id, to_change=True)
    return _remove(request, file, _person(_open_one(file), person_id), done=_("The own network is saved."))


def _remove(
    request: StaffRequest, file: CaseFile, part: DomainAssessment | NetworkPerson, *, done: str
) -> HttpResponse:
    try:
        remove_from_exploration(part=part, by=request.user)
    except (ExplorationHasEnded, CaseIsClosed):
        messages.error(request, _("An earlier exploration stays as it was."))
    else:
        messages.success(request, done)
    return _back(request, file)


# -- a plan of their own ---------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def own_plan(request: StaffRequest, public_id: UUID, plan_id: UUID | None = None) -> HttpResponse:
    """Attach a plan that the household made itself, or correct what was taken over from it."""
    file = open_file(request, public_id, to_change=True)
    plan = file.case.own_plans.filter(public_id=plan_id).first() if plan_id else None
    if plan_id and plan is None:
        raise Http404
    form = OwnPlanForm(
        request.POST if request.method == "POST" else None,
        files=file.case.attachments.all().readable_by(request.user).present().order_by("-added_at", "-pk"),
        plan=plan,
        today=file.today,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        given = form.cleaned_data
        try:
            if plan is not None:
                change_own_plan(plan=form.apply_to(plan), seen=given["seen"], by=request.user)
            else:
                add_own_plan(
                    case=file.case,
                    kind=OwnPlanKind(given["kind"]),
                    made_by=given["made_by"],
                    made_on=given["made_on"],
                    handed_over_on=given["handed_over_on"],
                    text=given["text"],
                    file=given["file"],
                    by=request.user,
                    at=file.now,
                    request_key=given["request_key"],
                )
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        except CaseIsClosed:
            form.add_error(None, _closed())
        else:
            messages.success(request, _("Their plan is saved."))
            return _back(request, file)
    title = _("A plan of their own")
    return _form_page(request, file, form, title=title, submit=_("Save their plan"), status=status)
