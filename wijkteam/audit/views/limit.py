"""The limit of a day: who is near it, and more room for one person."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.forms import RaiseForm
from wijkteam.audit.selectors.budget import limit_page
from wijkteam.audit.services.keep_limit import raise_limit
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.PRIVACY_OFFICER)
def limit(request: StaffRequest) -> HttpResponse:
    """What is raised stands below it for good, with the reason and who did it."""
    now = timezone.now()
    form = RaiseForm(request.POST if request.method == "POST" else None, by=request.user)
    if form.is_bound and form.is_valid():
        raise_limit(**form.cleaned_data, by=request.user, at=now)
        messages.success(request, _("There is more room until midnight."))
        return redirect_after_post(request, "audit:limit")
    record_reading(
        by=request.user, at=now, act=Act.LIST, subject=Subject.READ_LOG, seen=[(0, None)], purpose="oversight"
    )
    context = {"form": form, "page": limit_page(day=timezone.localdate(now))}
    return render_page(request, "audit/limit.html", context, status=422 if form.is_bound else 200)
