"""The board of the morning meeting: in the right column, late ones in front, and one who takes a question up."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from cases.enums import CheckBackResult, Origin, Outcome, Urgency
from cases.models import CheckBack, Question
from cases.services.claim_question import QuestionIsClaimed, claim_question
from cases.services.decide_question import answer_question, decline_question
from cases.services.look_back import leave_to_street, look_back
from tests.cases.conftest import HTMX, NOW, TODAY, statements
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    AgreedTermsFactory,
    InitiativeFactory,
    NeighbourhoodFactory,
    QuestionFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

BOARD = reverse("cases:board")


@pytest.fixture(autouse=True)
def _agreed(request: pytest.FixtureRequest) -> None:
    if "team" in request.fixturenames:
        team: Team = request.getfixturevalue("team")
        AgreedTermsFactory.create(municipality=team.municipality, acute_hours=4, soon_days=1, triage_days=3)


def ask(team: Team, who: str, *, hours: float = 1, **more: Any) -> Question:
    return QuestionFactory.create(team=team, resident=who, received_at=NOW - timedelta(hours=hours), **more)


def url(name: str, question: Question) -> str:
    return reverse(f"cases:{name}", args=[question.public_id])


def columns(client: Client, **filters: str) -> dict[str, list[str]]:
    board = client.get(BOARD, filters).context["board"]
    return {column.key: [card.title for card in column.cards] for column in board.columns}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
class TestBoard:
    def test_each_in_its_column_with_late_ones_in_front(
        self, signed_in: Client, team: Team, colleague: User, teammate: User
    ) -> None:
        ask(team, "Gewoon", hours=30)
        ask(team, "Te laat", hours=24 * 5)
        ask(team, "Vandaag")
        ask(team, "Acuut", urgency=Urgency.ACUTE)
        ask(team, "Onveilig", hours=50, has_safety_concern=True)
        ask(team, "Van een collega", hours=40, looked_at_by=teammate, looked_at_since=NOW)
        ask(team, "Van mij", looked_at_by=colleague, looked_at_since=NOW)
        assert columns(signed_in) == {
            "nu": ["Acuut", "Onveilig"],
            "vrij": ["Te laat", "Gewoon", "Vandaag"],
            "bekeken": ["Van mij", "Van een collega"],
        }
        text = signed_in.get(BOARD).text
        assert "7 hulpvragen wachten, waarvan 1 langer dan afgesproken" in text
        assert "2 dagen te laat" in text
        assert "5 dagen geleden" in text

    @pytest.mark.parametrize(
        ("urgency", "hours", "said"),
        [
            (Urgency.ACUTE, 3.5, "nu, voor 11.30"),
            (Urgency.ACUTE, 5.5, "1 uur te laat"),
            (Urgency.SOON, 20, "uiterlijk vandaag"),
            (Urgency.SOON, 50, "1 dag te laat"),
            (Urgency.NORMAL, 50, "nog 1 dag"),
        ],
    )
    def test_each_urgency_has_its_own_agreed_term(
        self, signed_in: Client, team: Team, urgency: Urgency, hours: float, said: str
    ) -> None:
        ask(team, "Noor", hours=hours, urgency=urgency)
        assert said in signed_in.get(BOARD).text

    def test_filters(self, signed_in: Client, team: Team) -> None:
        here, there = NeighbourhoodFactory.create(), NeighbourhoodFactory.create()
        ask(team, "Een", theme=ThemeFactory.create(), area=here, origin=Origin.NETWORK)
        ask(team, "Twee", theme=ThemeFactory.create(sensitive=True), area=there)
        assert columns(signed_in, thema="geld")["vrij"] == ["Een"]
        assert columns(signed_in, buurt=there.code)["vrij"] == ["Twee"]
        assert columns(signed_in, herkomst="network")["vrij"] == ["Een"]
        assert len(columns(signed_in, thema="'; drop", buurt="x")["vrij"]) == 2

    def test_another_teams_questions_stay_away(self, signed_in: Client) -> None:
        ask(TeamFactory.create(), "Van een ander")
        assert "Van een ander" not in signed_in.get(BOARD).text

    def test_what_was_decided_this_week(self, signed_in: Client, team: Team, colleague: User) -> None:
        old, new = ask(team, "Vorige week", hours=200), ask(team, "Vandaag besloten")
        decline_question(question=old, reason="x", by=colleague, at=NOW - timedelta(days=3))
        answer_question(question=new, answer="x", by=colleague, at=NOW)
        board = signed_in.get(BOARD).context["board"]
        assert [row.title for row in board.decided] == ["Vandaag besloten"]

    def test_seeing_the_board_is_logged(self, signed_in: Client, team: Team, colleague: User) -> None:
        ask(team, "Noor")
        signed_in.get(BOARD)
        assert ReadLog.objects.filter(user_id=colleague.pk, subject="question", act="list").exists()

    def test_a_constant_number_of_statements(self, signed_in: Client, team: Team, teammate: User) -> None:
        signed_in.get(BOARD)
        few = len(statements(lambda: signed_in.get(BOARD)))
        for number in range(60):
            ask(team, f"Bewoner {number}", hours=number, looked_at_by=teammate, looked_at_since=NOW)
            ask(team, f"Vrij {number}", hours=number, area=NeighbourhoodFactory.create())
        assert len(statements(lambda: signed_in.get(BOARD))) <= few + 1  # the reading is logged
        assert "En 20 meer, in de lijst" in signed_in.get(BOARD).text

    def test_claiming_and_letting_go(self, signed_in: Client, team: Team, colleague: User) -> None:
        question = ask(team, "Noor", theme=ThemeFactory.create())
        answer = signed_in.post(url("question-claim", question), {"van": "", "thema": "geld"})
        assert answer["Location"] == f"{BOARD}?thema=geld"
        question.refresh_from_db()
        assert (question.looked_at_by, question.looked_at_since) == (colleague, NOW)
        signed_in.post(url("question-release", question))
        question.refresh_from_db()
        assert (question.looked_at_by, question.looked_at_since) == (None, None)

    def test_a_tap_gives_the_board_anew(self, signed_in: Client, team: Team) -> None:
        question = ask(team, "Noor")
        answer = signed_in.post(f"{url('question-claim', question)}?deel=board", {"van": ""}, headers=HTMX)
        assert answer.status_code == 200
        assert answer.text.startswith('<section id="board"')
        assert "Jij kijkt nu naar de hulpvraag van Noor." in answer.text
        assert "autofocus" in answer.text

    @pytest.mark.parametrize("htmx", [False, True])
    def test_who_comes_second_hears_who_was_first(
        self, signed_in: Client, team: Team, teammate: User, htmx: bool
    ) -> None:
        question = ask(team, "Noor", looked_at_by=teammate, looked_at_since=NOW)
        there = f"{url('question-claim', question)}{'?deel=board' if htmx else ''}"
        answer = signed_in.post(there, {"van": ""}, headers=HTMX if htmx else {}, follow=not htmx)
        assert answer.status_code == (422 if htmx else 200)
        assert f"{teammate.name} was net eerder" in answer.text
        question.refresh_from_db()
        assert question.looked_at_by == teammate

    def test_taking_over_from_a_colleague(self, signed_in: Client, team: Team, colleague: User, teammate: User) -> None:
        question = ask(team, "Noor", looked_at_by=teammate, looked_at_since=NOW)
        signed_in.post(url("question-claim", question), {"van": str(teammate.public_id)})
        question.refresh_from_db()
        assert question.looked_at_by == colleague

    def test_nobody_lets_go_of_what_a_colleague_holds(self, signed_in: Client, team: Team, teammate: User) -> None:
        question = ask(team, "Noor", looked_at_by=teammate, looked_at_since=NOW)
        signed_in.post(url("question-release", question))
        question.refresh_from_db()
        assert question.looked_at_by == teammate

    def test_the_ways_from_a_card_open_at_their_form(self, signed_in: Client, team: Team) -> None:
        question = ask(team, "Noor")
        text = signed_in.get(url("question-street", question)).text
        assert text.count('<details class="decision" open>') == 1
        assert text.index('<details class="decision" open>') < text.index("street-taken_up_by")


STREET = {"street-taken_up_by": "Mevrouw De Boer", "street-note": "Ze eten samen.", "street-look_back_on": "2026-05-25"}


@pytest.mark.django_db
@pytest.mark.usefixtures("monday")
class TestStreet:
    def test_the_street_takes_it_up_and_we_look_again(self, signed_in: Client, team: Team, colleague: User) -> None:
        question = ask(team, "Noor")
        for _ in range(2):
            assert signed_in.post(url("question-street", question), STREET)["Location"] == BOARD
        question.refresh_from_db()
        assert (question.outcome, question.taken_up_by) == (Outcome.STREET, "Mevrouw De Boer")
        assert CheckBack.objects.get().due_on == date(2026, 5, 25)
        assert "Mevrouw De Boer" in signed_in.get(url("question", question)).text
        assert not signed_in.get(BOARD).context["board"].look_backs  # its day has not come

    @pytest.mark.parametrize("changed", [{"street-taken_up_by": ""}, {"street-look_back_on": "2026-05-04"}])
    def test_a_name_and_a_later_day_are_needed(self, signed_in: Client, team: Team, changed: dict[str, str]) -> None:
        question = ask(team, "Noor")
        assert signed_in.post(url("question-street", question), {**STREET, **changed}).status_code == 422
        question.refresh_from_db()
        assert question.decided_at is None

    @pytest.fixture
    def taken_up(self, team: Team, colleague: User) -> Question:
        question = ask(team, "Noor", hours=24 * 30, asked="Ik eet altijd alleen.")
        return leave_to_street(
            question=question,
            taken_up_by="Mevrouw De Boer",
            note="",
            look_back_on=TODAY - timedelta(days=1),
            by=colleague,
            at=NOW - timedelta(days=20),
        )

    def test_on_its_day_it_comes_back_on_the_board(self, signed_in: Client, taken_up: Question) -> None:
        board = signed_in.get(BOARD).context["board"]
        assert [(row.title, row.taken_up_by, row.is_late) for row in board.look_backs] == [
            ("Noor", "Mevrouw De Boer", True)
        ]
        assert "Ik eet altijd alleen." in signed_in.get(url("look-back", taken_up)).text

    def test_it_goes_well(self, signed_in: Client, taken_up: Question, colleague: User) -> None:
        given = {"result": "holds", "note": "Ze koken samen."}
        assert signed_in.post(url("look-back", taken_up), given)["Location"] == BOARD
        look = CheckBack.objects.get()
        assert (look.result, look.note, look.done_by, look.done_at) == ("holds", "Ze koken samen.", colleague, NOW)
        assert not signed_in.get(BOARD).context["board"].look_backs
        assert signed_in.post(url("look-back", taken_up), given).status_code == 302  # sent twice
        assert CheckBack.objects.count() == 1

    def test_looking_again_later(self, signed_in: Client, taken_up: Question) -> None:
        given = {"result": "later", "note": "Net begonnen."}
        assert signed_in.post(url("look-back", taken_up), given).status_code == 422
        signed_in.post(url("look-back", taken_up), {**given, "again_on": "2026-06-01"})
        assert taken_up.check_backs.get(done_at=None).due_on == date(2026, 6, 1)

    def test_not_enough_comes_back_with_the_same_words(self, signed_in: Client, taken_up: Question) -> None:
        signed_in.post(url("look-back", taken_up), {"result": "not-enough", "note": "Mevrouw De Boer is ziek."})
        again = Question.objects.get(follows=taken_up)
        assert (again.asked, again.resident, again.received_at) == ("Ik eet altijd alleen.", "Noor", NOW)
        assert columns(signed_in)["vrij"] == ["Noor"]
        assert "kwam terug" in signed_in.get(BOARD).text
        assert "Mevrouw De Boer is ziek." in signed_in.get(url("question", taken_up)).text

    def test_what_was_answered_is_not_looked_back_at(self, signed_in: Client, team: Team) -> None:
        assert signed_in.get(url("look-back", QuestionFactory.create(team=team, answered=True))).status_code == 404


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def test_eight_press_for_one_question(self, team: Team) -> None:
        users = [membership.user for membership in TeamMembershipFactory.create_batch(8, team=team)]
        question = QuestionFactory.create(team=team)
        results = at_once(
            *(lambda user=user: claim_question(question=question, expected=None, by=user, at=NOW) for user in users)
        )
        assert kinds(results) == ["Question"] + ["QuestionIsClaimed"] * 7
        first = next(one for one in results if isinstance(one, Question))
        question.refresh_from_db()
        assert question.looked_at_by_id == first.looked_at_by_id
        assert all(
            one.question.looked_at_by_id == first.looked_at_by_id
            for one in results
            if isinstance(one, QuestionIsClaimed)
        )

    def test_two_look_back_at_once(self, team: Team) -> None:
        user = TeamMembershipFactory.create(team=team).user
        question = QuestionFactory.create(team=team)
        with transaction.atomic():
            leave_to_street(question=question, taken_up_by="x", note="", look_back_on=TODAY, by=user, at=NOW)

        def work() -> Question:
            return look_back(
                question=question, result=CheckBackResult.NOT_ENOUGH, note="x", again_on=None, by=user, at=NOW
            )

        assert kinds(at_once(work, work)) == ["NothingToLookBackAt", "Question"]
        assert Question.objects.filter(follows=question).count() == 1


@pytest.mark.django_db
def test_an_initiative_still_needs_no_look_back(signed_in: Client, team: Team) -> None:
    question = QuestionFactory.create(team=team)
    initiative = InitiativeFactory.create(team=team)
    signed_in.post(url("question-initiative", question), {"initiative-initiative": str(initiative.public_id)})
    question.refresh_from_db()
    assert question.outcome == Outcome.COLLECTIVE
