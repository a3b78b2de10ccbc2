"""What happened in a case, newest first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple
from uuid import UUID

from django.db.models import (
    BigIntegerField,
    CharField,
    Count,
    DateTimeField,
    OuterRef,
    QuerySet,
    Subquery,
    TextField,
    Value,
)
from django.db.models.functions import Cast, Coalesce
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ContactKind, Origin, Visibility
from cases.models import Attachment, Case, CaseCoordinator, CaseRights, Contact, Question
from cases.selectors import involvement_events
from cases.selectors.corrections import coordinates, may_read_corrections
from cases.selectors.plan_page import PlanSummary
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.core.prepared import Prepared, slot
from wijkteam.hours.enums import WorkKind

SIZE = 20
KIND_ICONS: dict[str, str] = {
    ContactKind.VISIT: "home",
    ContactKind.PHONE: "phone",
    ContactKind.OFFICE: "building",
    ContactKind.MESSAGE: "mail",
    ContactKind.CONSULTATION: "users",
}


@dataclass(frozen=True, kw_only=True)
class TimelineItem:
    """One thing that happened: a contact has a card of its own, the rest is a line. `period` begins a month."""

    key: str
    at: datetime
    icon: str
    title: str
    tone: str = ""
    by: str = ""
    text: str = ""
    details: tuple[str, ...] = ()
    is_contact: bool = False
    is_escalation: bool = False
    is_restricted: bool = False
    corrected_at: datetime | None = None
    edit_id: UUID | None = None
    earlier_id: UUID | None = None
    follow_up_id: UUID | None = None
    is_followed_up: bool = False
    files: int = 0
    is_new: bool = False
    is_focused: bool = False
    period: str = ""


@dataclass(frozen=True, kw_only=True)
class Timeline:
    """`older` is how many contacts come before the next page, `month` the one that this page ends in."""

    items: tuple[TimelineItem, ...]
    older: int | None
    month: str


class Event(NamedTuple):
    """A row of the one statement that brings what is not a contact. `note` depends on the kind."""

    kind: str
    pk: int
    at: datetime
    who: str
    text: str
    note: str


@dataclass(frozen=True, kw_only=True)
class Episode:
    """Another case of the same household that the reader may see."""

    public_id: UUID
    number: str
    closed_on: date | None


def events_of(case: Case, *, rights: CaseRights) -> list[Event]:
    """Coordinators, questions, partners and the other cases of the household, oldest first. One statement."""
    rows = _events(case=case.pk, household=case.household_id, **rights.values())
    return sorted((Event(*row) for row in rows), key=lambda event: (event.at, event.pk))


def _event_rows() -> QuerySet[Any, Any]:
    nothing = Value("", TextField())
    coordinators = CaseCoordinator.objects.filter(case=slot("case")).values_list(
        Value("coordinator", CharField()), "pk", "started_at", "worker__name", "handover_reason", nothing
    )
    questions = Question.objects.filter(case=slot("case")).values_list(
        Value("question", CharField()), "pk", "received_at", "asker", "asked", "origin"
    )
    episodes = (
        Case.objects.within(CaseRights.slots())
        .filter(household=slot("household"))
        .exclude(pk=slot("case"))
        .values_list(
            Value("episode", CharField()),
            Cast("pk", BigIntegerField()),
            Cast("opened_on", DateTimeField()),
            Cast("public_id", TextField()),
            Cast("closed_on", TextField()),
            nothing,
        )
    )
    return coordinators.union(questions, episodes, involvement_events.event_rows(slot("case")), all=True)


_events = Prepared(_event_rows)


def other_episodes(events: Sequence[Event]) -> tuple[Episode, ...]:
    return tuple(
        Episode(
            public_id=UUID(event.who),
            number=Case(pk=event.pk, opened_on=event.at.date()).number,
            closed_on=date.fromisoformat(event.text) if event.text else None,
        )
        for event in events
        if event.kind == "episode"
    )


def timeline(
    *,
    case: Case,
    user: User,
    plans: Sequence[PlanSummary],
    events: Sequence[Event],
    start: int = 0,
    after: str = "",
) -> Timeline:
    """`SIZE` contacts from the `start`-th on, and what else happened between them. One statement.

    `after` is the month (YYYY-MM) that the page before ended in. Restricted contacts of others leave no trace.
    """
    # One more on both sides: the one before says where this page begins, the one after whether there is more.
    found = _contacts(max(start - 1, 0), start + SIZE + 1)(case=case.pk, user=user.pk)
    before = found[0] if start and found else None
    contacts = found[1:] if start else found
    has_more = len(contacts) > SIZE
    contacts = contacts[:SIZE]
    oldest = contacts[-1].occurred_at if has_more else None
    lines = [
        item
        for item in _lines(case, plans=plans, events=events)
        if (oldest is None or item.at >= oldest)
        and (not start or (before is not None and item.at < before.occurred_at))
    ]
    is_coordinator = coordinates(case, user)
    counts = [contact.file_count for contact in contacts]  # type: ignore[attr-defined]  # annotated above
    shown = (
        contact_item(contact, user=user, is_coordinator=is_coordinator, files=number)
        for contact, number in zip(contacts, counts, strict=True)
    )
    items = [*lines, *shown]
    items.sort(key=lambda item: (item.at, item.key), reverse=True)
    if start and items:
        items[0] = replace(items[0], is_focused=True)  # where reading goes on when the button is gone
    return Timeline(
        items=tuple(_with_periods(items, after=after)),
        older=start + SIZE if has_more else None,
        month=_month(items[-1].at) if items else after,
    )


@lru_cache(maxsize=32)
def _contacts(first: int, end: int) -> Prepared[Contact]:
    readable = Contact.objects.filter(case=slot("case")).readable_by(slot("user"))
    rows = readable.annotate(file_count=_file_count(slot("user"))).select_related("author", "time_entry")
    return Prepared(lambda: rows.order_by("-occurred_at", "-pk")[first:end])


def _file_count(user: User) -> Coalesce:
    files = Attachment.objects.filter(contact=OuterRef("pk")).readable_by(user).present()
    counted = files.order_by().values("contact").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _month(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m}"


def _with_periods(items: Sequence[TimelineItem], *, after: str) -> Iterator[TimelineItem]:
    for item in items:
        month = _month(item.at)
        yield item if month == after else replace(item, period=date_format(timezone.localtime(item.at), "F Y"))
        after = month


def contact_item(
    contact: Contact, *, user: User, is_new: bool = False, is_coordinator: bool = False, files: int = 0
) -> TimelineItem:
    """Runs no query when `author` and `time_entry` were fetched."""
    minutes = contact.time_entry.minutes
    details = [ngettext("%(minutes)d minute", "%(minutes)d minutes", minutes) % {"minutes": minutes}]
    if contact.place:
        details.append(contact.place)
    if contact.present:
        details.append(_("with %(names)s") % {"names": contact.present})
    if contact.follow_up_on:
        day = date_format(contact.follow_up_on, "j F Y")
        details.append(_("come back to this on %(day)s") % {"day": day})
    if contact.followed_up_at:
        day = date_format(timezone.localtime(contact.followed_up_at), "j F Y")
        details.append(_("done on %(day)s") % {"day": day})
    is_escalation = contact.time_entry.kind == WorkKind.ESCALATION
    has_earlier = contact.corrected_at and may_read_corrections(contact, user=user, coordinates=is_coordinator)
    return TimelineItem(
        key=f"c{contact.pk:012d}",
        at=contact.occurred_at,
        icon=KIND_ICONS[contact.kind],
        tone="negative" if is_escalation else ("brand" if contact.kind == ContactKind.VISIT else ""),
        title=str(contact.get_kind_display()).capitalize(),
        by=contact.author.name,
        text=contact.text,
        details=tuple(details),
        is_contact=True,
        is_escalation=is_escalation,
        is_restricted=contact.visibility == Visibility.RESTRICTED,
        corrected_at=contact.corrected_at,
        edit_id=contact.public_id if contact.author_id == user.pk else None,
        earlier_id=contact.public_id if has_earlier else None,
        follow_up_id=contact.public_id if contact.follow_up_on else None,
        is_followed_up=contact.followed_up_at is not None,
        files=files,
        is_new=is_new,
        is_focused=is_new,
    )


def _lines(case: Case, *, plans: Sequence[PlanSummary], events: Sequence[Event]) -> Iterator[TimelineItem]:
    yield from _handovers([event for event in events if event.kind == "coordinator"])
    for event in events:
        if event.kind == "question":
            yield TimelineItem(
                key=f"q{event.pk:012d}",
                at=event.at,
                icon="message-question",
                title=_("A question came in: %(origin)s") % {"origin": Origin(event.note).label},
                by=event.who,
                text=event.text,
            )
        elif event.kind == involvement_events.KIND:
            for step, (day, icon, tone, title) in enumerate(involvement_events.told(name=event.who, note=event.note)):
                yield TimelineItem(
                    key=f"i{event.pk:012d}{step}",
                    at=start_of(day),
                    icon=icon,
                    tone=tone,
                    title=title,
                    text=event.text if step == 0 else "",
                )
    for plan in plans:
        # An ended draft was never in force.
        if plan.agreed_on is not None:
            yield TimelineItem(
                key=f"p{plan.version:012d}",
                at=start_of(plan.agreed_on),
                icon="flag",
                tone="brand",
                title=_("The household agreed on plan %(version)d") % {"version": plan.version},
                by=plan.agreed_by,
            )
    yield TimelineItem(key="a", at=start_of(case.opened_on), icon="folder-plus", title=_("The case was opened"))
    if case.closed_on is not None:
        reason = str(case.get_closing_reason_display())
        yield TimelineItem(
            key="z",
            at=start_of(case.closed_on + timedelta(days=1)) - timedelta(seconds=1),  # after that day's contacts
            icon="archive",
            title=_("The case was closed: %(reason)s") % {"reason": reason},
        )


def _handovers(periods: Sequence[Event]) -> Iterator[TimelineItem]:
    """The reason of a handover stands on the period that it ended."""
    for before, period in zip([None, *periods], periods, strict=False):
        names: dict[str, Any] = {"name": period.who}
        title = _("%(name)s became the coordinator") % names
        if before is not None:
            title = _("%(giver)s handed over to %(name)s") % (names | {"giver": before.who})
        yield TimelineItem(
            key=f"k{period.pk:012d}",
            at=period.at,
            icon="transfer",
            title=title,
            text=before.text if before else "",
        )
