"""Editions: a method that runs, with its own people and days."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from collectief.enums import EditionEnd
from collectief.forms.editions import EditionChangeForm, EditionCloseForm, EditionStartForm
from collectief.models import Edition, Initiative, Method
from collectief.permissions import can_change_edition
from collectief.selectors.editions import edition_list, edition_page
from collectief.selectors.tabs import collective_tabs
from collectief.services.start_edition import (
    EditionIsClosed,
    SmallerThanTheGroup,
    change_edition,
    close_edition,
    start_edition,
)
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.addresses import public_id_in_address
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def editions(request: StaffRequest) -> HttpResponse:
    """The editions of one's teams; first what still has to be written down."""
    overview = edition_list(user=request.user, today=timezone.localdate())
    context = {"overview": overview, "tabs": collective_tabs("editions", user=request.user)}
    return render_page(request, "collectief/editions.html", context)


def find_edition(request: StaffRequest, public_id: UUID, *, on: date) -> Edition:
    rows = Edition.objects.visible_to(request.user, on=on).select_related("initiative__team", "method")
    return get_object_or_404(rows, public_id=public_id)


@require_safe
@for_roles(*CASEWORKERS)
def edition(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """One edition: its meetings, who comes, how it goes."""
    today = timezone.localdate()
    page = edition_page(edition=find_edition(request, public_id, on=today), user=request.user, today=today)
    return render_page(request, "collectief/edition.html", {"page": page})


def _colleagues(teams: list[Team], *, on: date) -> list[User]:
    working = User.objects.filter(running_on(on, of="memberships"), memberships__team__in=teams, is_active=True)
    return list(working.distinct().order_by("name", "pk"))


def _other_teams(teams: list[Team]) -> list[Team]:
    return list(Team.objects.filter(is_active=True).exclude(pk__in=[team.pk for team in teams]).order_by("name"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edition_new(request: StaffRequest) -> HttpResponse:
    """Plan an edition: all its meetings follow from the method."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name"))
    require(bool(teams))
    running = list(Initiative.objects.filter(team__in=teams).exclude(ends_on__lte=today).order_by("name"))
    initiative, method = (public_id_in_address(request, name) for name in ("initiatief", "methode"))
    known = next((one for one in running if one.public_id == initiative), None)
    chosen = Method.objects.in_use().filter(public_id=method).first() if method else None
    form = EditionStartForm(
        request.POST if request.method == "POST" else None,
        initiatives=running,
        colleagues=_colleagues(teams, on=today),
        teams=_other_teams(teams),
        initial={
            "initiative": known.public_id if known else None,
            "method": chosen.public_id if chosen else None,
            "place": known.place if known else "",
            "leaders": [request.user.pk],
        },
    )
    if form.is_bound and form.is_valid():
        made = start_edition(
            initiative=form.cleaned_data["initiative"],
            method=form.cleaned_data["method"],
            details=form.details,
            by=request.user,
            request_key=form.cleaned_data["request_key"],
        )
        messages.success(request, _("The edition has been planned, with all its meetings."))
        return redirect_after_post(request, "collectief:edition", made.public_id)
    context = {"form": form, "has_initiatives": bool(running)}
    return render_page(request, "collectief/edition_new.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edition_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Name, place, room, teams and who leads it."""
    today = timezone.localdate()
    found = find_edition(request, public_id, on=today)
    require(can_change_edition(user=request.user, edition=found, on=today) and found.closed_on is None)
    own = [found.initiative.team]
    shared = list(found.also_for.all())
    form = EditionChangeForm(
        request.POST if request.method == "POST" else None,
        colleagues=_colleagues([*own, *shared], on=today),
        teams=_other_teams(own),
        initial={
            "name": found.name,
            "place": found.place,
            "capacity": found.capacity,
            "other_leaders": found.other_leaders,
            "also_for": [team.pk for team in shared],
            "leaders": list(found.leaders.values_list("worker", flat=True)),
        },
    )
    if form.is_bound and form.is_valid():
        given = {"also_for": [], **form.cleaned_data}
        try:
            change_edition(edition=found, **given)
        except SmallerThanTheGroup:
            form.add_error("capacity", _("More people take part than that."))
        except EditionIsClosed:
            form.add_error(None, _("This edition was closed a moment ago. Nothing has been changed."))
        else:
            messages.success(request, _("The edition has been saved."))
            return redirect_after_post(request, "collectief:edition", found.public_id)
    context = {"form": form, "edition": found}
    return render_page(request, "collectief/edition_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edition_close(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """It is over."""
    now = timezone.now()
    today = timezone.localdate(now)
    found = find_edition(request, public_id, on=today)
    require(can_change_edition(user=request.user, edition=found, on=today))
    form = EditionCloseForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        close_edition(edition=found, ending=EditionEnd(form.cleaned_data["ending"]), at=now)
        messages.success(request, _("The edition has been closed."))
        return redirect_after_post(request, "collectief:edition", found.public_id)
    return render_page(
        request,
        "collectief/edition_close.html",
        {"form": form, "edition": found},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )
