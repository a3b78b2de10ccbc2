"""Use cases: keep what somebody is typing, find it back, and let it go."""

import secrets
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.http import QueryDict
from django.urls import Resolver404, resolve, reverse
from django.utils.http import url_has_allowed_host_and_scheme

from wijkteam.accounts.models import User
from wijkteam.drafts.models import Draft
from wijkteam.drafts.models.draft import SLOTS
from wijkteam.drafts.models.seal import Fields, decrypt, encrypt

LARGEST = 200_000
_SALT = "wijkteam.drafts"
# As long as somebody can stay signed in, and a bit: an older page has lost its session anyway.
_TOKEN_AGE = 12 * 60 * 60


class NotKept(Exception):
    """There is no room for another text, or it is too long."""


class Gone(Exception):
    """The draft that this page wrote to was saved as a real text, or thrown away."""


class BadToken(Exception):
    """Not made by us, too old, or of another page."""


@dataclass(frozen=True, kw_only=True)
class DraftKey:
    """Which text it is: the form, the case file and the part of it; `page` is one rendered form."""

    user_id: int
    form: str
    subject: UUID | None
    part: UUID | None
    page: str

    def sign(self) -> str:
        one = [self.user_id, self.form, _hex(self.subject), _hex(self.part), self.page]
        return signing.dumps(one, salt=_SALT)

    @classmethod
    def read(cls, token: str) -> "DraftKey":
        """Raises BadToken."""
        try:
            user_id, form, subject, part, page = signing.loads(token, salt=_SALT, max_age=_TOKEN_AGE)
        except (signing.BadSignature, TypeError, ValueError) as error:
            raise BadToken from error
        return cls(user_id=user_id, form=form, subject=_uuid(subject), part=_uuid(part), page=page)


def _hex(one: UUID | None) -> str:
    return one.hex if one else ""


def _uuid(text: str) -> UUID | None:
    return UUID(text) if text else None


# -- what a form posts -----------------------------------------------------------------------------

_NOT_KEPT = {"csrfmiddlewaretoken", "draft", "draft_slot", "draft_version", "draft_path"}


def fields_to_keep(posted: QueryDict) -> dict[str, list[str]]:
    """Everything that somebody filled in, also twice under one name."""
    return {name: list(values) for name, values in posted.lists() if name not in _NOT_KEPT}


def number(text: str) -> int:
    """What a hidden field says; nonsense is nothing."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


def local_path(path: str) -> str:
    """A page of ours, or the list of drafts when somebody made something else of it."""
    is_local = path.startswith("/") and len(path) <= 300 and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    try:
        resolve(path)
    except Resolver404:
        is_local = False
    return path if is_local else reverse("drafts:list")


def forget_draft(*, posted: QueryDict, by: User) -> None:
    """The form was saved for real: its draft is done with. Each view that saves such a form ends with this."""
    try:
        key = DraftKey.read(posted.get("draft", ""))
    except BadToken:
        return
    if key.user_id == by.pk:
        drop_draft(key=key, slot=number(posted.get("draft_slot", "")), is_saved=True)


def key_of(draft: Draft) -> DraftKey:
    """As a new page would write to it."""
    return DraftKey(
        user_id=draft.user_id,
        form=draft.form,
        subject=draft.subject,
        part=draft.part,
        page=secrets.token_hex(8),
    )


# -- use cases -------------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class Kept:
    """`moved` says that another tab wrote too, so that this text got a place of its own."""

    draft: Draft
    moved: bool


def keep_draft(*, key: DraftKey, slot: int, version: int, fields: Fields, path: str, at: datetime) -> Kept:
    """Write the text as it is now. `version` is what this page kept last, 0 when nothing yet.

    Two tabs do not fight: who did not write the version that is there gets another slot, and is told.

    Raises:
        Gone: this form was saved, or its draft thrown away; nothing was kept.
        NotKept: there is no room.
    """
    content = encrypt(fields)
    if len(content) > LARGEST:
        raise NotKept
    if cache.get(_done(key)):
        raise Gone
    with transaction.atomic():
        mine = list(_drafts(key).select_for_update().order_by("slot"))
        found = next((draft for draft in mine if draft.slot == slot), None)
        if version and found is None:
            raise Gone
        if found is not None and found.version == version:
            found.content, found.version, found.saved_at, found.path = content, version + 1, at, path
            found.save(update_fields=["content", "version", "saved_at", "path"])
            return Kept(draft=found, moved=False)
        same = next((draft for draft in mine if not version and decrypt(draft) == _plain(fields)), None)
        if same is not None:
            return Kept(draft=same, moved=False)
        free = next((number for number in range(SLOTS) if number not in {draft.slot for draft in mine}), None)
        if free is None:
            raise NotKept
        try:
            with transaction.atomic():
                made = Draft.objects.create(
                    user_id=key.user_id,
                    form=key.form,
                    subject=key.subject,
                    part=key.part,
                    slot=free,
                    path=path,
                    content=content,
                    saved_at=at,
                )
        except IntegrityError:
            # Another tab took this slot a moment ago: the browser asks again.
            raise NotKept from None
        return Kept(draft=made, moved=bool(mine))


def _plain(fields: Fields) -> dict[str, list[str]]:
    return {name: list(values) for name, values in fields.items()}


def _drafts(key: DraftKey) -> "Any":
    return Draft.objects.filter(user_id=key.user_id, form=key.form, subject=key.subject, part=key.part)


def _done(key: DraftKey) -> str:
    return f"draft-done:{key.page}"


def newest_draft(key: DraftKey) -> Draft | None:
    found: Draft | None = _drafts(key).order_by("-saved_at", "-pk").first()
    return found


def keep_posted(*, key: DraftKey, slot: str, version: str, fields: Fields, path: str, at: datetime) -> Kept:
    """Keep a whole form that was sent without a session; it goes over what this page kept before.

    Raises:
        NotKept: there is no room.
    """
    path = local_path(path)
    try:
        return keep_draft(key=key, slot=number(slot), version=number(version), fields=fields, path=path, at=at)
    except Gone:
        fresh = replace(key, page=secrets.token_hex(8))
        return keep_draft(key=fresh, slot=0, version=0, fields=fields, path=path, at=at)


def drop_draft(*, key: DraftKey, slot: int, is_saved: bool) -> None:
    """The text was saved for real, or thrown away. What is on its way from a saved page is not kept any more."""
    _drafts(key).filter(slot=slot).delete()
    if is_saved:
        cache.set(_done(key), 1, _TOKEN_AGE)


def remove_draft(*, draft: Draft, by: User) -> None:
    """Somebody throws a draft away."""
    Draft.objects.filter(pk=draft.pk, user=by).delete()


def remove_old_drafts(*, before: datetime) -> int:
    return Draft.objects.filter(saved_at__lt=before).delete()[0]
