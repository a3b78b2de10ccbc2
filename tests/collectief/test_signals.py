"""Signals: kept as they were passed on, a board by what happens with them, finished once, seen by the team alone."""

import uuid
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from collectief.enums import SignalFollowUp, SignalSource, SignalStepKind
from collectief.models import PolicyAsk, Signal, SignalAnswer, SignalStep
from collectief.services.follow_up_signal import follow_up_signal
from tests.cases.conftest import statements
from tests.factories import (
    InitiativeFactory,
    NeighbourhoodFactory,
    OpportunityFactory,
    PolicyAskFactory,
    SignalAnswerFactory,
    SignalFactory,
    SignalStepFactory,
    ThemeFactory,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)
BOARD = "/signalen/"


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def address(name: str, signal: Signal) -> str:
    return reverse(f"collectief:signal{name and '-'}{name}", args=[signal.public_id])


def on_the_board(client: Client, **query: str) -> dict[str, list[str]]:
    board = client.get(BOARD, query).context["board"]
    return {
        **{column.key: [card.excerpt for card in column.cards] for column in board.columns},
        "klaar": [row.excerpt for row in board.finished],
    }


# -- the board --------------------------------------------------------------------------------------


def test_each_signal_stands_where_it_is_and_others_are_not_there(
    signed_in: Client, team: Team, other_team: Team, colleague: User, teammate: User
) -> None:
    SignalFactory.create(team=team, text="Nieuw", received_at=datetime(2026, 5, 3, 9, tzinfo=UTC))
    SignalFactory.create(team=team, text="Oud", received_at=datetime(2026, 4, 1, 9, tzinfo=UTC))
    SignalFactory.create(team=team, text="Van hem", looked_at_by=teammate, looked_at_since=NOW)
    SignalFactory.create(team=team, text="Van mij", looked_at_by=colleague, looked_at_since=NOW)
    brought = SignalFactory.create(team=team, text="Gebracht")
    SignalStepFactory.create(signal=brought, kind=SignalStepKind.INITIATIVE, initiative=InitiativeFactory.create())
    PolicyAskFactory.create(signal=SignalFactory.create(team=team, text="Gevraagd"))
    SignalFactory.create(team=team, text="Gedaan", followed_up=True, followed_up_at=NOW - timedelta(days=27))
    SignalFactory.create(team=team, text="Lang geleden", followed_up=True)
    SignalFactory.create(team=other_team, text="Van een ander")
    assert on_the_board(signed_in) == {
        "nieuw": ["Oud", "Nieuw"],
        "bekeken": ["Van mij", "Van hem"],
        "bezig": ["Gevraagd", "Gebracht"],  # the municipality is late: first
        "klaar": ["Gedaan"],
    }
    older = signed_in.get(reverse("collectief:signals-finished")).context["overview"]
    assert [row.excerpt for row in older.rows] == ["Gedaan", "Lang geleden"]
    page = signed_in.get(BOARD).text
    assert 'href="#column-bezig"' in page
    assert "gemeente: antwoord had er op 14 april moeten zijn" in page


def test_filters(signed_in: Client, team: Team) -> None:
    area = NeighbourhoodFactory.create()
    SignalFactory.create(team=team, text="Over geld", theme=ThemeFactory.create(), area=area)
    SignalFactory.create(team=team, text="Zomaar", source=SignalSource.VOLUNTEER)
    assert on_the_board(signed_in, thema="geld")["nieuw"] == ["Over geld"]
    assert on_the_board(signed_in, buurt=area.code)["nieuw"] == ["Over geld"]
    assert on_the_board(signed_in, bron="volunteer")["nieuw"] == ["Zomaar"]
    assert on_the_board(signed_in, thema="x", bron="'")["nieuw"] == ["Over geld", "Zomaar"]


def test_the_board_takes_as_many_statements_for_many(signed_in: Client, team: Team, colleague: User) -> None:
    def fill(number: int) -> None:
        for _ in range(number):
            taken = SignalFactory.create(team=team, looked_at_by=colleague, looked_at_since=NOW)
            SignalStepFactory.create(
                signal=taken, kind=SignalStepKind.INITIATIVE, initiative=InitiativeFactory.create()
            )
            PolicyAskFactory.create(signal=SignalFactory.create(team=team))
            SignalFactory.create(team=team, followed_up=True, followed_up_at=NOW, reach="06")
            SignalFactory.create(team=team)

    fill(1)
    signed_in.get(BOARD)  # the words of the municipality are read once
    few = len(statements(lambda: signed_in.get(BOARD)))
    fill(6)
    assert len(statements(lambda: signed_in.get(BOARD))) == few <= 9


def test_who_left_an_address_and_heard_nothing_is_shown(signed_in: Client, team: Team) -> None:
    long_ago, lately = NOW - timedelta(days=40), NOW - timedelta(days=13)
    done = {"followed_up": True, "received_at": long_ago - timedelta(days=1), "team": team}
    SignalFactory.create(text="Stil", reach="06", followed_up_at=long_ago, **done)
    told = SignalFactory.create(text="Verteld", reach="06", followed_up_at=NOW - timedelta(days=20), **done)
    SignalAnswerFactory.create(signal=told)
    SignalFactory.create(text="Pas", reach="06", followed_up_at=lately, **done)
    SignalFactory.create(text="Zonder adres", followed_up_at=NOW - timedelta(days=20), **done)
    taken = SignalFactory.create(text="Bezig", reach="06", team=team)
    SignalStepFactory.create(signal=taken, kind=SignalStepKind.QUESTION)
    board = signed_in.get(BOARD).context["board"]
    assert [row.excerpt for row in board.finished if row.waits_for_answer] == ["Stil"]
    assert [card.excerpt for card in board.columns[2].cards if card.waits_for_answer] == ["Bezig"]
    assert "2 melders hoorden nog niets terug" in board.summary


# -- writing one down -------------------------------------------------------------------------------


def test_a_worker_writes_one_down(signed_in: Client, team: Team) -> None:
    data = {
        "text": "Veel jongeren bij de flat.",
        "place": "Flat 3",
        "source": "partner",
        "request_key": str(uuid.uuid4()),
    }
    first, second = (signed_in.post(reverse("collectief:signal-new"), data) for _ in range(2))
    signal = Signal.objects.get()
    assert first["Location"] == second["Location"] == reverse("collectief:signal", args=[signal.public_id])
    assert (signal.team, signal.received_at, signal.place) == (team, NOW, "Flat 3")
    assert signal.source == SignalSource.PARTNER
    assert "Iemand van een partnerorganisatie" in signed_in.get(first["Location"]).text
    assert signed_in.post(reverse("collectief:signal-new"), {}).status_code == 422


# -- taking up, letting go --------------------------------------------------------------------------


def test_taking_up_and_letting_go_in_one_tap(signed_in: Client, team: Team, colleague: User) -> None:
    signal = SignalFactory.create(team=team)
    for _ in range(2):
        assert signed_in.post(address("take-up", signal), {"thema": "x"})["Location"] == f"{BOARD}?thema=x"
    signal.refresh_from_db()
    assert (signal.looked_at_by, signal.looked_at_since) == (colleague, NOW)
    for _ in range(2):
        assert signed_in.post(address("let-go", signal), {"terug": "signaal"})["Location"] == address("", signal)
    signal.refresh_from_db()
    assert signal.looked_at_by is None
    assert [one.kind for one in signal.steps.order_by("pk")] == [SignalStepKind.LOOK, SignalStepKind.LET_GO]


def test_who_comes_second_hears_who_it_is(signed_in: Client, team: Team, teammate: User) -> None:
    signal = SignalFactory.create(team=team, looked_at_by=teammate, looked_at_since=NOW)
    answer = signed_in.post(address("take-up", signal) + "?deel=board", {"van": ""}, headers={"HX-Request": "true"})
    assert answer.status_code == 422
    assert f"{teammate.name} was je voor" in answer.text
    signed_in.post(address("let-go", signal))  # of somebody else: stays
    signal.refresh_from_db()
    assert signal.looked_at_by == teammate
    # Taking over on purpose is something else.
    signed_in.post(address("take-up", signal), {"van": str(teammate.public_id)})
    signal.refresh_from_db()
    assert signal.looked_at_by != teammate


# -- the ways on ------------------------------------------------------------------------------------


def test_to_an_initiative_and_to_an_opportunity_once_each(signed_in: Client, team: Team, colleague: User) -> None:
    signal = SignalFactory.create(team=team, theme=ThemeFactory.create())
    initiative = InitiativeFactory.create(team=team, name="Soep", theme=ThemeFactory.create(code="ander"))
    opportunity = OpportunityFactory.create(team=team, theme=signal.theme)
    elsewhere = OpportunityFactory.create()
    page = signed_in.get(address("opportunity", signal))
    assert page.context["page"].fitting_opportunities == (opportunity,)
    assert page.context["page"].other_initiatives == (initiative,)
    for _ in range(2):
        data = {"initiative-initiative": initiative.public_id, "initiative-note": "Jan brengt het in."}
        assert signed_in.post(address("initiative", signal), data).status_code == 302
        data = {"opportunity-opportunity": opportunity.public_id}
        assert signed_in.post(address("opportunity", signal), data).status_code == 302
    wrong = signed_in.post(
        address("opportunity", signal),
        {"opportunity-opportunity": elsewhere.public_id, "opportunity-note": "Mijn uitleg"},
    )
    assert wrong.status_code == 422
    assert "Mijn uitleg" in wrong.text
    assert [step.kind for step in signal.steps.order_by("pk")] == ["initiative", "opportunity"]
    signal.refresh_from_db()
    assert signal.looked_at_by == colleague
    shown = signed_in.get(address("", signal)).text
    assert reverse("collectief:initiative", args=[initiative.public_id]) in shown
    assert "Jan brengt het in." in shown


def test_to_the_municipality_and_what_they_did(signed_in: Client, team: Team, colleague: User) -> None:
    signal = SignalFactory.create(team=team)
    data = {
        "municipality-department": "Openbare ruimte",
        "municipality-asked": "Kan er een lamp bij?",
        "municipality-due_on": "2026-06-15",
        "municipality-request_key": str(uuid.uuid4()),
    }
    late = signed_in.post(address("municipality", signal), {**data, "municipality-due_on": "2026-05-03"})
    assert late.status_code == 422
    assert "Kan er een lamp bij?" in late.text
    for _ in range(2):
        assert signed_in.post(address("municipality", signal), data)["Location"] == address("", signal)
    ask = PolicyAsk.objects.get()
    assert (ask.asked_by, ask.asked_on, ask.due_on) == (colleague, date(2026, 5, 4), date(2026, 6, 15))
    there = reverse("collectief:policy-answer", args=[ask.public_id])
    assert there in signed_in.get(address("", signal)).text
    assert signed_in.post(there, {"answer": "Ja", "answered_on": "2026-05-03"}).status_code == 422
    for _ in range(2):
        assert signed_in.post(there, {"answer": "Ze hangen op.", "answered_on": "2026-05-04"}).status_code == 302
    assert "Ze hangen op." in signed_in.get(address("", signal)).text
    assert signed_in.get(there)["Location"] == address("", signal)


def test_the_second_answer_of_the_municipality_is_kept_on_the_screen(
    signed_in: Client, team: Team, teammate: User
) -> None:
    ask = PolicyAskFactory.create(signal__team=team, answered=True, recorded_by=teammate)
    there = reverse("collectief:policy-answer", args=[ask.public_id])
    answer = signed_in.post(there, {"answer": "Mijn versie.", "answered_on": "2026-05-04"})
    assert answer.status_code == 409
    assert f"{teammate.name} schreef het antwoord net voor jou op" in answer.text
    assert "Mijn versie." in answer.text
    ask.refresh_from_db()
    assert ask.answer == "Er komt een lantaarnpaal bij."


def test_a_late_answer_stands_in_my_work_and_in_the_conversation(
    signed_in: Client, team: Team, colleague: User
) -> None:
    PolicyAskFactory.create(signal__team=team, asked_by=colleague, department="Wonen")
    PolicyAskFactory.create(signal__team=team, department="Van een collega")
    PolicyAskFactory.create(signal__team=team, asked_by=colleague, due_on=date(2026, 5, 4), department="Vandaag")
    PolicyAskFactory.create(signal__team=team, asked_by=colleague, answered=True, department="Klaar")
    page = signed_in.get("/mijn-werk/").text
    assert "Wonen" in page
    for other in ("Van een collega", "Vandaag", "Klaar"):
        assert other not in page
    asks = signed_in.get(reverse("collectief:reflection-new"), {"aanleiding": "municipality"}).context["asks"]
    assert [ask.department for ask in asks] == ["Wonen", "Van een collega", "Vandaag"]


# -- finishing --------------------------------------------------------------------------------------


def test_finishing(signed_in: Client, team: Team, colleague: User) -> None:
    signal = SignalFactory.create(team=team)
    assert signed_in.post(address("close", signal), {"close-note": "Iets"}).status_code == 422
    done = signed_in.post(address("close", signal), {"close-follow_up": "contact", "close-note": "Koffie gedronken."})
    assert done["Location"] == address("", signal)
    signal.refresh_from_db()
    assert (signal.follow_up, signal.follow_up_note) == (SignalFollowUp.CONTACT, "Koffie gedronken.")
    assert (signal.followed_up_by, signal.followed_up_at) == (colleague, NOW)
    page = signed_in.get(address("", signal)).text
    assert "Koffie gedronken." in page
    assert "close-follow_up" not in page


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("close", {"close-follow_up": "contact", "close-note": "Mijn lange uitleg."}),
        (
            "municipality",
            {
                "municipality-department": "Wonen",
                "municipality-asked": "Mijn lange uitleg.",
                "municipality-due_on": "2026-06-15",
                "municipality-request_key": "0b0a1a3e-8d5e-4c55-8f7e-2f6a3a1f7a11",
            },
        ),
    ],
)
def test_who_comes_after_the_end_hears_it_and_keeps_the_text(
    signed_in: Client, team: Team, teammate: User, name: str, data: dict[str, str]
) -> None:
    signal = SignalFactory.create(team=team)
    follow_up_signal(signal=signal, follow_up=SignalFollowUp.NONE, note="Bekend.", by=teammate, at=NOW)
    answer = signed_in.post(address(name, signal), data)
    assert answer.status_code == 409
    assert f"{teammate.name} heeft net voor jou opgeschreven" in answer.text
    assert "Mijn lange uitleg." in answer.text
    assert not PolicyAsk.objects.exists()
    signal.refresh_from_db()
    assert signal.follow_up_note == "Bekend."
    refused = signed_in.post(address("take-up", signal), follow=True)
    assert "heeft dit signaal intussen afgerond" in refused.text
    assert not SignalStep.objects.exists()


# -- answering who passed it on ---------------------------------------------------------------------


def test_an_answer_goes_by_mail_once_and_says_nothing_of_the_signal(
    signed_in: Client, team: Team, django_capture_on_commit_callbacks: Any
) -> None:
    signal = SignalFactory.create(
        team=team, text="De gordijnen van nummer 12 blijven dicht.", reach="j@voorbeeld.nl", signaller="Jan"
    )
    data = {
        "tell-sentences": ["nothing-more", "thanks"],
        "tell-manner": "mail",
        "tell-request_key": str(uuid.uuid4()),
    }
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            assert signed_in.post(address("tell", signal), data).status_code == 302
    (sent,) = mail.outbox
    assert sent.to == ["j@voorbeeld.nl"]
    assert "Dank u wel dat u het ons vertelde. Over andere mensen mogen we niet meer zeggen." in sent.body
    assert "nummer 12" not in f"{sent.subject} {sent.body}"
    answer = SignalAnswer.objects.get()
    assert answer.sent_at == NOW
    assert "verstuurd" in signed_in.get(address("", signal)).text


def test_only_fixed_sentences_and_only_a_way_that_there_is(signed_in: Client, team: Team) -> None:
    signal = SignalFactory.create(team=team, reach="06 1234")
    for wrong in (
        {"tell-sentences": ["De buurman is opgenomen."], "tell-manner": "phone"},
        {"tell-sentences": ["thanks"], "tell-manner": "mail"},
        {"tell-manner": "phone"},
    ):
        key = {"tell-request_key": str(uuid.uuid4())}
        assert signed_in.post(address("tell", signal), {**wrong, **key}).status_code == 422
    assert not SignalAnswer.objects.exists()
    key = {"tell-request_key": str(uuid.uuid4())}
    right = {"tell-sentences": ["thanks"], "tell-manner": "phone", **key}
    assert signed_in.post(address("tell", signal), right).status_code == 302
    assert not mail.outbox


def test_a_signal_of_another_team_is_not_there(signed_in: Client, other_team: Team) -> None:
    signal = SignalFactory.create(team=other_team)
    for name in ("", "initiative", "opportunity", "municipality", "tell", "close"):
        assert signed_in.get(address(name, signal)).status_code == 404
    for name in ("take-up", "let-go", "close", "tell"):
        assert signed_in.post(address(name, signal), {"close-follow_up": "none"}).status_code == 404


# -- round the code --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"text": ""}, "signal_says_something"),
        ({"followed_up_at": NOW}, "signal_follow_up_is_whole"),
        ({"follow_up": SignalFollowUp.NONE}, "signal_follow_up_is_whole"),
    ],
)
def test_postgresql_refuses(team: Team, changes: dict[str, Any], rule: str) -> None:
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        SignalFactory.create(team=team, **changes)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"text": "Anders"}, "stays as it was passed on"),
        ({"received_at": NOW}, "stays as it was passed on"),
        ({"follow_up_note": "Toch anders"}, "written down once"),
        ({"followed_up_at": None, "followed_up_by": None, "follow_up": ""}, "written down once"),
    ],
)
def test_postgresql_keeps_it_as_it_was(team: Team, change: dict[str, Any], rule: str) -> None:
    signal = SignalFactory.create(team=team, followed_up=True)
    with pytest.raises(IntegrityError, match=rule), transaction.atomic():
        Signal.objects.filter(pk=signal.pk).update(**change)
