from collections.abc import Iterable
from datetime import date, time
from decimal import Decimal
from typing import Any

import factory

from tests.factories.accounts import UserFactory
from tests.factories.areas import MunicipalityFactory, NeighbourhoodFactory
from tests.factories.base import Factory
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.teams.enums import Weekday
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    HourlyRate,
    OpeningHours,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)

LONG_AGO = date(2020, 1, 1)


class TeamFactory(Factory[Team]):
    """A team without people and areas; `members=[user, ...]` and `areas=[area, ...]` give it some, since 2020."""

    class Meta:
        model = Team

    municipality = factory.SubFactory(MunicipalityFactory)
    code = factory.Sequence(lambda n: f"T{n:03d}")
    slug = factory.Sequence(lambda n: f"team-{n}")
    name = factory.Sequence(lambda n: f"Team {n}")

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def members(self: Team, create: bool, given: Iterable[User] | None, **_: Any) -> None:
        for user in given or ():
            TeamMembershipFactory.create(team=self, user=user)

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def areas(self: Team, create: bool, given: Iterable[Area] | None, **_: Any) -> None:
        for area in given or ():
            TeamAreaFactory.create(team=self, area=area)


class TeamAreaFactory(Factory[TeamArea]):
    class Meta:
        model = TeamArea

    team = factory.SubFactory(TeamFactory)
    area = factory.SubFactory(NeighbourhoodFactory)


class OpeningHoursFactory(Factory[OpeningHours]):
    class Meta:
        model = OpeningHours

    team = factory.SubFactory(TeamFactory)
    weekday = Weekday.TUESDAY
    opens_at = time(9)
    closes_at = time(12, 30)


class DisciplineFactory(Factory[Discipline]):
    class Meta:
        model = Discipline
        django_get_or_create = ("name",)

    name = "Maatschappelijk werk"


class EmployerFactory(Factory[Employer]):
    class Meta:
        model = Employer
        django_get_or_create = ("name",)

    name = "Welzijn Voorbeeld"


class TeamMembershipFactory(Factory[TeamMembership]):
    """Full time since 2020, and still."""

    class Meta:
        model = TeamMembership

    class Params:
        ended = factory.Trait(ends_on=date(2026, 1, 1))
        named = factory.Trait(is_named_publicly=True)

    team = factory.SubFactory(TeamFactory)
    user = factory.SubFactory(UserFactory)
    starts_on = LONG_AGO
    fte = Decimal(1)
    discipline = factory.SubFactory(DisciplineFactory)
    employer = factory.SubFactory(EmployerFactory)


class CaseloadBandFactory(Factory[CaseloadBand]):
    class Meta:
        model = CaseloadBand

    team = factory.SubFactory(TeamFactory)
    starts_on = LONG_AGO
    low = 20
    high = 30


class PreventionFloorFactory(Factory[PreventionFloor]):
    class Meta:
        model = PreventionFloor

    team = factory.SubFactory(TeamFactory)
    starts_on = LONG_AGO
    percentage = 25


class HourlyRateFactory(Factory[HourlyRate]):
    class Meta:
        model = HourlyRate

    team = factory.SubFactory(TeamFactory)
    starts_on = LONG_AGO
    euros = Decimal("85.50")
