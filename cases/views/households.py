"""Who lives in the household of a case."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import HouseholdRole
from cases.forms.household import EndMembershipForm, HouseholdForm, MembershipForm, PersonForm
from cases.models import Case, HouseholdMember
from cases.permissions import can_change, visible_case
from cases.services.change_household import LivesElsewhere, add_member, end_membership
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


def _changeable_case(request: StaffRequest, public_id: UUID) -> Case:
    case = visible_case(public_id=public_id, user=request.user, on=timezone.localdate())
    require(can_change(case))
    return case


def _member(case: Case, person_id: UUID) -> HouseholdMember:
    member = (
        HouseholdMember.objects.current(on=timezone.localdate())
        .filter(household=case.household_id, person__public_id=person_id)
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
    case = _changeable_case(request, public_id)
    form = HouseholdForm(
        request.POST if request.method == "POST" else None, instance=case.household, team_id=case.team_id
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("The household is saved."))
        return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "case": case}
    return render_page(request, "cases/household.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Somebody new in the household."""
    case = _changeable_case(request, public_id)
    data = request.POST if request.method == "POST" else None
    form = PersonForm(data)
    member = MembershipForm(data, initial={"starts_on": timezone.localdate()})
    if all([form.is_valid(), member.is_valid()]):
        try:
            add_member(
                household=case.household,
                person=form.save(commit=False),
                role=HouseholdRole(member.cleaned_data["role"]),
                is_main=member.cleaned_data["is_main"],
                starts_on=member.cleaned_data["starts_on"],
                by=request.user,
            )
        except LivesElsewhere:
            form.add_error(None, _("This person belongs to another household on that day."))
        else:
            messages.success(request, _("The household has somebody more."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "member": member, "case": case, "is_new": True}
    return render_page(request, "cases/member.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_edit(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Name, date of birth and how to reach somebody."""
    case = _changeable_case(request, public_id)
    member = _member(case, person_id)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=member.person)
    if form.is_valid():
        form.save()
        messages.success(request, _("The person is saved."))
        return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "case": case, "person_id": person_id}
    return render_page(request, "cases/member.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def member_end(request: StaffRequest, public_id: UUID, person_id: UUID) -> HttpResponse:
    """Somebody no longer lives here; who they were stays in the history."""
    case = _changeable_case(request, public_id)
    member = _member(case, person_id)
    form = EndMembershipForm(
        request.POST if request.method == "POST" else None, initial={"ends_on": timezone.localdate()}
    )
    if form.is_valid():
        end_membership(member=member, ends_on=form.cleaned_data["ends_on"], by=request.user)
        messages.success(request, _("The household is saved."))
        return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "case": case, "person": member.person}
    return render_page(request, "cases/member_end.html", context, status=422 if form.is_bound else 200)
