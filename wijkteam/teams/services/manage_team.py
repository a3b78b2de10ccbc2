"""Use cases of the administrator: the area a team works for, who works in it, and what is agreed with it."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction
from django.db.models import Q

from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.areas.services.agree import replace_running
from wijkteam.teams.models import (
    CaseloadBand,
    Discipline,
    Employer,
    HourlyRate,
    PreventionFloor,
    Team,
    TeamArea,
    TeamMembership,
)
from wijkteam.teams.services.leaving import unfinished_work


class AreaHasATeam(Exception):
    """Part or all of an area is another team's. `areas` are the ones that were asked for in vain."""

    def __init__(self, areas: list[Area]) -> None:
        super().__init__(len(areas))
        self.areas = areas


class AlreadyInTeam(Exception):
    """The same person has a place in the team already, on some day of that period."""


class EndsBeforeItStarts(Exception):
    """Nobody stops working somewhere before the first day."""


@transaction.atomic
def give_areas(*, team: Team, areas: Iterable[Area], by: User, at: datetime) -> None:
    """Let `team` work for these areas too. A whole district takes the place of its neighbourhoods.

    Raises:
        AreaHasATeam: another team has the area, the district it lies in, or a neighbourhood in it.
    """
    list(Team.objects.select_for_update(no_key=True, of=("self",)).order_by("pk"))  # one at a time gives out areas
    wanted = {area.pk: area for area in areas}
    wanted = {pk: area for pk, area in wanted.items() if area.parent_id not in wanted}
    taken = TeamArea.objects.exclude(team=team).select_related("area")
    refused = [
        area
        for area in wanted.values()
        if taken.filter(Q(area=area) | Q(area=area.parent_id) | Q(area__parent=area)).exists()
    ]
    if refused:
        raise AreaHasATeam(refused)
    own = TeamArea.objects.filter(team=team)
    own.filter(area__parent__in=wanted).delete()
    covered = set(own.values_list("area_id", flat=True))
    TeamArea.objects.bulk_create(
        TeamArea(team=team, area=area)
        for area in wanted.values()
        if area.pk not in covered and area.parent_id not in covered
    )


@transaction.atomic
def take_area(*, team: Team, area: Area, by: User, at: datetime) -> None:
    """The team works for this area no longer. Cases that it has there stay with it."""
    TeamArea.objects.filter(team=team, area=area).delete()


@transaction.atomic
def add_member(
    *,
    team: Team,
    user: User,
    starts_on: date,
    ends_on: date | None,
    fte: Decimal,
    discipline: Discipline | None,
    employer: Employer | None,
    is_named_publicly: bool,
    by: User,
    at: datetime,
) -> TeamMembership:
    """Somebody works in `team` from `starts_on` up to (not including) `ends_on`, and sees its cases on those days.

    Raises:
        AlreadyInTeam: one place in a team at a time.
    """
    membership = TeamMembership(
        team=team,
        user=user,
        starts_on=starts_on,
        ends_on=ends_on,
        fte=fte,
        discipline=discipline,
        employer=employer,
        is_named_publicly=is_named_publicly,
    )
    return _kept(membership)


@transaction.atomic
def change_membership(
    *,
    membership: TeamMembership,
    starts_on: date,
    fte: Decimal,
    discipline: Discipline | None,
    employer: Employer | None,
    is_named_publicly: bool,
    by: User,
    at: datetime,
) -> TeamMembership:
    """Correct a place in a team; of whom and where stays as it is. Raises AlreadyInTeam and EndsBeforeItStarts."""
    membership = TeamMembership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    if membership.ends_on is not None and starts_on >= membership.ends_on:
        raise EndsBeforeItStarts
    membership.starts_on, membership.fte = starts_on, fte
    membership.discipline, membership.employer = discipline, employer
    membership.is_named_publicly = is_named_publicly
    return _kept(membership)


def _kept(membership: TeamMembership) -> TeamMembership:
    try:
        with transaction.atomic():
            membership.save()
    except IntegrityError as error:
        if "membership_once_at_a_time" in str(error):
            raise AlreadyInTeam from None
        raise
    return membership


@transaction.atomic
def end_membership(*, membership: TeamMembership, last_day: date, by: User, at: datetime) -> TeamMembership:
    """`last_day` is the last day on which this person works in the team and sees its cases.

    Who still has work to hand over cannot leave: the day is kept in `leaves_on`, and the membership ends by itself
    when the last of it has been handed over.

    Raises:
        EndsBeforeItStarts: the last day lies before the first.
        AlreadyInTeam: the longer period runs into a later place of the same person.
    """
    membership = TeamMembership.objects.select_for_update(no_key=True, of=("self",)).get(pk=membership.pk)
    if last_day < membership.starts_on:
        raise EndsBeforeItStarts
    leaves = date.fromordinal(last_day.toordinal() + 1)
    is_shorter = membership.ends_on is None or leaves < membership.ends_on
    # The lock above holds up whoever gives this person work at this moment.
    if is_shorter and unfinished_work(membership):
        membership.leaves_on, membership.ends_on = leaves, None
    else:
        membership.leaves_on, membership.ends_on = None, leaves
    return _kept(membership)


@transaction.atomic
def agree_on_band(*, team: Team, starts_on: date, low: int, high: int, by: User, at: datetime) -> CaseloadBand:
    """Open cases per full-time worker, from `starts_on` on; what ran before ends there. Raises LaterAgreementExists."""
    Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)
    rows = CaseloadBand.objects.filter(team=team)
    return replace_running(rows, starts_on=starts_on, values={"team": team, "low": low, "high": high})


@transaction.atomic
def agree_on_floor(*, team: Team, starts_on: date, percentage: int, by: User, at: datetime) -> PreventionFloor:
    """The least share of hours for prevention, from `starts_on` on. Raises LaterAgreementExists."""
    Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)
    rows = PreventionFloor.objects.filter(team=team)
    return replace_running(rows, starts_on=starts_on, values={"team": team, "percentage": percentage})


@transaction.atomic
def agree_on_rate(*, team: Team, starts_on: date, euros: Decimal, by: User, at: datetime) -> HourlyRate:
    """What an hour of the team costs, from `starts_on` on; what ran before ends there. Raises LaterAgreementExists."""
    Team.objects.select_for_update(no_key=True, of=("self",)).get(pk=team.pk)
    rows = HourlyRate.objects.filter(team=team)
    return replace_running(rows, starts_on=starts_on, values={"team": team, "euros": euros})
