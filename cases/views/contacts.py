"""Logging a contact, in the case page or on a page of its own, and correcting one's own."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from cases.forms.contact import ContactForm, LogContactForm
from cases.models import Contact
from cases.selectors.journal import is_escalating, names_of
from cases.selectors.timeline import contact_item
from cases.services.add_file import TooManyFiles
from cases.services.inspect_file import Refused
from cases.services.lock_case import CaseIsClosed
from cases.services.log_contact import ContactHasChanged, correct_contact, log_contact_with_files
from cases.views.case_file import open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment, toast
from wijkteam.drafts.services.keep_draft import forget_draft


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def log(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Log a contact and its minutes. Inside the case page the new line appears in the timeline at once."""
    file = open_file(request, public_id, to_change=True)
    case, now = file.case, file.now
    extra: dict[str, Any] = {"names": names_of(case, today=file.today), "is_escalation": is_escalating(case)}
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = LogContactForm(*posted, now=now, **extra)
    if form.is_valid():
        try:
            contact = log_contact_with_files(
                case=case,
                details=form.details,
                files=form.files_chosen,
                by=request.user,
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except TooManyFiles:
            form.add_error("upload", _("This household has a hundred files, and that is the most. Remove some first."))
        except Refused:
            form.add_error("upload", _("The virus scanner found a virus. Nothing was saved. Tell the administrator."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            forget_draft(posted=request.POST, by=request.user)
            said = _("The contact and its hours are saved.")
            if form.files_chosen:
                said = _("The contact, its hours and its files are saved.")
            if requested_fragment(request, {"compose"}):
                item = contact_item(contact, user=request.user, is_new=True, files=len(form.files_chosen))
                context = {"case": case, "form": LogContactForm(now=now, **extra), "item": item, "said": said}
                return toast(render_page(request, "cases/contact_saved.html", context), said)
            messages.success(request, said)
            return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "case": case}
    return render_page(
        request, "cases/contact.html", context, fragments={"compose"}, status=422 if form.is_bound else 200
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def correct(request: StaffRequest, public_id: UUID, contact_id: UUID) -> HttpResponse:
    """Correct one's own contact. The old text is kept in the history."""
    file = open_file(request, public_id, to_change=True)
    case, now = file.case, file.now
    contact = (
        Contact.objects.filter(case=case, public_id=contact_id)
        .readable_by(request.user)
        .select_related("time_entry", "case")
        .first()
    )
    if contact is None:
        raise Http404
    require(contact.author_id == request.user.pk)
    seen = contact.corrected_at.isoformat() if contact.corrected_at else ""
    form = ContactForm(
        request.POST if request.method == "POST" else None,
        now=now,
        contact=contact,
        names=names_of(case, today=file.today),
    )
    status = 422 if form.is_bound else 200
    theirs = ""
    if form.is_valid():
        claimed = request.POST.get("seen", "")
        try:
            if claimed != seen:
                raise ContactHasChanged(contact)
            correct_contact(contact=contact, details=form.details, seen=contact.corrected_at, by=request.user, at=now)
        except ContactHasChanged as changed:
            theirs, status = changed.contact.text, 409
            seen = changed.contact.corrected_at.isoformat() if changed.contact.corrected_at else ""
            form.add_error("text", _("This contact was changed in the meantime. Compare the two and save again."))
        except CaseIsClosed:
            form.add_error(None, _("This case was closed in the meantime. Your text stands below: copy it."))
        else:
            forget_draft(posted=request.POST, by=request.user)
            messages.success(request, _("The contact is corrected."))
            return redirect_after_post(request, "cases:detail", case.public_id)
    context = {"form": form, "case": case, "contact": contact, "seen": seen, "theirs": theirs}
    return render_page(request, "cases/contact.html", context, status=status)
