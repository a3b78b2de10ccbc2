"""Every address of the application; paths are Dutch, names English."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache

from wijkteam.accounts.views.passkeys import add_passkey, passkeys
from wijkteam.core import metrics


@transaction.non_atomic_requests  # a page begins a transaction first, and these must answer without a database
@login_not_required
@never_cache
def healthz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: the process answers."""
    return HttpResponse("ok", content_type="text/plain")


@transaction.non_atomic_requests
@login_not_required
@never_cache
def readyz(request: HttpRequest) -> HttpResponse:
    """For the load balancer: this process can serve pages now, with the database behind it."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Error:
        return HttpResponse("database is away", status=503, content_type="text/plain")
    return HttpResponse("ready", content_type="text/plain")


@transaction.non_atomic_requests
@login_not_required
@never_cache
def figures(request: HttpRequest) -> HttpResponse:
    """For a monitoring system that knows the token: figures about the installation, nothing about people."""
    said = request.headers.get("Authorization", "")
    wanted = settings.METRICS_TOKEN
    if not wanted or not constant_time_compare(said, f"Bearer {wanted}"):
        raise Http404
    return HttpResponse(metrics.page(), content_type="text/plain; version=0.0.4; charset=utf-8")


@transaction.non_atomic_requests
@login_not_required
@never_cache
def security_txt(request: HttpRequest) -> HttpResponse:
    """RFC 9116: whom to tell of a hole. Without a contact there is no such file."""
    if not settings.SECURITY_CONTACT:
        raise Http404
    until = timezone.now().replace(microsecond=0) + timedelta(days=180)
    lines = [
        f"Contact: {settings.SECURITY_CONTACT}",
        f"Expires: {until.isoformat()}",
        "Preferred-Languages: nl, en",
        f"Canonical: {settings.BASE_URL}/.well-known/security.txt",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


urlpatterns = [
    path("readyz", readyz, name="readyz"),
    path(".well-known/security.txt", security_txt, name="security-txt"),
    path("healthz", healthz, name="healthz"),
    path("metrics", figures, name="metrics"),
    path("", include("wijkteam.core.urls")),
    path("", include("wijkteam.accounts.urls")),
    path("", include("wijkteam.drafts.urls")),
    path("", include("wijkteam.daily.urls")),
    path("", include("wijkteam.areas.urls")),
    path("", include("wijkteam.teams.urls")),
    path("", include("wijkteam.hours.urls")),
    path("", include("wijkteam.audit.urls")),
    path("", include("wijkteam.retention.urls")),
    path("", include("netwerk.urls")),
    path("", include("collectief.urls")),
    path("", include("cases.urls")),
    path("", include("wijkteam.reports.urls")),
    path("", include("wijkteam.manual.urls")),
    path("account/2fa/webauthn/", passkeys, name="mfa_list_webauthn"),  # before allauth's own
    path("account/2fa/webauthn/add/", add_passkey, name="mfa_add_webauthn"),
    path("account/", include("allauth.urls")),
]

handler400 = "wijkteam.core.views.bad_request"
handler403 = "wijkteam.core.views.permission_denied"
handler404 = "wijkteam.core.views.page_not_found"
handler500 = "wijkteam.core.views.server_error"
