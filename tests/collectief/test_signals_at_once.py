"""Several people at one signal at one moment, over real connections that commit."""

import uuid
from datetime import UTC, date, datetime
from functools import partial

import pytest

from collectief.enums import SignalFollowUp, SignalSource
from collectief.models import PolicyAsk, Signal, SignalStep
from collectief.notifications.signal_answer import mail_answer
from collectief.services.ask_municipality import ask_municipality, keep_policy_answer
from collectief.services.bring_signal import bring_to_initiative
from collectief.services.follow_up_signal import SignalIsFollowedUp, follow_up_signal
from collectief.services.pass_on_signal import pass_on_signal
from collectief.services.take_up_signal import SignalIsTakenUp, take_up_signal
from tests.cases.test_at_once import at_once, kinds
from tests.factories import (
    InitiativeFactory,
    PolicyAskFactory,
    SignalAnswerFactory,
    SignalFactory,
    TeamFactory,
    TeamMembershipFactory,
)
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
NOW = datetime(2026, 5, 4, 9, tzinfo=UTC)


def people_of(signal: Signal, number: int) -> list[User]:
    start = date(2020, 1, 1)
    return [TeamMembershipFactory.create(team=signal.team, starts_on=start).user for _ in range(number)]


def finish(signal: Signal, user: User, note: str = "") -> Signal:
    return follow_up_signal(signal=signal, follow_up=SignalFollowUp.LOOKED_INTO, note=note, by=user, at=NOW)


def test_g04_many_finish_at_once_and_one_wins() -> None:
    signal = SignalFactory.create()
    people = people_of(signal, 8)
    results = at_once(*(lambda user=user: finish(signal, user, str(user.pk)) for user in people))
    assert kinds(results) == ["Signal"] + ["SignalIsFollowedUp"] * 7
    signal.refresh_from_db()
    refused = {one.signal.followed_up_by_id for one in results if isinstance(one, SignalIsFollowedUp)}
    assert refused == {signal.followed_up_by_id}


def test_g04_many_take_it_up_and_the_others_hear_who() -> None:
    signal = SignalFactory.create()
    people = people_of(signal, 8)
    results = at_once(
        *(lambda user=user: take_up_signal(signal=signal, expected=None, by=user, at=NOW) for user in people)
    )
    assert kinds(results) == ["NoneType"] + ["SignalIsTakenUp"] * 7
    signal.refresh_from_db()
    assert {one.who for one in results if isinstance(one, SignalIsTakenUp)} == {signal.looked_at_by}
    assert SignalStep.objects.count() == 1


def test_finishing_and_moving_at_once_leave_no_step_after_the_end() -> None:
    initiative = InitiativeFactory.create()
    for _ in range(6):
        signal = SignalFactory.create()
        one, two = people_of(signal, 2)
        bring = partial(bring_to_initiative, signal=signal, initiative=initiative, note="", by=two, at=NOW)
        results = at_once(partial(finish, signal, one), bring)
        signal.refresh_from_db()
        assert signal.followed_up_at is not None
        # Either it was brought before the end, or who brought it heard that it was over.
        brought = signal.steps.count() == 1
        assert kinds(results) == (["NoneType", "Signal"] if brought else ["Signal", "SignalIsClosed"])


def test_two_answers_of_the_municipality_are_one() -> None:
    ask = PolicyAskFactory.create()
    people = people_of(ask.signal, 4)
    results = at_once(
        *(
            lambda user=user: keep_policy_answer(ask=ask, answer=user.name, answered_on=date(2026, 5, 4), by=user)
            for user in people
        )
    )
    assert kinds(results) == ["AskIsAnswered"] * 3 + ["PolicyAsk"]
    ask.refresh_from_db()
    assert ask.recorded_by is not None
    assert ask.answer == ask.recorded_by.name


def test_t32_the_same_form_at_once_is_one() -> None:
    team, key = TeamFactory.create(), uuid.uuid4()
    kept = at_once(*[lambda: pass_on_signal(team=team, text="Twee keer.", at=NOW, request_key=key)] * 8)
    assert len({one.pk for one in kept}) == 1
    assert Signal.objects.get().source == SignalSource.RESIDENT
    signal = Signal.objects.get()
    (user,) = people_of(signal, 1)

    def ask() -> PolicyAsk:
        return ask_municipality(
            signal=signal, department="Wonen", asked="Kan dit?", asked_on=date(2026, 5, 4), due_on=date(2026, 6, 1),
            by=user, at=NOW, request_key=key,
        )  # fmt: skip

    assert len({one.pk for one in at_once(*[ask] * 8)}) == 1


def test_an_answer_is_mailed_once(mailoutbox: list[object]) -> None:
    answer = SignalAnswerFactory.create(by_mail=True, signal__reach="j@voorbeeld.nl")
    results = at_once(*[lambda: mail_answer(answer_id=answer.pk, at=NOW)] * 6)
    assert sorted(results) == [False] * 5 + [True]
    assert len(mailoutbox) == 1
