"""The rules of case conferences."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from cases.models import CaseConference, ConferenceDecision, ConferenceItem
from tests.factories import (
    CaseConferenceFactory,
    CaseFactory,
    ConferenceDecisionFactory,
    ConferenceHoursFactory,
    ConferenceItemFactory,
    ConferenceItemParticipantFactory,
    ConferenceParticipantFactory,
    PersonFactory,
    ProfessionalFactory,
    SharingRecordFactory,
    UserFactory,
)
from tests.guards.past_the_code import change
from wijkteam.hours.enums import WorkKind


def twice_in(**fields: Any) -> None:
    conference = CaseConferenceFactory.create()
    for _ in range(2):
        ConferenceParticipantFactory.create(conference=conference, **fields)


def case_twice() -> None:
    first = ConferenceItemFactory.create()
    ConferenceItemFactory.create(conference=first.conference, case=first.case)


def outsider_twice() -> None:
    first = ConferenceItemParticipantFactory.create()
    ConferenceItemParticipantFactory.create(item=first.item, participant=first.participant, sharing=first.sharing)


def hours_twice() -> None:
    first = ConferenceHoursFactory.create()
    ConferenceHoursFactory.create(conference=first.conference, worker=first.worker)


def moved_past_the_ground() -> None:
    outsider = ConferenceItemParticipantFactory.create()
    change(outsider.item.conference, starts_at=datetime(2099, 1, 1, 9, tzinfo=UTC))


def stranger_hears() -> None:
    item = ConferenceItemFactory.create()
    guest = ConferenceParticipantFactory.create(conference=item.conference, worker=None, person=PersonFactory.create())
    ConferenceItemParticipantFactory.create(item=item, participant=guest, sharing=None)


def casework_without_a_case() -> None:
    hours = ConferenceHoursFactory.create(is_casework=True)
    change(hours.time_entry, kind=WorkKind.INDIVIDUAL)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("conference_has_a_length", lambda: CaseConferenceFactory.create(minutes=10)),
    ("conference_has_a_place", lambda: CaseConferenceFactory.create(place="")),
    ("conference_called_off_as_a_whole", lambda: CaseConferenceFactory.create(cancelled=True, cancel_reason="")),
    ("conference_called_off_as_a_whole", lambda: CaseConferenceFactory.create(cancelled=True, held=True)),
    (
        "who_is_dropped_was_told",
        lambda: ConferenceParticipantFactory.create(dropped_at=datetime(2026, 5, 1, tzinfo=UTC)),
    ),
    ("participant_is_one_person", lambda: ConferenceParticipantFactory.create(worker=None)),
    (
        "participant_is_one_person",
        lambda: ConferenceParticipantFactory.create(professional=ProfessionalFactory.create()),
    ),
    ("worker_invited_once", lambda: twice_in(worker=UserFactory.create())),
    ("professional_invited_once", lambda: twice_in(worker=None, professional=ProfessionalFactory.create())),
    ("resident_invited_once", lambda: twice_in(worker=None, person=PersonFactory.create())),
    ("conference_item_asks_something", lambda: ConferenceItemFactory.create(question="")),
    ("conference_item_has_a_length", lambda: ConferenceItemFactory.create(minutes=0)),
    ("case_once_on_an_agenda", case_twice),
    ("conference_speaks_of_its_team", lambda: ConferenceItemFactory.create(case=CaseFactory.create())),
    ("participant_once_in_an_item", outsider_twice),
    ("sharing_record_runs", lambda: ConferenceItemParticipantFactory.create(sharing=None)),
    (
        "sharing_record_runs",
        lambda: ConferenceItemParticipantFactory.create(sharing=SharingRecordFactory.create()),
    ),
    ("sharing_record_runs", lambda: ConferenceItemParticipantFactory.create(sharing__ended=True)),
    ("sharing_record_runs", moved_past_the_ground),
    (
        "outsider_is_invited",
        lambda: ConferenceItemParticipantFactory.create(participant=ConferenceParticipantFactory.create(outsider=True)),
    ),
    ("resident_hears_of_the_own_household", stranger_hears),
    ("decision_says_something", lambda: ConferenceDecisionFactory.create(text="")),
    ("conference_hours_once", hours_twice),
    ("casework_hours_come_from_a_contact", casework_without_a_case),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (CaseConference, CaseConferenceFactory.create),
    (ConferenceItem, ConferenceItemFactory.create),
    (ConferenceDecision, ConferenceDecisionFactory.create),
]
