"""What a contact with a partner said before it was corrected, from the history table."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

from netwerk.enums import Exchange, MomentKind
from netwerk.models import RelationMoment

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_WORDS = ("happened_on", "kind", "exchange", "note")


@dataclass(frozen=True, kw_only=True)
class EarlierMoment:
    happened_on: date
    kind: "_StrOrPromise"
    exchange: "_StrOrPromise"
    note: str
    replaced_at: datetime


def earlier_moments(moment: RelationMoment) -> tuple[EarlierMoment, ...]:
    """Newest first; only its author corrects a contact. One statement."""
    events = list(moment.events.exclude(pgh_label="delete").order_by("pgh_id"))  # type: ignore[attr-defined]  # pghistory makes it
    found = [
        EarlierMoment(
            happened_on=event.happened_on,
            kind=MomentKind(event.kind).label,
            exchange=Exchange(event.exchange).label if event.exchange else "",
            note=event.note,
            replaced_at=after.pgh_created_at,
        )
        for event, after in pairwise(events)
        if any(getattr(event, name) != getattr(after, name) for name in _WORDS)
    ]
    return tuple(reversed(found))
