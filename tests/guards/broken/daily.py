"""The rules of the calendar address and the daily mail."""

from collections.abc import Callable
from typing import Any

from tests.factories import CalendarFeedFactory, DigestMailFactory


def twice_a_day() -> None:
    first = DigestMailFactory.create()
    DigestMailFactory.create(user=first.user, outcome="empty")


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("calendar_feed_has_a_hash", lambda: CalendarFeedFactory.create(digest="geheim")),
    ("digest_mail_once_a_day", twice_a_day),
    ("digest_mail_outcome_is_known", lambda: DigestMailFactory.create(outcome="misschien")),
]
