"""An account of a partner: what was asked of them while its ground runs, and nothing else; out when time is over."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import AnswerKind, DeclineReason, InvolvementMode, RestrictionKind
from cases.models import Case, Involvement, RequestAnswer
from cases.services.involve_partner import call_off
from cases.services.record_sharing import withdraw_sharing
from cases.services.restrict_case import restrict_case
from netwerk.models import PartnerAccess
from netwerk.services.give_partner_access import HasAccess, end_access, give_access, renew_access
from tests.cases.conftest import NOW, TODAY, statements
from tests.factories import (
    CaseConferenceFactory,
    ConferenceItemFactory,
    ConferenceItemParticipantFactory,
    ConferenceParticipantFactory,
    InvolvementFactory,
    OrganisationFactory,
    PartnerAccessFactory,
    ProfessionalFactory,
    SharedItemFactory,
    SharingRecordFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]
QUESTION = "Kunnen jullie deze vader helpen met slapen?"
DESK = "/partner/"


@pytest.fixture
def access(db: None) -> PartnerAccess:
    clinic = OrganisationFactory.create(name="Kliniek Zuid")
    samira = ProfessionalFactory.create(organisation=clinic, name="Samira Bakker")
    return PartnerAccessFactory.create(professional=samira)


@pytest.fixture
def partner(access: PartnerAccess) -> Client:
    client = Client()
    client.force_login(access.user)
    return client


def request_to(access: PartnerAccess, case: Case, **fields: Any) -> Involvement:
    clinic = access.professional.organisation
    ground = SharingRecordFactory.create(case=case, organisation=clinic, kind=fields.pop("kind", "goals"))
    given = {
        "case": case,
        "organisation": clinic,
        "sharing": ground,
        "professional": access.professional,
        "mode": InvolvementMode.TEMPORARY,
        "ends_on": TODAY + timedelta(days=60),
        "question": QUESTION,
        "sent_on": TODAY,
    }
    return InvolvementFactory.create(**given | fields)


@pytest.fixture
def asked(access: PartnerAccess, case: Case) -> Involvement:
    return request_to(access, case)


def page_of(asked: Involvement) -> str:
    return reverse("cases:partner-request", args=[asked.public_id])


def step_of(asked: Involvement, kind: str) -> str:
    return reverse("cases:partner-step", args=[asked.public_id, kind])


def key() -> dict[str, str]:
    return {"request_key": str(uuid.uuid4())}


def test_the_start_page_shows_what_waits_and_the_log_knows(partner: Client, asked: Involvement, case: Case) -> None:
    page = partner.get(DESK)
    person = case.household.members.get().person
    assert QUESTION in page.text
    for hidden in (case.household.name, person.family_name, case.number, case.household.street):
        assert hidden not in page.text
    seen = ReadLog.objects.get(household_id=case.household_id)
    assert (seen.act, seen.role, seen.purpose) == ("list", "partner", "partner")
    partner.get(page_of(asked))
    assert ReadLog.objects.filter(household_id=case.household_id, act="open").count() == 1


def test_home_is_the_start_page(partner: Client) -> None:
    assert partner.get("/")["Location"] == DESK


def test_a_no_with_an_account_stands_at_the_case_at_once(
    partner: Client, asked: Involvement, signed_in: Client, access: PartnerAccess
) -> None:
    form = {"reason": "capacity", "words": "In het najaar", **key()}
    for _ in range(2):
        assert partner.post(step_of(asked, "nee"), form).status_code == 302
    asked.refresh_from_db()
    assert (asked.declined_on, asked.decline_reason) == (TODAY, DeclineReason.CAPACITY)
    said = RequestAnswer.objects.get()
    assert (said.name, said.user, said.link) == ("Samira Bakker", access.user, None)
    assert "Samira Bakker" in signed_in.get(reverse("cases:partners", args=[asked.case.public_id])).text


def test_from_yes_to_what_came_of_it(partner: Client, asked: Involvement) -> None:
    day = (TODAY + timedelta(days=3)).isoformat()
    assert partner.post(step_of(asked, "ja"), {"from_on": day, "handover_on": day, **key()}).status_code == 302
    assert RequestAnswer.objects.get().handover_on == TODAY + timedelta(days=3)
    given = {"on": TODAY.isoformat(), "handover_how": "Samen aan tafel"}
    assert partner.post(step_of(asked, "gestart"), given).status_code == 302
    assert partner.post(step_of(asked, "afgerond"), {"on": TODAY.isoformat()}).status_code == 422
    done = {"on": TODAY.isoformat(), "outcome": "Slaapt weer door."}
    assert partner.post(step_of(asked, "afgerond"), done).status_code == 302
    asked.refresh_from_db()
    assert (asked.accepted_on, asked.started_on, asked.finished_on) == (TODAY, TODAY, TODAY)
    assert asked.outcome == "Slaapt weer door."
    assert "Slaapt weer door." in partner.get(page_of(asked)).text


def test_later_and_a_no_after_a_yes(partner: Client, asked: Involvement) -> None:
    day = (TODAY + timedelta(days=9)).isoformat()
    assert partner.post(step_of(asked, "later"), {"later_on": day, **key()}).status_code == 302
    assert partner.post(step_of(asked, "ja"), {"wait_weeks": "2", **key()}).status_code == 302
    assert partner.post(step_of(asked, "nee"), {"reason": "criteria", **key()}).status_code == 302
    asked.refresh_from_db()
    assert asked.declined_on == TODAY
    kinds = [one.kind for one in RequestAnswer.objects.order_by("pk")]
    assert kinds == [AnswerKind.LATER, AnswerKind.YES, AnswerKind.NO]


def test_who_comes_too_late_reads_how_it_stands(partner: Client, asked: Involvement) -> None:
    change(asked, accepted_on=TODAY)
    change(asked, started_on=TODAY)
    assert partner.post(step_of(asked, "nee"), {"reason": "capacity", **key()})["Location"] == page_of(asked)
    asked.refresh_from_db()
    assert asked.declined_on is None


def _withdrawn(asked: Involvement, access: PartnerAccess, by: User) -> None:
    assert asked.sharing is not None
    withdraw_sharing(records=[asked.sharing], on=TODAY, reason="Wil het niet meer", by=by)


def _called_off(asked: Involvement, access: PartnerAccess, by: User) -> None:
    call_off(involvement=asked, on=TODAY, reason="Niet meer nodig", by=by)


def _restricted(asked: Involvement, access: PartnerAccess, by: User) -> None:
    restrict_case(case=asked.case, kind=next(iter(RestrictionKind)), note="Kent het gezin", named=[], by=by, at=NOW)


@pytest.mark.parametrize("over", [_withdrawn, _called_off, _restricted], ids=lambda one: one.__name__)
def test_t13_what_may_no_longer_be_shown_is_gone(
    over: Callable[[Involvement, PartnerAccess, User], None],
    partner: Client,
    asked: Involvement,
    access: PartnerAccess,
    colleague: User,
) -> None:
    assert QUESTION in partner.get(DESK).text
    over(asked, access, colleague)
    assert QUESTION not in partner.get(DESK).text
    for path in (page_of(asked), step_of(asked, "ja"), step_of(asked, "nee")):
        assert partner.get(path).status_code == 404
    assert partner.post(step_of(asked, "nee"), {"reason": "capacity", **key()}).status_code == 404


def test_t13_of_others_one_sees_nothing(partner: Client, access: PartnerAccess, case: Case) -> None:
    elsewhere = PartnerAccessFactory.create()
    colleague_there = ProfessionalFactory.create(organisation=access.professional.organisation)
    theirs = request_to(elsewhere, case)
    for_a_colleague = request_to(access, case, professional=colleague_there, kind="health")
    for_all = request_to(access, case, professional=None, question="Voor wie tijd heeft", kind="debts")
    page = partner.get(DESK).text
    assert QUESTION not in page
    assert "Voor wie tijd heeft" in page
    assert [partner.get(page_of(one)).status_code for one in (theirs, for_a_colleague, for_all)] == [404, 404, 200]


def test_t13_what_is_over_can_be_read_for_two_weeks(partner: Client, access: PartnerAccess, case: Case) -> None:
    old = {"accepted_on": date(2026, 3, 20), "started_on": date(2026, 3, 20), "outcome": "Gelukt"}
    long_ago = request_to(access, case, sent_on=date(2026, 3, 20), finished_on=TODAY - timedelta(days=14), **old)
    recent = request_to(
        access, case, sent_on=date(2026, 3, 20), finished_on=TODAY - timedelta(days=13), kind="health", **old
    )
    assert [partner.get(page_of(one)).status_code for one in (long_ago, recent)] == [404, 200]


def test_one_reads_what_was_shared_on_grounds_that_run(partner: Client, asked: Involvement, case: Case) -> None:
    SharedItemFactory.create(record=asked.sharing, what="Vader slaapt slecht")
    health = SharingRecordFactory.create(case=case, organisation=asked.organisation, kind="health")
    SharedItemFactory.create(record=health, what="Iets over gezondheid")
    SharedItemFactory.create(record__case=case, what="Voor een ander")
    change(health, withdrawn_on=TODAY, withdrawn_reason="x", withdrawn_by=asked.sent_by)
    page = partner.get(page_of(asked)).text
    assert "Vader slaapt slecht" in page
    assert "Iets over gezondheid" not in page
    assert "Voor een ander" not in page


def test_an_anonymous_consult_leads_to_nothing_else(partner: Client, access: PartnerAccess, case: Case) -> None:
    asked = InvolvementFactory.create(
        case=case, organisation=access.professional.organisation, anonymous=True, question="Wat zou u doen?"
    )
    ground = SharingRecordFactory.create(case=case, organisation=asked.organisation)
    SharedItemFactory.create(record=ground, what="Iets van het gezin")
    page = partner.get(page_of(asked)).text
    assert "Wat zou u doen?" in page
    assert "Iets van het gezin" not in page
    assert not ReadLog.objects.exists()


def test_of_a_conference_one_sees_the_own_items(partner: Client, access: PartnerAccess, case: Case) -> None:
    conference = CaseConferenceFactory.create(team=case.team)
    guest = ConferenceParticipantFactory.create(conference=conference, worker=None, professional=access.professional)
    ground = SharingRecordFactory.create(case=case, organisation=access.professional.organisation)
    mine = ConferenceItemFactory.create(conference=conference, case=case, question="Over slapen")
    ConferenceItemFactory.create(conference=conference, question="Over een ander gezin")
    ConferenceItemParticipantFactory.create(item=mine, participant=guest, sharing=ground)
    page = partner.get(DESK).text
    assert "Over slapen" in page
    assert "Over een ander gezin" not in page
    change(ground, withdrawn_on=TODAY, withdrawn_reason="x", withdrawn_by=conference.chair)
    assert "Over slapen" not in partner.get(DESK).text


def test_the_start_page_takes_the_same_statements_however_much_there_is(
    partner: Client, access: PartnerAccess, case: Case
) -> None:
    request_to(access, case)
    partner.get(DESK)
    few = len(statements(lambda: partner.get(DESK)))
    for kind in ("health", "debts", "school"):
        request_to(access, case, kind=kind)
    assert len(statements(lambda: partner.get(DESK))) == few


# -- the account ---------------------------------------------------------------------------------------


def _time_over(access: PartnerAccess) -> None:
    change(access, ended_at=NOW, ended_by=access.given_by)


def _left_the_organisation(access: PartnerAccess) -> None:
    change(access.professional, ends_on=TODAY)


def _organisation_stopped(access: PartnerAccess) -> None:
    change(access.professional.organisation, ends_on=TODAY)


def _ended(access: PartnerAccess) -> None:
    end_access(access=access, by=access.given_by, at=NOW)


@pytest.mark.parametrize(
    "out", [_time_over, _left_the_organisation, _organisation_stopped, _ended], ids=lambda one: one.__name__
)
def test_t03_out_at_the_next_request(
    out: Callable[[PartnerAccess], None], partner: Client, access: PartnerAccess, asked: Involvement
) -> None:
    assert partner.get(DESK).status_code == 200
    out(access)
    answer = partner.post(step_of(asked, "nee"), {"reason": "capacity", **key()})
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))
    assert partner.get(DESK).status_code == 302
    asked.refresh_from_db()
    assert asked.declined_on is None


def test_out_on_the_day_it_ends(partner: Client, access: PartnerAccess, asked: Involvement) -> None:
    with time_machine.travel(NOW.replace(month=8, day=31), tick=False):
        again = Client()
        again.force_login(access.user)
        assert again.get(DESK).status_code == 200
    with time_machine.travel(NOW.replace(month=9, day=1), tick=False):
        again = Client()
        again.force_login(access.user)
        assert again.get(DESK)["Location"].startswith(reverse("account_login"))


def test_a_team_coordinator_gives_an_account_and_ends_it(client: Client, coordinator: User) -> None:
    client.force_login(coordinator)
    someone = ProfessionalFactory.create(name="Samira Bakker")
    new = reverse("netwerk:partner-account-new")
    form = {"professional": str(someone.public_id), "username": "samira", "ends_on": "2026-10-01"}
    for wrong in ({"ends_on": "2027-06-01"}, {"ends_on": "2026-05-03"}, {"username": coordinator.username}):
        assert client.post(new, form | wrong).status_code == 422
    made = client.post(new, form)
    assert made.status_code == 200
    assert "/wachtwoord/" in made.text
    access = PartnerAccess.objects.get()
    assert (access.user.role, access.user.name, access.ends_on) == ("partner", "Samira Bakker", date(2026, 10, 2))
    assert str(someone.public_id) not in client.get(new).text
    assert client.post(reverse("netwerk:partner-account-end", args=[access.public_id])).status_code == 302
    assert not User.objects.active().filter(username="samira").exists()
    renewed = client.post(reverse("netwerk:partner-account", args=[access.public_id]), {"ends_on": "2026-11-01"})
    assert renewed.status_code == 302
    assert PartnerAccess.objects.running(on=TODAY).get().user == access.user


def test_renewing_goes_on_where_it_ends(access: PartnerAccess, administrator: User) -> None:
    more = renew_access(access=access, ends_on=date(2027, 1, 1), by=administrator, at=NOW)
    assert (more.starts_on, more.ends_on) == (access.ends_on, date(2027, 1, 1))


def test_one_person_has_one_account(access: PartnerAccess, administrator: User) -> None:
    with pytest.raises(HasAccess):
        give_access(
            professional=access.professional,
            username="tweede",
            ends_on=timezone.localdate() + timedelta(days=30),
            by=administrator,
            at=NOW,
        )
    assert not User.objects.filter(username="tweede").exists()


def test_the_administrator_makes_no_partner_of_another_account(
    client: Client, administrator: User, colleague: User
) -> None:
    client.force_login(administrator)
    given = {"name": colleague.name, "username": colleague.username, "role": "partner"}
    assert client.post(reverse("accounts:edit", args=[colleague.public_id]), given).status_code == 422
    assert client.post(reverse("accounts:add"), given | {"username": "nieuw"}).status_code == 422
