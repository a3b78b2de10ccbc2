"""What may be shared with whom, and what was: for the file, and for the resident."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.enums import SharingBasis
from cases.models import Case, Person, SharedItem, SharingRecord
from cases.models.sharing import SharingRecordQuerySet
from netwerk.models import Organisation, Professional

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class SharingChoices:
    people: tuple[Person, ...]
    organisations: tuple[Organisation, ...]
    professionals: tuple[Professional, ...]


@dataclass(frozen=True, kw_only=True)
class SharingLine:
    """Records with the same receiver, ground and period: one sentence about several people and things."""

    public_id: UUID
    receiver: str
    professional: str
    people: tuple[str, ...]
    kinds: tuple[str, ...]
    basis: "_StrOrPromise"
    explanation: str
    starts_on: date
    until: date | None
    is_running: bool
    is_to_come: bool
    ends_soon: bool
    withdrawn_reason: str


@dataclass(frozen=True, kw_only=True)
class SharedLine:
    """Something that went to a partner at once: perhaps on several grounds, about several people and kinds."""

    at: datetime
    receiver: str
    person: str
    kind: str
    what: str
    channel: "_StrOrPromise"
    by: str
    basis: "_StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class SharingOverview:
    """`running` now or later, `ended` before today; `shared` newest first."""

    running: tuple[SharingLine, ...]
    ended: tuple[SharingLine, ...]
    shared: tuple[SharedLine, ...]


SOON_DAYS = 28


def records_of(case: Case) -> SharingRecordQuerySet:
    """With all that a line about them says."""
    return (
        SharingRecord.objects.filter(case=case)
        .select_related("person", "organisation", "professional")
        .order_by("organisation__name", "organisation", "-starts_on", "pk")
    )


def sharing_choices(case: Case, *, today: date) -> SharingChoices:
    """The people of the household, and the partners and their professionals of this moment. Three statements."""
    members = case.household.members.current(on=today).select_related("person")
    return SharingChoices(
        people=tuple(member.person for member in members.order_by("-role", "person__birth_date", "pk")),
        organisations=tuple(Organisation.objects.active(on=today).order_by("name", "pk")),
        professionals=tuple(
            Professional.objects.working(on=today).select_related("organisation").order_by("name", "pk")
        ),
    )


def receiver_of(record: SharingRecord) -> str:
    if record.professional is None:
        return record.organisation.name
    return f"{record.professional.name}, {record.organisation.name}"


def record_label(record: SharingRecord) -> str:
    """One record in the words of a choice."""
    words = {
        "receiver": receiver_of(record),
        "kind": record.get_kind_display(),
        "person": record.person.full_name,
        "basis": record.get_basis_display(),
    }
    return _("%(receiver)s: %(kind)s of %(person)s (%(basis)s)") % words


def explanation_of(record: SharingRecord) -> str:
    """The ground in words: the law, or who gave consent, how and when, and what somebody added."""
    parts = []
    if record.basis == SharingBasis.CONSENT and record.consent_on is not None:
        words = {
            "who": record.consent_by,
            "day": date_format(record.consent_on, "j F Y"),
            "how": record.get_consent_manner_display(),
        }
        parts.append(_("%(who)s gave consent on %(day)s, %(how)s") % words)
    elif record.basis == SharingBasis.TASK:
        parts.append(str(record.get_law_display()))
    return " · ".join([*parts, *([record.ground] if record.ground else [])])


def sharing_lines(records: list[SharingRecord], *, today: date) -> list[SharingLine]:
    """Runs no query."""

    def same(record: SharingRecord) -> tuple[object, ...]:
        return (
            record.organisation.name,
            record.organisation_id,
            record.professional_id or 0,
            -record.starts_on.toordinal(),
            record.basis,
            explanation_of(record),
            record.ends_on or date.max,
            record.withdrawn_on or date.max,
            record.withdrawn_reason,
        )

    lines = []
    for _same, rows in groupby(sorted(records, key=same), key=same):
        group = sorted(rows, key=lambda record: record.pk)
        first = group[0]
        lines.append(
            SharingLine(
                public_id=first.public_id,
                receiver=first.organisation.name,
                professional=first.professional.name if first.professional else "",
                people=tuple(dict.fromkeys(record.person.full_name for record in group)),
                kinds=tuple(dict.fromkeys(str(record.get_kind_display()) for record in group)),
                basis=first.get_basis_display(),
                explanation=explanation_of(first),
                starts_on=first.starts_on,
                until=first.until,
                is_running=first.runs_on(today),
                is_to_come=first.starts_on > today,
                ends_soon=first.until is not None and 0 < (first.until - today).days <= SOON_DAYS,
                withdrawn_reason=first.withdrawn_reason,
            )
        )
    return lines


def shared_lines(case: Case, *, about: Person | None = None) -> tuple[SharedLine, ...]:
    """What went to partners, newest first. One statement."""
    found = SharedItem.objects.filter(record__case=case)
    items = (
        (found if about is None else found.filter(record__person=about))
        .select_related("record__person", "record__organisation", "record__professional", "shared_by")
        .order_by("-shared_at", "-pk")
    )

    def same(item: SharedItem) -> tuple[object, ...]:
        return (item.shared_at, receiver_of(item.record), item.what, item.channel, item.shared_by_id)

    lines = []
    for _same, rows in groupby(items, key=same):
        group = sorted(rows, key=lambda item: item.pk)
        first = group[0]
        lines.append(
            SharedLine(
                at=first.shared_at,
                receiver=receiver_of(first.record),
                person=", ".join(dict.fromkeys(item.record.person.full_name for item in group)),
                kind=", ".join(dict.fromkeys(str(item.record.get_kind_display()) for item in group)),
                what=first.what,
                channel=first.get_channel_display(),
                by=first.shared_by.name,
                basis=first.record.get_basis_display(),
            )
        )
    return tuple(lines)


def people_shared_about(case: Case) -> tuple[Person, ...]:
    """Who of them a sheet can be made for, also when they left the household since. One statement."""
    return tuple(Person.objects.filter(sharing_records__case=case).distinct().order_by("birth_date", "pk"))


def sharing_overview(case: Case, *, today: date, about: Person | None = None) -> SharingOverview:
    """With `about` only what is of that person: the sheet of one does not tell about another. Two statements."""
    records = records_of(case)
    lines = sharing_lines(list(records if about is None else records.filter(person=about)), today=today)
    return SharingOverview(
        running=tuple(line for line in lines if line.is_running or line.is_to_come),
        ended=tuple(line for line in lines if not line.is_running and not line.is_to_come),
        shared=shared_lines(case, about=about),
    )
