"""The rules of methods, editions, their meetings and their people."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from collectief.enums import InitiativeOwner, ParticipantStatus
from collectief.models import Edition, Participant, Session
from tests.factories import (
    AttendanceFactory,
    EditionFactory,
    EditionLeaderFactory,
    FundingFactory,
    InitiativeFactory,
    MeasurementFactory,
    MethodFactory,
    OrganisationFactory,
    ParticipantFactory,
    SessionFactory,
    SessionHoursFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice
from wijkteam.hours.enums import WorkKind

DAY = date(2020, 1, 1)
MOMENT = datetime(2026, 3, 2, 18, tzinfo=UTC)


def full() -> None:
    edition = EditionFactory.create(capacity=2)
    for _ in range(3):
        ParticipantFactory.create(edition=edition)


def full_after_waiting() -> None:
    edition = EditionFactory.create(capacity=2)
    for _ in range(2):
        ParticipantFactory.create(edition=edition)
    waiting = ParticipantFactory.create(edition=edition, waiting=True)
    change(waiting, status=ParticipantStatus.TAKING_PART, placed_on=date(2026, 3, 1))


def made_too_small() -> None:
    edition = EditionFactory.create(capacity=3)
    for _ in range(3):
        ParticipantFactory.create(edition=edition)
    change(edition, capacity=2)


def twice_at_one_moment() -> None:
    twice(SessionFactory.create, edition=EditionFactory.create())


def at_the_meeting_of_others() -> None:
    AttendanceFactory.create(session=SessionFactory.create(noted=True))


def same_number() -> None:
    twice(ParticipantFactory.create, edition=EditionFactory.create(), number=1)


def leads_twice() -> None:
    twice(EditionLeaderFactory.create, edition=EditionFactory.create(), worker=UserFactory.create())


def came_twice() -> None:
    row = AttendanceFactory.create()
    AttendanceFactory.create(participant=row.participant, session=row.session)


def hours_twice() -> None:
    row = SessionHoursFactory.create()
    SessionHoursFactory.create(session=row.session, worker=row.worker)


def measured_twice() -> None:
    twice(MeasurementFactory.create, participant=ParticipantFactory.create())


def another_scale() -> None:
    change(MeasurementFactory.create().participant.edition, measure_high=20)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("method_is_described", lambda: MethodFactory.create(source="")),
    ("method_is_described", lambda: MethodFactory.create(goal="")),
    ("method_form_is_known", lambda: MethodFactory.create(form="film")),
    ("method_hours_are_group_work", lambda: MethodFactory.create(work_kind=WorkKind.INDIVIDUAL)),
    ("method_schedule_is_possible", lambda: MethodFactory.create(meetings=0)),
    ("method_schedule_is_possible", lambda: MethodFactory.create(return_after_months=25)),
    ("method_schedule_is_possible", lambda: MethodFactory.create(max_missed=6)),
    ("method_participants_up_to_most", lambda: MethodFactory.create(min_participants=13)),
    ("method_measure_is_whole", lambda: MethodFactory.create(measure_name="")),
    ("method_measure_is_whole", lambda: MethodFactory.create(measure_high=1)),
    ("edition_has_a_name", lambda: EditionFactory.create(name="")),
    ("edition_has_room", lambda: EditionFactory.create(capacity=1)),
    ("edition_closed_as_a_whole", lambda: EditionFactory.create(closed_on=DAY)),
    ("edition_closed_as_a_whole", lambda: EditionFactory.create(ending="finished")),
    ("edition_names_go_after_it_closed", lambda: EditionFactory.create(names_erased_on=DAY)),
    ("edition_names_go_after_it_closed", lambda: EditionFactory.create(closed=True, names_erased_on=DAY)),
    ("edition_measure_is_whole", lambda: EditionFactory.create(measure_low=None)),
    ("edition_keeps_to_its_room", full),
    ("edition_keeps_to_its_room", full_after_waiting),
    ("edition_keeps_to_its_room", made_too_small),
    ("edition_keeps_its_scale", another_scale),
    ("edition_leader_once", leads_twice),
    ("session_kind_is_known", lambda: SessionFactory.create(kind="party")),
    ("session_lasts_a_while", lambda: SessionFactory.create(minutes=1)),
    ("session_called_off_as_a_whole", lambda: SessionFactory.create(cancelled_on=DAY)),
    ("session_called_off_as_a_whole", lambda: SessionFactory.create(cancel_reason="Storm")),
    (
        "session_called_off_as_a_whole",
        lambda: SessionFactory.create(noted=True, cancelled_on=DAY, cancel_reason="Storm"),
    ),
    ("session_noted_as_a_whole", lambda: SessionFactory.create(others=3)),
    ("session_noted_as_a_whole", lambda: SessionFactory.create(noted_at=MOMENT)),
    (
        "session_without_edition_was_held",
        lambda: SessionFactory.create(edition=None, initiative=InitiativeFactory.create()),
    ),
    ("session_once_per_moment", twice_at_one_moment),
    (
        "session_is_of_the_initiative_of_its_edition",
        lambda: SessionFactory.create(initiative=InitiativeFactory.create()),
    ),
    ("session_hours_once", hours_twice),
    ("session_hours_are_of_that_day", lambda: change(SessionHoursFactory.create(), worker=UserFactory.create())),
    (
        "session_hours_are_of_that_day",
        lambda: change(SessionHoursFactory.create().time_entry, kind=WorkKind.INDIVIDUAL),
    ),
    ("session_hours_are_of_that_day", lambda: change(SessionHoursFactory.create().session, held_on=DAY)),
    (
        "session_hours_are_of_that_day",
        lambda: change(SessionHoursFactory.create().session, noted_at=None, noted_by=None),
    ),
    ("participant_number_once", same_number),
    ("participant_status_has_its_days", lambda: ParticipantFactory.create(placed_on=None)),
    ("participant_status_has_its_days", lambda: ParticipantFactory.create(waiting=True, placed_on=date(2026, 3, 1))),
    ("participant_status_has_its_days", lambda: ParticipantFactory.create(stopped=True, left_reason="")),
    ("participant_status_has_its_days", lambda: ParticipantFactory.create(stopped=True, left_on=DAY)),
    ("participant_placed_after_signing_up", lambda: ParticipantFactory.create(placed_on=DAY)),
    ("attendance_once", came_twice),
    ("attendance_is_of_one_edition", at_the_meeting_of_others),
    ("measurement_once_per_moment", measured_twice),
    ("measurement_moment_is_known", lambda: MeasurementFactory.create(moment="never")),
    ("measurement_lies_on_the_scale", lambda: MeasurementFactory.create(score=11)),
    (
        "measurement_lies_on_the_scale",
        lambda: MeasurementFactory.create(
            participant__edition__measure_name="",
            participant__edition__measure_low=None,
            participant__edition__measure_high=None,
        ),
    ),
    ("funding_has_a_giver", lambda: FundingFactory.create(funder="")),
    ("funding_state_is_known", lambda: FundingFactory.create(state="lost")),
    ("funding_ends_after_start", lambda: FundingFactory.create(starts_on=date(2027, 1, 1))),
    (
        "initiative_of_an_organisation_alone_names_it",
        lambda: InitiativeFactory.create(owner=InitiativeOwner.TEAM, organisation=OrganisationFactory.create()),
    ),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (Edition, EditionFactory.create),
    (Session, SessionFactory.create),
    (Participant, ParticipantFactory.create),
]
