"""One's own drafts, as their page shows them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from wijkteam.accounts.models import User
from wijkteam.core.draftable import find_subjects, label_of
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.seal import decrypt

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DAYS = 14
_SHORT = 40
_HIDDEN = {"request_key", "seen"}


@dataclass(frozen=True, kw_only=True)
class DraftRow:
    """`is_readable` is no when the file that it is about may not be seen any more: then nothing of it is shown."""

    public_id: UUID
    label: "_StrOrPromise"
    title: str
    start: str
    saved_at: datetime
    goes_on: date
    path: str
    is_readable: bool


@dataclass(frozen=True, kw_only=True)
class OwnDrafts:
    """`seen` are the files whose names are shown, for the read log."""

    rows: tuple[DraftRow, ...]
    seen: tuple[tuple[int, int], ...]


@dataclass(frozen=True, kw_only=True)
class DraftText:
    """The long texts can be read and changed, the rest goes along as it was."""

    row: DraftRow
    texts: tuple[tuple[str, str], ...]
    others: tuple[tuple[str, str], ...]


def own_drafts(user: User, *, on: date) -> OwnDrafts:
    """Newest first. Two statements."""
    drafts = list(Draft.objects.filter(user=user).order_by("-saved_at", "-pk"))
    return _shown(user, drafts, on=on)


def _shown(user: User, drafts: list[Draft], *, on: date) -> OwnDrafts:
    subjects = find_subjects(user, {draft.subject for draft in drafts if draft.subject}, on)
    rows = []
    for draft in drafts:
        subject = subjects.get(draft.subject) if draft.subject else None
        is_readable = draft.subject is None or subject is not None
        rows.append(
            DraftRow(
                public_id=draft.public_id,
                label=label_of(draft.form),
                title=subject.title if subject else "",
                start=_start(draft) if is_readable else "",
                saved_at=draft.saved_at,
                goes_on=(draft.saved_at + timedelta(days=DAYS)).date(),
                path=draft.path,
                is_readable=is_readable,
            )
        )
    return OwnDrafts(rows=tuple(rows), seen=tuple(sorted(one.seen for one in subjects.values())))


def _long(fields: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [
        (name, values[0])
        for name, values in fields.items()
        if name not in _HIDDEN and len(values) == 1 and (len(values[0]) > _SHORT or "\n" in values[0] or name == "text")
    ]


def _start(draft: Draft) -> str:
    texts = _long(decrypt(draft))
    return texts[0][1][:160] if texts else ""


def draft_text(draft: Draft, *, user: User, on: date) -> tuple[DraftText | None, tuple[tuple[int, int], ...]]:
    """What a draft holds, and what is seen with it; nothing when its file may not be seen any more."""
    shown = _shown(user, [draft], on=on)
    row = shown.rows[0]
    if not row.is_readable:
        return None, ()
    fields = decrypt(draft)
    texts = _long(fields)
    named = {name for name, _text in texts}
    others = tuple((name, value) for name, values in fields.items() if name not in named for value in values)
    return DraftText(row=row, texts=tuple(texts), others=others), shown.seen
