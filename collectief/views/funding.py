"""What initiatives live on."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.forms.funding import FundingForm
from collectief.models import Funding, Initiative
from collectief.permissions import can_change_initiative
from collectief.selectors.funding import at_risk
from collectief.selectors.tabs import collective_tabs
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page


@require_safe
@for_roles(*CASEWORKERS)
def funding(request: StaffRequest) -> HttpResponse:
    """What lapses or is uncertain, with what would be lost."""
    context = {
        "rows": at_risk(user=request.user, today=timezone.localdate()),
        "tabs": collective_tabs("funding", user=request.user),
    }
    return render_page(request, "collectief/funding.html", context)


def _own(request: StaffRequest, public_id: UUID) -> Initiative:
    today = timezone.localdate()
    found = get_object_or_404(Initiative.objects.visible_to(request.user, on=today), public_id=public_id)
    require(can_change_initiative(user=request.user, initiative=found, on=today))
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def funding_new(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Add what an initiative of one's own team lives on."""
    initiative = _own(request, public_id)
    return _edit(request, initiative, Funding(initiative=initiative))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def funding_edit(request: StaffRequest, public_id: UUID, funding_id: UUID) -> HttpResponse:
    """Another end, another state."""
    initiative = _own(request, public_id)
    return _edit(request, initiative, get_object_or_404(initiative.funding, public_id=funding_id))


def _edit(request: StaffRequest, initiative: Initiative, row: Funding) -> HttpResponse:
    form = FundingForm(request.POST if request.method == "POST" else None, instance=row)
    if form.is_bound and form.is_valid():
        form.save()
        messages.success(request, _("The funding has been saved."))
        return redirect_after_post(request, "collectief:initiative", initiative.public_id)
    context = {"form": form, "initiative": initiative, "url": request.path}
    return render_page(
        request, "collectief/funding_edit.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
