"""Escalations: of one case, and of all cases that somebody may know about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.db.models import IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.utils.translation import ngettext

from cases.models import Case, CaseRights, Contact, Escalation
from wijkteam.core.periods import start_of
from wijkteam.hours.enums import WorkKind

# How far back the list of a team looks.
DAYS_BACK = 365
_NEVER = datetime(9000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class EscalationRow:
    """`minutes` are those of the contacts in that time that were logged as escalation."""

    public_id: UUID
    case_id: UUID
    case_pk: int
    household_pk: int
    household: str
    number: str
    began_at: datetime
    began_by: str
    ended_at: datetime | None
    reason: str
    outcome: str
    duration: str
    minutes: int

    @property
    def is_running(self) -> bool:
        return self.ended_at is None


def with_minutes(found: "QuerySet[Escalation]") -> "QuerySet[Escalation]":
    """Add `minutes`: what the contacts inside each escalation took."""
    inside = (
        Contact.objects.filter(
            case=OuterRef("case"),
            occurred_at__gte=OuterRef("began_at"),
            occurred_at__lt=Coalesce(OuterRef("ended_at"), Value(_NEVER)),
            time_entry__kind=WorkKind.ESCALATION,
        )
        .order_by()
        .values("case")
        .annotate(total=Sum("time_entry__minutes"))
        .values("total")
    )
    return found.annotate(minutes=Coalesce(Subquery(inside, output_field=IntegerField()), 0))


def _rows(found: Iterable[Escalation], *, now: datetime) -> tuple[EscalationRow, ...]:
    return tuple(
        EscalationRow(
            public_id=one.public_id,
            case_id=one.case.public_id,
            case_pk=one.case_id,
            household_pk=one.case.household_id,
            household=one.case.household.name,
            number=one.case.number,
            began_at=one.began_at,
            began_by=one.began_by.name,
            ended_at=one.ended_at,
            reason=one.reason,
            outcome=one.outcome,
            duration=duration_text((one.ended_at or now) - one.began_at),
            minutes=one.minutes,  # type: ignore[attr-defined]  # annotated by with_minutes
        )
        for one in found
    )


def duration_text(span: timedelta) -> str:
    """In the largest whole unit that says something: hours up to two days, then days."""
    hours = max(int(span.total_seconds() // 3600), 0)
    if hours < 48:
        return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}
    return ngettext("%(count)d day", "%(count)d days", hours // 24) % {"count": hours // 24}


def escalations_of(case: Case, *, now: datetime) -> tuple[EscalationRow, ...]:
    """Newest first; one statement."""
    found = with_minutes(Escalation.objects.filter(case=case)).select_related("case__household", "began_by")
    return _rows(found.order_by("-began_at", "-pk"), now=now)


def all_escalations(*, rights: CaseRights, now: datetime, today: date) -> tuple[EscalationRow, ...]:
    """What runs first, then what ended in the last year; one statement."""
    since = start_of(today - timedelta(days=DAYS_BACK))
    found = with_minutes(Escalation.objects.within(rights)).select_related("case__household", "began_by")
    found = found.filter(Q(ended_at=None) | Q(ended_at__gte=since))
    rows = _rows(found.order_by("-began_at", "-pk")[:200], now=now)
    return (*(row for row in rows if row.is_running), *(row for row in rows if not row.is_running))


def running_escalations(*, rights: CaseRights, worker_id: int | None = None) -> "QuerySet[Escalation]":
    """What runs now in cases that somebody may know about, perhaps only those that `worker_id` coordinates.

    For lists such as "my work": oldest first, with case and household.
    """
    found = Escalation.objects.within(rights).running().select_related("case__household").order_by("began_at", "pk")
    if worker_id is not None:
        found = found.filter(case__coordinators__worker=worker_id, case__coordinators__ended_at=None)
    return found
