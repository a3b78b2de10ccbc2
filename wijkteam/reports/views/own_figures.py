"""Figures for whom they are about: a worker's own, and those with which an administrator keeps things in order."""

from django.http import HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import CaseRights
from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles
from wijkteam.core.htmx import render_page
from wijkteam.reports.selectors.administration import administration as administration_page
from wijkteam.reports.selectors.my_figures import my_figures


@require_safe
@for_roles(*CASEWORKERS)
def mine(request: StaffRequest) -> HttpResponse:
    """One's own figures: there is no address that shows those of somebody else."""
    today = timezone.localdate()
    rights = CaseRights.of(request.user, on=today)
    overview = my_figures(request.user, rights=rights, today=today)
    leads = request.user.role == Role.TEAM_COORDINATOR
    return render_page(request, "reports/mine.html", {"overview": overview, "leads": leads})


@require_safe
@for_roles(Role.ADMINISTRATOR)
def administration(request: StaffRequest) -> HttpResponse:
    """Teams, accounts, reports and what is missing: nothing of a case."""
    return render_page(
        request, "reports/administration.html", {"overview": administration_page(today=timezone.localdate())}
    )
