"""Pages that belong to no app: display choices, what a browser asks for, errors, and the style guide."""

import hashlib
import json
from collections.abc import Callable
from typing import TypeVar

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from wijkteam.core import navigation
from wijkteam.core import styleguide as samples
from wijkteam.core.context_processors import SCHEME_COOKIE, SCHEMES
from wijkteam.core.htmx import FRAGMENT, render_page, toast
from wijkteam.core.lost_words import typed_words
from wijkteam.core.promises.page import promises_page

View = TypeVar("View", bound=Callable[..., HttpResponse])
_YEAR = 365 * 24 * 60 * 60


@login_not_required
@require_POST
def scheme(request: HttpRequest) -> HttpResponse:
    """Keep light or dark in a cookie; anything else follows the device again."""
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        target = "/"
    response = HttpResponseRedirect(target)
    chosen = request.POST.get("scheme", "")
    if chosen in SCHEMES:
        response.set_cookie(
            SCHEME_COOKIE, chosen, max_age=_YEAR, samesite="Lax", secure=request.is_secure(), httponly=True
        )
    else:
        response.delete_cookie(SCHEME_COOKIE, samesite="Lax")
    return response


def _for_staff(view: View) -> View:
    setattr(view, "allowed_roles", navigation.STAFF)  # noqa: B010  (mypy knows no such attribute on a function)
    return view


@_for_staff
@require_http_methods(["GET", "HEAD", "POST"])
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component in every state: what a page is built from, and what the accessibility tests look at."""
    form = samples.SampleForm(request.POST if request.method == "POST" else None)
    toasted = request.GET.get(FRAGMENT) == "toast"
    context = {
        "balance": samples.balance(),
        "caseload": samples.ranges(),
        "crumbs": [(_("Start"), "/")],
        "filter": samples.SampleFilter(),
        "flow": samples.flow(),
        "form": form,
        "months": samples.balance_by_month(),
        "now": timezone.now(),
        "page": Paginator(range(180), 25).page(2),
        "questions": samples.questions(),
        "signals": samples.signals(),
        "steps": ["Vraag", "Verkenning", "Plan"],
        "tabs": samples.TABS,
        "themes": samples.horizontal_bars(),
        "toasted": toasted,
        "trend": samples.TREND,
    }
    response = render_page(
        request, "styleguide/index.html", context, fragments={"dialog", "toast"}, status=422 if form.is_bound else 200
    )
    return toast(response, _("This is a message.")) if toasted else response


@_for_staff
@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """What was promised, and what the tests measured of it last."""
    return render_page(request, "promises/index.html", {"overview": promises_page()})


# -- what a browser asks for -----------------------------------------------------------------------


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def manifest(request: HttpRequest) -> HttpResponse:
    """So that the application can stand on the home screen of a phone."""
    body = {
        "name": _("Neighbourhood team"),
        "short_name": _("Neighbourhood team"),
        "start_url": "/",
        "display": "standalone",
        "background_color": "#faf7f1",
        "theme_color": "#0e464a",
        "icons": [{"src": static("img/mark.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return JsonResponse(body, content_type="application/manifest+json")


def _cached_files() -> list[str]:
    names = ("css/app.css", "img/mark.svg", "img/street.svg", "fonts/source-sans-3-latin-wght-normal.woff2")
    return [static(name) for name in names]


@login_not_required
@require_GET
@cache_control(public=True, max_age=0, must_revalidate=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """Keeps static files and the offline page, and nothing else: no page of anybody is ever stored."""
    files = [*_cached_files(), reverse("core:offline")]
    version = hashlib.sha256(json.dumps(files).encode()).hexdigest()[:12]
    body = render_to_string(
        "layouts/service_worker.js",
        {"config": json.dumps({"version": version, "files": files, "offline": files[-1]})},
    )
    return HttpResponse(body, content_type="text/javascript")


@login_not_required
@require_GET
@cache_control(public=True, max_age=3600)
def offline(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("layouts/offline.html"))


# -- errors ----------------------------------------------------------------------------------------
# handler400, handler403, handler404 and handler500 of wijkteam/urls.py


def _signed_in(request: HttpRequest) -> bool:
    """Look who it is before rendering: an address that matches nothing was not looked at by any middleware."""
    user = getattr(request, "user", None)
    return bool(user and user.is_authenticated)


def _about(request: HttpRequest) -> dict[str, object]:
    """Asked for before anything else: a form may have become impossible while somebody was writing in it."""
    return {"signed_in": _signed_in(request), "typed": typed_words(request)}


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    return HttpResponse(render_to_string("400.html"), status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "403.html", _about(request), status=403)


def page_not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "404.html", _about(request), status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Needs no database, no session and nobody's name: any of those may be what broke."""
    return HttpResponse(render_to_string("500.html"), status=500)
