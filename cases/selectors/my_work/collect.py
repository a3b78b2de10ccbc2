"""Everything together, in the order in which it needs somebody."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from cases.models import Case, CaseRights
from cases.selectors.case_list import terms_of
from cases.selectors.my_work import (
    actions,
    after_care,
    agreements,
    answers,
    asks,
    clocks,
    dilemmas,
    drafts,
    emergencies,
    escalations,
    evaluations,
    families,
    follow_ups,
    from_reports,
    groups,
    handovers,
    informing,
    lapsing,
    leavers,
    opportunities,
    plans,
    questions,
    referrals,
    relations,
    renewals,
    reviews,
    rounds,
    secondments,
    silence,
    stories,
    visits,
    waiting,
)
from cases.selectors.my_work.item import Reader, Urgency, WorkItem
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How far "this week" reaches.
AHEAD = timedelta(days=7)
# Equal urgency and equal date: what stands first here comes first.
KINDS: tuple[Callable[[Reader], Iterable[WorkItem]], ...] = (
    questions.items,
    escalations.items,
    emergencies.items,
    handovers.items,
    leavers.items,
    waiting.items,
    informing.items,
    clocks.items,
    families.items,
    answers.items,
    from_reports.items,
    follow_ups.items,
    groups.items,
    visits.items,
    evaluations.items,
    renewals.items,
    plans.items,
    actions.items,
    after_care.items,
    reviews.items,
    opportunities.items,
    stories.items,
    referrals.items,
    lapsing.items,
    agreements.items,
    asks.items,
    silence.items,
    secondments.items,
    relations.items,
    dilemmas.items,
    rounds.items,
    drafts.items,
)
HEADINGS: "dict[Urgency, _StrOrPromise]" = {
    Urgency.NOW: _("Now"),
    Urgency.LATE: _("Past the day that was agreed"),
    Urgency.TODAY: _("Today"),
    Urgency.WEEK: _("This week"),
}


@dataclass(frozen=True, kw_only=True)
class WorkRow:
    """What one household (or one question) needs: one line for each reason."""

    name: str
    items: tuple[WorkItem, ...]


@dataclass(frozen=True, kw_only=True)
class WorkGroup:
    """`tone` is that of the badge beside the heading."""

    heading: "_StrOrPromise"
    tone: str
    rows: tuple[WorkRow, ...]

    @property
    def count(self) -> int:
        return sum(len(row.items) for row in self.rows)


def reader_of(user: User, *, rights: CaseRights, today: date) -> Reader:
    """Two statements: what was agreed, and the cases that this person keeps."""
    kept = Case.objects.within(rights).open().kept_by(user, on=today).for_list()
    return Reader(user=user, rights=rights, today=today, terms=terms_of(today), cases=tuple(kept))


def my_work(reader: Reader) -> tuple[WorkItem, ...]:
    """A fixed number of statements, however much there is to do."""
    found = [(place, item) for place, items in enumerate(KINDS) for item in items(reader)]
    found.sort(key=lambda one: (one[1].urgency, one[1].when or date.max, one[0], one[1].name))
    return tuple(item for _place, item in found)


def grouped(items: Iterable[WorkItem]) -> tuple[WorkGroup, ...]:
    """The items under their headings, those of one household together where the first of them stands."""
    return tuple(
        WorkGroup(
            heading=HEADINGS[urgency],
            tone={Urgency.NOW: "negative", Urgency.LATE: "warning"}.get(urgency, ""),
            rows=_rows(tuple(same)),
        )
        for urgency, same in groupby(items, key=lambda item: item.urgency)
    )


def _rows(items: tuple[WorkItem, ...]) -> tuple[WorkRow, ...]:
    households: dict[object, list[WorkItem]] = {}
    for item in items:
        households.setdefault(item.case_id or item.url, []).append(item)
    return tuple(WorkRow(name=same[0].name, items=tuple(same)) for same in households.values())
