"""Flags and drawn readings as a person reads them: why, about whom, since when, and what was read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import PURPOSES, Act, Pattern
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading
from wijkteam.audit.selectors.patterns import AGAIN_WITHIN, CROWD_WITHIN, ENDED_DAYS, NIGHT_FROM, NIGHT_UNTIL
from wijkteam.core.periods import start_of
from wijkteam.core.vocabulary import role_name

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# After this many days without an answer it is told as late.
LATE_DAYS = 14
MOST_LINES = 200


def why(flag: ReadFlag) -> str:
    """One sentence that says what was noticed, with its figure."""
    number = flag.figure
    match Pattern(flag.pattern):
        case Pattern.MANY:
            return ngettext(
                "Opened the file of %(n)d household on one day.",
                "Opened the files of %(n)d households on one day.",
                number,
            ) % {"n": number}
        case Pattern.OWN_NAME:
            return _("Opened a file in which somebody has the same family name, without working for the household.")
        case Pattern.OWN_STREET:
            return _("Opened a file with the postcode of their own home.")
        case Pattern.OTHER_TEAM:
            return _("Opened a file that none of their teams has, without an exception.")
        case Pattern.AT_NIGHT:
            words = {"n": number, "from": NIGHT_FROM, "until": NIGHT_UNTIL}
            return (
                ngettext(
                    "Opened %(n)d file between %(from)d and %(until)d o’clock at night.",
                    "Opened %(n)d files between %(from)d and %(until)d o’clock at night.",
                    number,
                )
                % words
            )
        case Pattern.SEARCHED_NAME:
            return _("Searched, and found a household with their own family name that they do not work for.")
        case Pattern.TAKEN_ALONG:
            return ngettext(
                "Printed or took along the file of %(n)d household on one day.",
                "Printed or took along the files of %(n)d households on one day.",
                number,
            ) % {"n": number}
        case Pattern.AGAIN:
            words = {"n": number, "days": AGAIN_WITHIN}
            return (
                ngettext(
                    "Opened the same file on %(n)d day in %(days)d days, without work for the household.",
                    "Opened the same file on %(n)d days in %(days)d days, without work for the household.",
                    number,
                )
                % words
            )
        case Pattern.ENDED:
            return _(
                "Opened a file that ended more than %(days)d days ago, without having worked for the household."
            ) % {"days": ENDED_DAYS}
        case Pattern.RELATIVE:
            return _("Opened a file with the family name and the postcode of a colleague in the same team.")
        case Pattern.CROWD:
            words = {"n": number, "days": CROWD_WITHIN}
            return (
                ngettext(
                    "%(n)d colleague without work for this household opened its file within %(days)d days.",
                    "%(n)d colleagues without work for this household opened its file within %(days)d days.",
                    number,
                )
                % words
            )
        case Pattern.AWAY:
            return ngettext("Opened %(n)d file on a day off.", "Opened %(n)d files on a day off.", number) % {
                "n": number
            }
        case Pattern.STOPPED:
            return ngettext(
                "Asked for one more household after %(n)d on one day, and did not get it.",
                "Asked for one more household after %(n)d on one day, and did not get it.",
                number,
            ) % {"n": number}


@dataclass(frozen=True, kw_only=True)
class Item:
    """A flag or a drawn reading in a list. `since` is when it began to wait."""

    public_id: UUID
    what: "_StrOrPromise"
    why: str
    who: str
    day: date
    household: int | None
    since: datetime
    is_late: bool
    assigned_to: str
    is_given_to_me: bool
    is_own: bool
    outcome: "_StrOrPromise"
    finding: str
    closed_by: str
    closed_at: datetime | None
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class Line:
    at: datetime
    act: "_StrOrPromise"
    subject: str
    household: int | None
    purpose: str
    role: str


def _item(
    row: ReadFlag | SampledReading,
    *,
    what: "_StrOrPromise",
    said: str,
    day: date,
    household: int | None,
    since: datetime,
    me: User,
    now: datetime,
) -> Item:
    return Item(
        public_id=row.public_id,
        what=what,
        why=said,
        who=row.user.name,
        day=day,
        household=household,
        since=since,
        is_late=row.closed_at is None and since < now - timedelta(days=LATE_DAYS),
        assigned_to=row.assigned_to.name if row.assigned_to else "",
        is_given_to_me=row.assigned_to_id == me.pk,
        is_own=row.user_id == me.pk,
        outcome=row.get_outcome_display(),
        finding=row.finding,
        closed_by=row.closed_by.name if row.closed_by else "",
        closed_at=row.closed_at,
        is_closed=row.closed_at is not None,
    )


def flag_items(rows: QuerySet[ReadFlag], *, me: User, now: datetime) -> tuple[Item, ...]:
    return tuple(
        _item(
            row,
            what=capfirst(row.get_pattern_display()),
            said=why(row),
            day=row.day,
            household=row.household_id,
            since=row.made_at,
            me=me,
            now=now,
        )
        for row in rows.select_related("user", "assigned_to", "closed_by")
    )


def sample_items(rows: QuerySet[SampledReading], *, me: User, now: datetime) -> tuple[Item, ...]:
    """Two statements: the rows, and their lines of the log."""
    found = list(rows.select_related("user", "assigned_to", "closed_by"))
    lines = ReadLog.objects.in_bulk([row.line_id for row in found])
    return tuple(
        _item(
            row,
            what=_sentence(lines.get(row.line_id)),
            said=str(PURPOSES.get(lines[row.line_id].purpose, "")) if row.line_id in lines else "",
            day=localtime(lines[row.line_id].at).date() if row.line_id in lines else row.week,
            household=lines[row.line_id].household_id if row.line_id in lines else None,
            since=row.drawn_at,
            me=me,
            now=now,
        )
        for row in found
    )


def _sentence(line: ReadLog | None) -> str:
    if line is None:
        return _("The line is no longer kept")
    return f"{capfirst(line.get_subject_display())} {line.get_act_display()}"


def _lines(rows: Iterable[ReadLog]) -> tuple[Line, ...]:
    return tuple(
        Line(
            at=row.at,
            act=row.get_act_display(),
            subject=capfirst(row.get_subject_display()),
            household=row.household_id,
            purpose=str(PURPOSES.get(row.purpose, row.purpose)),
            role=str(role_name(row.role)) if row.role in Role.values else row.role,
        )
        for row in rows
    )


def lines_of_flag(flag: ReadFlag) -> Sequence[Line]:
    """What this person read that day, of the household if the flag is about one; newest last."""
    days = {Pattern.AGAIN: AGAIN_WITHIN, Pattern.CROWD: CROWD_WITHIN}.get(Pattern(flag.pattern), 1)
    rows = ReadLog.objects.filter(
        user_id=flag.user_id,
        at__gte=start_of(flag.day - timedelta(days=days - 1)),
        at__lt=start_of(flag.day + timedelta(days=1)),
    ).exclude(act=Act.LIST)
    if flag.household_id is not None:
        rows = rows.filter(household_id=flag.household_id)
    return _lines(rows.order_by("at", "pk")[:MOST_LINES])


def lines_of_sample(row: SampledReading) -> Sequence[Line]:
    """The line itself and what the same person read of the household in the fortnight round it: work leaves a trail."""
    line = ReadLog.objects.filter(pk=row.line_id).first()
    if line is None:
        return ()
    around = ReadLog.objects.filter(
        user_id=line.user_id,
        household_id=line.household_id,
        at__gte=line.at - timedelta(days=7),
        at__lt=line.at + timedelta(days=7),
    ).exclude(act=Act.LIST)
    return _lines(around.order_by("at", "pk")[:MOST_LINES])
