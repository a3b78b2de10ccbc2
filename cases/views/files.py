"""The files of a case: adding, fetching, taking away."""

import logging
from uuid import UUID

from csp.decorators import csp_update
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.enums import FileKind, ScanState, Visibility
from cases.forms.files import FilesForm
from cases.models import Attachment
from cases.permissions import can_change
from cases.selectors.files import files_of
from cases.services.add_file import FileDetails, NotYourFile, TooManyFiles, add_files, remove_attachment
from cases.services.inspect_file import CONTENT_TYPES, Refused
from cases.services.lock_case import CaseIsClosed
from cases.services.store_file import open_file_of
from cases.views.case_file import PURPOSE, CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page

log = logging.getLogger(__name__)

# The rest are called as their kind is.
_EXTENSIONS = {FileKind.JPEG: "jpg", FileKind.TEXT: "txt"}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def files(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """All files of a case, and a form for more."""
    file = open_file(request, public_id, to_change=request.method == "POST")
    case = file.case
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()
    if form.is_valid():
        data = form.cleaned_data
        try:
            added = add_files(
                case=case,
                files=data["upload"],
                details=FileDetails(description=data["description"], visibility=Visibility(data["visibility"])),
                by=request.user,
                at=file.now,
                request_key=data["request_key"],
            )
        except TooManyFiles:
            form.add_error("upload", _("This household has a hundred files, and that is the most. Remove some first."))
        except Refused:
            form.add_error("upload", _("The virus scanner found a virus. Nothing was saved. Tell the administrator."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Nothing was saved."))
        else:
            waiting = any(one.scan_state == ScanState.WAITING for one in added)
            messages.success(
                request,
                _("Saved. The virus scanner is away, so it can be opened once it has been looked at.")
                if waiting
                else _("The files are saved."),
            )
            return redirect_after_post(request, "cases:files", case.public_id)
    context = {
        "case": case,
        "part": "files",
        "form": form,
        "files": files_of(case, user=request.user),
        "can_change": can_change(case),
    }
    return render_page(request, "cases/files/list.html", context, status=422 if form.is_bound else 200)


def _readable(request: StaffRequest, file: CaseFile, file_id: UUID) -> Attachment:
    found = file.case.attachments.all().readable_by(request.user).present().filter(public_id=file_id).first()
    if found is None:
        raise Http404
    return found


@require_safe
@for_roles(*CASEWORKERS)
@csp_update({"sandbox": True})  # type: ignore[arg-type]  # made for views of any request
def fetch(request: StaffRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """The bytes, always as a download: nothing of a household is ever shown inside the browser's own page."""
    file = find_file(request, public_id)
    found = _readable(request, file, file_id)
    require(found.scan_state in {ScanState.CLEAN, ScanState.UNSCANNED})
    try:
        with open_file_of(found.stored_as) as stored:
            content = stored.read()
    except FileNotFoundError:
        log.error("the bytes of file %s are missing", found.pk)
        raise Http404 from None
    record_reading(
        by=request.user,
        at=file.now,
        act=Act.EXPORT,
        subject=Subject.ATTACHMENT,
        seen=[(found.pk, file.case.household_id)],
        purpose=PURPOSE,
    )
    # A name that says nothing of the household: it stays behind in the downloads of whoever's device this is.
    name = f"casus-{file.case.number}-bestand-{found.pk}.{_EXTENSIONS.get(FileKind(found.kind), found.kind)}"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[found.kind], headers=headers)


@require_POST
@for_roles(*CASEWORKERS)
def remove(request: StaffRequest, public_id: UUID, file_id: UUID) -> HttpResponse:
    """Take a file away that one added oneself, for example to the wrong case."""
    file = find_file(request, public_id, to_change=True)
    found = _readable(request, file, file_id)
    require(found.added_by_id == request.user.pk)
    try:
        remove_attachment(attachment=found, by=request.user, at=file.now)
    except (NotYourFile, CaseIsClosed):
        messages.error(request, _("This case was closed in the meantime. Nothing was saved."))
    else:
        messages.success(request, _("The file is gone. That it was here, and who removed it, stays on record."))
    return redirect_after_post(request, "cases:files", file.case.public_id)
