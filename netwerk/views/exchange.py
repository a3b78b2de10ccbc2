"""The directory in the open standard: look at a file, take it in, give ours out. For the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from netwerk.forms.exchange import ConfirmForm, DirectoryFileForm
from netwerk.services.hsds.held import held, hold, let_go
from netwerk.services.hsds.problems import FileRefused
from netwerk.services.hsds.read import read_bytes
from netwerk.services.hsds.stored import directory, here, known_ids
from netwerk.services.hsds.take_in import Changes, import_hsds
from netwerk.services.hsds.write import as_json, as_tables, as_zip
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page

_PAGE = "netwerk/exchange.html"


def _taken_in(data: bytes, *, dry_run: bool) -> Changes:
    """Raises FileRefused."""
    content, findings = read_bytes(data, known=known_ids())
    return import_hsds(content=content, findings=findings, today=timezone.localdate(), dry_run=dry_run)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def exchange(request: StaffRequest) -> HttpResponse:
    """Look at a file; nothing is written yet."""
    form = DirectoryFileForm(request.POST, request.FILES) if request.method == "POST" else DirectoryFileForm()
    if not form.is_bound or not form.is_valid():
        return render_page(request, _PAGE, {"form": form}, status=422 if form.is_bound else 200)
    return _preview(request, form.cleaned_data["upload"], form)


def _preview(request: StaffRequest, data: bytes, form: DirectoryFileForm, *, is_other: bool = False) -> HttpResponse:
    try:
        changes = _taken_in(data, dry_run=True)
    except FileRefused as refusal:
        return render_page(request, _PAGE, {"form": DirectoryFileForm(), "problems": refusal.problems}, status=422)
    confirm = ConfirmForm(initial={"held": hold(data, by=request.user), "seen": changes.digest})
    context = {"form": form, "changes": changes, "confirm": confirm, "is_other": is_other}
    return render_page(request, _PAGE, context, status=409 if is_other else 200)


@require_POST
@for_roles(Role.ADMINISTRATOR)
def exchange_confirm(request: StaffRequest) -> HttpResponse:
    """Take in the file that was looked at, when it still changes what it said it would."""
    form = ConfirmForm(request.POST)
    data = held(form.cleaned_data["held"], by=request.user) if form.is_valid() else None
    if data is None:
        lost = [
            _("The file is not here any more: it was taken in, or chosen more than half an hour ago. Choose it again.")
        ]
        return render_page(request, _PAGE, {"form": DirectoryFileForm(), "problems": lost}, status=422)
    try:
        if _taken_in(data, dry_run=True).digest != form.cleaned_data["seen"]:
            return _preview(request, data, DirectoryFileForm(), is_other=True)
        _taken_in(data, dry_run=False)
    except FileRefused as refusal:
        return render_page(request, _PAGE, {"form": DirectoryFileForm(), "problems": refusal.problems}, status=422)
    let_go(form.cleaned_data["held"], by=request.user)
    messages.success(request, _("The directory now has what the file says."))
    return redirect_after_post(request, "netwerk:exchange")


@require_safe
@for_roles(Role.ADMINISTRATOR)
def export_json(request: StaffRequest) -> HttpResponse:
    return _download(request, "application/json", "wegwijzer.json")


@require_safe
@for_roles(Role.ADMINISTRATOR)
def export_tables(request: StaffRequest) -> HttpResponse:
    return _download(request, "application/zip", "wegwijzer.zip")


def _download(request: StaffRequest, kind: str, name: str) -> HttpResponse:
    content = directory(local=here(today=timezone.localdate())).content
    try:
        data = as_zip(as_tables(content)) if name.endswith(".zip") else as_json(content)
    except FileRefused as refusal:
        return render_page(request, _PAGE, {"form": DirectoryFileForm(), "problems": refusal.problems}, status=409)
    disposition = content_disposition_header(as_attachment=True, filename=name) or ""
    return HttpResponse(data, content_type=kind, headers={"Content-Disposition": disposition})
