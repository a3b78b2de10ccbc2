"""What the script of a form asks while somebody types."""

from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_POST

from wijkteam.accounts.permissions import STAFF, StaffRequest, for_roles
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.seal import decrypt
from wijkteam.drafts.services.keep_draft import (
    BadToken,
    DraftKey,
    Gone,
    NotKept,
    drop_draft,
    fields_to_keep,
    keep_draft,
    local_path,
    newest_draft,
    number,
)


def _key(request: StaffRequest) -> DraftKey:
    try:
        key = DraftKey.read(request.POST.get("draft", ""))
    except BadToken as error:
        raise PermissionDenied from error
    if key.user_id != request.user.pk:
        raise PermissionDenied
    return key


def _when(draft: Draft) -> str:
    at = timezone.localtime(draft.saved_at)
    today = at.date() == timezone.localdate()
    return date_format(at, "TIME_FORMAT" if today else "DATETIME_FORMAT")


@require_POST
@for_roles(*STAFF)
def keep(request: StaffRequest) -> HttpResponse:
    """Keep the text as it is now; 410 when it was saved or thrown away meanwhile, 409 when there is no room."""
    key = _key(request)
    try:
        kept = keep_draft(
            key=key,
            slot=number(request.POST.get("draft_slot", "")),
            version=number(request.POST.get("draft_version", "")),
            fields=fields_to_keep(request.POST),
            path=local_path(request.POST.get("draft_path", "")),
            at=timezone.now(),
        )
    except Gone:
        return JsonResponse({}, status=410)
    except NotKept:
        return JsonResponse({}, status=409)
    draft = kept.draft
    return JsonResponse({"slot": draft.slot, "version": draft.version, "at": _when(draft), "moved": kept.moved})


@require_POST
@for_roles(*STAFF)
def find(request: StaffRequest) -> HttpResponse:
    """The newest draft for this form, for who wrote it and has the page before them."""
    found = newest_draft(_key(request))
    if found is None:
        return HttpResponse(status=204)
    answer = {"slot": found.slot, "version": found.version, "at": _when(found), "fields": decrypt(found)}
    return JsonResponse(answer)


@require_POST
@for_roles(*STAFF)
def drop(request: StaffRequest) -> HttpResponse:
    """Throw the draft of this form away."""
    drop_draft(key=_key(request), slot=number(request.POST.get("draft_slot", "")), is_saved=False)
    return HttpResponse(status=204)
