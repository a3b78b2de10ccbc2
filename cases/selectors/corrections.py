"""What a contact said before it was corrected, for those who may know."""

import difflib
import re
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from cases.enums import Visibility
from cases.models import Case, Contact
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words of a text: `added` or `removed` against the text after it, or neither."""

    words: str
    change: str = ""


@dataclass(frozen=True, kw_only=True)
class EarlierText:
    """`replaced_at` and `replaced_by` are about the correction that took this text away."""

    text: str
    written_at: datetime
    replaced_at: datetime
    replaced_by: str
    pieces: tuple[Piece, ...]


def may_read_corrections(contact: Contact, *, user: User, coordinates: bool) -> bool:
    """The author, the coordinator of the case, and team coordinators; all of them must be able to read the contact."""
    return contact.author_id == user.pk or coordinates or user.role == Role.TEAM_COORDINATOR


def coordinates(case: Case, user: User) -> bool:
    """Of a case that was asked for with `for_list`."""
    return bool(getattr(case, "coordinator_id", None) == user.pk)


def earlier_texts(contact: Contact, *, user: User, coordinates: bool) -> tuple[EarlierText, ...]:
    """Newest first. What was restricted when it was written stays so, also when the contact is for the team now."""
    events = list(
        contact.events.exclude(pgh_label="delete")  # type: ignore[attr-defined]  # pghistory makes it
        .order_by("pgh_id")
        .select_related("pgh_context")
    )
    names = dict(User.objects.filter(pk__in={_who(event) for event in events} - {None}).values_list("pk", "name"))
    found = []
    for event, after in pairwise(events):
        is_restricted = event.visibility == Visibility.RESTRICTED
        if event.text == after.text or (is_restricted and not coordinates and contact.author_id != user.pk):
            continue
        found.append(
            EarlierText(
                text=event.text,
                written_at=event.pgh_created_at,
                replaced_at=after.pgh_created_at,
                replaced_by=names.get(_who(after), contact.author.name),
                pieces=differences(event.text, after.text),
            )
        )
    return tuple(reversed(found))


def _who(event: object) -> int | None:
    context = getattr(event, "pgh_context", None)
    who = context.metadata.get("user") if context is not None else None
    return int(who) if who else None


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Word by word, with the white space that stood between them."""
    old, new = re.findall(r"\S+\s*|\s+", before), re.findall(r"\S+\s*|\s+", after)
    pieces = []
    for kind, a, b, c, d in difflib.SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(words="".join(old[a:b])))
            continue
        if a < b:
            pieces.append(Piece(words="".join(old[a:b]), change="removed"))
        if c < d:
            pieces.append(Piece(words="".join(new[c:d]), change="added"))
    return tuple(pieces)
