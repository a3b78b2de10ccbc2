"""The pages of the team coordinator's overview, their filters and the views that are kept of them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.reports.enums import OverviewPage
from wijkteam.reports.forms import OverviewFilter, SaveViewForm
from wijkteam.reports.models import SavedView
from wijkteam.reports.selectors.course import course as course_page
from wijkteam.reports.selectors.division import division as division_page
from wijkteam.reports.selectors.floor_weeks import floor_weeks
from wijkteam.reports.selectors.overview_filters import Chosen, chosen_of, page_tabs
from wijkteam.reports.selectors.saved_views import ViewLink, saved_views
from wijkteam.reports.services.saved_views import TooManyViews, make_default, remove_view, save_view


def head(chosen: Chosen | None, *, page: str, views: Sequence[ViewLink]) -> dict[str, Any]:
    """What stands above each page."""
    if chosen is None:
        return {"chosen": None}
    return {
        "chosen": chosen,
        "tabs": page_tabs(chosen, here=f"reports:{page}"),
        "filter": OverviewFilter(initial=chosen.initial, chosen=chosen, page=page),
        "views": views,
        "keep_url": chosen.url("reports:view-save", pagina=page),
    }


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def course(request: StaffRequest) -> HttpResponse:
    """Months side by side, with what is usual."""
    today = timezone.localdate()
    chosen = chosen_of(request.GET, user=request.user, today=today)
    context = {
        **head(chosen, page="course", views=saved_views(request.user)),
        "overview": course_page(chosen, today=today) if chosen else None,
    }
    return render_page(request, "reports/overview/course.html", context)


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def division(request: StaffRequest) -> HttpResponse:
    """Who has what in hand, by name."""
    today = timezone.localdate()
    chosen = chosen_of(request.GET, user=request.user, today=today)
    context = {
        **head(chosen, page="division", views=saved_views(request.user)),
        "overview": division_page(chosen.team, today=today) if chosen else None,
    }
    return render_page(request, "reports/overview/division.html", context)


@require_safe
@for_roles(Role.TEAM_COORDINATOR)
def floor(request: StaffRequest) -> HttpResponse:
    """What pushed through the prevention floor this week, and how it went week by week."""
    today = timezone.localdate()
    chosen = chosen_of(request.GET, user=request.user, today=today)
    context = {
        **head(chosen, page="floor", views=saved_views(request.user)),
        "overview": floor_weeks(chosen.team, today=today) if chosen else None,
    }
    return render_page(request, "reports/overview/floor.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.TEAM_COORDINATOR)
def view_save(request: StaffRequest) -> HttpResponse:
    """Keep what the address says under a name, and tidy up what was kept before."""
    chosen = chosen_of(request.GET, user=request.user, today=timezone.localdate())
    asked = request.GET.get("pagina", "")
    page = OverviewPage(asked) if asked in OverviewPage.values else OverviewPage.DASHBOARD
    form = SaveViewForm(request.POST if request.method == "POST" else None)
    if chosen is not None and form.is_valid():
        data = form.cleaned_data
        try:
            save_view(
                by=request.user,
                name=data["name"],
                page=page,
                team=chosen.team,
                district=chosen.district,
                theme=chosen.theme,
                months=chosen.months,
                is_default=data["is_default"],
            )
        except TooManyViews:
            form.add_error("name", _("You have twelve views already. Throw one away first."))
        else:
            messages.success(request, _("The view is kept."))
            return redirect_after_post(request, chosen.url(f"reports:{page}", team=chosen.team.code))
    context = {
        "chosen": chosen,
        "form": form,
        "page_name": page.label,
        "views": saved_views(request.user),
        "back": chosen.url(f"reports:{page}", team=chosen.team.code) if chosen else reverse("reports:dashboard"),
    }
    return render_page(request, "reports/overview/views.html", context, status=422 if form.is_bound else 200)


def _own(request: StaffRequest, public_id: UUID) -> SavedView:
    view = SavedView.objects.filter(user=request.user, public_id=public_id).first()
    if view is None:
        raise Http404
    return view


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def view_default(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Opens by itself, or no longer."""
    view = _own(request, public_id)
    make_default(view=view)
    said = _("This view opens by itself.") if view.is_default else _("No view opens by itself now.")
    messages.success(request, said)
    return redirect_after_post(request, "reports:view-save")


@require_POST
@for_roles(Role.TEAM_COORDINATOR)
def view_remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    view = _own(request, public_id)
    remove_view(view=view)
    messages.success(request, _("The view is gone."))
    return redirect_after_post(request, "reports:view-save")
