"""Nothing goes to a partner without a ground that runs; what went can be shown to the resident."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import SharedKind, SharingBasis, SharingChannel
from cases.models import Case, Person, SharedItem, SharingRecord
from cases.services.record_sharing import SharingDoesNotRun, SharingHasEnded, log_shared, withdraw_sharing
from netwerk.models import Organisation
from tests.cases.conftest import NOW, TODAY
from tests.factories import (
    CaseFactory,
    HouseholdMemberFactory,
    OrganisationFactory,
    ProfessionalFactory,
    SharedItemFactory,
    SharingRecordFactory,
)
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def school(db: None) -> Organisation:
    return OrganisationFactory.create(name="De Regenboog")


@pytest.fixture
def somebody(case: Case) -> Person:
    return case.household.members.get().person


def consent(person: Person, school: Organisation, **changes: Any) -> dict[str, Any]:
    return {
        "people": [str(person.public_id)],
        "kinds": ["goals", "school"],
        "organisation": str(school.public_id),
        "basis": "consent",
        "consent_by": "Noor",
        "consent_on": "2026-05-04",
        "consent_manner": "spoken",
        "starts_on": "2026-05-04",
        "ends_on": "2026-11-01",
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def test_one_record_for_each_person_and_each_kind(
    signed_in: Client, case: Case, somebody: Person, school: Organisation
) -> None:
    child = HouseholdMemberFactory.create(household=case.household).person
    data = consent(somebody, school, people=[str(somebody.public_id), str(child.public_id)])
    page = reverse("cases:sharing-add", args=[case.public_id])
    assert signed_in.post(page, data).status_code == 302
    signed_in.post(page, data)  # the button pressed twice
    records = SharingRecord.objects.filter(case=case)
    assert {(one.person, one.kind) for one in records} == {
        (who, kind) for who in (somebody, child) for kind in (SharedKind.GOALS, SharedKind.SCHOOL)
    }
    assert all(one.until == date(2026, 11, 1) and one.basis == SharingBasis.CONSENT for one in records)
    text = signed_in.get(reverse("cases:partners", args=[case.public_id])).content.decode()
    assert "De Regenboog" in text
    assert "Noor gaf toestemming op 4 mei 2026, mondeling" in text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"ends_on": ""}, "Toestemming heeft een einde"),
        ({"consent_by": ""}, "wie toestemming gaf"),
        ({"consent_manner": ""}, "Kies hoe de toestemming is gegeven"),
        ({"consent_on": "2026-05-05", "starts_on": "2026-05-06"}, "Deze dag moet nog komen"),
        ({"starts_on": "2026-05-03"}, "op zijn vroegst vanaf de dag van de toestemming"),
        ({"ends_on": "2026-05-04"}, "Kies een latere dag"),
        ({"basis": "task", "law": ""}, "Kies de wet"),
        ({"basis": "task", "law": "other", "ground": ""}, "Noem de wet"),
        ({"basis": "vital-interest", "ground": ""}, "wat er aan de hand is"),
        ({"basis": "duty", "ground": ""}, "wat er aan de hand is"),
        ({"people": []}, "Over wie gaat het?"),
        ({"organisation": "nobody"}, "Met welke organisatie?"),
    ],
)
def test_a_ground_that_lacks_something_is_sent_back(
    changes: dict[str, Any], said: str, signed_in: Client, case: Case, somebody: Person, school: Organisation
) -> None:
    answer = signed_in.post(reverse("cases:sharing-add", args=[case.public_id]), consent(somebody, school, **changes))
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert not SharingRecord.objects.exists()


def test_a_professional_of_another_organisation_is_no_receiver(
    signed_in: Client, case: Case, somebody: Person, school: Organisation
) -> None:
    other = ProfessionalFactory.create()
    answer = signed_in.post(
        reverse("cases:sharing-add", args=[case.public_id]),
        consent(somebody, school, professional=str(other.public_id)),
    )
    assert "Deze professional werkt bij een andere organisatie" in answer.content.decode()


def test_what_does_not_belong_to_the_ground_is_left_out(
    signed_in: Client, case: Case, somebody: Person, school: Organisation
) -> None:
    data = consent(somebody, school, basis="task", law="wmo", ends_on="", kinds=["plan"])
    assert signed_in.post(reverse("cases:sharing-add", args=[case.public_id]), data).status_code == 302
    record = SharingRecord.objects.get()
    assert (record.law, record.consent_by, record.consent_on, record.until) == ("wmo", "", None, None)


def test_the_same_ground_twice_is_said_so(
    signed_in: Client, case: Case, somebody: Person, school: Organisation
) -> None:
    page = reverse("cases:sharing-add", args=[case.public_id])
    signed_in.post(page, consent(somebody, school))
    answer = signed_in.post(page, consent(somebody, school))
    assert answer.status_code == 422
    assert "al vastgelegd" in answer.content.decode()
    assert SharingRecord.objects.count() == 2


def test_the_end_is_looked_up_each_time(case: Case) -> None:
    record = SharingRecordFactory.create(case=case, ends_on=TODAY)
    running = SharingRecord.objects.filter(pk=record.pk)
    assert running.running_on(TODAY - timedelta(days=1)).exists()
    assert not running.running_on(TODAY).exists()
    with pytest.raises(SharingDoesNotRun):
        log_shared(
            record=record, what="x", channel=SharingChannel.MAIL, at=NOW, by=record.recorded_by, request_key=None
        )


def test_withdrawing_ends_it_today_and_keeps_what_went_before(signed_in: Client, case: Case, colleague: User) -> None:
    goals = SharingRecordFactory.create(case=case)
    health = SharingRecordFactory.create(
        case=case, person=goals.person, organisation=goals.organisation, kind=SharedKind.HEALTH
    )
    SharedItemFactory.create(record=health, what="Over de medicijnen verteld.")
    page = reverse("cases:sharing-withdraw", args=[case.public_id, goals.public_id])
    assert "gezondheid" in signed_in.get(page).content.decode()
    answer = signed_in.post(page, {"records": [str(health.public_id)], "reason": "Wil het niet meer"})
    assert answer.status_code == 302
    health.refresh_from_db()
    goals.refresh_from_db()
    assert (health.withdrawn_on, health.withdrawn_by, goals.withdrawn_on) == (TODAY, colleague, None)
    assert not health.runs_on(TODAY)
    assert goals.runs_on(TODAY)
    assert (
        "Over de medicijnen verteld."
        in signed_in.get(reverse("cases:shared-with-whom", args=[case.public_id])).content.decode()
    )
    with pytest.raises(SharingHasEnded):
        withdraw_sharing(records=[health], on=TODAY, reason="nog eens", by=colleague)


def test_consent_can_be_withdrawn_after_the_case_was_closed(signed_in: Client, team: Any, colleague: User) -> None:
    closed = CaseFactory.create(team=team, coordinator=colleague, closed=True)
    record = SharingRecordFactory.create(case=closed)
    page = reverse("cases:sharing-withdraw", args=[closed.public_id, record.public_id])
    assert signed_in.post(page, {"records": [str(record.public_id)], "reason": "x"}).status_code == 302
    assert signed_in.get(reverse("cases:sharing-add", args=[closed.public_id])).status_code == 403


def test_what_was_shared_is_written_with_who_when_and_why(signed_in: Client, case: Case, colleague: User) -> None:
    record = SharingRecordFactory.create(case=case)
    data = {
        "record": str(record.public_id),
        "what": "Verteld dat er een plan is.",
        "channel": "spoken",
        "day": "2026-05-04",
        "time": "10:15",
        "request_key": str(uuid.uuid4()),
    }
    page = reverse("cases:shared", args=[case.public_id])
    assert signed_in.post(page, data).status_code == 302
    signed_in.post(page, data)
    item = SharedItem.objects.get()
    assert (item.shared_by, item.record, item.channel) == (colleague, record, "spoken")
    refused = signed_in.post(page, data | {"day": "2026-03-01", "request_key": str(uuid.uuid4())})
    assert refused.status_code == 422
    assert "geen grond" in refused.content.decode()


def test_a_record_of_another_case_cannot_be_used(signed_in: Client, case: Case) -> None:
    SharingRecordFactory.create(case=case)
    foreign = SharingRecordFactory.create()
    data = {"record": str(foreign.public_id), "what": "x", "channel": "mail", "day": "2026-05-04", "time": "9:00"}
    page = reverse("cases:shared", args=[case.public_id])
    assert signed_in.post(page, data | {"request_key": str(uuid.uuid4())}).status_code == 422
    assert not SharedItem.objects.exists()
    page = reverse("cases:sharing-withdraw", args=[case.public_id, foreign.public_id])
    assert signed_in.get(page).status_code == 404


def test_the_page_for_the_resident_says_u(signed_in: Client, case: Case) -> None:
    SharedItemFactory.create(record=SharingRecordFactory.create(case=case), what="Verteld over de doelen.")
    text = signed_in.get(reverse("cases:shared-with-whom", args=[case.public_id])).content.decode()
    assert "Verteld over de doelen." in text
    assert "Hebt u toestemming gegeven?" in text
    assert "10 maart 2026" in text


def test_each_resident_has_a_sheet_of_their_own(signed_in: Client, case: Case) -> None:
    """What was shared of a child does not stand on the sheet of a parent."""
    adult = case.household.members.get().person
    child = HouseholdMemberFactory.create(household=case.household, role="child").person
    of_adult = SharingRecordFactory.create(case=case, person=adult)
    of_child = SharingRecordFactory.create(case=case, person=child)
    SharedItemFactory.create(record=of_adult, what="Over de schulden.")
    SharedItemFactory.create(record=of_child, what="Over de logopedie.")
    page = reverse("cases:shared-with-whom", args=[case.public_id])
    first = signed_in.get(page).content.decode()
    assert "Over de schulden." not in first
    assert "Over de logopedie." not in first
    for person, own, other in ((adult, "schulden", "logopedie"), (child, "logopedie", "schulden")):
        text = signed_in.get(page, {"over": str(person.public_id)}).content.decode()
        assert f"Over de {own}." in text
        assert f"Over de {other}." not in text
    assert signed_in.get(page, {"over": str(case.public_id)}).status_code == 404
