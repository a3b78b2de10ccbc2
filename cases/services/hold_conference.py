"""Use cases: plan a case conference, put things on its agenda, and close it with its decisions and hours."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from cases.enums import ActionOwner, SharingChannel
from cases.models import (
    Action,
    Case,
    CaseConference,
    ConferenceDecision,
    ConferenceHours,
    ConferenceItem,
    ConferenceItemParticipant,
    ConferenceParticipant,
    Goal,
    Person,
    SharedItem,
    SharingRecord,
)
from cases.selectors.conferences import without_ground
from cases.services.write_plan import save_action
from netwerk.models import Professional
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team


class ConferenceIsOver(Exception):
    """It was called off or closed, perhaps a moment ago."""


class NoGroundToShare(Exception):
    """A professional would hear of a case for which nothing may be shared with them on that day."""


class NotOfTheHousehold(Exception):
    """This resident does not live in the household that the item is about, on the day of the conference."""


class OnTheAgendaAlready(Exception):
    """This case stands on the agenda."""


@dataclass(frozen=True, kw_only=True)
class ConferencePlan:
    starts_at: datetime
    minutes: int
    place: str
    chair: User
    workers: Sequence[User]


def _lock(conference: CaseConference) -> CaseConference:
    locked = CaseConference.objects.select_for_update(of=("self",), no_key=True).get(pk=conference.pk)
    if not locked.is_planned:
        raise ConferenceIsOver
    return locked


def plan_conference(
    *,
    team: Team,
    plan: ConferencePlan,
    professionals: Iterable[Professional],
    previous: CaseConference | None,
    by: User,
    at: datetime,
    request_key: UUID,
) -> CaseConference:
    """Plan a conference and invite. The same `request_key` again gives the one that is there already."""
    try:
        with transaction.atomic():
            made = CaseConference.objects.create(
                team=team,
                starts_at=plan.starts_at,
                minutes=plan.minutes,
                place=plan.place,
                chair=plan.chair,
                previous=previous,
                created_at=at,
                created_by=by,
                request_key=request_key,
            )
            ConferenceParticipant.objects.bulk_create(
                [ConferenceParticipant(conference=made, worker=one) for one in {*plan.workers, plan.chair}]
                + [ConferenceParticipant(conference=made, professional=one) for one in professionals]
            )
            return made
    except IntegrityError as error:
        if "request_key" in broken_constraint(error):
            return CaseConference.objects.get(request_key=request_key, created_by=by)
        raise


def change_conference(*, conference: CaseConference, plan: ConferencePlan, by: User, at: datetime) -> CaseConference:
    """Another time, place or company. Who is invited gets an update when time, length or place changed; who is not
    invited any more hears that.

    Raises:
        ConferenceIsOver
        NoGroundToShare: on the new day a ground to share has ended.
        NotOfTheHousehold: on the new day a resident no longer lives there.
    """
    try:
        with transaction.atomic():
            locked = _lock(conference)
            moved = (locked.starts_at, locked.minutes, locked.place) != (plan.starts_at, plan.minutes, plan.place)
            locked.starts_at, locked.minutes, locked.place = plan.starts_at, plan.minutes, plan.place
            locked.chair, locked.sequence = plan.chair, locked.sequence + moved
            locked.save(update_fields=["starts_at", "minutes", "place", "chair", "sequence"])
            wanted = {one.pk for one in (*plan.workers, plan.chair)}
            invited = locked.participants.filter(worker__isnull=False)
            _drop(invited.exclude(worker__in=wanted), at=at)
            invited.filter(worker__in=wanted).update(dropped_at=None)
            there = set(invited.invited().values_list("worker", flat=True))
            ConferenceParticipant.objects.bulk_create(
                ConferenceParticipant(conference=locked, worker_id=pk) for pk in wanted - there
            )
            return locked
    except IntegrityError as error:
        _refuse(error)
        raise


def _drop(participants: QuerySet[ConferenceParticipant], *, at: datetime) -> None:
    """Who was told stays until the mail has gone that says so; the others go at once."""
    participants.filter(sent_sequence=None).delete()
    told = participants.filter(dropped_at=None)
    ConferenceItemParticipant.objects.filter(participant__in=told).delete()
    told.update(dropped_at=at)


def _refuse(error: IntegrityError) -> None:
    rule = broken_constraint(error)
    if rule == "sharing_record_runs":
        raise NoGroundToShare from error
    if rule == "resident_hears_of_the_own_household":
        raise NotOfTheHousehold from error


@transaction.atomic
def cancel_conference(*, conference: CaseConference, reason: str, by: User, at: datetime) -> CaseConference:
    """Call it off; who is invited hears so.

    Raises:
        ConferenceIsOver
    """
    locked = _lock(conference)
    locked.cancelled_at, locked.cancel_reason, locked.sequence = at, reason, locked.sequence + 1
    locked.save(update_fields=["cancelled_at", "cancel_reason", "sequence"])
    return locked


@transaction.atomic
def invite(*, conference: CaseConference, professional: Professional, by: User) -> ConferenceParticipant:
    """Invite a professional of a partner. What they hear of is decided per item.

    Raises:
        ConferenceIsOver
    """
    locked = _lock(conference)
    return ConferenceParticipant.objects.update_or_create(
        conference=locked, professional=professional, defaults={"dropped_at": None}
    )[0]


@transaction.atomic
def drop(*, participant: ConferenceParticipant, by: User, at: datetime) -> None:
    """Invite somebody from outside no longer; they hear so when they were told. Done twice it is done once.

    Raises:
        ConferenceIsOver
    """
    locked = _lock(participant.conference)
    _drop(locked.participants.filter(pk=participant.pk, worker=None), at=at)


def add_item(
    *, conference: CaseConference, case: Case | None, question: str, minutes: int, by: User, request_key: UUID
) -> ConferenceItem:
    """Put a case, or a question without a household, on the agenda.

    Raises:
        ConferenceIsOver
        OnTheAgendaAlready
    """
    try:
        with transaction.atomic():
            locked = _lock(conference)
            return ConferenceItem.objects.create(
                conference=locked,
                case=case,
                question=question,
                minutes=minutes,
                brought_by=by,
                position=locked.items.count(),
                request_key=request_key,
            )
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return ConferenceItem.objects.get(request_key=request_key, conference=conference)
        if rule == "case_once_on_an_agenda":
            raise OnTheAgendaAlready from error
        raise


def write_item(
    *,
    item: ConferenceItem,
    notes: str,
    minutes: int,
    outsiders: Sequence[ConferenceParticipant],
    residents: Sequence[Person] = (),
    by: User,
    at: datetime,
) -> ConferenceItem:
    """Write down what was said, how long it took, and who from outside takes part in this item.

    With `residents` these people of the household are invited to the conference, for this item alone; who stood there
    before and does not any more is not invited either.

    Raises:
        ConferenceIsOver
        NoGroundToShare: record first what may be shared with that organisation.
        NotOfTheHousehold: choose somebody who lives there on that day.
    """
    try:
        with transaction.atomic():
            conference = _lock(item.conference)
            day = conference.day
            locked = ConferenceItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
            locked.notes, locked.minutes = notes, minutes
            locked.save(update_fields=["notes", "minutes"])
            before = set(
                locked.outsiders.filter(participant__person__isnull=False).values_list("participant", flat=True)
            )
            locked.outsiders.all().delete()
            for one in (*outsiders, *(_guest(conference, person) for person in residents)):
                ConferenceItemParticipant.objects.create(
                    item=locked, participant=one, sharing=_ground(locked, one, day)
                )
            _drop(conference.participants.filter(pk__in=before, items=None), at=at)
            return locked
    except IntegrityError as error:
        _refuse(error)
        raise


def _guest(conference: CaseConference, person: Person) -> ConferenceParticipant:
    return ConferenceParticipant.objects.update_or_create(
        conference=conference, person=person, defaults={"dropped_at": None}
    )[0]


def _ground(item: ConferenceItem, participant: ConferenceParticipant, day: date) -> SharingRecord | None:
    if item.case_id is None or participant.professional is None:
        return None
    records = SharingRecord.objects.filter(case=item.case_id).running_on(day)
    named = participant.professional
    return records.towards(named.organisation_id, named.pk).order_by("pk").first()


def decide(
    *,
    item: ConferenceItem,
    text: str,
    goal: Goal | None,
    owner: ActionOwner,
    owner_name: str,
    by: User,
    at: datetime,
    request_key: UUID,
) -> ConferenceDecision:
    """Write down a decision; with a goal it becomes an action in the plan as well.

    Raises:
        PlanHasEnded, CaseIsClosed: see `save_action`.
    """
    try:
        with transaction.atomic():
            action = None
            if goal is not None:
                worker = by if owner == ActionOwner.TEAM else None
                made = Action(text=text, owner=owner, owner_name=owner_name, worker=worker)
                action = save_action(goal=goal, action=made, seen="", by=by)
            return ConferenceDecision.objects.create(
                item=item, text=text, action=action, decided_by=by, decided_at=at, request_key=request_key
            )
    except IntegrityError as error:
        if "request_key" in broken_constraint(error):
            return ConferenceDecision.objects.get(request_key=request_key, item=item)
        raise


@transaction.atomic
def close_conference(
    *, conference: CaseConference, present: Sequence[ConferenceParticipant], by: User, at: datetime
) -> list[ConferenceItemParticipant]:
    """Who was there, and with that the hours of every worker and what partners heard, in one act.

    The minutes of the cases on the agenda are casework for each worker who was there; the rest of the time is network
    when a partner took part, and otherwise time of the team. Returns who is left out of an item, because the ground to
    share it ended between the planning and the conference.

    Raises:
        ConferenceIsOver: the hours are written already.
    """
    locked = _lock(conference)
    there = {one.pk for one in present}
    participants = list(locked.participants.invited())
    for one in participants:
        one.was_present = one.pk in there
    ConferenceParticipant.objects.bulk_update(participants, ["was_present"])
    items = list(locked.items.all())
    for_cases = min(sum(item.minutes for item in items if item.case_id is not None), locked.minutes)
    partners = any(one.was_present and one.professional_id for one in participants)
    rest = WorkKind.NETWORK if partners else WorkKind.TEAM
    for one in participants:
        if one.was_present and one.worker_id is not None:
            _log(locked, one.worker_id, for_cases, WorkKind.INDIVIDUAL)
            _log(locked, one.worker_id, locked.minutes - for_cases, rest)
    grounds = SharingRecord.objects.filter(conference_items__item__conference=locked)
    list(grounds.select_for_update(of=("self",), no_key=True).order_by("pk"))  # nobody withdraws one now
    left_out = without_ground(locked)
    for row in left_out:
        row.delete()
    _log_shared(locked, there, by)
    locked.held_at = at
    locked.save(update_fields=["held_at"])
    return left_out


def _log(conference: CaseConference, worker_id: int, minutes: int, kind: WorkKind) -> None:
    if not minutes:
        return
    entry = TimeEntry.objects.create(
        team_id=conference.team_id, user_id=worker_id, worked_on=conference.day, minutes=minutes, kind=kind
    )
    ConferenceHours.objects.create(
        conference=conference, worker_id=worker_id, time_entry=entry, is_casework=kind == WorkKind.INDIVIDUAL
    )


def _log_shared(conference: CaseConference, there: set[int], by: User) -> None:
    """What a partner heard stands in the log of the household."""
    heard = ConferenceItemParticipant.objects.filter(
        item__conference=conference, participant__in=there, sharing__isnull=False
    ).select_related("item", "sharing")
    for one in heard:
        assert one.sharing is not None  # noqa: S101  (filtered above)
        SharedItem.objects.create(
            record=one.sharing,
            shared_at=conference.starts_at,
            shared_by=by,
            channel=SharingChannel.CONFERENCE,
            what=one.item.question[:500],
            request_key=uuid.uuid5(conference.public_id, f"{one.pk}"),
        )
