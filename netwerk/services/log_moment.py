"""Use cases: write down a contact with a partner, which makes the hours at once; agree on a rhythm."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from netwerk.models import Organisation, Relation, RelationMoment
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.services.log_hours import log_hours
from wijkteam.teams.models import Team


@dataclass(frozen=True, kw_only=True)
class MomentDetails:
    """`minutes` become network hours of who writes it down."""

    happened_on: date
    minutes: int
    kind: str
    exchange: str = ""
    note: str = ""


def log_moment(
    *, team: Team, organisation: Organisation, details: MomentDetails, by: User, at: datetime, request_key: UUID
) -> RelationMoment:
    """Write down a contact and its hours. The same `request_key` again gives the contact that is there.

    Raises:
        DayOutOfReach, NotInTeamThatDay, DayIsFull: see `log_hours`; nothing is kept then.
    """
    if earlier := RelationMoment.objects.filter(request_key=request_key, author=by).first():
        return earlier
    try:
        with transaction.atomic():
            hours = log_hours(
                by=by,
                at=at,
                team=team,
                worked_on=details.happened_on,
                minutes=details.minutes,
                kind=WorkKind.NETWORK,
            )
            return RelationMoment.objects.create(
                team=team,
                organisation=organisation,
                author=by,
                time_entry=hours,
                happened_on=details.happened_on,
                kind=details.kind,
                exchange=details.exchange,
                note=details.note,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return RelationMoment.objects.get(request_key=request_key, author=by)


def agree_on_rhythm(
    *, team: Team, organisation: Organisation, rhythm_weeks: int | None, keeper: User | None
) -> Relation | None:
    """How often the team wants contact, and who sees to it; no weeks at all takes the agreement away."""
    if rhythm_weeks is None:
        Relation.objects.filter(team=team, organisation=organisation).delete()
        return None
    relation, _created = Relation.objects.update_or_create(
        team=team, organisation=organisation, defaults={"rhythm_weeks": rhythm_weeks, "keeper": keeper}
    )
    return relation
