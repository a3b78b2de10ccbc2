"""The rules of signals: who looks at one, its steps, what the municipality was asked, what was told."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from collectief.enums import AnswerManner, SignalStepKind
from collectief.models import PolicyAsk, SignalAnswer
from tests.factories import (
    InitiativeFactory,
    OpportunityFactory,
    PolicyAskFactory,
    QuestionFactory,
    SignalAnswerFactory,
    SignalFactory,
    SignalStepFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

MOMENT = datetime(2026, 3, 5, 9, tzinfo=UTC)
BEFORE = datetime(2026, 1, 1, 9, tzinfo=UTC)


def twice_to_an_initiative() -> None:
    initiative, signal = InitiativeFactory.create(), SignalFactory.create()
    twice(SignalStepFactory.create, signal=signal, kind=SignalStepKind.INITIATIVE, initiative=initiative)


def twice_to_an_opportunity() -> None:
    opportunity = OpportunityFactory.create()
    signal = SignalFactory.create(team=opportunity.team)
    twice(SignalStepFactory.create, signal=signal, kind=SignalStepKind.OPPORTUNITY, opportunity=opportunity)


def question_of_a_signal() -> Any:
    signal = SignalFactory.create()
    return QuestionFactory.create(team=signal.team, signal=signal)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("signal_looked_at_as_a_whole", lambda: SignalFactory.create(looked_at_since=MOMENT)),
    ("signal_looked_at_as_a_whole", lambda: SignalFactory.create(looked_at_by=UserFactory.create())),
    (
        "signal_looked_at_as_a_whole",
        lambda: SignalFactory.create(looked_at_by=UserFactory.create(), looked_at_since=BEFORE),
    ),
    (
        "signal_erased_has_no_name",
        lambda: SignalFactory.create(followed_up=True, reach="06", signaller_erased_on=date(2026, 9, 9)),
    ),
    ("signal_erased_has_no_name", lambda: SignalFactory.create(signaller_erased_on=date(2026, 9, 9))),
    ("signal_step_kind_is_known", lambda: SignalStepFactory.create(kind="shred")),
    ("signal_step_names_its_thing", lambda: SignalStepFactory.create(kind=SignalStepKind.INITIATIVE)),
    ("signal_step_names_its_thing", lambda: SignalStepFactory.create(kind=SignalStepKind.OPPORTUNITY)),
    ("signal_step_names_its_thing", lambda: SignalStepFactory.create(initiative=InitiativeFactory.create())),
    ("signal_once_to_an_initiative", twice_to_an_initiative),
    ("signal_once_to_an_opportunity", twice_to_an_opportunity),
    ("signal_is_open_for_steps", lambda: SignalStepFactory.create(signal=SignalFactory.create(followed_up=True))),
    ("signal_is_open_for_steps", lambda: PolicyAskFactory.create(signal=SignalFactory.create(followed_up=True))),
    (
        "signal_goes_to_its_own_opportunity",
        lambda: SignalStepFactory.create(kind=SignalStepKind.OPPORTUNITY, opportunity=OpportunityFactory.create()),
    ),
    ("policy_ask_says_something", lambda: PolicyAskFactory.create(asked="")),
    ("policy_ask_says_something", lambda: PolicyAskFactory.create(department="")),
    ("policy_ask_days_in_order", lambda: PolicyAskFactory.create(due_on=date(2026, 3, 2))),
    ("policy_ask_answered_as_a_whole", lambda: PolicyAskFactory.create(answer="Iets")),
    ("policy_ask_answered_as_a_whole", lambda: PolicyAskFactory.create(answered=True, answer="")),
    ("policy_ask_answered_as_a_whole", lambda: PolicyAskFactory.create(answered=True, answered_on=date(2026, 3, 2))),
    ("policy_ask_is_answered_once", lambda: change(PolicyAskFactory.create(answered=True), answer="Toch niet")),
    ("policy_ask_is_answered_once", lambda: change(PolicyAskFactory.create(), asked="Iets anders")),
    ("signal_answer_manner_is_known", lambda: SignalAnswerFactory.create(manner="drum")),
    ("signal_answer_is_of_fixed_sentences", lambda: SignalAnswerFactory.create(sentences=[])),
    ("signal_answer_is_of_fixed_sentences", lambda: SignalAnswerFactory.create(sentences=["De buurman"])),
    ("signal_answer_is_sent_by_mail_only", lambda: SignalAnswerFactory.create(sent_at=MOMENT)),
    ("signal_answer_is_sent_by_mail_only", lambda: SignalAnswerFactory.create(by_mail=True, sent_at=BEFORE)),
    (
        "signal_answer_is_sent_by_mail_only",
        lambda: SignalAnswerFactory.create(by_mail=True, sent_at=MOMENT, failed_at=MOMENT),
    ),
    (
        "signal_answer_stays_as_it_was_given",
        lambda: change(SignalAnswerFactory.create(), manner=AnswerManner.SPOKEN),
    ),
    (
        "signal_answer_stays_as_it_was_given",
        lambda: change(SignalAnswerFactory.create(by_mail=True, sent_at=MOMENT), sent_at=None),
    ),
    ("question_keeps_its_signal", lambda: change(question_of_a_signal(), signal=None)),
    ("question_comes_from_a_signal_of_its_team", lambda: QuestionFactory.create(signal=SignalFactory.create())),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (PolicyAsk, PolicyAskFactory.create),
    (SignalAnswer, SignalAnswerFactory.create),
]
