"""Use cases: somebody comes into a group, gets a place, or stops."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from collectief.enums import LeftReason, ParticipantStatus
from collectief.models import Edition, Participant
from collectief.services.start_edition import EditionIsClosed
from wijkteam.core.constraints import broken_constraint


class GroupIsFull(Exception):
    """There is no place left, also when somebody else took the last one a moment ago."""


def _locked(edition_id: int) -> Edition:
    edition = Edition.objects.select_for_update(no_key=True).get(pk=edition_id)
    if edition.closed_on is not None:
        raise EditionIsClosed
    return edition


def sign_up(*, edition: Edition, name: str, at: datetime, request_key: UUID) -> Participant:
    """Into the group while there is room, else on the waiting list. An empty name: counted by number alone.

    Raises:
        EditionIsClosed: it ended.
    """
    if earlier := Participant.objects.filter(request_key=request_key, edition=edition).first():
        return earlier
    try:
        with transaction.atomic():
            locked = _locked(edition.pk)
            latest = locked.participants.aggregate(latest=Max("number"))["latest"] or 0
            today = timezone.localdate(at)
            has_room = locked.participants.taking_part().count() < locked.capacity
            # whoever waits goes first
            waits = locked.participants.filter(status=ParticipantStatus.WAITING).exists()
            is_in = has_room and not waits
            return Participant.objects.create(
                edition=locked,
                number=latest + 1,
                name=name,
                status=ParticipantStatus.TAKING_PART if is_in else ParticipantStatus.WAITING,
                signed_up_on=today,
                placed_on=today if is_in else None,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Participant.objects.get(request_key=request_key)


@transaction.atomic
def give_place(*, participant: Participant, at: datetime) -> Participant:
    """From the waiting list, or back again, into the group.

    Raises:
        EditionIsClosed: it ended.
        GroupIsFull: there is no place left.
    """
    edition = _locked(participant.edition_id)
    found = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if found.takes_part:
        return found
    if edition.participants.taking_part().count() >= edition.capacity:
        raise GroupIsFull
    found.status, found.placed_on = ParticipantStatus.TAKING_PART, timezone.localdate(at)
    found.left_on, found.left_reason = None, ""
    found.save(update_fields=["status", "placed_on", "left_on", "left_reason"])
    return found


@transaction.atomic
def stop(*, participant: Participant, reason: LeftReason, at: datetime) -> Participant:
    """No longer in the group or on the waiting list; what they came to stays counted. Twice changes nothing."""
    found = Participant.objects.select_for_update(no_key=True).get(pk=participant.pk)
    if found.status == ParticipantStatus.LEFT:
        return found
    found.status, found.left_on, found.left_reason = ParticipantStatus.LEFT, timezone.localdate(at), reason
    found.save(update_fields=["status", "left_on", "left_reason"])
    return found


def rename(*, participant: Participant, name: str) -> Participant:
    """Another name for the list, or none at all: then they are counted by number."""
    participant.name = name
    participant.save(update_fields=["name"])
    return participant
