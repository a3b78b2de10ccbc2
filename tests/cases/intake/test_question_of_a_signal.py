"""A signal turns out to be a question for help: the ordinary form, and only that there is one stands at the signal."""

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import Origin
from cases.models import Question
from cases.services.count_weeks import count_weeks
from collectief.enums import SignalSource
from collectief.models import Signal, ThemeWeek
from tests.cases.conftest import NOW
from tests.factories import NeighbourhoodFactory, QuestionFactory, SignalFactory, TeamAreaFactory, ThemeFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def signal(team: Team) -> Signal:
    return SignalFactory.create(
        team=team,
        text="Ze komt niet meer buiten.",
        signaller="Jan de Buurman",
        reach="j@voorbeeld.nl",
        source=SignalSource.VOLUNTEER,
        theme=ThemeFactory.create(),
    )


def given(**fields: str) -> dict[str, Any]:
    return {
        "asked": "Ik kom de trap niet meer af.",
        "origin": "volunteer",
        "asker": "Mevrouw Jansen",
        "urgency": "normal",
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def test_what_was_noticed_stands_there_and_who_noticed_it_does_not(signed_in: Client, signal: Signal) -> None:
    page = signed_in.get(reverse("cases:question-from-signal", args=[signal.public_id]))
    form = page.context["form"]
    assert form["asked"].value() == "Ze komt niet meer buiten."
    assert (form["origin"].value(), form["theme"].value()) == (Origin.VOLUNTEER, signal.theme_id)
    assert "Jan de Buurman" not in page.text
    assert "j@voorbeeld.nl" not in page.text


def test_one_question_and_one_step(signed_in: Client, client: Client, signal: Signal, outsider: User) -> None:
    there, data = reverse("cases:question-from-signal", args=[signal.public_id]), given()
    wrong = signed_in.post(there, {**data, "asker": ""})
    assert wrong.status_code == 422
    assert "Ik kom de trap niet meer af." in wrong.text
    first, second = (signed_in.post(there, data) for _ in range(2))
    question = Question.objects.get()
    assert first["Location"] == second["Location"] == reverse("cases:question", args=[question.public_id])
    assert (question.signal, question.team, question.asker) == (signal, signal.team, "Mevrouw Jansen")
    assert signal.steps.count() == 1
    page = signed_in.get(reverse("collectief:signal", args=[signal.public_id])).text
    assert first["Location"] in page
    assert "Mevrouw Jansen" not in page
    client.force_login(outsider)
    assert client.get(there).status_code == 404


def test_after_the_end_nothing_is_kept_and_the_text_stays(signed_in: Client, team: Team) -> None:
    over = SignalFactory.create(team=team, followed_up=True)
    there = reverse("cases:question-from-signal", args=[over.public_id])
    assert signed_in.get(there).status_code == 302
    answer = signed_in.post(there, given())
    assert answer.status_code == 409
    assert "Ik kom de trap niet meer af." in answer.text
    assert not Question.objects.exists()


def test_what_was_heard_once_is_counted_once(team: Team) -> None:
    area, theme = NeighbourhoodFactory.create(), ThemeFactory.create()
    TeamAreaFactory.create(team=team, area=area.parent)
    signal = SignalFactory.create(team=team, area=area, theme=theme, received_at=NOW)
    vague = SignalFactory.create(team=team, received_at=NOW)
    for one in (signal, vague, None):
        QuestionFactory.create(team=team, area=area, theme=theme, received_at=NOW, signal=one)
    count_weeks(until=NOW.date())
    week = ThemeWeek.objects.get()
    assert (week.questions, week.signals) == (2, 1)
