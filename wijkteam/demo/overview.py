"""Demo of the overview: views that were kept, and a plan to divide the cases of a colleague."""

import random

from cases.models import Case, Redistribution, RedistributionMove
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.reports.enums import OverviewPage
from wijkteam.reports.models import SavedView
from wijkteam.teams.models import TeamMembership


def make_overview(calendar: Calendar, chance: random.Random) -> None:
    """The first team coordinator finds a plan for a colleague whose hands are full."""
    leads = TeamMembership.objects.current(on=calendar.today).filter(user__role=Role.TEAM_COORDINATOR)
    lead = leads.select_related("user", "team").order_by("pk").first()
    if lead is None:
        return
    theme = Theme.objects.filter(is_active=True).order_by("name").first()
    SavedView.objects.create(
        user=lead.user, name="Verloop van een half jaar", place=1, page=OverviewPage.COURSE, team=lead.team, months=6
    )
    SavedView.objects.create(
        user=lead.user,
        name=f"Thema {theme}"[:40],
        place=2,
        page=OverviewPage.DASHBOARD,
        team=lead.team,
        theme=theme,
        months=12,
    )
    members = TeamMembership.objects.current(on=calendar.today).filter(team=lead.team, leaves_on=None, ends_on=None)
    people = list(User.objects.filter(pk__in=members.values("user"), role=Role.TEAM_MEMBER).order_by("pk"))
    if len(people) < 3:
        return
    giver, *others = people[1:]
    cases = Case.objects.open().filter(team=lead.team, coordinators__worker=giver, coordinators__ended_at=None)
    plan = Redistribution.objects.create(
        team=lead.team, giver=giver, started_by=lead.user, started_at=start_of(calendar.today)
    )
    RedistributionMove.objects.bulk_create(
        [
            RedistributionMove(redistribution=plan, case=case, receiver=chance.choice(others))
            for case in cases.filter(handovers__isnull=True).order_by("pk")[:3]
        ]
    )
