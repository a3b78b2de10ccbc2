"""Referring, withdrawing, agreeing anew and sitting around a table at the same moment, over real connections."""

import threading
import uuid
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases.enums import DeclineReason, InvolvementMode
from cases.models import (
    Case,
    CaseConference,
    ConferenceHours,
    ConferenceItemParticipant,
    ConferenceParticipant,
    Involvement,
    SharedItem,
    SharingRecord,
)
from cases.services.hold_conference import (
    ConferencePlan,
    NoGroundToShare,
    change_conference,
    close_conference,
    invite,
    write_item,
)
from cases.services.involve_partner import (
    AgreementHasEnded,
    InvolvementHasChanged,
    PartnerRequest,
    decline,
    involve_partner,
    start,
)
from cases.services.record_sharing import SharingDoesNotRun, withdraw_sharing
from netwerk.models import WorkingAgreement
from netwerk.services.write_agreement import AgreementDetails, make_version
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    CaseConferenceFactory,
    ConferenceItemFactory,
    ConferenceParticipantFactory,
    InvolvementFactory,
    ProfessionalFactory,
    ServiceFactory,
    SharingRecordFactory,
    TeamMembershipFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
MOMENT = "SELECT pg_sleep(0.4)"  # the other one stands waiting meanwhile


def one_after_the_other(first: Callable[[], Any], second: Callable[[], Any]) -> list[Any]:
    """`second` begins when `first` has done its work and has not committed yet."""
    done = threading.Event()

    def hold() -> Any:
        try:
            with transaction.atomic():
                gave = first()
                done.set()
                with connection.cursor() as cursor:
                    cursor.execute(MOMENT)
                return gave
        finally:
            done.set()

    def follow() -> Any:
        assert done.wait(timeout=30)
        return second()

    return at_once(hold, follow)


@pytest.fixture
def asking(case: Case) -> Case:
    change(case, underlying_question="Rust in huis")
    return case


@pytest.fixture
def ground(asking: Case) -> SharingRecord:
    return SharingRecordFactory.create(case=asking)


def request_to(ground: SharingRecord, **changes: Any) -> PartnerRequest:
    given: dict[str, Any] = {
        "organisation": ground.organisation,
        "service": None,
        "professional": None,
        "mode": InvolvementMode.REFERRED,
        "question": "Kunnen jullie helpen?",
        "is_anonymous": False,
        "records": [ground],
        "agreement": None,
        "outside_agreement": "Alleen daar",
        "ends_on": None,
    }
    return PartnerRequest(**given | changes)


def send(ground: SharingRecord, by: User, *, key: uuid.UUID | None = None, **changes: Any) -> Involvement:
    return involve_partner(
        case=ground.case,
        request=request_to(ground, **changes),
        by=by,
        at=timezone.now(),
        request_key=key or uuid.uuid4(),
    )


@pytest.mark.parametrize("with_service", [True, False])
def test_eight_refer_to_one_service_at_once(ground: SharingRecord, colleague: User, with_service: bool) -> None:
    service = ServiceFactory.create(organisation=ground.organisation) if with_service else None
    results = at_once(*[lambda: send(ground, colleague, service=service)] * 8)
    assert kinds(results) == ["Involvement"] + ["ReferredAlready"] * 7
    assert (Involvement.objects.count(), SharedItem.objects.count()) == (1, 1)


def test_one_request_over_eight_connections_is_one_request(ground: SharingRecord, colleague: User) -> None:
    key = uuid.uuid4()
    results = at_once(*[lambda: send(ground, colleague, key=key)] * 8)
    assert kinds(results) == ["Involvement"] * 8
    assert (Involvement.objects.count(), SharedItem.objects.count()) == (1, 1)


def test_nothing_is_sent_on_a_ground_that_is_being_withdrawn(ground: SharingRecord, colleague: User) -> None:
    today = timezone.localdate()
    results = one_after_the_other(
        lambda: withdraw_sharing(records=[ground], on=today, reason="Wil het niet meer", by=colleague),
        lambda: send(ground, colleague),
    )
    assert isinstance(results[1], SharingDoesNotRun)
    assert not Involvement.objects.exists()
    assert not SharedItem.objects.exists()


def test_what_was_sent_first_stands_when_it_is_withdrawn(ground: SharingRecord, colleague: User) -> None:
    today = timezone.localdate()
    one_after_the_other(
        lambda: send(ground, colleague),
        lambda: withdraw_sharing(records=[ground], on=today, reason="Wil het niet meer", by=colleague),
    )
    ground.refresh_from_db()
    assert ground.withdrawn_on == today
    assert Involvement.objects.get().sharing == ground


def test_an_agreement_that_is_being_replaced_is_not_referred_under(ground: SharingRecord, colleague: User) -> None:
    agreement = WorkingAgreementFactory.create(team=ground.case.team, organisation=ground.organisation)
    today = timezone.localdate()

    def agree_anew() -> WorkingAgreement:
        details = AgreementDetails(starts_on=today, review_on=today + timedelta(days=365), refer="Anders")
        return make_version(
            team=agreement.team, organisation=agreement.organisation, details=details, by=colleague, at=timezone.now()
        )

    results = one_after_the_other(
        agree_anew, lambda: send(ground, colleague, agreement=agreement, outside_agreement="")
    )
    assert isinstance(results[1], AgreementHasEnded)
    assert not Involvement.objects.exists()


def test_help_cannot_start_and_be_declined_at_once(asking: Case, colleague: User) -> None:
    asked = InvolvementFactory.create(case=asking)
    day = asked.sent_on + timedelta(days=3)
    results = at_once(
        *[lambda: start(involvement=asked, on=day, handover_how="", by=colleague)] * 4,
        *[lambda: decline(involvement=asked, on=day, reason=DeclineReason.CAPACITY, note="", by=colleague)] * 4,
    )
    assert sum(isinstance(one, Involvement) for one in results) == 1
    assert sum(isinstance(one, InvolvementHasChanged) for one in results) == 7
    asked.refresh_from_db()
    assert (asked.started_on is None) != (asked.declined_on is None)


@pytest.fixture
def table(asking: Case, colleague: User) -> CaseConference:
    made = CaseConferenceFactory.create(
        team=asking.team, chair=colleague, starts_at=timezone.now().replace(hour=9) + timedelta(days=3)
    )
    ConferenceParticipantFactory.create(conference=made, worker=colleague)
    return made


def moved(conference: CaseConference, starts_at: datetime) -> CaseConference:
    plan = ConferencePlan(
        starts_at=starts_at,
        minutes=conference.minutes,
        place=conference.place,
        chair=conference.chair,
        workers=[conference.chair],
    )
    return change_conference(conference=conference, plan=plan, by=conference.chair, at=timezone.now())


@pytest.fixture
def guest(table: CaseConference) -> ConferenceParticipant:
    return ConferenceParticipantFactory.create(conference=table, outsider=True)


@pytest.fixture
def until_friday(asking: Case, table: CaseConference, guest: ConferenceParticipant) -> SharingRecord:
    """It runs on the day of the conference, and no longer a week later."""
    assert guest.professional is not None
    ends_on: date = table.day + timedelta(days=2)
    return SharingRecordFactory.create(case=asking, organisation=guest.professional.organisation, ends_on=ends_on)


@pytest.mark.usefixtures("until_friday")
@pytest.mark.parametrize("moving_first", [True, False])
def test_a_conference_moves_while_an_outsider_is_added(
    table: CaseConference, guest: ConferenceParticipant, asking: Case, colleague: User, moving_first: bool
) -> None:
    item = ConferenceItemFactory.create(conference=table, case=asking)
    later = table.starts_at + timedelta(days=7)

    def add() -> object:
        return write_item(item=item, notes="", minutes=10, outsiders=[guest], by=colleague, at=timezone.now())

    works = [lambda: moved(table, later), add]
    results = one_after_the_other(*(works if moving_first else reversed(works)))
    assert isinstance(results[1], NoGroundToShare)
    table.refresh_from_db()
    assert (table.starts_at == later) is moving_first
    assert ConferenceItemParticipant.objects.exists() is not moving_first


def test_eight_invite_one_professional_once(table: CaseConference, colleague: User) -> None:
    person = ProfessionalFactory.create()
    results = at_once(*[lambda: invite(conference=table, professional=person, by=colleague)] * 8)
    assert kinds(results) == ["ConferenceParticipant"] * 8
    assert table.participants.filter(professional=person).count() == 1


def test_eight_close_one_conference_and_the_hours_are_written_once(
    table: CaseConference, asking: Case, colleague: User
) -> None:
    TeamMembershipFactory.create(team=asking.team)
    ConferenceItemFactory.create(conference=table, case=asking, minutes=25)
    here = list(table.participants.all())
    at = table.ends_at
    results = at_once(*[lambda: close_conference(conference=table, present=here, by=colleague, at=at)] * 8)
    assert kinds(results) == ["ConferenceIsOver"] * 7 + ["list"]
    assert ConferenceHours.objects.count() == 2
