"""Borders of areas from a file: look first, then take in. For the administrator."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.areas.forms.boundaries import BoundariesForm, ConfirmBoundariesForm
from wijkteam.areas.services.import_boundaries import BoundaryChanges, import_boundaries
from wijkteam.areas.services.read_boundaries import read_boundaries
from wijkteam.areas.services.read_statistics import FileRefused
from wijkteam.core.held_files import held, hold, let_go
from wijkteam.core.htmx import redirect_after_post, render_page

_PAGE, _KIND = "areas/boundaries.html", "borders"


def _taken_in(data: bytes, *, source: str, code_field: str, dry_run: bool) -> BoundaryChanges:
    """Raises FileRefused."""
    found = read_boundaries(data, code_field=code_field)
    return import_boundaries(boundaries=found, source=source, at=timezone.now(), dry_run=dry_run)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def boundaries(request: StaffRequest) -> HttpResponse:
    """Look at a file; nothing is written yet."""
    form = BoundariesForm(request.POST, request.FILES) if request.method == "POST" else BoundariesForm()
    if not form.is_bound or not form.is_valid():
        return render_page(request, _PAGE, {"form": form}, status=422 if form.is_bound else 200)
    return _preview(
        request, form.cleaned_data["upload"], source=form.file_name, code_field=form.cleaned_data["code_field"]
    )


def _refused(request: StaffRequest, problems: list[str]) -> HttpResponse:
    return render_page(request, _PAGE, {"form": BoundariesForm(), "problems": problems}, status=422)


def _preview(
    request: StaffRequest, data: bytes, *, source: str, code_field: str, is_other: bool = False
) -> HttpResponse:
    try:
        changes = _taken_in(data, source=source, code_field=code_field, dry_run=True)
    except FileRefused as refusal:
        return _refused(request, refusal.problems)
    token = hold(data, kind=_KIND, owner=request.user.pk)
    confirm = ConfirmBoundariesForm(
        initial={"held": token, "seen": changes.digest, "source": source, "code_field": code_field}
    )
    context = {"form": BoundariesForm(), "changes": changes, "confirm": confirm, "is_other": is_other}
    return render_page(request, _PAGE, context, status=409 if is_other else 200)


@require_POST
@for_roles(Role.ADMINISTRATOR)
def boundaries_confirm(request: StaffRequest) -> HttpResponse:
    """Take in the file that was looked at, when it still changes what it said it would."""
    form = ConfirmBoundariesForm(request.POST)
    owner = request.user.pk
    data = held(form.cleaned_data["held"], kind=_KIND, owner=owner) if form.is_valid() else None
    if data is None:
        return _refused(
            request,
            [
                _(
                    "The file is not here any more: it was taken in, or chosen more than half an hour ago. "
                    "Choose it again."
                )
            ],
        )
    given = {"source": form.cleaned_data["source"], "code_field": form.cleaned_data["code_field"]}
    try:
        if _taken_in(data, **given, dry_run=True).digest != form.cleaned_data["seen"]:
            return _preview(request, data, **given, is_other=True)
        _taken_in(data, **given, dry_run=False)
    except FileRefused as refusal:
        return _refused(request, refusal.problems)
    let_go(form.cleaned_data["held"], kind=_KIND, owner=owner)
    messages.success(request, _("The areas now have the borders of the file."))
    return redirect_after_post(request, "areas:list")
