"""A gathered file: looked through, blacked out, released by somebody else, and fetched."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.permissions import StaffRequest, confirm_first, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.sealing import SealIsGone
from wijkteam.retention import permissions
from wijkteam.retention.forms.requests import HideForm, ReleaseForm, ShareForm
from wijkteam.retention.models import RequestFile
from wijkteam.retention.models.stays import stays_of
from wijkteam.retention.permissions import RELEASES
from wijkteam.retention.selectors.judging import GOING, PassageRow, all_rows, file_page
from wijkteam.retention.services import judge_own_file
from wijkteam.retention.services.make_own_file import drop_file, opened


def _found(request: StaffRequest, public_id: UUID) -> RequestFile:
    return permissions.get_request_file(public_id=public_id, user=request.user, on=timezone.localdate())


def _to_judge(request: StaffRequest, public_id: UUID) -> tuple[RequestFile, dict[str, Any]]:
    """A file that waits to be released, and what is in it. Once released there is nothing to judge any more."""
    one = _found(request, public_id)
    if one.ready_at is None or one.released_at is not None:
        raise Http404
    try:
        return one, opened(one)
    except SealIsGone:
        raise Http404 from None


def _read(request: StaffRequest, one: RequestFile) -> None:
    record_reading(
        by=request.user,
        at=timezone.now(),
        act=Act.OPEN,
        subject=Subject.HOUSEHOLD,
        seen=[(household, household) for household in sorted(stays_of(one.request.person_id).periods)],
        purpose="resident",
    )


def _page_number(request: StaffRequest) -> int:
    asked = request.GET.get("pagina", "")
    return int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 7 else 1


@require_safe
@for_roles(*RELEASES)
def look_through(request: StaffRequest, public_id: UUID) -> HttpResponse:
    one, content = _to_judge(request, public_id)
    view = request.GET.get("toon", GOING)
    page = file_page(one, content, user=request.user, view=view, number=_page_number(request))
    _read(request, one)
    return render_page(request, "retention/look_through.html", {"page": page, "form": ReleaseForm()})


def _passage(request: StaffRequest, public_id: UUID, number: int) -> tuple[RequestFile, PassageRow]:
    one, content = _to_judge(request, public_id)
    rows = all_rows(one, content)
    if number >= len(rows):
        raise Http404
    return one, rows[number]


def _conflict(request: StaffRequest, public_id: UUID) -> HttpResponse:
    context = {
        "reason": _("The file is at another point already: a colleague was first."),
        "back": reverse("retention:requests"),
    }
    return render(request, "409.html", context, status=409)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*RELEASES)
def judge(request: StaffRequest, public_id: UUID, number: int) -> HttpResponse:
    """Black out words of one part, or let a part go along that stays behind by itself."""
    one, row = _passage(request, public_id, number)
    shares = row.is_aside and not row.goes_along
    data = request.POST if request.method == "POST" else None
    form = ShareForm(data) if shares else HideForm(data)
    if form.is_valid():
        try:
            if shares:
                judge_own_file.share(one=one, number=number, by=request.user, at=timezone.now(), **form.cleaned_data)
            else:
                judge_own_file.hide(one=one, number=number, by=request.user, at=timezone.now(), **form.cleaned_data)
        except judge_own_file.WordsAreNotThere:
            form.add_error("words", _("These words do not stand here. Copy them exactly."))
        except judge_own_file.NotNow:
            return _conflict(request, public_id)
        else:
            messages.success(request, _("It goes along.") if shares else _("It is black."))
            return redirect_after_post(request, "retention:own-file", public_id)
    else:
        _read(request, one)
    context = {"one": one, "row": row, "form": form, "shares": shares}
    return render_page(request, "retention/judge.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*RELEASES)
def take_back(request: StaffRequest, public_id: UUID, number: int) -> HttpResponse:
    one, _row = _passage(request, public_id, number)
    try:
        judge_own_file.take_back(one=one, number=number)
    except judge_own_file.NotNow:
        return _conflict(request, public_id)
    messages.success(request, _("This part is as it was gathered."))
    return redirect_after_post(request, "retention:own-file", public_id)


@require_POST
@for_roles(*RELEASES)
def release(request: StaffRequest, public_id: UUID) -> HttpResponse:
    one, content = _to_judge(request, public_id)
    require(permissions.may_release(request.user, one))
    form = ReleaseForm(request.POST)
    if not form.is_valid():
        page = file_page(one, content, user=request.user, view=GOING, number=1)
        _read(request, one)
        return render_page(request, "retention/look_through.html", {"page": page, "form": form}, status=422)
    try:
        judge_own_file.release_file(one=one, by=request.user, at=timezone.now())
    except judge_own_file.NotNow:
        return _conflict(request, public_id)
    messages.success(request, _("Released. It can be fetched for thirty days."))
    return redirect_after_post(request, "retention:request", one.request.public_id)


@confirm_first
@require_POST
@for_roles(*RELEASES)
def fetch(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """The ZIP for the resident. A post, as it is written down that it was fetched."""
    one = _found(request, public_id)
    try:
        archive = judge_own_file.hand_over(one=one, by=request.user, at=timezone.now())
    except (judge_own_file.NotNow, SealIsGone):
        return _conflict(request, public_id)
    response = HttpResponse(archive, content_type="application/zip")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=_("your-data.zip")) or ""
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*permissions.ANSWERS)
def drop(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Throw a gathered file away, to gather it anew."""
    one = _found(request, public_id)
    if request.method == "POST":
        drop_file(one=one, at=timezone.now())
        messages.success(request, _("The file is gone. You can have a new one made."))
        return redirect_after_post(request, "retention:request", one.request.public_id)
    return render_page(request, "retention/drop_file.html", {"one": one})
