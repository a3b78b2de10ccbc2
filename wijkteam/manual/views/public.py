"""For everybody: how accessible the application is."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from wijkteam.core.htmx import render_page
from wijkteam.manual.selectors.pages import accessibility_statement


@login_not_required
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    context = {"page": accessibility_statement(), "contact": settings.ACCESSIBILITY_CONTACT}
    return render_page(request, "manual/accessibility.html", context)
