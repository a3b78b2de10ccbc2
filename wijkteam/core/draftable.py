"""Which forms keep a draft, and what their drafts are about: each app says so when it starts (apps.py)."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class DraftSubject:
    """A case file as a list of drafts calls it; `seen` are its number and that of its household, for the read log."""

    title: str
    seen: tuple[int, int]


FindSubjects = Callable[[Any, Collection[UUID], date], Mapping[UUID, DraftSubject]]

_labels: "dict[str, _StrOrPromise]" = {}
_find: list[FindSubjects] = []


def register_draft_form(key: str, label: "_StrOrPromise") -> None:
    """`key` is the word that the template gives to its `draft` tag."""
    _labels[key] = label


def register_draft_subjects(find: FindSubjects) -> None:
    """`find(user, ids, on)` gives those of the files that this person may see; the others stay nameless."""
    _find[:] = [find]


def label_of(key: str) -> "_StrOrPromise":
    return _labels.get(key, key)


def find_subjects(user: Any, ids: Collection[UUID], on: date) -> Mapping[UUID, DraftSubject]:
    return _find[0](user, ids, on) if _find and ids else {}
