"""Safety officers of the teams, for the administrator: who gives this right sees no case, and cannot use it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from cases.forms.coordinator import ColleagueField
from cases.models import SafetyOfficer
from cases.services.appoint_officer import IsOfficerAlready, appoint_officer, end_officer
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.permissions import StaffRequest, for_roles
from wijkteam.accounts.selectors.tables import AdminPage, Cell, FormPage, Link, Row, Section
from wijkteam.core.forms import Form, NearDateField
from wijkteam.core.htmx import redirect_after_post, render_page
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team


class OfficerForm(Form):
    worker = ColleagueField(label=gettext_lazy("Who?"), queryset=User.objects.none(), empty_label="–")
    starts_on = NearDateField(label=gettext_lazy("From which day?"))

    def __init__(self, *args: Any, team: Team, **kwargs: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, initial={"starts_on": today}, **kwargs)
        members = User.objects.active().filter(running_on(today, of="memberships"), memberships__team=team)
        self.fields["worker"].queryset = members.order_by("name", "pk")  # type: ignore[attr-defined]  # a ModelChoiceField


@require_safe
@for_roles(Role.ADMINISTRATOR)
def officers(request: StaffRequest) -> HttpResponse:
    """Per team who it is, and since when."""
    today = timezone.localdate()
    running = SafetyOfficer.objects.current(on=today).select_related("user").order_by("user__name", "pk")
    by_team: dict[int, list[SafetyOfficer]] = {}
    for one in running:
        by_team.setdefault(one.team_id, []).append(one)
    sections = [
        Section(
            key=f"team-{team.pk}",
            title=team.name,
            head=(_("Name"), _("Since")),
            rows=[_row(one) for one in by_team.get(team.pk, [])],
            links=[
                Link(
                    label=_("Add somebody"),
                    url=reverse("cases:safety-officer-add", args=[team.slug]),
                    icon="plus",
                    about=team.name,
                )
            ],
            empty_icon="shield-lock",
            empty_title=_("This team has no safety officer yet"),
        )
        for team in Team.objects.filter(is_active=True).order_by("name")
    ]
    page = AdminPage(
        title=_("Safety officers"), sections=sections, meta=_("They read the safety records of their team.")
    )
    return render_page(request, "accounts/admin/page.html", {"overview": page})


def _row(one: SafetyOfficer) -> Row:
    end = Link(label=_("End"), url=reverse("cases:safety-officer-end", args=[one.pk]), about=one.user.name)
    return Row(cells=[Cell(text=one.user.name), Cell(text=date_format(one.starts_on, "j F Y"))], links=[end])


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def officer_add(request: StaffRequest, slug: str) -> HttpResponse:
    """Somebody who works in the team now."""
    team = get_object_or_404(Team, slug=slug)
    form = OfficerForm(request.POST if request.method == "POST" else None, team=team)
    if form.is_valid():
        data = form.cleaned_data
        try:
            appoint_officer(team=team, user=data["worker"], starts_on=data["starts_on"], by=request.user)
        except IsOfficerAlready:
            form.add_error("worker", _("This person is a safety officer of this team already."))
        else:
            messages.success(request, _("The safety officer is appointed."))
            return redirect_after_post(request, "cases:safety-officers")
    page = FormPage(
        title=_("Safety officer of %(team)s") % {"team": team.name},
        submit=_("Appoint this person"),
        cancel_url=reverse("cases:safety-officers"),
        intro=_("This person reads every safety record of this team, and begins them."),
    )
    context = {"overview": page, "form": form}
    return render_page(request, "accounts/admin/form.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@for_roles(Role.ADMINISTRATOR)
def officer_end(request: StaffRequest, pk: int) -> HttpResponse:
    """The right ends today."""
    one = get_object_or_404(SafetyOfficer.objects.select_related("user", "team"), pk=pk, ends_on=None)
    if request.method == "POST":
        end_officer(officer=one, on=timezone.localdate(), by=request.user)
        messages.success(request, _("This person is no safety officer any more."))
        return redirect_after_post(request, "cases:safety-officers")
    page = FormPage(
        title=_("No longer safety officer: %(name)s") % {"name": one.user.name},
        submit=_("End this today"),
        cancel_url=reverse("cases:safety-officers"),
        intro=_("From now on this person reads no safety record of %(team)s any more.") % {"team": one.team.name},
        is_danger=True,
    )
    return render_page(request, "accounts/admin/form.html", {"overview": page, "form": None})
