"""Relations of one's own team: who goes cold, and a contact written down in seconds."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from netwerk.forms.relations import CorrectMomentForm, MomentForm, RhythmForm
from netwerk.models import Organisation, Relation, RelationMoment
from netwerk.permissions import chosen_team, own_teams
from netwerk.selectors.moment_history import earlier_moments
from netwerk.selectors.relations import relations_page
from netwerk.services.correct_moment import MomentHasChanged, correct_moment
from netwerk.services.log_moment import agree_on_rhythm, log_moment
from netwerk.views.directory import find_organisation
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import CASEWORKERS, StaffRequest, for_roles, require
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on
from wijkteam.hours.services.log_hours import DayIsFull, DayOutOfReach, NotInTeamThatDay
from wijkteam.teams.models import Team


@require_safe
@for_roles(*CASEWORKERS)
def relations(request: StaffRequest) -> HttpResponse:
    """The partners of one's own team, first those with whom there was no contact for too long."""
    today = timezone.localdate()
    teams = own_teams(user=request.user, on=today)
    team = chosen_team(teams, request.GET.get("team", ""))
    page = relations_page(team=team, user=request.user, today=today) if team else None
    return render_page(request, "netwerk/relations.html", {"page": page, "teams": teams})


def _of_own_team(request: StaffRequest, public_id: UUID, *, today: date) -> tuple[Organisation, Team]:
    organisation = find_organisation(request, public_id)
    team = chosen_team(own_teams(user=request.user, on=today), request.GET.get("team", ""))
    require(team is not None)
    assert team is not None  # noqa: S101  (said by require)
    return organisation, team


REFUSALS = (DayOutOfReach, NotInTeamThatDay, DayIsFull)


def _say_why(form: MomentForm, error: Exception) -> None:
    if isinstance(error, DayIsFull):
        text = ngettext("Only %(left)s minute fits in this day.", "Only %(left)s minutes fit in this day.", error.left)
        form.add_error("minutes", text % {"left": error.left})
    elif isinstance(error, DayOutOfReach):
        form.add_error("happened_on", _("This day is more than 31 days ago. Ask your coordinator."))
    else:
        form.add_error("happened_on", _("You did not work in this team on that day."))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def moment_log(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Write down a contact with a partner; the hours are made at once."""
    now = timezone.now()
    today = timezone.localdate(now)
    organisation, team = _of_own_team(request, public_id, today=today)
    form = MomentForm(request.POST if request.method == "POST" else None, today=today, initial={"happened_on": today})
    if form.is_bound and form.is_valid():
        try:
            log_moment(
                team=team,
                organisation=organisation,
                details=form.details,
                by=request.user,
                at=now,
                request_key=form.cleaned_data["request_key"],
            )
        except REFUSALS as error:
            _say_why(form, error)
        else:
            messages.success(request, _("The contact and its hours have been written down."))
            return redirect_after_post(request, _back(organisation, team))
    return _small(request, form, organisation, team, title=_("Write down a contact"), url_name="netwerk:moment-log")


def _moment(request: StaffRequest, public_id: UUID, *, today: date) -> RelationMoment:
    rows = RelationMoment.objects.visible_to(request.user, on=today)
    return get_object_or_404(rows.select_related("organisation", "team", "author", "time_entry"), public_id=public_id)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def moment_edit(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """Correct one's own contact; the hours follow."""
    now = timezone.now()
    today = timezone.localdate(now)
    moment = _moment(request, public_id, today=today)
    require(moment.author_id == request.user.pk)
    form = CorrectMomentForm(
        request.POST if request.method == "POST" else None,
        today=today,
        initial={
            "kind": moment.kind,
            "minutes": moment.time_entry.minutes,
            "exchange": moment.exchange,
            "note": moment.note,
            "happened_on": moment.happened_on,
            "seen_at": moment.corrected_at.isoformat() if moment.corrected_at else "",
        },
    )
    status = 422 if form.is_bound else 200
    if form.is_bound and form.is_valid():
        try:
            correct_moment(moment=moment, details=form.details, seen=form.seen, by=request.user, at=now)
        except REFUSALS as error:
            _say_why(form, error)
        except MomentHasChanged:
            form.add_error(None, _("You corrected this contact in another tab. Look there, and copy your text."))
            status = 409
        else:
            messages.success(request, _("The contact and its hours have been corrected."))
            return redirect_after_post(request, _back(moment.organisation, moment.team))
    context = {
        "form": form,
        "organisation": moment.organisation,
        "team": moment.team,
        "title": _("Correct a contact"),
        "url": reverse("netwerk:moment-edit", args=[moment.public_id]),
        "back": _back(moment.organisation, moment.team),
    }
    return render_page(request, "netwerk/relation_form.html", context, fragments={"dialog"}, status=status)


@require_safe
@for_roles(*CASEWORKERS)
def moment_earlier(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """What a contact said before it was corrected, for the team that had it."""
    moment = _moment(request, public_id, today=timezone.localdate())
    context = {
        "moment": moment,
        "earlier": earlier_moments(moment),
        "back": _back(moment.organisation, moment.team),
    }
    return render_page(request, "netwerk/moment_earlier.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(*CASEWORKERS)
def rhythm(request: StaffRequest, public_id: UUID) -> HttpResponse:
    """How often the own team wants contact with a partner."""
    today = timezone.localdate()
    organisation, team = _of_own_team(request, public_id, today=today)
    relation = Relation.objects.filter(team=team, organisation=organisation).first()
    colleagues = list(User.objects.filter(running_on(today, of="memberships"), memberships__team=team))
    form = RhythmForm(
        request.POST if request.method == "POST" else None,
        colleagues=colleagues,
        initial={"rhythm_weeks": relation.rhythm_weeks, "keeper": relation.keeper_id} if relation else None,
    )
    if form.is_bound and form.is_valid():
        agree_on_rhythm(team=team, organisation=organisation, **form.cleaned_data)
        messages.success(request, _("The rhythm has been saved."))
        return redirect_after_post(request, _back(organisation, team))
    return _small(request, form, organisation, team, title=_("Agreed rhythm"), url_name="netwerk:rhythm")


def _back(organisation: Organisation, team: Team) -> str:
    return f"{reverse('netwerk:organisation', args=[organisation.public_id])}?team={team.code}"


def _small(
    request: StaffRequest,
    form: MomentForm | RhythmForm,
    organisation: Organisation,
    team: Team,
    *,
    title: str,
    url_name: str,
) -> HttpResponse:
    context = {
        "form": form,
        "organisation": organisation,
        "team": team,
        "title": title,
        "url": reverse(url_name, args=[organisation.public_id]),
        "back": _back(organisation, team),
    }
    return render_page(
        request, "netwerk/relation_form.html", context, fragments={"dialog"}, status=422 if form.is_bound else 200
    )
