"""Who lives in the household of a case."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import HouseholdRole
from cases.forms.household import EndMembershipForm, FindPersonForm, HouseholdForm, MembershipForm, PersonForm
from cases.models import HouseholdMember, Person
from cases.services.change_household import (
    LivesElsewhere,
    add_member,
    end_membership,
    save_household,
    save_person,
)
from cases.services.detect_change import HasChanged
from cases.services.find_person import FoundPerson, find_person, main_household, visible_person
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.forms import Form
from wijkteam.core.htmx import redirect_after_post, render_page


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _member(file: CaseFile, person_id: UUID) -> HouseholdMember:
    member = (
        HouseholdMember.objects.current(on=file.today)
        .filter(household=file.case.household_id, person__public_id=person_id)
        .select_related("person")
        .first()
    )
    if member is None:
        raise Http404
    return member


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Name, address and neighbourhood of the household."""
    file = open_file(request, public_id, to_change=True)
    case = file.case
    form = HouseholdForm(_data(request), instance=case.household, team_id=case.team_id)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_household(household=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        else:
            messages.success(request, _("The household is saved."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    return render_page(request, "cases/household.html", {"form": form, "case": case}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_search(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Look for somebody who is known already. By POST: what is typed is a name."""
    file = open_file(request, public_id, to_change=True)
    form = FindPersonForm(_data(request))
    found: list[FoundPerson] | None = None
    if form.is_valid():
        found = find_person(
            text=form.cleaned_data["text"],
            not_in=file.case.household_id,
            rights=file.rights,
            by=request.user,
            at=file.now,
        )
    context = {"search": form, "form": form, "found": found, "case": file.case}
    return render_page(
        request, "cases/member_search.html", context, fragments={"found"}, status=422 if form.errors else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody new in the household."""
    file = open_file(request, public_id, to_change=True)
    form = PersonForm(_data(request), instance=Person(), today=file.today)
    member = MembershipForm(_data(request), today=file.today)
    if all([form.is_valid(), member.is_valid()]) and _added(request, file, form.instance, member, errors=form):
        return redirect_after_post(request, "cases:detail", file.case.public_id)
    context = {"form": form, "member": member, "case": file.case, "search": FindPersonForm()}
    return render_page(request, "cases/member_add.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_join(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody who is known already moves here, or lives here as well: the child of separated parents."""
    file = open_file(request, public_id, to_change=True)
    person = visible_person(public_id=person_id, rights=file.rights)
    if person is None:
        raise Http404
    lives = main_household(person, rights=file.rights, on=file.today)
    initial = {"is_main": lives is None, "role": lives.role if lives else HouseholdRole.ADULT}
    form = MembershipForm(_data(request), initial=initial, today=file.today)
    # Whoever moves somebody out of a household has read that they live there.
    home = str(lives.household.public_id) if lives else ""
    if form.is_valid() and request.POST.get("lives", home) != home:
        form.add_error(None, _("A colleague changed where this person lives in the meantime. Look again and choose."))
    elif form.is_valid() and _added(request, file, person, form, errors=form, leaves=lives):
        return redirect_after_post(request, "cases:detail", file.case.public_id)
    context = {"form": form, "case": file.case, "person": person, "lives": lives}
    return render_page(request, "cases/member_join.html", context, status=422 if form.is_bound else 200)


def _added(
    request: StaffRequest,
    file: CaseFile,
    person: Person,
    member: MembershipForm,
    *,
    errors: Form | PersonForm,
    leaves: HouseholdMember | None = None,
) -> bool:
    is_main = member.cleaned_data["is_main"]
    try:
        add_member(
            household=file.case.household,
            person=person,
            role=HouseholdRole(member.cleaned_data["role"]),
            is_main=is_main,
            starts_on=member.cleaned_data["starts_on"],
            leaves=leaves if is_main else None,
            by=request.user,
        )
    except LivesElsewhere:
        errors.add_error(None, _("This person belongs to another household on that day, or lives here already."))
        return False
    messages.success(request, _("%(name)s belongs to the household now.") % {"name": person.full_name})
    return True


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_edit(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Name, date of birth and how to reach somebody."""
    file = open_file(request, public_id, to_change=True)
    member = _member(file, person_id)
    form = PersonForm(_data(request), instance=member.person, today=file.today)
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            save_person(person=form.instance, seen=form.cleaned_data["seen"], by=request.user)
        except HasChanged as changed:
            form.show_conflict(changed)
            status = 409
        else:
            messages.success(request, _("The person is saved."))
            return redirect_after_post(request, "cases:detail", file.case.public_id)
    context = {"form": form, "case": file.case, "person_id": person_id}
    return render_page(request, "cases/member.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_end(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody no longer lives here; who they were stays in the history."""
    file = open_file(request, public_id, to_change=True)
    member = _member(file, person_id)
    form = EndMembershipForm(_data(request), today=file.today)
    if form.is_valid():
        end_membership(member=member, ends_on=form.cleaned_data["ends_on"], by=request.user)
        messages.success(request, _("The household is saved."))
        return redirect_after_post(request, "cases:detail", file.case.public_id)
    context = {"form": form, "case": file.case, "person": member.person}
    return render_page(request, "cases/member_end.html", context, status=422 if form.is_bound else 200)
