"""What happens to a contact after it was logged: it is followed up, and what it said before can be read."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.models import Contact
from cases.selectors.corrections import coordinates, earlier_texts, may_read_corrections
from cases.services.follow_up import mark_followed_up
from cases.services.lock_case import CaseIsClosed
from cases.views.case_file import CaseFile, find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


def _contact(request: StaffRequest, file: CaseFile, contact_id: UUID) -> Contact:
    readable = Contact.objects.filter(case=file.case, public_id=contact_id).readable_by(request.user)
    contact = readable.select_related("author", "case").first()
    if contact is None:
        raise Http404
    return contact


@require_safe
@for_roles(*CASEWORKERS)
def earlier(request: StaffRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """What stood there before it was corrected, word by word."""
    file = open_file(request, public_id)
    contact = _contact(request, file, contact_id)
    is_coordinator = coordinates(file.case, request.user)
    require(may_read_corrections(contact, user=request.user, coordinates=is_coordinator))
    texts = earlier_texts(contact, user=request.user, coordinates=is_coordinator)
    context = {"case": file.case, "contact": contact, "texts": texts}
    return render_page(request, "cases/contact_earlier.html", context)


@require_POST
@for_roles(*CASEWORKERS)
def follow_up(request: StaffRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Tick off that somebody came back to it."""
    file = find_file(request, public_id, to_change=True)
    contact = _contact(request, file, contact_id)
    is_done = request.POST.get("undo") != "1"
    try:
        mark_followed_up(contact=contact, is_done=is_done, by=request.user, at=file.now)
    except CaseIsClosed:
        messages.error(request, _("This case was closed in the meantime. Nothing was saved."))
    else:
        messages.success(request, _("Ticked off.") if is_done else _("It stands open again."))
    return redirect_after_post(request, "cases:detail", file.case.public_id)
