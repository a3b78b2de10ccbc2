"""What the privacy officer sees of the read log: who saw which number when, and nothing of what stood there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import PURPOSES
from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.merged import numbers_of
from wijkteam.core.periods import start_of
from wijkteam.core.vocabulary import role_name

PAGE_SIZE = 50
Cursor = tuple[datetime, int]


@dataclass(frozen=True, kw_only=True)
class LogLine:
    at: str
    who: str
    role: str
    act: str
    subject: str
    household: str
    purpose: str


@dataclass(frozen=True, kw_only=True)
class ReadLogPage:
    """`cursor` is where the next, older page begins; None on the last one."""

    lines: Sequence[LogLine]
    cursor: Cursor | None
    # When the household that was asked for was merged: its other numbers, and the one it has now.
    merged: tuple[int, ...] = ()
    now: int | None = None


def read_log_page(
    *,
    start: date | None,
    end: date | None,
    account: User | None,
    household: int | None,
    before: Cursor | None,
) -> ReadLogPage:
    """Newest first, from (days included) `start` to `end`. Pages by key: the last one costs as little as the first."""
    found = ReadLog.objects.all()
    if start:
        found = found.filter(at__gte=start_of(start))
    if end and end < date.max:
        found = found.filter(at__lt=start_of(end + timedelta(days=1)))
    if account:
        found = found.filter(user_id=account.pk)
    numbers, last = numbers_of(household) if household else (set[int](), 0)
    if household:
        found = found.filter(household_id__in=numbers)
    if before:
        at, pk = before
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=pk))
    rows = list(found.order_by("-at", "-pk")[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    names = dict(User.objects.filter(pk__in={row.user_id for row in shown}).values_list("pk", "name"))
    return ReadLogPage(
        lines=[
            LogLine(
                at=date_format(localtime(row.at), "D j b Y H.i"),
                who=names.get(row.user_id, _("account %(number)d") % {"number": row.user_id}),
                role=role_name(row.role) if row.role in Role.values else row.role,
                act=row.get_act_display(),
                subject=_subject(row),
                household=str(row.household_id or ""),
                purpose=str(PURPOSES.get(row.purpose, row.purpose)),
            )
            for row in shown
        ],
        cursor=(shown[-1].at, shown[-1].pk) if len(rows) > PAGE_SIZE else None,
        merged=tuple(sorted(numbers - {last})),
        now=last if len(numbers) > 1 else None,
    )


def _subject(row: ReadLog) -> str:
    label = capfirst(row.get_subject_display())
    return f"{label} {row.subject_id}" if row.subject_id else label
