"""A caseload that was kept in a spreadsheet: send it, say what is in it, look, take it in, and undo it within a day."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import CaseloadState
from cases.forms.caseload import ColumnsForm, ListForm, WordsForm
from cases.models import CaseloadJob, CaseRights
from cases.models.caseload_import import UNDONE_WITHIN
from cases.selectors.caseload_jobs import jobs_of, progress
from cases.services.caseload.columns import Layout
from cases.services.caseload.known import Books
from cases.services.caseload.reading import checked_list, choices_of, kept_choices, layout_with, sheets_of
from cases.services.caseload.sealed import SealIsGone
from cases.services.caseload.send_list import AnotherRuns, NoLongerOpen, choose, confirm, drop, send_list
from cases.services.caseload.shown_columns import columns_shown
from cases.services.caseload.shown_list import list_shown
from cases.services.caseload.shown_words import WordsOfField, words_of
from cases.services.caseload.take_in import NotReady
from cases.services.caseload.undo_list import InTheWay, TooLate, is_in_time, undo_list, work_since
from cases.views.case_file import PURPOSE
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.core.spreadsheets import Sheet, SpreadsheetRefused
from wijkteam.teams.models import Team

_PROGRESS = "voortgang"


def _steps() -> list[str]:
    return [_("The file"), _("What is in it"), _("Its words"), _("Look"), _("Taken in")]


def _find(request: StaffRequest, public_id: UUID) -> CaseloadJob:
    """Raises Http404 when it is not there or of another team."""
    visible = CaseloadJob.objects.visible_to(request.user, on=timezone.localdate())
    found = visible.select_related("team", "sent_by", "batch").filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _gone(request: StaffRequest, job: CaseloadJob) -> HttpResponse | None:
    """Where to go with a list that is not being looked at any more."""
    if job.state == CaseloadState.CHOSEN:
        return None
    return redirect_after_post(request, "cases:caseload-result", job.public_id)


def _sheets(job: CaseloadJob) -> Sequence[Sheet]:
    """Raises Http404 when its seal cannot be broken any more."""
    try:
        return sheets_of(job)
    except SealIsGone as error:
        raise Http404 from error


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def start(request: StaffRequest) -> HttpResponse:
    """Send a file; nothing is made of it yet."""
    now = timezone.now()
    teams = list(Team.objects.of_worker(request.user, on=timezone.localdate(now)).order_by("name", "pk"))
    form = ListForm(*((request.POST, request.FILES) if request.method == "POST" else ()), teams=teams)
    if form.is_bound and form.is_valid():
        name, content = form.cleaned_data["upload"]
        try:
            job = send_list(
                team=form.cleaned_data["team"],
                by=request.user,
                file_name=name,
                content=content,
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except SpreadsheetRefused as refusal:
            form.add_error("upload", str(refusal))
        else:
            return redirect_after_post(request, "cases:caseload-columns", job.public_id)
    context = {"form": form, "teams": teams, "jobs": jobs_of(user=request.user, at=now), "steps": _steps()}
    return render_page(request, "cases/caseload/start.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def columns(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What each column holds."""
    job = _find(request, public_id)
    if (elsewhere := _gone(request, job)) is not None:
        return elsewhere
    sheets = _sheets(job)
    layout = layout_with(sheets, job.choices)
    shown = columns_shown(layout)
    form = ColumnsForm(request.POST if request.method == "POST" else None, sheets=sheets, layout=layout, columns=shown)
    if form.is_bound and form.is_valid():
        if form.is_moved:
            return _moved(request, job, form, sheets)
        return _chosen(request, job, {**job.choices, **_place(layout), "columns": form.chosen()}, form)
    context = {
        "form": form,
        "job": job,
        "refused": [column for column in shown if column.is_refused],
        "steps": _steps(),
    }
    return render_page(request, "cases/caseload/columns.html", context, status=422 if form.is_bound else 200)


def _place(layout: Layout) -> dict[str, Any]:
    return {"sheet": layout.sheet.name, "heading_row": layout.heading_row, "with_above": layout.with_above}


def _moved(request: StaffRequest, job: CaseloadJob, form: ColumnsForm, sheets: Sequence[Sheet]) -> HttpResponse:
    """Another sheet or row: guess its columns anew and show them."""
    wanted = {
        "sheet": form.cleaned_data["sheet"] or sheets[0].name,
        "heading_row": form.cleaned_data["heading_row"],
    }
    choices = choices_of(layout_with(sheets, wanted), job.choices)
    try:
        choose(job=job, choices=choices, by=request.user, at=timezone.now())
    except NoLongerOpen:
        return redirect_after_post(request, "cases:caseload-result", job.public_id)
    messages.info(request, _("The columns are read from the row that you chose. Look at them once more."))
    return redirect_after_post(request, "cases:caseload-columns", job.public_id)


def _chosen(request: StaffRequest, job: CaseloadJob, choices: dict[str, Any], form: ColumnsForm) -> HttpResponse:
    try:
        choose(job=job, choices=choices, by=request.user, at=timezone.now(), keep=form.cleaned_data["keep"])
    except NoLongerOpen:
        return redirect_after_post(request, "cases:caseload-result", job.public_id)
    return redirect_after_post(request, "cases:caseload-words", job.public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def words(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What the words of the list are called here; passed by when all are known."""
    job = _find(request, public_id)
    if (elsewhere := _gone(request, job)) is not None:
        return elsewhere
    found = _words(request, job)
    if not found:
        return redirect_after_post(request, "cases:caseload-look", job.public_id)
    form = WordsForm(request.POST if request.method == "POST" else None, words=found)
    if form.is_bound and form.is_valid():
        choices = {
            **job.choices,
            "meanings": form.meanings(job.choices.get("meanings", {})),  # type: ignore[arg-type]  # as choices_of made it
            "defaults": form.defaults(job.choices.get("defaults", {})),  # type: ignore[arg-type]  # the same
        }
        try:
            choose(job=job, choices=choices, by=request.user, at=timezone.now(), keep=_is_kept(job))
        except NoLongerOpen:
            return redirect_after_post(request, "cases:caseload-result", job.public_id)
        return redirect_after_post(request, "cases:caseload-look", job.public_id)
    context = {"form": form, "job": job, "steps": _steps()}
    return render_page(request, "cases/caseload/words.html", context, status=422 if form.is_bound else 200)


def _is_kept(job: CaseloadJob) -> bool:
    """Whether the columns of this list are remembered: then its words are too."""
    return kept_choices(layout_with(_sheets(job), job.choices), team=job.team) is not None


def _words(request: StaffRequest, job: CaseloadJob) -> list[WordsOfField]:
    today = timezone.localdate()
    books = Books(teams=[job.team], today=today, rights=CaseRights.of(request.user, on=today))
    return words_of(layout_with(_sheets(job), job.choices), books=books, team=job.team, choices=job.choices)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def look(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Every problem, and what would be made. A post has it taken in."""
    job = _find(request, public_id)
    if (elsewhere := _gone(request, job)) is not None:
        return elsewhere
    now = timezone.now()
    error, status = "", 200
    if request.method == "POST":
        try:
            confirm(job=job, by=request.user, at=now)
            return redirect_after_post(request, "cases:caseload-result", job.public_id)
        except NoLongerOpen:
            return redirect_after_post(request, "cases:caseload-result", job.public_id)
        except AnotherRuns:
            error, status = _("A list of this team is being taken in already. Wait until it is ready."), 409
        except NotReady:
            error, status = _("This list cannot be taken in as it is. Look at the errors below."), 422
    today = timezone.localdate(now)
    rights = CaseRights.of(request.user, on=today)
    checked = checked_list(job, sheets=_sheets(job), rights=rights, today=today)
    shown = list_shown(checked, page=request.GET.get("pagina"), problems_page=request.GET.get("problemen"))
    if shown.seen:
        record_reading(by=request.user, at=now, act=Act.SEARCH, subject=Subject.CASE, seen=shown.seen, purpose=PURPOSE)
    context = {"job": job, "list": shown, "error": error, "steps": _steps()}
    return render_page(request, "cases/caseload/look.html", context, status=status)


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def put_aside(request: StaffRequest, public_id: UUID) -> HttpResponse:
    job = _find(request, public_id)
    try:
        drop(job=job, at=timezone.now())
        messages.success(request, _("The file is removed. Nothing was made of it."))
    except NoLongerOpen:
        return redirect_after_post(request, "cases:caseload-result", job.public_id)
    return redirect_after_post(request, "cases:caseload")


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def result(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How far it is, and what came of it. The page asks again by itself; where nothing changed the answer is empty."""
    job = _find(request, public_id)
    if job.state == CaseloadState.CHOSEN:
        return redirect_after_post(request, "cases:caseload-columns", job.public_id)
    now = progress(job, at=timezone.now())
    if now.is_looked_at and request.GET.get("stap") == now.stamp and requested_fragment(request, {_PROGRESS}):
        return HttpResponse(status=204)
    context = {"progress": now, "job": job, "steps": _steps()}
    return render_page(request, "cases/caseload/result.html", context, fragments={_PROGRESS})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def undo(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Take away all that came of a list; refused with what stands in the way."""
    job = _find(request, public_id)
    now = timezone.now()
    if job.batch is None:
        raise Http404
    work, status = [], 200
    if request.method == "POST":
        try:
            undo_list(batch=job.batch, by=request.user, at=now)
        except TooLate:
            messages.error(request, _("This cannot be undone any more."))
            return redirect_after_post(request, "cases:caseload-result", job.public_id)
        except InTheWay as error:
            work, status = list(error.work), 409
        else:
            messages.success(request, _("The list is undone. What it was stays in the history."))
            return redirect_after_post(request, "cases:caseload-result", job.public_id)
    elif not is_in_time(job.batch, at=now):
        return redirect_after_post(request, "cases:caseload-result", job.public_id)
    else:
        work = work_since(job.batch, by=request.user, at=now)
    context = {
        "job": job,
        "work": work[:100],
        "more": max(0, len(work) - 100),
        "until": job.batch.made_at + UNDONE_WITHIN,
    }
    return render_page(request, "cases/caseload/undo.html", context, status=status)
