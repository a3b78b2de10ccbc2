"""Pages for residents, without an account: which team is ours, and what is there."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from wijkteam.core.htmx import render_page
from wijkteam.teams.selectors import public_page


@login_not_required
@require_safe
def find_team(request: HttpRequest) -> HttpResponse:
    """All teams, and with `?buurt=` (a CBS code) the one that works there."""
    page = public_page.find_page(area=request.GET.get("buurt", ""), now=timezone.now())
    return render_page(request, "teams/public/find.html", {"page": page}, fragments={"answer"}, push=True)


@login_not_required
@require_safe
def team_page(request: HttpRequest, slug: str) -> HttpResponse:
    """Where a team is, when it is open, whom to ask for and what there is to join."""
    team = public_page.public_team(slug=slug)
    if team is None:
        raise Http404
    return render_page(
        request, "teams/public/team.html", {"page": public_page.team_page(team=team, now=timezone.now())}
    )
