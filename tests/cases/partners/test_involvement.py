"""Partners help; the coordinator stays. What they answer, how long it takes, and what may not happen."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.enums import InvolvementMode
from cases.models import Case, Involvement, SharedItem, SharingRecord
from cases.services.close_case import open_ends
from netwerk.enums import Lead
from netwerk.models import Organisation
from tests.cases.conftest import NOW, TODAY, statements
from tests.factories import (
    InvolvementFactory,
    OrganisationFactory,
    RingMembershipFactory,
    ServiceFactory,
    SharingRecordFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def clinic(db: None) -> Organisation:
    return OrganisationFactory.create(name="Kliniek Zuid")


@pytest.fixture
def ground(case: Case, clinic: Organisation) -> SharingRecord:
    return SharingRecordFactory.create(case=case, organisation=clinic)


def asked(ground: SharingRecord | None, **changes: Any) -> dict[str, Any]:
    return {
        "mode": "referred",
        "question": "Kunnen jullie helpen met slapen?",
        "records": [str(ground.public_id)] if ground else [],
        "outside_agreement": "Dit kan alleen daar",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def page_of(case: Case, partner: Organisation) -> str:
    return reverse("cases:involvement-add", args=[case.public_id, partner.public_id])


def step_of(involvement: Involvement, kind: str) -> str:
    return reverse("cases:involvement-step", args=[involvement.case.public_id, involvement.public_id, kind])


def test_a_referral_is_written_with_what_was_shared_and_the_coordinator_stays(
    signed_in: Client, case: Case, colleague: User, clinic: Organisation, ground: SharingRecord
) -> None:
    change(case, underlying_question="Rust in huis")
    before = list(case.coordinators.values())
    data = asked(ground)
    assert signed_in.post(page_of(case, clinic), data).status_code == 302
    signed_in.post(page_of(case, clinic), data)  # pressed twice
    sent = Involvement.objects.get()
    assert (sent.mode, sent.sent_on, sent.sent_by, sent.sharing) == ("referred", TODAY, colleague, ground)
    item = SharedItem.objects.get()
    assert (item.record, item.channel, item.what) == (ground, "request", "Kunnen jullie helpen met slapen?")
    for kind, more in (
        ("aangenomen", {}),
        ("gestart", {"handover_how": "Samen gesprek"}),
        ("afgerond", {"outcome": "x"}),
    ):
        assert signed_in.post(step_of(sent, kind), {"on": "2026-05-04", **more}).status_code == 302
    sent.refresh_from_db()
    assert (sent.finished_on, sent.handover_how) == (TODAY, "Samen gesprek")
    assert list(case.coordinators.values()) == before
    timeline = signed_in.get(reverse("cases:detail", args=[case.public_id])).content.decode()
    assert "Kliniek Zuid is gevraagd: doorverwijzen" in timeline
    assert "De hulp van Kliniek Zuid is klaar" in timeline


def test_a_referral_waits_for_the_question_behind_the_question(
    signed_in: Client, case: Case, clinic: Organisation, ground: SharingRecord
) -> None:
    answer = signed_in.post(page_of(case, clinic), asked(ground))
    assert answer.status_code == 422
    assert "Schrijf eerst de vraag achter de vraag op" in answer.content.decode()
    assert not Involvement.objects.exists()
    assert signed_in.post(page_of(case, clinic), asked(ground, mode="consulted")).status_code == 302


def test_nothing_of_the_household_goes_without_a_ground(signed_in: Client, case: Case, clinic: Organisation) -> None:
    answer = signed_in.post(page_of(case, clinic), asked(None, mode="consulted"))
    assert "Kies op welke grond het gaat" in answer.content.decode()
    elsewhere = SharingRecordFactory.create(case=case)
    assert signed_in.post(page_of(case, clinic), asked(elsewhere, mode="consulted")).status_code == 422
    ended = SharingRecordFactory.create(case=case, organisation=clinic, ends_on=TODAY)
    assert signed_in.post(page_of(case, clinic), asked(ended, mode="consulted")).status_code == 422
    assert not Involvement.objects.exists()
    without = asked(None, mode="consulted", is_anonymous="on")
    assert signed_in.post(page_of(case, clinic), without).status_code == 302
    assert Involvement.objects.get().sharing is None
    assert not SharedItem.objects.exists()


def test_only_a_consult_goes_without_the_household(signed_in: Client, case: Case, clinic: Organisation) -> None:
    without = asked(None, mode="temporary", ends_on="2026-06-01", is_anonymous="on")
    assert "kan alleen raadplegen" in signed_in.post(page_of(case, clinic), without).content.decode()


def test_a_temporary_helper_has_an_end(
    signed_in: Client, case: Case, clinic: Organisation, ground: SharingRecord
) -> None:
    page = page_of(case, clinic)
    assert "Spreek een einde af" in signed_in.post(page, asked(ground, mode="temporary")).content.decode()
    past = signed_in.post(page, asked(ground, mode="temporary", ends_on="2026-05-04"))
    assert "Kies een dag die nog moet komen" in past.content.decode()
    assert signed_in.post(page, asked(ground, mode="temporary", ends_on="2026-06-01")).status_code == 302


def test_the_agreement_stands_beside_the_form_and_is_kept(
    signed_in: Client, case: Case, clinic: Organisation, ground: SharingRecord
) -> None:
    change(case, underlying_question="Rust in huis")
    refused = signed_in.post(page_of(case, clinic), asked(ground, outside_agreement=""))
    assert "waarom je zonder werkafspraak doorverwijst" in refused.content.decode()
    agreement = WorkingAgreementFactory.create(team=case.team, organisation=clinic)
    text = signed_in.get(page_of(case, clinic)).content.decode()
    assert agreement.consult in text
    assert "hoogstens 6 weken" in text
    assert signed_in.post(page_of(case, clinic), asked(ground, outside_agreement="")).status_code == 302
    sent = Involvement.objects.get()
    assert (sent.agreement, sent.outside_agreement, sent.led_by) == (agreement, "", "team")


@pytest.mark.parametrize(
    ("agreed", "fields", "why"),
    [
        (Lead.TEAM, {"led_by": "partner"}, "niet wie volgens de werkafspraak de regie heeft"),
        (Lead.PARTNER, {"led_by": "team"}, "niet wie volgens de werkafspraak de regie heeft"),
        (Lead.TEAM, {"refer": ""}, "zegt niets over doorverwijzen"),
    ],
)
def test_what_goes_otherwise_than_agreed_has_a_reason(
    agreed: Lead,
    fields: dict[str, str],
    why: str,
    signed_in: Client,
    case: Case,
    clinic: Organisation,
    ground: SharingRecord,
) -> None:
    change(case, underlying_question="Rust in huis")
    fields = dict(fields)
    said = {"refer": fields.pop("refer")} if "refer" in fields else {}
    WorkingAgreementFactory.create(team=case.team, organisation=clinic, lead=agreed, **said)
    refused = signed_in.post(page_of(case, clinic), asked(ground, outside_agreement="", **fields))
    assert refused.status_code == 422
    assert why in refused.content.decode()
    assert signed_in.post(page_of(case, clinic), asked(ground, **fields)).status_code == 302
    sent = Involvement.objects.get()
    assert (sent.outside_agreement, sent.led_by) == ("Dit kan alleen daar", fields.get("led_by", "team"))
    text = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "Dit kan alleen daar" in text


def test_without_an_agreement_the_team_leads_and_per_household_is_free(
    signed_in: Client, case: Case, clinic: Organisation, ground: SharingRecord
) -> None:
    until = {"mode": "temporary", "ends_on": "2026-06-01", "outside_agreement": ""}
    refused = signed_in.post(page_of(case, clinic), asked(ground, led_by="partner", **until))
    assert "niet wie volgens de werkafspraak" in refused.content.decode()
    WorkingAgreementFactory.create(team=case.team, organisation=clinic, lead=Lead.TOGETHER)
    assert signed_in.post(page_of(case, clinic), asked(ground, led_by="partner", **until)).status_code == 302
    sent = Involvement.objects.get()
    assert (sent.led_by, sent.outside_agreement) == ("partner", "")
    consult = asked(ground, mode="consulted", led_by="partner", outside_agreement="")
    assert signed_in.post(page_of(case, clinic), consult).status_code == 302
    assert Involvement.objects.exclude(pk=sent.pk).get().led_by == "team"


def test_one_open_referral_to_a_service_and_another_after_a_refusal(
    signed_in: Client, case: Case, clinic: Organisation, ground: SharingRecord
) -> None:
    change(case, underlying_question="Rust in huis")
    service = ServiceFactory.create(organisation=clinic)
    first = asked(ground, service=str(service.public_id))
    assert signed_in.post(page_of(case, clinic), first).status_code == 302
    again = asked(ground, service=str(service.public_id))
    assert "loopt al een doorverwijzing" in signed_in.post(page_of(case, clinic), again).content.decode()
    sent = Involvement.objects.get()
    said_no = {"on": "2026-05-04", "reason": "capacity", "note": "Vol tot de zomer"}
    assert signed_in.post(step_of(sent, "afgewezen"), said_no).status_code == 302
    text = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "afgewezen: nu geen plek" in text
    assert "Vol tot de zomer" in text
    assert signed_in.post(page_of(case, clinic), again).status_code == 302


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ({"declined": True}, "aangenomen"),
        ({"cancelled": True}, "gestart"),
        ({"started": True}, "afgewezen"),
        ({"finished": True}, "ingetrokken"),
        ({"temporary": True}, "afgerond"),
    ],
)
def test_a_step_that_does_not_follow_is_not_taken(
    state: dict[str, bool], kind: str, signed_in: Client, case: Case
) -> None:
    sent = InvolvementFactory.create(case=case, **state)
    before = Involvement.objects.filter(pk=sent.pk).values().get()
    more = {"on": "2026-05-04", "reason": "capacity", "outcome": "x"}
    assert signed_in.post(step_of(sent, kind), more).status_code == 302
    assert Involvement.objects.filter(pk=sent.pk).values().get() == before


def test_an_unknown_step_and_an_impossible_day(signed_in: Client, case: Case) -> None:
    sent = InvolvementFactory.create(case=case, temporary=True)
    assert signed_in.get(step_of(sent, "anders")).status_code == 404
    assert signed_in.post(step_of(sent, "aangenomen"), {"on": "2026-05-05"}).status_code == 422
    assert signed_in.post(step_of(sent, "aangenomen"), {"on": "2026-03-01"}).status_code == 422


def test_waiting_longer_than_agreed_is_on_the_case_and_in_my_work(
    signed_in: Client, case: Case, clinic: Organisation, coordinator: User, client: Client
) -> None:
    agreement = WorkingAgreementFactory.create(team=case.team, organisation=clinic)
    sent = InvolvementFactory.create(case=case, organisation=clinic, agreement=agreement, accepted=True, temporary=True)
    assert sent.waited_days(TODAY) == 56
    text = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "Wacht langer dan afgesproken (6 weken)" in text
    for who in (None, coordinator):
        if who:
            client.force_login(who)
        assert "Kliniek Zuid laat hen wachten: 56 dagen" in signed_in.get(reverse("cases:my-work")).content.decode()
    with time_machine.travel(NOW - timedelta(days=15), tick=False):
        early = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "langer dan afgesproken" not in early


def test_a_referral_that_started_coldly_is_seen(signed_in: Client, case: Case) -> None:
    change(case, underlying_question="Rust")
    InvolvementFactory.create(case=case, mode=InvolvementMode.REFERRED, outside_agreement="x", started=True)
    assert "geen warme overdracht" in signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()


def test_those_close_by_stand_first(signed_in: Client, case: Case, team: Team) -> None:
    names = ["Alfa", "Bravo", "Charlie"]
    alfa, bravo, charlie = (OrganisationFactory.create(name=name) for name in names)
    RingMembershipFactory.create(team=team, organisation=charlie)
    RingMembershipFactory.create(team=team, organisation=bravo, second=True)
    page = reverse("cases:involvement-choose", args=[case.public_id])
    text = signed_in.get(page).content.decode()
    assert text.index("Charlie") < text.index("Bravo") < text.index("Alfa")
    found = signed_in.get(page, {"q": "brav"}).content.decode()
    assert "Bravo" in found
    assert "Charlie" not in found
    assert alfa.name not in found
    assert signed_in.get(page, {"q": "a\1%_'"}).status_code == 200


def test_a_colleague_of_another_team_finds_nothing(client: Client, outsider: User, case: Case) -> None:
    sent = InvolvementFactory.create(case=case)
    client.force_login(outsider)
    assert client.get(reverse("cases:partners", args=[case.public_id])).status_code == 404
    assert client.post(step_of(sent, "afgerond"), {"on": "2026-05-04", "outcome": "x"}).status_code == 404


def test_the_page_takes_the_same_statements_however_much_there_is(signed_in: Client, case: Case) -> None:
    page = reverse("cases:partners", args=[case.public_id])
    InvolvementFactory.create(case=case)
    signed_in.get(page)
    few = len(statements(lambda: signed_in.get(page)))
    for _ in range(4):
        InvolvementFactory.create(case=case, finished=True)
    assert len(statements(lambda: signed_in.get(page))) == few


def test_closing_asks_what_becomes_of_a_partner_that_still_helps(case: Case, ground: SharingRecord) -> None:
    asked = InvolvementFactory.create(case=case, organisation=ground.organisation, sharing=ground)
    assert [str(end.text) for end in open_ends(case)] == ["De vraag aan Kliniek Zuid staat nog open."]
    change(asked, accepted_on=TODAY, started_on=TODAY)
    assert [str(end.text) for end in open_ends(case)] == ["Kliniek Zuid helpt nog."]
    change(asked, finished_on=TODAY, outcome="Het slapen gaat beter.")
    assert open_ends(case) == []
