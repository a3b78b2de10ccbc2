"""What happens to a household as a whole: moving, living apart, and two files that are one household."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.enums import MoveKind
from cases.forms.household_changes import MergeForm, MoveForm, OtherFileForm, SplitForm
from cases.models import Case, HouseholdMember
from cases.permissions import may_merge, visible_case
from cases.selectors.merge_page import people_of, same_people
from cases.services.detect_change import HasChanged
from cases.services.merge_households import merge_households
from cases.services.merge_persons import AreMerged, CannotMerge
from cases.services.move_house import MovedBeforeThat, move_house
from cases.services.split_household import MembersHaveChanged, NewHome, NobodyLeft, split_household
from cases.views.case_file import CaseFile, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.daily.selectors.typed import Typed


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _page(
    request: StaffRequest, template: str, file: CaseFile, form: Any, *, status: int = 0, **more: Any
) -> HttpResponse:
    context = {"case": file.case, "part": "household", "form": form, **more}
    return render_page(request, template, context, status=status or (422 if form.is_bound else 200))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The household lives somewhere else from a day on."""
    file = open_file(request, public_id, to_change=True)
    form = MoveForm(_data(request), household=file.case.household, today=file.today)
    status = 0
    if form.is_valid():
        try:
            move_house(
                household=file.case.household,
                to=form.address,
                moved_on=form.cleaned_data["moved_on"],
                means=MoveKind(form.cleaned_data["means"]),
                seen=form.cleaned_data["seen"],
                by=request.user,
            )
        except HasChanged:
            form.add_error(None, _("A colleague changed the address in the meantime. Look at it first."))
            status = 409
        except MovedBeforeThat:
            form.add_error("moved_on", _("The household moved again after that. Correct the address instead."))
        else:
            messages.success(request, _("The new address is saved; the old one stays in the history."))
            return redirect_after_post(request, "cases:household", public_id)
    return _page(request, "cases/household/move.html", file, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def split(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Some of the household go to live on their own; the file stays here."""
    file = open_file(request, public_id, to_change=True)
    members = list(
        HouseholdMember.objects.current(on=file.today)
        .filter(household=file.case.household_id)
        .select_related("person")
        .order_by("role", "person__birth_date", "pk")
    )
    form = SplitForm(_data(request), members=members, today=file.today)
    status = 0
    if form.is_valid():
        try:
            split_household(
                household=file.case.household,
                home=NewHome(name=form.cleaned_data["name"], address=form.address),
                choices=form.choices,
                split_on=form.cleaned_data["split_on"],
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except NobodyLeft:
            form.add_error(None, _("At least one person stays, and at least one person mainly lives there."))
        except MembersHaveChanged:
            form.add_error(None, _("On that day other people lived here. Check the day and the people."))
            status = 409
        else:
            messages.success(request, _("They live apart now. The file stays with this household."))
            return redirect_after_post(request, "cases:household", public_id)
    return _page(request, "cases/household/split.html", file, form, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def merge_find(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Which other file is of this household? By number, among the files that one may see."""
    file = open_file(request, public_id)
    require(may_merge(file.case, user=request.user, rights=file.rights))
    form = OtherFileForm(_data(request))
    if form.is_valid():
        number = Typed.of(form.cleaned_data["number"]).number
        other = Case.objects.within(file.rights).filter(pk=number).first() if number is not None else None
        if other is None:
            form.add_error("number", _("You may not see a case with this number."))
        elif other.household_id == file.case.household_id:
            form.add_error("number", _("This case is of the same household already."))
        else:
            return redirect_after_post(request, "cases:household-merge", public_id, other.public_id)
    return _page(request, "cases/household/merge_find.html", file, form)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def merge(request: StaffRequest, public_id: UUID, other_id: UUID) -> HttpResponse:
    """Make two files one: this household stays, everything of the other goes into it."""
    file = open_file(request, public_id)
    require(may_merge(file.case, user=request.user, rights=file.rights))
    other = visible_case(public_id=other_id, rights=file.rights, on=file.today)
    require(not file.rights.only_reads(other))
    keep, merged = file.case.household, other.household
    if keep.pk == merged.pk:
        raise Http404
    record_reading(
        by=request.user,
        at=file.now,
        act=Act.OPEN,
        subject=Subject.CASE,
        seen=[(other.pk, merged.pk)],
        purpose="casework",
    )
    form = MergeForm(
        _data(request), here=people_of(keep), there=people_of(merged), same=same_people(keep=keep, merged=merged)
    )
    status = 0
    if form.is_valid():
        try:
            merge_households(
                keep=keep, merged=merged, same=form.same, why=form.cleaned_data["why"], by=request.user, at=file.now
            )
        except AreMerged:
            messages.info(request, _("One of these files was merged already. Look at what it is now."))
            return redirect_after_post(request, "cases:household", public_id)
        except CannotMerge:
            form.add_error(
                None,
                _("This cannot be done yet: somebody would have two main homes on one day. Settle that first."),
            )
            status = 409
        else:
            messages.success(request, _("The two files are one now. Nothing was thrown away."))
            return redirect_after_post(request, "cases:household", public_id)
    both_open = file.case.is_open and other.is_open
    return _page(request, "cases/household/merge.html", file, form, status=status, other=other, both_open=both_open)
