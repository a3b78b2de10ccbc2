"""What may be shared with partners, withdrawing that, and what was shared."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from cases.enums import SharingChannel
from cases.forms.sharing import SharedForm, SharingForm, WithdrawForm
from cases.models import SharingRecord
from cases.selectors.sharing import people_shared_about, records_of, sharing_choices, sharing_overview
from cases.services.lock_case import CaseIsClosed
from cases.services.record_sharing import (
    NotOfTheHousehold,
    SharedAlready,
    SharingDoesNotRun,
    SharingHasEnded,
    log_shared,
    record_sharing,
    withdraw_sharing,
)
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Record what may go to a partner. `?met=` names the partner beforehand, and then is where one goes on."""
    file = open_file(request, public_id, to_change=True)
    choices = sharing_choices(file.case, today=file.today)
    wanted = request.GET.get("met", "")
    receiver = next((one for one in choices.organisations if str(one.public_id) == wanted), None)
    form = SharingForm(
        request.POST if request.method == "POST" else None,
        choices=choices,
        today=file.today,
        initial={"organisation": wanted} if receiver else {},
    )
    if form.is_valid():
        try:
            record_sharing(
                case=file.case,
                people=form.people_chosen,
                kinds=form.kinds_chosen,
                details=form.details,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime."))
        except SharedAlready:
            form.add_error(None, _("Part of this is recorded already for that period. Look at what is recorded."))
        except NotOfTheHousehold:
            form.add_error("people", _("This person does not belong to the household any more."))
        else:
            messages.success(request, _("What may be shared is recorded."))
            if receiver:
                return redirect_after_post(
                    request, "cases:involvement-add", file.case.public_id, form.organisation_chosen.public_id
                )
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"form": form, "case": file.case, "receiver": receiver}
    return render_page(request, "cases/partners/sharing.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def withdraw(request: StaffRequest, public_id: UUID, record_id: UUID) -> HttpResponse:
    """End what may be shared with a partner, from today. Also possible when the case is closed."""
    file = open_file(request, public_id)
    records = list(records_of(file.case))
    record = next((one for one in records if one.public_id == record_id), None)
    if record is None:
        raise Http404
    same = [one for one in records if _recorded_together(one, record) and one.withdrawn_on is None]
    form = WithdrawForm(request.POST if request.method == "POST" else None, records=same)
    if form.is_valid():
        try:
            withdraw_sharing(
                records=form.records_chosen, on=file.today, reason=form.cleaned_data["reason"], by=request.user
            )
        except SharingHasEnded:
            messages.info(request, _("This had ended already."))
        else:
            messages.success(request, _("It is withdrawn. From today nothing goes to this partner on that ground."))
        return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"form": form, "case": file.case, "record": record}
    return render_page(request, "cases/partners/withdraw.html", context, status=422 if form.is_bound else 200)


def _recorded_together(one: SharingRecord, other: SharingRecord) -> bool:
    return (one.organisation_id, one.professional_id, one.basis, one.starts_on, one.ends_on) == (
        other.organisation_id,
        other.professional_id,
        other.basis,
        other.starts_on,
        other.ends_on,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def shared(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write down that something went to a partner."""
    file = open_file(request, public_id, to_change=True)
    records = [one for one in records_of(file.case) if one.starts_on <= file.today]
    form = SharedForm(request.POST if request.method == "POST" else None, now=file.now, records=records)
    if form.is_valid():
        try:
            log_shared(
                record=form.record_chosen,
                what=form.cleaned_data["what"],
                channel=SharingChannel(form.cleaned_data["channel"]),
                at=form.shared_at,
                by=request.user,
                request_key=form.cleaned_data["request_key"],
            )
        except SharingDoesNotRun:
            form.add_error("record", _("On that day there was no ground to share this. Record the ground first."))
        else:
            messages.success(request, _("What was shared is written down."))
            return redirect_after_post(request, "cases:partners", file.case.public_id)
    context = {"form": form, "case": file.case, "has_records": bool(records)}
    return render_page(request, "cases/partners/shared.html", context, status=422 if form.is_bound else 200)


@require_safe
@for_roles(*CASEWORKERS)
def letter(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What we shared with whom, for one resident (`?over=`): to read together, or to print.

    Each has a sheet of their own: what is shared of one is not for the eyes of the other.
    """
    file = open_file(request, public_id)
    people = people_shared_about(file.case)
    asked = request.GET.get("over", "")
    about = next((one for one in people if str(one.public_id) == asked), None)
    if asked and about is None:
        raise Http404
    if about is None and len(people) == 1:
        about = people[0]
    context = {
        "case": file.case,
        "people": people,
        "about": about,
        "overview": sharing_overview(file.case, today=file.today, about=about) if about else None,
        "today": file.today,
        "team": file.case.team,
    }
    return render_page(request, "cases/partners/shared_with_whom.html", context)
