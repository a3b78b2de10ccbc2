"""The reporting code of a case: for its coordinator, the safety officers of the team, and whom they add."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import SafetyStepKind
from cases.forms.safety import SafetyReaderForm, SafetyRecordForm, SafetyStepForm
from cases.models import SafetyReader, SafetyRecord
from cases.permissions import can_change, may_weigh_safety, readable_safety_record
from cases.selectors.safety import (
    GUIDANCE,
    lacks_an_earlier_step,
    latest_step,
    readers_of,
    records_of,
    steps_of,
    who_weighs,
)
from cases.services.lock_case import CaseIsClosed
from cases.services.weigh_safety import (
    NotInOrder,
    StepIsThere,
    add_reader,
    open_safety_record,
    remove_reader,
    sign_step,
)
from cases.views.case_file import CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.drafts.services.keep_draft import forget_draft

CODE = "reporting-code"


def _log(request: StaffRequest, file: CaseFile, records: list[int]) -> None:
    record_reading(
        by=request.user,
        at=file.now,
        act=Act.OPEN,
        subject=Subject.SAFETY,
        seen=[(pk, file.case.household_id) for pk in records],
        purpose=CODE,
    )


def _record(request: StaffRequest, file: CaseFile, record_id: UUID) -> SafetyRecord:
    record = readable_safety_record(case=file.case, public_id=record_id, user=request.user, on=file.today)
    _log(request, file, [record.pk])
    return record


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def safety(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What to do in danger, for everyone; the records and a new one for who has the right."""
    file = open_file(request, public_id)
    case = file.case
    may_begin = can_change(case) and may_weigh_safety(case, request.user, on=file.today)
    require(request.method != "POST" or may_begin)
    form = SafetyRecordForm(request.POST if request.method == "POST" else None) if may_begin else None
    if form is not None and form.is_valid():
        try:
            record = open_safety_record(
                case=case,
                about=form.cleaned_data["about"],
                is_acute=form.cleaned_data["is_acute"],
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            return redirect_after_post(request, "cases:safety-record", case.public_id, record.public_id)
    records = records_of(case, user=request.user, on=file.today)
    if records:
        shown = SafetyRecord.objects.filter(public_id__in=[row.public_id for row in records])
        _log(request, file, list(shown.values_list("pk", flat=True)))
    context = {
        "case": case,
        "part": "safety",
        "records": records,
        "form": form,
        "who": who_weighs(case, on=file.today),
    }
    return render_page(request, "cases/safety/case.html", context, status=422 if form and form.is_bound else 200)


@require_safe
@for_roles(*CASEWORKERS)
def record(request: StaffRequest, public_id: UUID, record_id: UUID) -> HttpResponse:
    """The five steps of one record."""
    file = open_file(request, public_id)
    return _record_page(request, file, _record(request, file, record_id))


def _record_page(
    request: StaffRequest, file: CaseFile, one: SafetyRecord, form: SafetyReaderForm | None = None
) -> HttpResponse:
    readers = readers_of(one)
    is_open = can_change(file.case)
    status = 422 if form is not None else 200
    may_add = is_open and may_weigh_safety(file.case, request.user, on=file.today)
    if form is None and may_add:
        form = SafetyReaderForm(case=file.case, without={row.user_id for row in readers}, today=file.today)
    context = {
        "case": file.case,
        "part": "safety",
        "record": one,
        "steps": steps_of(one, is_open=is_open),
        "readers": readers,
        "who": who_weighs(file.case, on=file.today),
        "may_add": may_add,
        "form": form,
    }
    return render_page(request, "cases/safety/record.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def step(request: StaffRequest, public_id: UUID, record_id: UUID, number: int) -> HttpResponse:
    """Sign a step, or put right what was signed before."""
    file = open_file(request, public_id, to_change=True)
    if number not in SafetyStepKind.values:
        raise Http404
    kind = SafetyStepKind(number)
    one = _record(request, file, record_id)
    before = latest_step(one, kind)
    asks_order = lacks_an_earlier_step(one, kind)
    form = SafetyStepForm(
        request.POST if request.method == "POST" else None,
        step=kind,
        today=file.today,
        asks_order=asks_order,
        corrects=before,
    )
    status = 422 if form.is_bound else 200
    if form.is_valid():
        try:
            # What is corrected is what this page showed: another correction in between is told, not overwritten.
            if request.POST.get("corrects", "") != (str(before.pk) if before else ""):
                raise StepIsThere
            sign_step(
                record=one,
                step=kind,
                details=form.details,
                corrects=before,
                by=request.user,
                at=file.now,
                request_key=form.cleaned_data["request_key"],
            )
        except NotInOrder:
            form.add_error(None, _("First weigh the danger (step 4). The two decisions follow from it."))
        except StepIsThere:
            form.add_error(None, _("A colleague signed this step in the meantime. Read it, then correct it if needed."))
            status = 409
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The step is signed."))
            return redirect_after_post(request, "cases:safety-record", file.case.public_id, one.public_id)
    context: dict[str, Any] = {
        "case": file.case,
        "record": one,
        "form": form,
        "step": kind,
        "guidance": GUIDANCE[kind],
        "corrects": before,
        "draft_key": f"safety-step-{number}",
    }
    return render_page(request, "cases/safety/step.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def reader_add(request: StaffRequest, public_id: UUID, record_id: UUID) -> HttpResponse:
    """Let a colleague read this record along."""
    file = open_file(request, public_id, to_change=True)
    one = _record(request, file, record_id)
    require(may_weigh_safety(file.case, request.user, on=file.today))
    if request.method != "POST":
        return _record_page(request, file, one)
    without = {row.user_id for row in readers_of(one)}
    form = SafetyReaderForm(request.POST, case=file.case, without=without, today=file.today)
    if not form.is_valid():
        return _record_page(request, file, one, form)
    add_reader(record=one, user=form.cleaned_data["worker"], by=request.user, at=file.now)
    messages.success(request, _("This colleague can read the record now."))
    return redirect_after_post(request, "cases:safety-record", file.case.public_id, one.public_id)


@require_POST
@for_roles(*CASEWORKERS)
def reader_remove(request: StaffRequest, public_id: UUID, record_id: UUID, reader_id: UUID) -> HttpResponse:
    """For this colleague the record is not there any more."""
    file = find_file(request, public_id, to_change=True)
    one = readable_safety_record(case=file.case, public_id=record_id, user=request.user, on=file.today)
    require(may_weigh_safety(file.case, request.user, on=file.today))
    reader = SafetyReader.objects.filter(record=one, public_id=reader_id, removed_at=None).first()
    if reader is None:
        raise Http404
    remove_reader(reader=reader, by=request.user, at=file.now)
    messages.success(request, _("This colleague cannot read the record any more."))
    return redirect_after_post(request, "cases:safety", file.case.public_id)
