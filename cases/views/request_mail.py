"""The team mails a partner the link under which they answer, and takes it back."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.forms.answering import MailRequestForm
from cases.models import Involvement, RequestLink
from cases.models.request_link import LASTS_DAYS
from cases.selectors.request_links import address_of, receiver_of
from cases.services.involve_partner import InvolvementHasChanged
from cases.services.lock_case import CaseIsClosed
from cases.services.mail_request import NoMailAddress, mail_request, take_back
from cases.services.record_sharing import SharingDoesNotRun
from cases.views.case_file import find_file, open_file
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def mail(request: StaffRequest, public_id: UUID, involvement_id: UUID) -> HttpResponse:
    """Say what goes to whom, and send it."""
    file = open_file(request, public_id, to_change=True)
    found = Involvement.objects.filter(case=file.case, public_id=involvement_id)
    involvement = found.select_related("case", "organisation", "professional").first()
    if involvement is None:
        raise Http404
    form = MailRequestForm(request.POST if request.method == "POST" else None)
    back = ("cases:partners", file.case.public_id)
    if form.is_valid():
        try:
            mail_request(
                involvement=involvement, by=request.user, at=file.now, request_key=form.cleaned_data["request_key"]
            )
        except InvolvementHasChanged:
            messages.info(request, _("This request was answered or called off in the meantime."))
        except SharingDoesNotRun:
            messages.error(request, _("What you asked may no longer be shown to them. Look at what may be shared."))
        except NoMailAddress:
            messages.error(request, _("There is no e-mail address of them in the directory. Add it there first."))
        except CaseIsClosed:
            messages.error(request, _("This case was closed in the meantime."))
        else:
            messages.success(request, _("The mail is on its way. The answer comes to stand here by itself."))
        return redirect_after_post(request, *back)
    context = {
        "case": file.case,
        "involvement": involvement,
        "receiver": receiver_of(involvement),
        "email": address_of(involvement),
        "days": LASTS_DAYS,
        "form": form,
    }
    return render_page(request, "cases/partners/mail.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def revoke(request: StaffRequest, public_id: UUID, link_id: UUID) -> HttpResponse:
    """Take a link back: from now on it opens nothing."""
    file = find_file(request, public_id)
    link = RequestLink.objects.filter(involvement__case=file.case, public_id=link_id).first()
    if link is None:
        raise Http404
    take_back(link=link, by=request.user, at=file.now)
    messages.success(request, _("The link opens nothing any more."))
    return redirect_after_post(request, "cases:partners", file.case.public_id)
