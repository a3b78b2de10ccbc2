"""Requests of residents through the front door: noted, in time, decided, and what was not changed stays said."""

import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from tests import factories as f
from tests.cases.test_at_once import at_once, kinds
from tests.factories import sign_in
from wijkteam.core.constraints import broken_constraint
from wijkteam.retention.models import RequestFile, ResidentRequest, ResidentStatement
from wijkteam.retention.services.answer_resident import (
    IsDecided,
    IsExtended,
    TooLateToExtend,
    decide_request,
    extend_request,
)

pytestmark = pytest.mark.django_db


def at(day: date) -> Any:
    return timezone.make_aware(timezone.datetime(day.year, day.month, day.day, 12))  # type: ignore[attr-defined]  # it is there


@pytest.fixture
def officer() -> Client:
    return sign_in(Client(), f.UserFactory.create(privacy_officer=True))


@pytest.fixture
def worker_of() -> Any:
    def make() -> tuple[Any, Client]:
        membership = f.TeamMembershipFactory.create()
        case = f.CaseFactory.create(team=membership.team, coordinator=membership.user)
        return case, sign_in(Client(), membership.user)

    return make


def note(person: Any, **fields: Any) -> dict[str, Any]:
    answers = {
        "person": str(person.public_id), "kind": "correction", "received_on": timezone.localdate().isoformat(),
        "asked_by": "self", "identity": "known", "words": "Ik heb geen hond.", "request_key": str(uuid.uuid4()),
    }  # fmt: skip
    return answers | fields


def test_a_worker_notes_it_and_twice_is_once(worker_of: Any) -> None:
    case, client = worker_of()
    person = f.HouseholdMemberFactory.create(household=case.household).person
    url = reverse("retention:case-request-note", args=[case.public_id])
    sent = note(person)
    assert client.post(url, sent).status_code == 302
    assert client.post(url, sent).status_code == 302
    asked = ResidentRequest.objects.get()
    assert asked.person == person
    assert client.post(url, note(person, asked_by="representative")).status_code == 422
    tomorrow = timezone.localdate() + timedelta(days=1)
    assert client.post(url, note(person, received_on=tomorrow.isoformat())).status_code == 422
    stranger = f.PersonFactory.create()
    assert client.post(url, note(stranger)).status_code == 422, "nobody of another household"
    assert "Ik heb geen hond." in client.get(reverse("retention:request", args=[asked.public_id])).content.decode()


def test_the_privacy_officer_finds_one_person_by_number_and_birth(officer: Client, worker_of: Any) -> None:
    case, _client = worker_of()
    born = date(1980, 2, 3)
    person = f.HouseholdMemberFactory.create(household=case.household, person__birth_date=born).person
    url = reverse("retention:request-new")
    sent = note(person, number=case.number, birth_date="1981-02-03")
    assert officer.post(url, sent).status_code == 422
    assert officer.post(url, sent | {"birth_date": born.isoformat()}).status_code == 302
    page = officer.get(reverse("retention:requests")).content.decode()
    assert person.full_name in page


@pytest.mark.parametrize(
    ("received", "due", "extended"),
    [
        (date(2026, 1, 31), date(2026, 2, 28), date(2026, 4, 30)),
        (date(2027, 11, 30), date(2027, 12, 30), date(2028, 2, 29)),
        (date(2026, 3, 15), date(2026, 4, 15), date(2026, 6, 15)),
    ],
)
def test_a_calendar_month_and_once_two_more(received: date, due: date, extended: date) -> None:
    asked = f.ResidentRequestFactory.create(received_on=received)
    assert asked.due_on == due
    officer = f.UserFactory.create(privacy_officer=True)
    with pytest.raises(TooLateToExtend):
        extend_request(asked=asked, because="Groot", by=officer, at=at(due + timedelta(days=1)))
    assert extend_request(asked=asked, because="Groot", by=officer, at=at(due)).due_on == extended
    with pytest.raises(IsExtended):
        extend_request(asked=asked, because="Groter", by=officer, at=at(due))


def test_late_ones_stand_out(officer: Client) -> None:
    f.ResidentRequestFactory.create(received_on=timezone.localdate() - timedelta(days=40))
    page = officer.get(reverse("retention:requests")).content.decode()
    assert "badge--negative" in page


def test_access_is_granted_when_somebody_else_released_the_file(officer: Client) -> None:
    asked = f.ResidentRequestFactory.create()
    url = reverse("retention:request-decide", args=[asked.public_id])
    assert officer.post(url, {"outcome": "granted"}).status_code == 409
    assert officer.post(url, {"outcome": "refused"}).status_code == 422, "a refusal says why"
    f.RequestFileFactory.create(request=asked, released=True)
    assert officer.post(url, {"outcome": "granted"}).status_code == 302
    assert officer.post(url, {"outcome": "granted"}).status_code == 409
    letter = officer.get(reverse("retention:request-letter", args=[asked.public_id])).content.decode()
    assert "autoriteitpersoonsgegevens.nl" in letter
    last = date_format(timezone.localdate() + timedelta(days=42), "j F Y")
    assert last in letter, "until when the resident can object"


def test_a_refusal_erases_what_was_gathered() -> None:
    one = f.RequestFileFactory.create(ready=True)
    officer = f.UserFactory.create(privacy_officer=True)
    decide_request(asked=one.request, outcome="refused", because="Niet van u", by=officer, at=timezone.now())
    one.refresh_from_db()
    assert one.content is None
    assert one.erased_at is not None


def test_what_is_not_corrected_is_said_with_the_file_and_on_the_case(worker_of: Any, officer: Client) -> None:
    case, client = worker_of()
    person = f.HouseholdMemberFactory.create(household=case.household).person
    asked = f.ResidentRequestFactory.create(case=case, person=person, kind="correction")
    words = reverse("retention:request-statement", args=[asked.public_id])
    assert client.post(words, {"text": "Zo was het niet."}).status_code == 409, "not decided yet"
    link = reverse("retention:case-requests", args=[case.public_id])
    detail = reverse("cases:detail", args=[case.public_id])
    assert link not in client.get(detail).content.decode()
    decision = {"outcome": "refused", "because": "Het verslag zegt wat is gezegd."}
    assert officer.post(reverse("retention:request-decide", args=[asked.public_id]), decision).status_code == 302
    assert client.post(words, {"text": "Zo was het niet."}).status_code == 302
    assert client.post(words, {"text": "Nog een keer."}).status_code == 409
    assert ResidentStatement.objects.get().text == "Zo was het niet."
    assert link in client.get(detail).content.decode()
    assert "Zo was het niet." in client.get(link).content.decode()


def test_a_request_to_erase_says_which_files_may_go(officer: Client) -> None:
    asked = f.ResidentRequestFactory.create(kind="erasure")
    page = officer.get(reverse("retention:request", args=[asked.public_id])).content.decode()
    assert asked.case.number in page
    assert "AVG artikel 17" in page


def test_a_coordinator_who_may_not_see_all_of_somebody_releases_nothing() -> None:
    membership = f.TeamMembershipFactory.create(user__team_coordinator=True)
    case = f.CaseFactory.create(team=membership.team)
    one = f.RequestFileFactory.create(request__case=case, ready=True)
    client = sign_in(Client(), membership.user)
    url = reverse("retention:own-file", args=[one.public_id])
    assert client.get(url).status_code == 200
    other = f.CaseFactory.create()
    f.HouseholdMemberFactory.create(household=other.household, person=one.request.person, is_main=False)
    assert client.get(url).status_code == 404


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_a_decision_and_a_new_file_at_once_see_each_other() -> None:
    """Past the services: the trigger locks the request, so no file is made for what was decided."""
    for _ in range(5):
        asked = f.ResidentRequestFactory.create()
        officer = f.UserFactory.create(privacy_officer=True)

        def decide(asked: ResidentRequest = asked, officer: Any = officer) -> object:
            return decide_request(asked=asked, outcome="refused", because="Nee", by=officer, at=timezone.now())

        def insert(asked: ResidentRequest = asked, officer: Any = officer) -> object:
            with transaction.atomic():
                return RequestFile.objects.create(request=asked, asked_by=officer, asked_at=timezone.now())

        decided, made = at_once(decide, insert)
        assert isinstance(decided, ResidentRequest)
        if isinstance(made, IntegrityError):
            assert broken_constraint(made) == "resident_file_is_of_an_open_request"
        assert not RequestFile.objects.standing().filter(request=asked).exists()


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_two_decisions_at_once_are_one() -> None:
    asked = f.ResidentRequestFactory.create()
    officer = f.UserFactory.create(privacy_officer=True)

    def decide() -> object:
        return decide_request(asked=asked, outcome="refused", because="Nee", by=officer, at=timezone.now())

    assert kinds(at_once(*[decide] * 4)) == [*[IsDecided.__name__] * 3, "ResidentRequest"]
