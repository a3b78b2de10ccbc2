"""The two rings around a team, on any day, and moving in them."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.enums import Ring
from netwerk.forms.rings import OUT, MoveForm
from netwerk.models import RingMembership
from netwerk.permissions import chosen_team, own_teams
from netwerk.selectors.rings import rings_page
from netwerk.services.move_in_rings import DayTooEarly, ReasonIsMissing, StandsThereAlready, move_in_rings
from netwerk.views.directory import find_organisation
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.models import Team

_FIRST_DAY = date(2000, 1, 1)


def _day(text: str, *, today: date) -> date:
    """The day that the address names; today when it names none, or one to come."""
    try:
        return max(min(date.fromisoformat(text), today), _FIRST_DAY)
    except ValueError:
        return today


@require_safe
@for_roles(*CASEWORKERS)
def rings(request: StaffRequest) -> HttpResponse:
    """The rings of a team on a day: one's own, or those of another team."""
    today = timezone.localdate()
    teams = list(Team.objects.filter(is_active=True).order_by("name", "pk"))
    mine = own_teams(user=request.user, on=today)
    team = next(
        (one for one in teams if one.code == request.GET.get("team")), mine[0] if mine else next(iter(teams), None)
    )
    page = rings_page(team=team, on=_day(request.GET.get("op", ""), today=today), today=today) if team else None
    context = {"page": page, "teams": teams, "today": today, "may_move": team is not None and team in mine}
    return render_page(request, "netwerk/rings.html", context, fragments={"rings"}, push=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def move(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Let an organisation stand in another ring around one's own team."""
    today = timezone.localdate()
    organisation = find_organisation(request, public_id)
    team = chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", ""))
    require(team is not None)
    assert team is not None  # noqa: S101  (said by require)
    places = RingMembership.objects.filter(team=team, organisation=organisation).order_by("-starts_on")
    current = next((place for place in places if place.ends_on is None), None)
    form = MoveForm(
        request.POST if request.method == "POST" else None,
        today=today,
        needs_reason=bool(places),
        initial={"on": today, "ring": str(current.ring) if current else None},
    )
    if form.is_bound and form.is_valid():
        try:
            move_in_rings(
                team=team,
                organisation=organisation,
                ring=form.chosen_ring,
                on=form.cleaned_data["on"],
                reason=form.cleaned_data["reason"],
                by=request.user,
            )
        except StandsThereAlready:
            form.add_error("ring", _("They stand there already. Choose another place."))
        except DayTooEarly:
            form.add_error("on", _("They came to stand where they are on that day or later. Choose a later day."))
        except ReasonIsMissing:
            form.add_error("reason", _("Fill in “%(field)s”.") % {"field": _("Why?")})
        else:
            messages.success(request, _("The place of %(name)s has been saved.") % {"name": organisation.name})
            return redirect_after_post(request, f"{reverse('netwerk:rings')}?team={team.code}")
    context = {
        "form": form,
        "organisation": organisation,
        "team": team,
        "now": Ring(current.ring).label if current else "",
        "out": OUT,
    }
    return render_page(
        request, "netwerk/move.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
