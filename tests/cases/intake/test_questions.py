"""What came in, how long it waits, and deciding on it."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import Outcome, Urgency
from cases.models import Question
from cases.services.decide_question import (
    QuestionIsDecided,
    answer_question,
    decline_question,
    lead_to_initiative,
)
from cases.services.triage_question import triage_question
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    QuestionFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
HTMX = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def url(name: str, question: Question) -> str:
    return reverse(name, args=[question.public_id])


def statements(client: Client, address: str) -> int:
    """How many statements a page takes, but for those that begin and end a transaction."""
    with CaptureQueriesContext(connection) as seen:
        assert client.get(address).status_code == 200
    return len([one for one in seen if not one["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))])


# -- list ------------------------------------------------------------------------------------------


def test_acute_first_then_who_waits_longest(signed_in: Client, team: Team) -> None:
    for resident, days, urgency in (
        ("Lang", 9, Urgency.NORMAL),
        ("Kort", 1, Urgency.NORMAL),
        ("Snel", 2, Urgency.SOON),
        ("Nu", 0, Urgency.ACUTE),
    ):
        QuestionFactory.create(team=team, resident=resident, received_at=NOW - timedelta(days=days), urgency=urgency)
    page = signed_in.get(reverse("cases:questions"))
    assert [row.title for row in page.context["overview"].rows] == ["Nu", "Snel", "Lang", "Kort"]


@pytest.mark.parametrize(
    ("days", "text"),
    [(5, "2 dagen te laat"), (4, "1 dag te laat"), (3, "uiterlijk vandaag"), (2, "nog 1 dag"), (0, "nog 3 dagen")],
)
def test_the_wait_is_told_in_words(signed_in: Client, team: Team, days: int, text: str) -> None:
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=3)
    QuestionFactory.create(team=team, received_at=NOW - timedelta(days=days))
    assert text in signed_in.get(reverse("cases:questions")).text


def test_the_term_is_that_of_the_day_it_came_in(signed_in: Client, team: Team) -> None:
    change = NOW.date() - timedelta(days=4)
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=10, ends_on=change)
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=1, starts_on=change)
    QuestionFactory.create(team=team, resident="Oud", received_at=NOW - timedelta(days=6))
    QuestionFactory.create(team=team, resident="Nieuw", received_at=NOW - timedelta(days=3))
    page = signed_in.get(reverse("cases:questions"), {"termijn": "verlopen"})
    assert [row.title for row in page.context["overview"].rows] == ["Nieuw"]
    assert "2 dagen te laat" in page.text
    assert "waarvan 1 langer dan afgesproken" in page.text


@pytest.mark.parametrize("days", range(6))
def test_the_filter_and_the_words_agree_on_what_is_late(signed_in: Client, team: Team, days: int) -> None:
    AgreedTermsFactory.create(municipality=team.municipality, triage_days=3)
    QuestionFactory.create(team=team, received_at=NOW - timedelta(days=days))
    late = bool(signed_in.get(reverse("cases:questions"), {"termijn": "verlopen"}).context["overview"].rows)
    assert late == ("te laat" in signed_in.get(reverse("cases:questions")).text)


def test_decided_ones_stand_apart(signed_in: Client, team: Team) -> None:
    QuestionFactory.create(team=team, resident="Nog niet")
    QuestionFactory.create(team=team, resident="Al afgerond", answered=True)
    assert "Al afgerond" not in signed_in.get(reverse("cases:questions")).text
    decided = signed_in.get(reverse("cases:questions"), {"status": "afgehandeld"})
    assert "Al afgerond" in decided.text
    assert "Nog niet" not in decided.text
    assert "meteen beantwoord" in decided.text


def test_filters_stay_and_nonsense_is_left_out(signed_in: Client, team: Team) -> None:
    QuestionFactory.create(team=team, resident="Geldvraag", theme=ThemeFactory.create())
    QuestionFactory.create(team=team, resident="Zonder thema")
    filtered = signed_in.get(reverse("cases:questions"), {"thema": "geld"})
    assert [row.title for row in filtered.context["overview"].rows] == ["Geldvraag"]
    nonsense = {"thema": "x", "urgentie": "'", "termijn": "1", "pagina": "-1", "status": "x"}
    assert len(signed_in.get(reverse("cases:questions"), nonsense).context["overview"].rows) == 2


def test_another_team_is_not_there(signed_in: Client, other_team: Team) -> None:
    QuestionFactory.create(team=other_team, resident="Van een ander")
    assert "Van een ander" not in signed_in.get(reverse("cases:questions")).text


def test_the_fragment_is_part_of_the_page(signed_in: Client, team: Team) -> None:
    QuestionFactory.create(team=team)
    full = signed_in.get(reverse("cases:questions"))
    part = signed_in.get(reverse("cases:questions"), {"deel": "rows"}, headers=HTMX)
    assert "<html" not in part.text
    assert part.text.strip() in full.text
    assert part["HX-Push-Url"] == reverse("cases:questions")


def test_statements_do_not_grow_with_the_list(signed_in: Client, team: Team) -> None:
    QuestionFactory.create(team=team, theme=ThemeFactory.create(), area=NeighbourhoodFactory.create())
    signed_in.get(reverse("cases:questions"))  # from here on the words of the municipality are in the cache
    one = statements(signed_in, reverse("cases:questions"))
    for _ in range(9):
        QuestionFactory.create(team=team, theme=ThemeFactory.create(), area=NeighbourhoodFactory.create())
    assert statements(signed_in, reverse("cases:questions")) == one <= 9


def test_g22_each_listed_question_is_in_the_read_log(signed_in: Client, team: Team, colleague: User) -> None:
    shown = {QuestionFactory.create(team=team).pk for _ in range(3)}
    signed_in.get(reverse("cases:questions"))
    log = ReadLog.objects.filter(user_id=colleague.pk, subject=Subject.QUESTION, act=Act.LIST)
    assert set(log.values_list("subject_id", flat=True)) == shown


# -- adding ----------------------------------------------------------------------------------------


def test_a_worker_takes_a_question_down(signed_in: Client, team: Team, colleague: User) -> None:
    data = {
        "asked": "Kunnen jullie bellen?",
        "origin": "organisation",
        "asker": "Huisarts",
        "resident": "Noor",
        "urgency": "soon",
        "has_safety_concern": "on",
        "request_key": str(uuid.uuid4()),
    }
    first, second = (signed_in.post(reverse("cases:question-new"), data) for _ in range(2))
    question = Question.objects.get()
    assert first["Location"] == second["Location"] == url("cases:question", question)
    assert (question.team, question.received_by, question.is_from_public_page) == (team, colleague, False)
    assert (question.urgency, question.has_safety_concern) == (Urgency.SOON, True)


def test_who_works_in_two_teams_chooses(client: Client, team: Team, colleague: User) -> None:
    second = TeamMembershipFactory.create(user=colleague).team
    third = TeamFactory.create()
    client.force_login(colleague)
    data = {"asked": "?", "origin": "resident", "asker": "N", "urgency": "normal", "request_key": str(uuid.uuid4())}
    assert client.post(reverse("cases:question-new"), {**data, "team": third.code}).status_code == 422
    assert client.post(reverse("cases:question-new"), {**data, "team": second.code}).status_code == 302
    assert Question.objects.get().team == second


# -- one question ----------------------------------------------------------------------------------


def test_g22_opening_a_question_is_logged(signed_in: Client, team: Team, colleague: User) -> None:
    question = QuestionFactory.create(team=team)
    signed_in.get(url("cases:question", question))
    line = ReadLog.objects.get(act=Act.OPEN)
    assert (line.user_id, line.subject, line.subject_id) == (colleague.pk, Subject.QUESTION, question.pk)


def test_asked_words_are_shown_as_text(signed_in: Client, team: Team) -> None:
    question = QuestionFactory.create(team=team, asked='<b hx-get="/x">vet</b>\ntweede regel')
    page = signed_in.get(url("cases:question", question)).text
    assert "&lt;b hx-get=" in page
    assert "<b hx-get" not in page


def test_triage_changes_what_it_may_and_nothing_else(signed_in: Client, team: Team) -> None:
    question = QuestionFactory.create(team=team, asked="Zoals gevraagd")
    theme, area = ThemeFactory.create(), NeighbourhoodFactory.create()
    data = {"urgency": "acute", "has_safety_concern": "on", "theme": theme.pk, "area": area.pk, "asked": "Anders"}
    answer = signed_in.post(url("cases:question-triage", question), data)
    assert answer["Location"] == url("cases:question", question)
    question.refresh_from_db()
    assert (question.urgency, question.has_safety_concern) == (Urgency.ACUTE, True)
    assert (question.theme, question.area, question.asked) == (theme, area, "Zoals gevraagd")


def test_initiatives_that_fit_stand_first(signed_in: Client, team: Team, other_team: Team) -> None:
    theme, other = ThemeFactory.create(), ThemeFactory.create(code="wonen", name="Wonen")
    question = QuestionFactory.create(team=team, theme=theme)
    fits = InitiativeFactory.create(team=other_team, theme=theme)
    rest = InitiativeFactory.create(team=team, theme=other)
    InitiativeFactory.create(team=team, theme=theme, ended=True)
    page = signed_in.get(url("cases:question", question)).context["page"]
    assert (page.fitting, page.others) == ((fits,), (rest,))


@pytest.mark.parametrize(
    ("name", "prefix", "outcome"),
    [
        ("cases:question-answer", "answer", Outcome.ANSWERED),
        ("cases:question-decline", "decline", Outcome.DECLINED),
        ("cases:question-initiative", "initiative", Outcome.COLLECTIVE),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_deciding(
    signed_in: Client, team: Team, colleague: User, name: str, prefix: str, outcome: str, htmx: bool
) -> None:
    question = QuestionFactory.create(team=team)
    initiative = InitiativeFactory.create(team=team)
    data = {f"{prefix}-note": "Zo is het.", f"{prefix}-initiative": str(initiative.public_id)}
    answer = signed_in.post(url(name, question), data, headers=HTMX if htmx else {})
    assert answer["HX-Redirect" if htmx else "Location"] == reverse("cases:board")
    question.refresh_from_db()
    assert (question.outcome, question.outcome_note) == (outcome, "Zo is het.")
    assert (question.decided_by, question.decided_at) == (colleague, NOW)
    assert question.initiative == (initiative if outcome == Outcome.COLLECTIVE else None)
    page = signed_in.get(url("cases:question", question)).text
    assert colleague.name in page
    assert "decline-note" not in page  # nothing to decide any more


@pytest.mark.parametrize("name", ["cases:question-answer", "cases:question-decline", "cases:question-initiative"])
def test_a_decision_needs_its_words(signed_in: Client, team: Team, name: str) -> None:
    question = QuestionFactory.create(team=team)
    assert signed_in.post(url(name, question), {}).status_code == 422
    question.refresh_from_db()
    assert question.decided_at is None


def test_an_initiative_that_ended_cannot_be_chosen(signed_in: Client, team: Team) -> None:
    question = QuestionFactory.create(team=team)
    over = InitiativeFactory.create(team=team, ended=True)
    data = {"initiative-initiative": str(over.public_id)}
    assert signed_in.post(url("cases:question-initiative", question), data).status_code == 422


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("cases:question-answer", {"answer-note": "Mijn antwoord van een half uur."}),
        ("cases:question-decline", {"decline-note": "Mijn antwoord van een half uur."}),
        ("cases:question-initiative", {"initiative-note": "Mijn antwoord van een half uur."}),
    ],
)
def test_who_comes_second_hears_it_and_keeps_the_text(
    signed_in: Client, team: Team, teammate: User, name: str, data: dict[str, str]
) -> None:
    question = QuestionFactory.create(team=team)
    decline_question(question=question, reason="Woont elders.", by=teammate, at=NOW)
    answer = signed_in.post(url(name, question), data)
    assert answer.status_code == 422
    assert f"{teammate.name} heeft net voor jou over deze hulpvraag beslist" in answer.text
    assert "Mijn antwoord van een half uur." in answer.text
    question.refresh_from_db()
    assert (question.outcome, question.outcome_note) == (Outcome.DECLINED, "Woont elders.")


def test_triage_after_the_decision_changes_nothing(signed_in: Client, team: Team, teammate: User) -> None:
    question = QuestionFactory.create(team=team)
    answer_question(question=question, answer="Gebeld.", by=teammate, at=NOW)
    assert signed_in.post(url("cases:question-triage", question), {"urgency": "acute"}).status_code == 422
    with pytest.raises(QuestionIsDecided):
        triage_question(question=question, urgency=Urgency.ACUTE, has_safety_concern=True, theme=None, area=None)
    question.refresh_from_db()
    assert question.urgency == Urgency.NORMAL


def test_the_same_decision_sent_twice_is_one(team: Team, colleague: User, teammate: User) -> None:
    question = QuestionFactory.create(team=team)
    first = answer_question(question=question, answer="Gebeld.", by=colleague, at=NOW)
    again = answer_question(question=question, answer="Gebeld.", by=colleague, at=NOW + timedelta(minutes=1))
    assert again.decided_at == first.decided_at == NOW
    with pytest.raises(QuestionIsDecided) as refused:
        answer_question(question=question, answer="Gebeld.", by=teammate, at=NOW)
    assert refused.value.question.decided_by == colleague


def test_a_case_of_another_team_is_not_linked(signed_in: Client, team: Team, other_team: Team) -> None:
    elsewhere = CaseFactory.create(team=other_team)
    question = QuestionFactory.create(team=team, became_case=True, case=elsewhere)
    page = signed_in.get(url("cases:question", question)).text
    assert str(elsewhere.public_id) not in page
    assert elsewhere.number not in page


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g04_many_decide_at_once_and_one_wins() -> None:
    team = TeamFactory.create()
    people = [TeamMembershipFactory.create(team=team, starts_on=date(2020, 1, 1)).user for _ in range(16)]
    question = QuestionFactory.create(team=team)
    initiative = InitiativeFactory.create(team=team)
    ready = threading.Barrier(len(people))

    def decide(number: int) -> User | None:
        """Who this person hears was first; None who is told that it was this person."""
        by = people[number]
        try:
            ready.wait(timeout=60)
            if number % 3 == 0:
                answer_question(question=question, answer=f"Antwoord {number}", by=by, at=NOW)
            elif number % 3 == 1:
                decline_question(question=question, reason=f"Reden {number}", by=by, at=NOW)
            else:
                lead_to_initiative(question=question, initiative=initiative, note="", by=by, at=NOW)
        except QuestionIsDecided as refused:
            return refused.question.decided_by
        else:
            return None
        finally:
            connection.close()

    with ThreadPoolExecutor(len(people)) as pool:
        results = list(pool.map(decide, range(len(people))))
    assert results.count(None) == 1
    question.refresh_from_db()
    winner = people[results.index(None)]
    assert question.decided_by == winner
    assert {one.pk for one in results if one} == {winner.pk}  # everybody else hears who was first
