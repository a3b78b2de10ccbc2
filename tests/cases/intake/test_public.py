"""T16: residents ask without an account. Nobody is looked up, robots get nowhere, and no text is lost."""

import re
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import signing
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.enums import Origin, Outcome
from cases.models import Question
from cases.services.ask_question import ask_question
from cases.views.public import LIMIT
from collectief.models import Signal
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    NeighbourhoodFactory,
    PersonFactory,
    QuestionFactory,
    TeamFactory,
)
from wijkteam.teams.models import Team

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


def an_old_stamp() -> str:
    """The page was made a minute ago."""
    with time_machine.travel(timezone.now() - timedelta(minutes=1), tick=False):
        return signing.TimestampSigner(salt="cases.public").sign("form")


def filled_in(**changes: Any) -> dict[str, Any]:
    return {
        "asked": "Ik kom er niet meer uit met de post.",
        "asker": "Noor Bewoner",
        "reach": "06-12345678",
        "area": "",
        "website": "",
        "stamp": an_old_stamp(),
        "request_key": str(uuid.uuid4()),
        **changes,
    }


def url(team: Team, name: str = "cases:ask") -> str:
    return reverse(name, args=[team.slug])


def without_tokens(html: str) -> str:
    return re.sub(r'(csrfmiddlewaretoken|stamp|request_key)" value="[^"]*"', "", html)


def test_a_question_comes_in_as_it_was_asked(client: Client, team: Team) -> None:
    area = NeighbourhoodFactory.create()
    answer = client.post(url(team), filled_in(area=area.pk))
    assert (answer.status_code, answer["Location"]) == (302, url(team, "cases:asked"))
    question = Question.objects.get()
    assert question.asked == "Ik kom er niet meer uit met de post."
    assert (question.team, question.origin, question.area) == (team, Origin.RESIDENT, area)
    assert (question.asker, question.reach) == ("Noor Bewoner", "06-12345678")
    assert question.is_from_public_page
    assert (question.received_by, question.decided_at) == (None, None)


def test_somebody_asks_for_another(client: Client, team: Team) -> None:
    client.post(url(team, "cases:ask-for-another"), filled_in(resident="Buurvrouw op 12"))
    question = Question.objects.get()
    assert (question.origin, question.resident) == (Origin.NETWORK, "Buurvrouw op 12")


def test_a_signal_needs_no_name(client: Client, team: Team) -> None:
    data = filled_in(text="De gordijnen blijven dicht.", place="Dorpsstraat", signaller="", reach="")
    answer = client.post(url(team, "cases:pass-on"), data)
    assert answer["Location"] == url(team, "cases:passed-on")
    signal = Signal.objects.get()
    assert (signal.team, signal.text, signal.place, signal.signaller) == (
        team,
        "De gordijnen blijven dicht.",
        "Dorpsstraat",
        "",
    )
    assert not Question.objects.exists()


def test_what_is_asked_for_is_said_by_name(client: Client, team: Team) -> None:
    answer = client.post(url(team), filled_in(asked="", reach=""))
    assert answer.status_code == 422
    assert "Vul ‘Wat is er aan de hand?’ in." in answer.text
    assert "Noor Bewoner" in answer.text  # what was written is still there
    assert not Question.objects.exists()


def test_a_team_that_is_not_in_use_is_not_there(client: Client, team: Team) -> None:
    closed = TeamFactory.create(is_active=False, municipality=team.municipality)
    for name in ("cases:ask", "cases:ask-for-another", "cases:pass-on", "cases:asked", "cases:passed-on"):
        assert client.get(url(closed, name)).status_code == 404


def test_t16_the_answer_is_the_same_whether_or_not_somebody_is_known(client: Client, team: Team) -> None:
    known = PersonFactory.create(given_name="Noor", family_name="Bekend")
    case = CaseFactory.create(team=team)
    case.household.members.update(person=known)
    QuestionFactory.create(team=team, asker="Noor Bekend", reach="06-12345678")
    answers = []
    for asker in ("Noor Bekend", "Ida Onbekend"):
        sent = client.post(url(team), filled_in(asker=asker))
        page = client.get(sent["Location"])
        headers = {name: value for name, value in sent.items() if name != "Content-Length"}
        answers.append((sent.status_code, headers, sent.content, page.status_code, without_tokens(page.text)))
    assert answers[0] == answers[1]


def test_t16_asking_looks_at_no_person_and_no_household(client: Client, team: Team) -> None:
    statements: list[str] = []

    def listen(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        statements.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(listen):
        client.post(url(team), filled_in())
    assert any("cases_question" in sql for sql in statements)
    for table in ("cases_person", "cases_household", 'FROM "cases_case"', 'FROM "cases_question"'):
        assert not [sql for sql in statements if table in sql]


def test_t16_a_robot_hears_the_same_and_leaves_nothing(client: Client, team: Team) -> None:
    person = client.post(url(team), filled_in())
    robot = client.post(url(team), filled_in(website="https://spam.example"))
    assert (robot.status_code, robot["Location"]) == (person.status_code, person["Location"])
    assert Question.objects.count() == 1


@pytest.mark.parametrize("stamp", ["", "form:broken", "fresh"])
def test_t16_a_form_that_comes_back_at_once_is_shown_again(client: Client, team: Team, stamp: str) -> None:
    if stamp == "fresh":
        stamp = signing.TimestampSigner(salt="cases.public").sign("form")
    answer = client.post(url(team), filled_in(stamp=stamp))
    assert answer.status_code == 422
    assert "Dat ging wel erg snel" in answer.text
    assert "Ik kom er niet meer uit met de post." in answer.text
    assert not Question.objects.exists()
    found = re.search(r'name="stamp" value="([^"]+)"', answer.text)
    assert found
    with time_machine.travel(timezone.now() + timedelta(seconds=5), tick=False):
        again = client.post(url(team), filled_in(stamp=found[1]))
    assert again.status_code == 302
    assert Question.objects.count() == 1


def test_t16_ten_an_hour_from_one_address(client: Client, team: Team) -> None:
    assert (LIMIT.times, LIMIT.seconds) == (10, 3600)
    statuses = [client.post(url(team), filled_in()).status_code for _ in range(12)]
    assert statuses == [302] * 10 + [429] * 2
    assert Question.objects.count() == 10
    signal = client.post(url(team, "cases:pass-on"), filled_in(text="Iets"))
    assert signal.status_code == 429  # one limit for the three forms together
    other = client.post(url(team), filled_in(), REMOTE_ADDR="192.0.2.7")
    assert other.status_code == 302


def test_t16_too_often_keeps_the_text_and_says_how_to_go_on(client: Client, team: Team) -> None:
    Team.objects.filter(pk=team.pk).update(phone="020-0000110")
    for _ in range(10):
        client.post(url(team), filled_in())
    answer = client.post(url(team), filled_in(asked="Mijn lange verhaal."))
    assert answer.status_code == 429
    assert "Mijn lange verhaal." in answer.text
    assert "020-0000110" in answer.text
    assert "nog niet verstuurd" in answer.text


def test_what_is_filled_in_wrongly_does_not_count(client: Client, team: Team) -> None:
    for _ in range(12):
        client.post(url(team), filled_in(asked=""))
    assert client.post(url(team), filled_in()).status_code == 302


def test_t32_sent_twice_is_one_question(client: Client, team: Team) -> None:
    data = filled_in()
    first, second = client.post(url(team), data), client.post(url(team), data)
    assert (first.status_code, first["Location"]) == (second.status_code, second["Location"])
    assert Question.objects.count() == 1


def test_a_form_without_its_key_is_explained_and_gets_a_new_one(client: Client, team: Team) -> None:
    for key in ("", "not-a-uuid"):
        answer = client.post(url(team), filled_in(request_key=key))
        assert answer.status_code == 422
        assert "ontbreekt iets in dit formulier" in answer.text
        found = re.search(r'name="request_key" value="([^"]+)"', answer.text)
        assert found
        uuid.UUID(found[1])


def test_text_of_people_never_becomes_markup(client: Client, team: Team) -> None:
    answer = client.post(url(team), filled_in(asked='<img src=x onerror="alert(1)" hx-get="/">', reach=""))
    assert "<img src=x" not in answer.text
    assert "&lt;img src=x" in answer.text


@pytest.mark.parametrize("name", ["cases:ask", "cases:ask-for-another", "cases:pass-on"])
@pytest.mark.parametrize("nasty", ["\x00", "\ud800", "a" * 5000, "<script>", "‮omgekeerd", "🙂" * 100])
def test_g14_odd_text_is_an_answer_and_no_crash(client: Client, team: Team, name: str, nasty: str) -> None:
    sent = filled_in(asked=nasty.encode("utf-8", "replace").decode(), text=nasty.encode("utf-8", "replace").decode())
    assert client.post(url(team, name), sent).status_code in {302, 422}


def test_the_agreed_days_stand_on_the_page(client: Client, team: Team) -> None:
    assert "neemt contact met u op" in client.get(url(team)).text
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=4)
    assert "Binnen 4 dagen" in client.get(url(team)).text
    assert "Binnen 4 dagen" in client.get(url(team, "cases:asked")).text


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_t32_ten_at_once_are_one_question() -> None:
    team = TeamFactory.create()
    key = uuid.uuid4()

    def send(_: int) -> int:
        try:
            return ask_question(
                team=team, asked="Twee keer gedrukt.", origin=Origin.RESIDENT, by=None, at=AT, request_key=key
            ).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(10) as pool:
        found = list(pool.map(send, range(10)))
    assert len(set(found)) == 1
    assert Question.objects.count() == 1


# -- round the code --------------------------------------------------------------------------------

DECIDED = {"decided_at": datetime(2026, 3, 4, 9, tzinfo=UTC)}


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"asked": ""}, "question_says_something"),
        (DECIDED, "question_decided_as_a_whole"),
        ({"outcome": Outcome.ANSWERED, "outcome_note": "Ja"}, "question_decided_as_a_whole"),
        ({"outcome": Outcome.CASE}, "question_"),
        ({"outcome": Outcome.COLLECTIVE}, "question_"),
    ],
)
def test_postgresql_refuses_half_a_decision(team: Team, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        QuestionFactory.create(team=team, **changes)


@pytest.mark.parametrize("outcome", [Outcome.ANSWERED, Outcome.DECLINED])
def test_postgresql_refuses_an_outcome_without_a_word(team: Team, outcome: str) -> None:
    whole = QuestionFactory.create(team=team, answered=True)
    changes = {**DECIDED, "decided_by": whole.decided_by, "outcome": outcome}
    with pytest.raises(IntegrityError, match="question_outcome_names_its_thing"), transaction.atomic():
        QuestionFactory.create(team=team, **changes)


@pytest.mark.parametrize(
    "change", [{"asked": "Iets anders"}, {"origin": Origin.OUTREACH}, {"received_at": AT + timedelta(days=1)}]
)
def test_postgresql_keeps_the_asked_words(team: Team, change: dict[str, Any]) -> None:
    question = QuestionFactory.create(team=team)
    with pytest.raises(IntegrityError, match="stays as it was asked"), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**change)


@pytest.mark.parametrize(
    "change",
    [
        {"outcome_note": "Toch anders"},
        {"outcome": Outcome.DECLINED},
        {"decided_at": None, "decided_by": None, "outcome": "", "outcome_note": ""},
    ],
)
def test_postgresql_keeps_the_decision(team: Team, change: dict[str, Any]) -> None:
    question = QuestionFactory.create(team=team, answered=True)
    with pytest.raises(IntegrityError, match="final"), transaction.atomic():
        Question.objects.filter(pk=question.pk).update(**change)
