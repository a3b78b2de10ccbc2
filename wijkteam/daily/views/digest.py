"""The daily mail: choosing, and stopping from the mail itself."""

import datetime as dt

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within
from wijkteam.daily.forms.digest import DigestForm
from wijkteam.daily.models import Digest
from wijkteam.daily.notifications.digest_mail import reader_of
from wijkteam.daily.selectors.digest import kinds
from wijkteam.daily.services.digest import choose_digest, stop_digest

STOPS = Limit(name="digest-stop", times=120, seconds=60 * 60)
_USUAL = dt.time(8, 0)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def digest(request: StaffRequest) -> HttpResponse:
    """At a time of one's own choosing, each kind on or off."""
    kept = Digest.objects.filter(user=request.user).first() or Digest(send_at=_USUAL)
    form = DigestForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds(),
        without=kept.without,
        initial={"is_on": kept.is_on, "send_at": kept.send_at},
    )
    if form.is_bound and form.is_valid():
        choose_digest(
            user=request.user,
            is_on=form.cleaned_data["is_on"],
            send_at=form.cleaned_data["send_at"],
            about=form.cleaned_data["about"],
        )
        messages.success(request, _("Your choice has been saved."))
        return redirect_after_post(request, "daily:digest")
    context = {"form": form, "email": request.user.email}
    return render_page(request, "daily/digest.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail: one button. Opening the page changes nothing, for scanners of mail open every link."""
    with translation.override("nl"):
        if not is_within(STOPS, request):
            return _page(request, {"state": "too-often"}, status=429)
        reader = reader_of(token)
        if reader is None:
            return _page(request, {"state": "unknown"}, status=404)
        if request.method == "POST":
            stop_digest(user=reader)
        is_on = Digest.objects.filter(user=reader, is_on=True).exists()
        return _page(request, {"state": "asking" if is_on else "stopped"})


def _page(request: HttpRequest, context: dict[str, str], *, status: int = 200) -> HttpResponse:
    response = render_page(request, "daily/digest_stop.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
