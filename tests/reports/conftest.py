"""A month of a team that somebody could count by hand: October 2026, seen from November."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from django.utils import timezone

from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    CaseloadBandFactory,
    DistrictFactory,
    HouseholdFactory,
    NeighbourhoodFactory,
    PreventionFloorFactory,
    TeamAreaFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.reports.services.publication import History, decide
from wijkteam.reports.services.report_content import Counts, publication_of_month
from wijkteam.reports.services.shown import HIDDEN, Shown
from wijkteam.teams.models import Team

OCTOBER = dt.date(2026, 10, 1)
TODAY = dt.date(2026, 11, 12)
NOW = timezone.make_aware(dt.datetime(2026, 11, 12, 14, 5))  # noqa: DTZ001  (made aware)


def decided(teams: Mapping[str, Counts]) -> dict[str, Shown]:
    """What the reports of a first month may show of these counts, by `scope/key`."""
    lines = decide(publication_of_month(OCTOBER, teams, sensitive=()), History()).lines
    return {f"{line.scope}/{line.key}": HIDDEN if line.shown is None else line.shown for line in lines}


def amsterdam(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> dt.datetime:
    """A moment by the clock on the wall in Amsterdam."""
    return timezone.make_aware(dt.datetime(year, month, day, hour, minute))  # noqa: DTZ001  (made aware)


@dataclass(frozen=True, kw_only=True)
class Place:
    """A team with a worker, and the street it works in."""

    team: Team
    worker: User
    street: Area
    theme: Theme

    def case(self, opened_on: dt.date, closed_on: dt.date | None = None, **fields: object) -> object:
        closing = {"closed_on": closed_on, "closing_reason": "goals-reached"} if closed_on else {}
        return CaseFactory.create(
            team=self.team,
            coordinator=False if fields.get("awaiting_coordinator_since") else self.worker,
            opened_on=opened_on,
            household=fields.pop("household", None) or HouseholdFactory.create(area=self.street, members=0),
            theme=fields.pop("theme", self.theme),
            **closing,
            **fields,
        )

    def crowd(self, opened_on: dt.date, *, team: Team | None = None, instead: Theme | None = None) -> None:
        """Sixty households, fifteen for each of four themes; of one of them the theme may be another."""
        themes = [self.theme, *(ThemeFactory.create(code=code, name=f"Thema {code}") for code in "abc")]
        team = team or self.team
        worker = self.worker if team == self.team else TeamMembershipFactory.create(team=team).user
        for number in range(60):
            CaseFactory.create(
                team=team,
                coordinator=worker,
                opened_on=opened_on,
                household=HouseholdFactory.create(area=self.street, members=0),
                theme=instead if instead and number == 0 else themes[number % 4],
            )


@pytest.fixture
def place(team: Team) -> Place:
    street = NeighbourhoodFactory.create(parent=DistrictFactory.create(name="Noord"))
    worker = TeamMembershipFactory.create(team=team).user
    AgreedTermsFactory.create()
    CaseloadBandFactory.create(team=team)
    PreventionFloorFactory.create(team=team)
    TeamAreaFactory.create(team=team, area=street.parent)
    return Place(team=team, worker=worker, street=street, theme=ThemeFactory.create())
