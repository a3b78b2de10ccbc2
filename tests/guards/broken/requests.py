"""The rules of links under which partners answer, and of what they say."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from cases.enums import AnswerKind
from cases.models import RequestAnswer, RequestLink
from tests.factories import (
    InvolvementFactory,
    RequestAnswerFactory,
    RequestCodeFactory,
    RequestLinkFactory,
    RequestLinkUseFactory,
    SharingRecordFactory,
    UserFactory,
)
from tests.guards.past_the_code import change

DAY = date(2020, 1, 1)
BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
AFTER = datetime(2026, 5, 15, 9, tzinfo=UTC)
FAR = date(2027, 1, 1)


def second_link() -> None:
    RequestLinkFactory.create(involvement=RequestLinkFactory.create().involvement)


def link_of_what_ended() -> None:
    ground = SharingRecordFactory.create(ended=True)
    asked = InvolvementFactory.create(case=ground.case, organisation=ground.organisation, sharing=ground)
    RequestLinkFactory.create(involvement=asked)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("request_link_goes_to_an_address", lambda: RequestLinkFactory.create(email="")),
    ("request_link_lasts_ninety_days_at_most", lambda: RequestLinkFactory.create(expires_on=date(2026, 5, 1))),
    ("request_link_lasts_ninety_days_at_most", lambda: RequestLinkFactory.create(expires_on=FAR)),
    ("request_link_sent_with_its_hash", lambda: RequestLinkFactory.create(digest=None)),
    ("request_link_sent_with_its_hash", lambda: RequestLinkFactory.create(digest="x")),
    ("request_link_sent_with_its_hash", lambda: RequestLinkFactory.create(sent_at=BEFORE)),
    ("request_link_revoked_by_somebody", lambda: RequestLinkFactory.create(revoked_at=AFTER)),
    ("request_has_one_link", second_link),
    (
        "request_link_is_for_what_waits",
        lambda: RequestLinkFactory.create(involvement=InvolvementFactory.create(accepted=True)),
    ),
    (
        "request_link_is_for_what_waits",
        lambda: RequestLinkFactory.create(involvement=InvolvementFactory.create(declined=True)),
    ),
    (
        "request_link_is_for_what_waits",
        lambda: RequestLinkFactory.create(involvement=InvolvementFactory.create(cancelled=True)),
    ),
    ("sharing_record_runs", link_of_what_ended),
    ("request_link_stays_as_it_was", lambda: change(RequestLinkFactory.create(), email="ander@voorbeeld.nl")),
    ("request_link_stays_as_it_was", lambda: change(RequestLinkFactory.create(), expires_on=date(2026, 5, 10))),
    ("request_link_stays_as_it_was", lambda: change(RequestLinkFactory.create(), digest="0" * 64)),
    (
        "request_link_stays_as_it_was",
        lambda: change(RequestLinkFactory.create(revoked=True), revoked_at=None, revoked_by=None),
    ),
    ("request_link_stays_as_it_was", lambda: change(RequestLinkFactory.create(revoked=True), expires_on=FAR)),
    ("request_code_sent_with_its_hash", lambda: RequestCodeFactory.create(digest=None)),
    ("request_code_sent_with_its_hash", lambda: RequestCodeFactory.create(sent_at=BEFORE)),
    ("request_code_used_after_it_was_sent", lambda: RequestCodeFactory.create(used_at=BEFORE)),
    (
        "request_code_used_after_it_was_sent",
        lambda: RequestCodeFactory.create(used_at=AFTER, sent_at=None, digest=None),
    ),
    ("request_code_is_used_once", lambda: change(RequestCodeFactory.create(used_at=AFTER), used_at=None)),
    ("request_code_is_used_once", lambda: change(RequestCodeFactory.create(), digest="0" * 64)),
    ("request_link_use_is_known", lambda: RequestLinkUseFactory.create(outcome="x")),
    ("request_link_opens_while_it_lasts", lambda: RequestLinkUseFactory.create(at=AFTER)),
    ("request_link_opens_while_it_lasts", lambda: RequestLinkUseFactory.create(link__revoked=True)),
    ("request_link_opens_while_it_lasts", lambda: RequestLinkUseFactory.create(link__unsent=True)),
    ("request_answer_says_who", lambda: RequestAnswerFactory.create(name="")),
    ("request_answer_comes_one_way", lambda: RequestAnswerFactory.create(user=UserFactory.create())),
    (
        "request_answer_comes_one_way",
        lambda: RequestAnswerFactory.create(link=None, involvement=InvolvementFactory.create()),
    ),
    ("request_answer_is_whole", lambda: RequestAnswerFactory.create(no=True, reason="")),
    ("request_answer_is_whole", lambda: RequestAnswerFactory.create(no=True, wait_weeks=2)),
    ("request_answer_is_whole", lambda: RequestAnswerFactory.create(kind=AnswerKind.LATER, wait_weeks=None)),
    ("request_answer_is_whole", lambda: RequestAnswerFactory.create(kind="x")),
    ("request_answer_is_whole", lambda: RequestAnswerFactory.create(no=True, handover_on=date(2026, 5, 8))),
    ("request_answer_waits_two_years_at_most", lambda: RequestAnswerFactory.create(wait_weeks=105)),
    ("request_answer_through_its_link", lambda: RequestAnswerFactory.create(at=AFTER)),
    ("request_answer_through_its_link", lambda: RequestAnswerFactory.create(link__revoked=True)),
    ("request_answer_through_its_link", lambda: RequestAnswerFactory.create(link__unsent=True)),
    (
        "request_answer_through_its_link",
        lambda: RequestAnswerFactory.create(involvement=InvolvementFactory.create()),
    ),
    (
        "request_answer_to_what_waits",
        lambda: RequestAnswerFactory.create(
            link=None, user=UserFactory.create(), involvement=InvolvementFactory.create(started=True)
        ),
    ),
    (
        "request_answer_to_what_waits",
        lambda: RequestAnswerFactory.create(
            link=None, user=UserFactory.create(), involvement=InvolvementFactory.create(declined=True)
        ),
    ),
    ("request_answer_promises_what_comes", lambda: RequestAnswerFactory.create(later=True, later_on=date(2026, 5, 4))),
    ("request_answer_promises_what_comes", lambda: RequestAnswerFactory.create(from_on=DAY)),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (RequestLink, RequestLinkFactory.create),
    (RequestAnswer, RequestAnswerFactory.create),
]
