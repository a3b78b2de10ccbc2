"""The rules of independence: principles, pressure, dilemmas and secondments."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.enums import NoticeKind
from netwerk.enums import PressureStep
from netwerk.models import Dilemma, DilemmaNote, PressureFollowUp, PressureSignal
from tests.factories import (
    DilemmaFactory,
    DilemmaNoteFactory,
    DilemmaReaderFactory,
    EndorsementFactory,
    InvolvementFactory,
    PressureFollowUpFactory,
    PressureSignalFactory,
    PrinciplesFactory,
    ProvisionFactory,
    SecondmentFactory,
    SecondmentNoticeFactory,
    TeamMembershipFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

DAY = date(2020, 1, 1)


def paid_twice() -> None:
    first = SecondmentFactory.create()
    SecondmentFactory.create(user=first.user, organisation=first.organisation, starts_on=date(2025, 1, 1))


def answered_twice() -> None:
    first = EndorsementFactory.create()
    EndorsementFactory.create(organisation=first.organisation, starts_on=date(2025, 9, 1))


def settled_twice() -> None:
    twice(PressureFollowUpFactory.create, signal=PressureSignalFactory.create(), step=PressureStep.SETTLED)


def named_twice() -> None:
    reader = DilemmaReaderFactory.create()
    DilemmaReaderFactory.create(dilemma=reader.dilemma, user=reader.user)


def noticed_twice(kind: NoticeKind, name: str, thing: Any) -> None:
    twice(SecondmentNoticeFactory.create, case=thing.case, kind=kind, **{name: thing})


def coordination_noticed_twice() -> None:
    first = SecondmentNoticeFactory.create()
    SecondmentNoticeFactory.create(case=first.case, worker=first.worker, organisation=first.organisation)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("secondment_ends_after_start", lambda: SecondmentFactory.create(ends_on=DAY)),
    ("secondment_once_at_a_time", paid_twice),
    ("principles_say_something", lambda: PrinciplesFactory.create(text="")),
    ("principles_versions_are_consecutive", lambda: PrinciplesFactory.create(version=7)),
    (
        "principles_versions_are_consecutive",
        lambda: (PrinciplesFactory.create(), PrinciplesFactory.create(starts_on=date(2019, 1, 1))),
    ),
    ("endorsement_answer_is_known", lambda: EndorsementFactory.create(answer="perhaps")),
    ("endorsement_ends_after_start", lambda: EndorsementFactory.create(ended=True, ends_on=DAY)),
    ("endorsement_is_signed", lambda: EndorsementFactory.create(signed_by="")),
    ("endorsement_ends_with_a_reason", lambda: EndorsementFactory.create(ends_on=date(2026, 1, 1))),
    ("endorsement_ends_with_a_reason", lambda: EndorsementFactory.create(end_reason="Weg")),
    ("endorsement_one_at_a_time", answered_twice),
    ("endorsement_follows_its_version", lambda: EndorsementFactory.create(starts_on=date(2019, 1, 1))),
    ("endorsement_stays_as_it_was", lambda: change(EndorsementFactory.create(), signed_by="Iemand anders")),
    ("endorsement_stays_as_it_was", lambda: change(EndorsementFactory.create(ended=True), end_reason="Anders")),
    ("endorsement_stays_as_it_was", lambda: EndorsementFactory.create().delete()),
    ("pressure_kind_is_known", lambda: PressureSignalFactory.create(kind="shouting")),
    ("pressure_says_what_happened", lambda: PressureSignalFactory.create(text="")),
    ("pressure_is_reported_afterwards", lambda: PressureSignalFactory.create(reported_on=DAY)),
    ("pressure_step_is_known", lambda: PressureFollowUpFactory.create(step="nothing")),
    ("pressure_follow_up_says_how", lambda: PressureFollowUpFactory.create(text="")),
    ("pressure_is_settled_once", settled_twice),
    ("dilemma_kind_is_known", lambda: DilemmaFactory.create(kind="gossip")),
    ("dilemma_says_something", lambda: DilemmaFactory.create(text="")),
    ("dilemma_comes_back_later", lambda: DilemmaFactory.create(look_back_on=DAY)),
    ("dilemma_ends_with_an_outcome", lambda: DilemmaFactory.create(ended_on=date(2026, 3, 1))),
    ("dilemma_ends_with_an_outcome", lambda: DilemmaFactory.create(outcome="Klaar")),
    ("dilemma_ends_with_an_outcome", lambda: DilemmaFactory.create(ended=True, ended_on=DAY)),
    ("dilemma_note_says_something", lambda: DilemmaNoteFactory.create(text="")),
    ("dilemma_reader_once", named_twice),
    ("dilemma_reader_works_in_the_team", lambda: DilemmaReaderFactory.create(user=UserFactory.create())),
    (
        "dilemma_reader_works_in_the_team",
        lambda: DilemmaReaderFactory.create(user=TeamMembershipFactory.create().user),
    ),
    ("dilemma_stays_as_it_ended", lambda: change(DilemmaFactory.create(ended=True), text="Iets anders")),
    ("dilemma_stays_as_it_ended", lambda: change(DilemmaFactory.create(), author=UserFactory.create())),
    ("notice_points_at_its_kind", lambda: SecondmentNoticeFactory.create(kind=NoticeKind.PROVISION)),
    ("notice_points_at_its_kind", lambda: SecondmentNoticeFactory.create(involvement=InvolvementFactory.create())),
    (
        "notice_once_per_request",
        lambda: noticed_twice(NoticeKind.INVOLVEMENT, "involvement", InvolvementFactory.create()),
    ),
    ("notice_once_per_provision", lambda: noticed_twice(NoticeKind.PROVISION, "provision", ProvisionFactory.create())),
    ("notice_once_per_coordination", coordination_noticed_twice),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (PressureSignal, PressureSignalFactory.create),
    (PressureFollowUp, PressureFollowUpFactory.create),
    (Dilemma, DilemmaFactory.create),
    (DilemmaNote, DilemmaNoteFactory.create),
]
