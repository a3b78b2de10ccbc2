"""Who may see a restricted file, now and before."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from cases.models import Case, CaseRestriction

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class NamedPerson:
    public_id: UUID
    user_id: int
    name: str
    added_at: datetime
    removed_at: datetime | None
    is_coordinator: bool


@dataclass(frozen=True, kw_only=True)
class RestrictionPage:
    kind: "_StrOrPromise"
    note: str
    started_at: datetime
    started_by: str
    lifted_at: datetime | None
    lifted_by: str
    lifted_because: str
    now: tuple[NamedPerson, ...]
    before: tuple[NamedPerson, ...]


def restrictions_of(case: Case, *, coordinator_id: int | None) -> tuple[RestrictionPage, ...]:
    """The active one first, then earlier ones. Two statements."""
    rows = CaseRestriction.objects.filter(case=case).select_related("started_by", "lifted_by")
    pages = []
    for row in rows.prefetch_related("people__user").order_by("-lifted_at", "-pk"):
        people = [
            NamedPerson(
                public_id=person.user.public_id,
                user_id=person.user_id,
                name=person.user.name,
                added_at=person.added_at,
                removed_at=person.removed_at,
                is_coordinator=person.user_id == coordinator_id,
            )
            for person in sorted(row.people.all(), key=lambda one: (one.user.name, one.pk))
        ]
        pages.append(
            RestrictionPage(
                kind=row.get_kind_display(),
                note=row.note,
                started_at=row.started_at,
                started_by=row.started_by.name,
                lifted_at=row.lifted_at,
                lifted_by=row.lifted_by.name if row.lifted_by else "",
                lifted_because=row.lifted_because,
                now=tuple(person for person in people if person.removed_at is None),
                before=tuple(person for person in people if person.removed_at is not None),
            )
        )
    return tuple(pages)
