"""Which publications one hears of by mail; and stopping, from the mail itself."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.rate_limits import Limit, is_within
from wijkteam.reports.enums import Subscribed
from wijkteam.reports.forms.subscription import SubscriptionForm
from wijkteam.reports.models import ReportSubscription
from wijkteam.reports.models.conversation import READER_ROLES
from wijkteam.reports.notifications.report_mail import reader_of
from wijkteam.reports.services.subscribe import choose_subscriptions, stop_all
from wijkteam.teams.models import Team

STOPS = Limit(name="report-stop", times=120, seconds=60 * 60)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*READER_ROLES)
def subscribe(request: StaffRequest) -> HttpResponse:
    """All, the municipality, or some teams."""
    kept = list(ReportSubscription.objects.filter(user=request.user))
    kinds = {one.kind for one in kept}
    form = SubscriptionForm(
        request.POST if request.method == "POST" else None,
        teams=list(Team.objects.filter(is_active=True).order_by("name", "pk")),
        chosen={one.team_id for one in kept if one.team_id is not None},
        initial={"everything": Subscribed.ALL in kinds, "municipality": Subscribed.MUNICIPALITY in kinds},
    )
    if form.is_bound and form.is_valid():
        choose_subscriptions(
            user=request.user,
            everything=form.cleaned_data["everything"],
            municipality=form.cleaned_data["municipality"],
            teams=form.chosen_teams,
            at=timezone.now(),
        )
        messages.success(request, _("Your choice has been saved."))
        return redirect_after_post(request, "reports:subscribe")
    context = {"form": form, "email": request.user.email}
    return render_page(request, "reports/subscribe.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """From the mail: one button. Opening the page changes nothing, for scanners of mail open every link."""
    with translation.override("nl"):
        if not is_within(STOPS, request):
            return _page(request, {"state": "too-often"}, status=429)
        reader = reader_of(token)
        if reader is None:
            return _page(request, {"state": "unknown"}, status=404)
        if request.method == "POST":
            stop_all(user=reader)
        is_stopped = not ReportSubscription.objects.filter(user=reader).exists()
        return _page(request, {"state": "stopped" if is_stopped else "asking"})


def _page(request: HttpRequest, context: dict[str, str], *, status: int = 200) -> HttpResponse:
    response = render_page(request, "reports/unsubscribe.html", context, status=status)
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response
