"""One thing to do, and for whom it is looked up."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum
from typing import TYPE_CHECKING

from cases.models import Case, CaseRights
from cases.selectors.case_list import Terms
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Urgency(IntEnum):
    """The order of the page, and its headings."""

    NOW = 1
    LATE = 2
    TODAY = 3
    WEEK = 4


@dataclass(frozen=True, kw_only=True)
class Tick:
    """What can be done without leaving the page: one button that posts to `url`."""

    url: str
    label: "_StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class WorkItem:
    """`why` is a sentence, `url` the place where it can be done, `name` the household (or who asks).

    `case_id` and `household_id` are for the read log; an item without a case shows nothing of a file.
    """

    kind: str
    urgency: Urgency
    why: str
    url: str
    name: str
    icon: str
    when: date | None = None
    detail: str = ""
    tick: Tick | None = None
    case_id: int | None = None
    household_id: int | None = None


@dataclass(frozen=True, kw_only=True)
class Reader:
    """Who looks. `cases` are the open cases that this person keeps, as the list of cases reads them."""

    user: User
    rights: CaseRights
    today: date
    terms: Terms
    cases: tuple[Case, ...] = field(default=())

    @property
    def is_team_coordinator(self) -> bool:
        return self.user.role == Role.TEAM_COORDINATOR


def days_late(day: date, *, today: date) -> Urgency:
    """Past, today, or later this week."""
    if day < today:
        return Urgency.LATE
    return Urgency.TODAY if day == today else Urgency.WEEK
