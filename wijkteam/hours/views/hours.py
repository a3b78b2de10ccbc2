from datetime import date
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page, requested_fragment
from wijkteam.core.templatetags.ui import duration
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.forms import HoursFilter, HoursForm
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.permissions import first_changeable_day, get_changeable_entry
from wijkteam.hours.selectors.team_hours import KIND_CHOICES, month_choices, team_hours_page
from wijkteam.hours.selectors.week import week_page
from wijkteam.hours.services.log_hours import (
    DayIsFull,
    DayOutOfReach,
    NoLongerChangeable,
    NotInTeamThatDay,
    change_hours,
    log_hours,
    remove_hours,
)
from wijkteam.teams.models import Team

_FIRST_DAY = date(2000, 1, 1)
_TEAM_FILTERS = frozenset({"team", "maand", "soort"})


@require_safe
@for_roles(*CASEWORKERS)
def hours_list(request: StaffRequest) -> HttpResponse:
    """The own week; with a filter on team, month or kind, for a team coordinator, the hours of the team."""
    today = timezone.localdate()
    teams = list(Team.objects.of_worker(request.user, on=today).order_by("name", "pk"))
    leads = request.user.role == Role.TEAM_COORDINATOR
    if leads and _TEAM_FILTERS & request.GET.keys():
        return _team_hours(request, teams, today=today)
    overview = week_page(user=request.user, teams=teams, day=_day(request.GET, today=today), today=today)
    return render_page(
        request, "hours/week.html", {"overview": overview, "leads": leads}, fragments={"week"}, push=True
    )


def _day(query: QueryDict, *, today: date) -> date:
    """The day that the address names; today when it names none, or one to come."""
    try:
        return max(min(date.fromisoformat(query.get("dag", "")), today), _FIRST_DAY)
    except ValueError:
        return today


def _team_hours(request: StaffRequest, teams: list[Team], *, today: date) -> HttpResponse:
    form = HoursFilter(request.GET, teams=teams, months=month_choices(today=today), kinds=KIND_CHOICES)
    form.is_valid()
    team, month, kind = (form.cleaned_data.get(name, "") for name in ("team", "maand", "soort"))
    # Somebody else's team in the address is no team of one's own.
    require(not request.GET.get("team") or bool(team))
    overview = team_hours_page(
        user=request.user,
        teams=[one for one in teams if team in {"", one.code}],
        month=date.fromisoformat(f"{month}-01") if month else today.replace(day=1),
        kind=kind,
        number=request.GET.get("pagina", "1"),
        today=today,
    )
    kept = QueryDict(mutable=True)
    kept.update({"team": team, "maand": month, "soort": kind})
    context = {"overview": overview, "filter": form, "query": f"{kept.urlencode()}&"}
    return render_page(request, "hours/team.html", context, fragments={"rows"}, push=True)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def add(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    teams = _recent_teams(request, today=today)
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        teams=teams,
        today=today,
        initial={"worked_on": _day(request.GET, today=today), "request_key": uuid4()},
    )
    if form.is_valid():
        answer = form.cleaned_data
        try:
            entry = log_hours(by=request.user, at=now, **{**answer, "kind": WorkKind(answer["kind"])})
        except (DayOutOfReach, NotInTeamThatDay, DayIsFull) as error:
            _explain(form, error)
        else:
            return _saved(request, entry)
    return render_page(
        request,
        "hours/add.html",
        {"form": form, "has_team": bool(teams)},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


def _saved(request: StaffRequest, entry: TimeEntry) -> HttpResponse:
    """Back to the week; from the dialog on another page one stays on that page."""
    from_elsewhere = request.htmx.current_url_abs_path or ""
    if requested_fragment(request, {"dialog"}) and not from_elsewhere.startswith("/uren/"):
        return render_page(request, "hours/saved.html", {"entry": entry}, fragments={"dialog"})
    messages.success(
        request,
        _("%(time)s written down for %(kind)s.") % {"time": duration(entry.minutes), "kind": entry.get_kind_display()},
    )
    return redirect_after_post(request, f"/uren/?dag={entry.worked_on:%Y-%m-%d}")


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    entry = get_changeable_entry(user=request.user, public_id=public_id, today=today)
    form = HoursForm(
        request.POST if request.method == "POST" else None,
        teams=_recent_teams(request, today=today),
        today=today,
        initial={name: getattr(entry, name) for name in ("kind", "minutes", "note", "worked_on", "team", "area")},
    )
    if form.is_valid():
        answer = {name: value for name, value in form.cleaned_data.items() if name != "request_key"}
        try:
            changed = change_hours(entry=entry, by=request.user, at=now, **{**answer, "kind": WorkKind(answer["kind"])})
        except (DayOutOfReach, NotInTeamThatDay, DayIsFull, NoLongerChangeable) as error:
            _explain(form, error)
        else:
            messages.success(request, _("The hours are changed."))
            return redirect_after_post(request, f"/uren/?dag={changed.worked_on:%Y-%m-%d}")
    return render_page(
        request,
        "hours/edit.html",
        {"form": form, "entry": entry},
        fragments={"dialog"},
        status=422 if form.is_bound else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def remove(request: StaffRequest, public_id: UUID) -> HttpResponse:
    now = timezone.now()
    entry = get_changeable_entry(user=request.user, public_id=public_id, today=timezone.localdate(now))
    if request.method == "POST":
        try:
            remove_hours(entry=entry, by=request.user, at=now)
        except NoLongerChangeable:
            messages.error(request, _("These hours can no longer be removed."))
        else:
            messages.success(request, _("The hours are removed."))
        return redirect_after_post(request, f"/uren/?dag={entry.worked_on:%Y-%m-%d}")
    return render_page(request, "hours/remove.html", {"entry": entry}, fragments={"dialog"})


def _recent_teams(request: StaffRequest, *, today: date) -> list[Team]:
    """Teams for which hours can still be added: of today, and of the days that can be changed."""
    now = set(Team.objects.of_worker(request.user, on=today).values_list("pk", flat=True))
    then = Team.objects.of_worker(request.user, on=first_changeable_day(today=today)).values_list("pk", flat=True)
    return list(Team.objects.filter(pk__in=now | set(then)).order_by("name", "pk"))


def _explain(form: HoursForm, error: Exception) -> None:
    if isinstance(error, NotInTeamThatDay):
        form.add_error("worked_on", _("You did not work in this team on that day."))
    elif isinstance(error, DayOutOfReach):
        form.add_error("worked_on", _("This day is more than 31 days ago. Ask your coordinator."))
    elif isinstance(error, DayIsFull):
        told = _("A day has 24 hours: %(time)s is left on this day.") % {"time": duration(error.left)}
        form.add_error("minutes", told)
    else:
        form.add_error(None, _("These hours can no longer be changed."))
