"""Where a worker lives: told by the worker, kept as a mark."""

from django.contrib import messages
from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.audit.forms import HomeForm
from wijkteam.audit.models import WorkerHome
from wijkteam.audit.services.tell_home import forget_home, tell_home
from wijkteam.core.htmx import redirect_after_post, render_page


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def home(request: StaffRequest) -> HttpResponse:
    form = HomeForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        tell_home(by=request.user, postcode=form.cleaned_data["postcode"], at=timezone.now())
        messages.success(request, _("Saved. Only a mark of your postcode is kept."))
        return redirect_after_post(request, "accounts:me")
    told = WorkerHome.objects.filter(user=request.user).first()
    context = {"form": form, "told_at": told.told_at if told else None}
    return render_page(request, "audit/home.html", context, status=422 if form.is_bound else 200)


@require_POST
@for_roles(*CASEWORKERS)
def forget(request: StaffRequest) -> HttpResponse:
    forget_home(by=request.user)
    messages.success(request, _("The mark of your postcode is removed."))
    return redirect_after_post(request, "audit:home")
