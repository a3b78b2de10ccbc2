"""Every address of the application; paths are Dutch, names English."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.views.decorators.cache import never_cache


@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("", include("wijkteam.core.urls")),
    path("", include("wijkteam.accounts.urls")),
    path("", include("wijkteam.drafts.urls")),
    path("", include("wijkteam.areas.urls")),
    path("", include("wijkteam.teams.urls")),
    path("", include("wijkteam.hours.urls")),
    path("", include("wijkteam.audit.urls")),
    path("", include("wijkteam.retention.urls")),
    path("", include("netwerk.urls")),
    path("", include("collectief.urls")),
    path("", include("cases.urls")),
    path("", include("wijkteam.reports.urls")),
    path("account/", include("allauth.urls")),
]

handler400 = "wijkteam.core.views.bad_request"
handler403 = "wijkteam.core.views.permission_denied"
handler404 = "wijkteam.core.views.page_not_found"
handler500 = "wijkteam.core.views.server_error"
