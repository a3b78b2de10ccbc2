"""Use case: a partner comes to stand in a ring around a team, moves to the other one, or leaves."""

from datetime import date

from django.db import IntegrityError, transaction

from netwerk.enums import Ring
from netwerk.models import Organisation, RingMembership
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class StandsThereAlready(Exception):
    """Nothing changes: perhaps a colleague was first."""


class DayTooEarly(Exception):
    """On or before the day on which the present place began, or within a period in which it stood elsewhere."""


class ReasonIsMissing(Exception):
    """Who stood around this team before moves, leaves or comes back with a reason."""


@transaction.atomic
def move_in_rings(
    *, team: Team, organisation: Organisation, ring: Ring | None, on: date, reason: str, by: User
) -> RingMembership | None:
    """Let `organisation` stand in `ring` around `team` from `on`; no ring at all takes it out.

    Where it stood until then stays readable, with the reason.

    Raises:
        StandsThereAlready, DayTooEarly, ReasonIsMissing.
    """
    # One move at a time for an organisation; the triggers lock the same row.
    Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
    places = RingMembership.objects.filter(team=team, organisation=organisation)
    current = places.filter(ends_on=None).first()
    if (current.ring if current else None) == ring:
        raise StandsThereAlready
    if not reason and places.exists():
        raise ReasonIsMissing
    if current is not None:
        if on <= current.starts_on:
            raise DayTooEarly
        current.ends_on, current.end_reason = on, reason
        current.save(update_fields=["ends_on", "end_reason"])
    if ring is None:
        return None
    try:
        with transaction.atomic():
            return RingMembership.objects.create(
                team=team, organisation=organisation, ring=ring, starts_on=on, reason=reason, placed_by=by
            )
    except IntegrityError as error:
        if broken_constraint(error) != "ring_one_at_a_time":
            raise
        raise DayTooEarly from error
