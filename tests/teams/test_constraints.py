"""PostgreSQL refuses teams, memberships and agreements that cannot be, whatever the code does."""

from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.factories import (
    CaseloadBandFactory,
    OpeningHoursFactory,
    PreventionFloorFactory,
    TeamAreaFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from wijkteam.teams.models import CaseloadBand, OpeningHours, PreventionFloor, TeamMembership

pytestmark = pytest.mark.django_db
START = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"ends_on": date(2020, 1, 1)}, "membership_ends_after_start"),
        ({"ends_on": date(2019, 12, 31)}, "membership_ends_after_start"),
        ({"fte": Decimal(0)}, "membership_fte_is_possible"),
        ({"fte": Decimal("1.21")}, "membership_fte_is_possible"),
    ],
)
def test_memberships_that_cannot_be(change: dict[str, Any], constraint: str) -> None:
    membership = TeamMembershipFactory.create()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        TeamMembership.objects.filter(pk=membership.pk).update(**change)


def test_one_place_in_a_team_at_a_time() -> None:
    first = TeamMembershipFactory.create(starts_on=START, ends_on=date(2026, 6, 1))
    TeamMembershipFactory.create(team=first.team, user=first.user, starts_on=date(2026, 6, 1))
    TeamMembershipFactory.create(user=first.user, starts_on=START)
    with pytest.raises(IntegrityError, match="membership_once_at_a_time"), transaction.atomic():
        TeamMembershipFactory.create(
            team=first.team, user=first.user, starts_on=date(2025, 1, 1), ends_on=date(2026, 1, 2)
        )


@pytest.mark.parametrize(
    ("change", "constraint"),
    [({"low": 31}, "band_low_up_to_high"), ({"ends_on": date(2020, 1, 1)}, "band_ends_after_start")],
)
def test_bands_that_cannot_be(change: dict[str, Any], constraint: str) -> None:
    band = CaseloadBandFactory.create()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        CaseloadBand.objects.filter(pk=band.pk).update(**change)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [({"percentage": 101}, "floor_is_a_percentage"), ({"ends_on": date(2020, 1, 1)}, "floor_ends_after_start")],
)
def test_floors_that_cannot_be(change: dict[str, Any], constraint: str) -> None:
    floor = PreventionFloorFactory.create()
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        PreventionFloor.objects.filter(pk=floor.pk).update(**change)


@pytest.mark.parametrize(
    ("factory", "constraint"),
    [(CaseloadBandFactory, "band_one_at_a_time"), (PreventionFloorFactory, "floor_one_at_a_time")],
)
def test_one_agreement_at_a_time(factory: Any, constraint: str) -> None:
    first = factory.create(starts_on=START)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        factory.create(team=first.team, starts_on=date(2026, 7, 1))
    factory.create(starts_on=START)  # another team


def test_opening_hours_that_cannot_be() -> None:
    hours = OpeningHoursFactory.create()
    with pytest.raises(IntegrityError, match="opening_ends_after_start"), transaction.atomic():
        OpeningHours.objects.filter(pk=hours.pk).update(closes_at=time(9))
    with pytest.raises(IntegrityError, match="opening_once_per_start"), transaction.atomic():
        OpeningHoursFactory.create(team=hours.team)


def test_an_area_has_one_team() -> None:
    row = TeamAreaFactory.create()
    with pytest.raises(IntegrityError, match="area_id"), transaction.atomic():
        TeamAreaFactory.create(area=row.area)


@pytest.mark.parametrize("field", ["code", "slug"])
def test_teams_are_told_apart(field: str) -> None:
    team = TeamFactory.create()
    with pytest.raises(IntegrityError, match=field), transaction.atomic():
        TeamFactory.create(**{field: getattr(team, field)})
