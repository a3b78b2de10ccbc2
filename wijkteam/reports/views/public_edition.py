"""The public edition: switched on by a coordinator, read by everybody."""

import datetime as dt
import re
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.reports import permissions
from wijkteam.reports.forms.public_edition import PublicEditionForm
from wijkteam.reports.models import PublicEdition
from wijkteam.reports.selectors.public_edition import edition_page, edition_url, find_edition, other_editions
from wijkteam.reports.selectors.report_page import month_name
from wijkteam.reports.services.public_edition import close_edition, open_edition
from wijkteam.teams.models import Team

# Public government information without a session in it: a cache in between may keep it for five minutes.
CACHED = "public, max-age=300"


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Make a published report public, change its words, or take it down."""
    now = timezone.now()
    report = permissions.get_for_public_edition(user=request.user, public_id=public_id, on=timezone.localdate(now))
    edition = PublicEdition.objects.filter(report=report.pk).first()
    if request.method == "POST" and "close" in request.POST:
        close_edition(report=report, by=request.user, at=now)
        messages.success(request, _("The public edition has been taken down."))
        return redirect_after_post(request, "reports:public-edit", report.public_id)
    form = PublicEditionForm(
        request.POST if request.method == "POST" else None,
        content=report.content,
        today=timezone.localdate(now),
        initial={"words": edition.words, "plans": edition.plans} if edition else {},
    )
    if form.is_bound and form.is_valid():
        given = form.cleaned_data
        open_edition(report=report, words=given["words"], plans=given["plans"], by=request.user, at=now)
        messages.success(request, _("The public edition stands on its own page."))
        return redirect_after_post(request, "reports:public-edit", report.public_id)
    context = {
        "form": form,
        "report": report,
        "title": f"{report.name}, {month_name(report.month)}",
        "is_public": edition is not None and edition.closed_at is None,
        "url": request.build_absolute_uri(edition_url(report)),
    }
    return render_page(request, "reports/public_edit.html", context, status=422 if form.is_bound else 200)


@login_not_required
@require_safe
def of_team(request: HttpRequest, slug: str, month: str = "", *, as_file: bool = False) -> HttpResponse:
    team = Team.objects.filter(slug=slug, is_active=True).first()
    if team is None:
        raise Http404
    return _edition(team, month, as_file=as_file)


@login_not_required
@require_safe
def of_municipality(request: HttpRequest, month: str = "", *, as_file: bool = False) -> HttpResponse:
    return _edition(None, month, as_file=as_file)


def _edition(team: Team | None, month: str, *, as_file: bool) -> HttpResponse:
    """Drawn without the request: the page is the same for everybody, sets no cookie and knows no session."""
    found = find_edition(team=team, month=_first_day(month) if month else None)
    if found is None:
        raise Http404
    edition, report = found
    with translation.override("nl"):
        others = other_editions(team=team, month=report.month)
        page = edition_page(edition, report, others=others)
        template = "reports/public/file.html" if as_file else "reports/public/page.html"
        response = HttpResponse(render_to_string(template, {"page": page}))
    response["Cache-Control"] = CACHED
    response["Content-Language"] = "nl"
    if as_file:
        name = f"maandbericht-{report.scope.lower()}-{report.month:%Y-%m}.html"
        response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    return response


def _first_day(month: str) -> dt.date:
    if not re.fullmatch(r"20\d\d-(?:0[1-9]|1[0-2])", month):
        raise Http404
    return dt.date.fromisoformat(f"{month}-01")
