"""Teams, for the administrator."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.forms import BaseForm, modelform_factory
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import FormPage
from wijkteam.areas.models import Area, Municipality
from wijkteam.areas.selectors.words import word
from wijkteam.areas.services.agree import LaterAgreementExists
from wijkteam.areas.views.manage import later_message
from wijkteam.core.forms import ModelForm
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.teams.forms import (
    BandForm,
    DistrictForm,
    EndMembershipForm,
    FloorForm,
    MembershipForm,
    OpeningHoursForm,
    RateForm,
    TeamAreasForm,
    TeamForm,
)
from wijkteam.teams.models import Discipline, Employer, OpeningHours, Team, TeamMembership
from wijkteam.teams.selectors.manage import lists_page, team_page, teams_page
from wijkteam.teams.services.leaving import unfinished_work
from wijkteam.teams.services.manage_team import (
    AlreadyInTeam,
    AreaHasATeam,
    EndsBeforeItStarts,
    add_member,
    agree_on_band,
    agree_on_floor,
    agree_on_rate,
    change_membership,
    end_membership,
    give_areas,
    take_area,
)

_PAGE, _FORM = "accounts/admin/page.html", "accounts/admin/form.html"


def _form_page(
    request: StaffRequest,
    form: BaseForm | None,
    *,
    team: Team,
    title: str,
    submit: str,
    intro: str = "",
    is_danger: bool = False,
) -> HttpResponse:
    """The page with one form about a team; 422 when the answers were refused."""
    here = reverse("teams:manage", args=[team.slug])
    overview = FormPage(
        title=title,
        submit=submit,
        intro=intro,
        cancel_url=here,
        crumbs=[(word("team", plural=True, cap=True), reverse("teams:manage-list")), (team.name, here)],
        is_danger=is_danger,
    )
    context = {"overview": overview, "form": form}
    return render_page(request, _FORM, context, status=422 if form and form.is_bound else 200)


def _done(request: StaffRequest, team: Team, text: str) -> HttpResponse:
    messages.success(request, text)
    return redirect_after_post(request, "teams:manage", team.slug)


def _data(request: StaffRequest) -> Any:
    return request.POST if request.method == "POST" else None


@require_safe
@for_roles(Role.ADMINISTRATOR)
def team_list(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": teams_page(today=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def add(request: StaffRequest) -> HttpResponse:
    team = Team(municipality=get_object_or_404(Municipality))
    form = TeamForm(_data(request), instance=team)
    if form.is_valid():
        team = form.save()
        return _done(request, team, _("The team is added. Now give it areas and people."))
    overview = FormPage(
        title=_("Add a team"),
        submit=_("Save the team"),
        cancel_url=reverse("teams:manage-list"),
        crumbs=[(word("team", plural=True, cap=True), reverse("teams:manage-list"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=422 if form.is_bound else 200)


@require_safe
@for_roles(Role.ADMINISTRATOR)
def manage(request: StaffRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    return render_page(request, _PAGE, {"overview": team_page(team=team, today=timezone.localdate())})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def edit(request: StaffRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    form = TeamForm(_data(request), instance=team)
    if form.is_valid():
        return _done(request, form.save(), _("The team is changed."))
    # What was refused does not stand above the form as if it were so.
    team = get_object_or_404(Team, pk=team.pk)
    return _form_page(request, form, team=team, title=_("Change the team"), submit=_("Save the team"))


# -- opening hours ---------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def hours_add(request: StaffRequest, slug: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    form = OpeningHoursForm(_data(request), instance=OpeningHours(team=team))
    if form.is_valid():
        form.save()
        return _done(request, team, _("The opening hours are added."))
    title = _("Add opening hours")
    return _form_page(request, form, team=team, title=title, submit=_("Save the opening hours"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def hours_remove(request: StaffRequest, slug: str, pk: int) -> HttpResponse:
    hours = get_object_or_404(OpeningHours.objects.select_related("team"), pk=pk, team__slug=slug)
    if request.method == "POST":
        hours.delete()
        return _done(request, hours.team, _("The opening hours are removed."))
    return _form_page(
        request,
        None,
        team=hours.team,
        title=_("Remove these opening hours?"),
        intro=f"{hours.get_weekday_display()} {hours.opens_at:%H.%M} – {hours.closes_at:%H.%M}",
        submit=_("Remove"),
        is_danger=True,
    )


# -- areas -----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def areas_add(request: StaffRequest, slug: str) -> HttpResponse:
    """First a district, in the address; then that district as a whole, or some of its neighbourhoods."""
    team = get_object_or_404(Team, slug=slug)
    year = Area.objects.order_by("-year").values_list("year", flat=True).first() or 0
    choose = DistrictForm(request.GET or None, year=year)
    district = choose.cleaned_data["wijk"] if choose.is_valid() else None
    form = TeamAreasForm(_data(request), district=district) if district else None
    if form and form.is_valid():
        try:
            give_areas(team=team, areas=form.cleaned_data["areas"], by=request.user, at=timezone.now())
        except AreaHasATeam as error:
            names = ", ".join(area.name for area in error.areas)
            form.add_error("areas", _("Another team works here already: %(names)s.") % {"names": names})
        else:
            return _done(request, team, _("The areas are added."))
    context = {
        "team": team,
        "choose": choose,
        "form": form,
        "crumbs": [
            (word("team", plural=True, cap=True), reverse("teams:manage-list")),
            (team.name, reverse("teams:manage", args=[team.slug])),
        ],
    }
    return render_page(request, "teams/areas.html", context, status=422 if form and form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def areas_remove(request: StaffRequest, slug: str, code: str) -> HttpResponse:
    team = get_object_or_404(Team, slug=slug)
    area = get_object_or_404(team.areas.order_by("-year"), code=code)
    if request.method == "POST":
        take_area(team=team, area=area, by=request.user, at=timezone.now())
        return _done(request, team, _("The team works for this area no longer."))
    return _form_page(
        request,
        None,
        team=team,
        title=_("Take this area from the team?"),
        intro=_("%(area)s. Cases that the team has there stay with the team.") % {"area": area.name},
        submit=_("Take the area away"),
        is_danger=True,
    )


# -- people ----------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def member_add(request: StaffRequest, slug: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, slug=slug)
    form = MembershipForm(
        _data(request), instance=TeamMembership(team=team), initial={"starts_on": timezone.localdate(now), "fte": 1}
    )
    if form.is_valid():
        try:
            add_member(team=team, ends_on=None, **form.cleaned_data, by=request.user, at=now)
        except AlreadyInTeam:
            form.add_error("starts_on", _("This person already works in this team in that period."))
        else:
            return _done(request, team, _("This person now has a place in the team."))
    return _form_page(request, form, team=team, title=_("Add somebody to the team"), submit=_("Add to the team"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def member_edit(request: StaffRequest, pk: int) -> HttpResponse:
    membership = get_object_or_404(TeamMembership.objects.select_related("team", "user"), pk=pk)
    form = MembershipForm(_data(request), instance=membership)
    if form.is_valid():
        try:
            change_membership(membership=membership, **form.cleaned_data, by=request.user, at=timezone.now())
        except AlreadyInTeam:
            form.add_error("starts_on", _("This person already works in this team in that period."))
        except EndsBeforeItStarts:
            form.add_error("starts_on", _("The last day lies before the first day."))
        else:
            return _done(request, membership.team, _("The membership is changed."))
    return _form_page(
        request,
        form,
        team=membership.team,
        title=_("Change a membership"),
        intro=membership.user.name,
        submit=_("Save the membership"),
    )


def _leaving_intro(name: str, cases: int) -> str:
    if not cases:
        return _("%(name)s has nothing to hand over in this team any more.") % {"name": name}
    return ngettext(
        "%(name)s coordinates %(count)d open case of this team. It must be handed over first, by this colleague or by "
        "the team coordinator, who finds it under My work. Fill in the last day that is meant: the membership ends by "
        "itself once the case has been handed over.",
        "%(name)s coordinates %(count)d open cases of this team. They must be handed over first, by this colleague or "
        "by the team coordinator, who finds them under My work. Fill in the last day that is meant: the membership "
        "ends by itself once all of them have been handed over.",
        cases,
    ) % {"name": name, "count": cases}


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def member_end(request: StaffRequest, pk: int) -> HttpResponse:
    now = timezone.now()
    membership = get_object_or_404(TeamMembership.objects.select_related("team", "user"), pk=pk)
    leaves = membership.leaves_on or membership.ends_on
    last_day = leaves - timedelta(days=1) if leaves else timezone.localdate(now)
    cases = unfinished_work(membership)
    form = EndMembershipForm(_data(request), initial={"last_day": last_day})
    if form.is_valid():
        try:
            ended = end_membership(membership=membership, **form.cleaned_data, by=request.user, at=now)
        except AlreadyInTeam:
            form.add_error("last_day", _("This person already works in this team in that period."))
        except EndsBeforeItStarts:
            form.add_error("last_day", _("The last day lies before the first day."))
        else:
            said = _("The last day in the team is kept.")
            if ended.leaves_on is not None:
                said = _("The intended last day is kept. The membership ends once all cases have been handed over.")
            return _done(request, membership.team, said)
    return _form_page(
        request,
        form,
        team=membership.team,
        title=_("End a membership"),
        intro=_leaving_intro(membership.user.name, cases),
        submit=_("Keep the last day"),
        is_danger=True,
    )


# -- agreements ------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def band_add(request: StaffRequest, slug: str) -> HttpResponse:
    return _agreement(request, slug, form_class=BandForm, agree=agree_on_band, title=_("Agree on a caseload"))


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def floor_add(request: StaffRequest, slug: str) -> HttpResponse:
    return _agreement(
        request, slug, form_class=FloorForm, agree=agree_on_floor, title=_("Agree on a floor for prevention")
    )


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def rate_add(request: StaffRequest, slug: str) -> HttpResponse:
    return _agreement(request, slug, form_class=RateForm, agree=agree_on_rate, title=_("Agree on an hourly rate"))


def _agreement(request: StaffRequest, slug: str, *, form_class: Any, agree: Any, title: str) -> HttpResponse:
    now = timezone.now()
    team = get_object_or_404(Team, slug=slug)
    form = form_class(_data(request), initial={"starts_on": timezone.localdate(now)})
    if form.is_valid():
        try:
            agree(team=team, **form.cleaned_data, by=request.user, at=now)
        except LaterAgreementExists as error:
            form.add_error("starts_on", later_message(error))
        else:
            return _done(request, team, _("The agreement is kept; what ran before ends on that day."))
    return _form_page(
        request,
        form,
        team=team,
        title=title,
        intro=_("What runs now ends on the first day of the new agreement. Reports of earlier months keep theirs."),
        submit=_("Keep the agreement"),
    )


# -- disciplines and employers ---------------------------------------------------------------------

_LISTS: dict[str, type[Discipline] | type[Employer]] = {"discipline": Discipline, "employer": Employer}


@require_safe
@for_roles(Role.ADMINISTRATOR)
def lists(request: StaffRequest) -> HttpResponse:
    return render_page(request, _PAGE, {"overview": lists_page()})


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def list_add(request: StaffRequest, key: str) -> HttpResponse:
    return _list_form(request, key, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def list_edit(request: StaffRequest, key: str, pk: int) -> HttpResponse:
    return _list_form(request, key, pk)


def _list_form(request: StaffRequest, key: str, pk: int | None) -> HttpResponse:
    model = _LISTS.get(key)
    if model is None:
        raise Http404
    row = model() if pk is None else get_object_or_404(model, pk=pk)
    form = modelform_factory(model, form=ModelForm, fields=["name"], labels={"name": _("Name")})(
        _data(request), instance=row
    )
    if form.is_valid():
        form.save()
        messages.success(request, _("The list is changed."))
        return redirect_after_post(request, "teams:lists")
    overview = FormPage(
        title=_("Add to the list") if pk is None else _("Change the name"),
        submit=_("Save the name"),
        cancel_url=reverse("teams:lists"),
        crumbs=[(_("Disciplines and employers"), reverse("teams:lists"))],
    )
    return render_page(request, _FORM, {"overview": overview, "form": form}, status=422 if form.is_bound else 200)
