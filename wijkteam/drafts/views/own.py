"""My drafts: reading them, going on with one, throwing one away."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from wijkteam.accounts.permissions import STAFF, StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post
from wijkteam.drafts.models import Draft
from wijkteam.drafts.selectors.own_drafts import draft_text, own_drafts
from wijkteam.drafts.services.keep_draft import key_of, remove_draft

_PURPOSE = "casework"


def _log(request: StaffRequest, seen: tuple[tuple[int, int], ...]) -> None:
    record_reading(by=request.user, at=timezone.now(), act=Act.LIST, subject=Subject.CASE, seen=seen, purpose=_PURPOSE)


def _own(request: StaffRequest, public_id: UUID) -> Draft:
    draft = Draft.objects.filter(user=request.user, public_id=public_id).first()
    if draft is None:
        raise Http404
    return draft


@require_safe
@for_roles(*STAFF)
def drafts(request: StaffRequest) -> HttpResponse:
    """What was typed and not saved, newest first."""
    mine = own_drafts(request.user, on=timezone.localdate())
    _log(request, mine.seen)
    return render(request, "drafts/list.html", {"rows": mine.rows})


@require_safe
@for_roles(*STAFF)
def draft(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One text again, ready to be saved: also where there is no script to put it back into its form."""
    found = _own(request, public_id)
    shown, seen = draft_text(found, user=request.user, on=timezone.localdate())
    if shown is None:
        raise Http404
    _log(request, seen)
    context = {"draft": shown, "token": key_of(found).sign(), "slot": found.slot, "version": found.version}
    return render(request, "drafts/draft.html", context)


@require_POST
@for_roles(*STAFF)
def remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Throw one away, also when its file may not be seen any more."""
    remove_draft(draft=_own(request, public_id), by=request.user)
    messages.success(request, _("The draft is thrown away."))
    return redirect_after_post(request, "drafts:list")
