"""A link in a mail, and a code to the same mailbox: how somebody without an account shows that they read it (ADR 20).

What a link is for stands in the app that makes it: three models on these bases, triggers that say when it opens, and a
page behind a door (see mail_door.py). The token and the code exist in their mail alone; a keyed hash of them is kept.
"""

import secrets
import uuid
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, ClassVar

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q, QuerySet
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

CODE_LASTS = timedelta(minutes=15)
# Of one link: while a code lasts, and over its whole life, from all places together.
WRONG_AT_ONCE = 5
WRONG_CODES = 15
# What could not be sent for so long is no longer tried.
TRIED_FOR = timedelta(days=1)
# Who presses twice waits for the mail that is on its way; nobody fills a mailbox with codes.
_ONE_AT_A_TIME = timedelta(minutes=1)
_CODES_AN_HOUR = 5


class LinkUse(models.TextChoices):
    """What happened when somebody used a link."""

    OPENED = "opened", _("opened")
    WRONG_CODE = "wrong-code", _("a wrong code was filled in")


class LinkIsOver(Exception):
    """Ended, taken back, without its reason, or tried too often."""


class TooManyCodes(Exception):
    """So many were asked for, or filled in wrong, that one has to wait."""


class WrongCode(Exception):
    """Other figures than those in the mail, or too late; it was counted."""


def digests(purpose: str, value: str) -> list[str]:
    """What is kept of a secret: under the key of today first, then under those of before."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return [salted_hmac(purpose, value, secret=key, algorithm="sha256").hexdigest() for key in keys]


# -- rows ----------------------------------------------------------------------------------------------


class MailLink(models.Model):
    """An address in a mail, up to (not including) a day. Taking it back is final.

    A model on this base has `uses` and `codes` that point at it, and a queryset with `live(on=...)`.
    """

    purpose: ClassVar[str]

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail address"))
    digest = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001  (none until it is sent)
    created_at = models.DateTimeField(_("made"))
    created_by: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("made by")
    )
    starts_on = models.DateField(_("from"))
    expires_on = models.DateField(_("until"))
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("revoked"), null=True, blank=True)
    revoked_by: "models.ForeignKey[Any, Any]" = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("revoked by"),
    )
    # One per rendered form: sending the same form twice makes one link.
    request_key = models.UUIDField(null=True, blank=True, unique=True, editable=False)

    class Meta:
        abstract = True

    @property
    def reference(self) -> str:
        """What both sides can say on the telephone: it says nothing of anybody."""
        return f"{self.public_id.hex[:4]}-{self.public_id.hex[4:8]}".upper()

    @classmethod
    def digests_of(cls, token: str) -> list[str]:
        return digests(cls.purpose, token)

    def new_token(self, *, at: datetime) -> str:
        """For the mail that goes now, kept nowhere. Save `digest` and `sent_at` afterwards.

        When the machine stops right after the mail went, the next mail brings another token, and the address in the
        first one opens nothing.
        """
        token = secrets.token_urlsafe(32)
        self.digest, self.sent_at = self.digests_of(token)[0], max(at, self.created_at)
        return token


def sent_with_its_hash(name: str, since: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        name=name,
        condition=Q(sent_at=None, digest=None)
        | Q(
            sent_at__isnull=False,
            digest__isnull=False,
            sent_at__gte=F(since),
            digest__regex=r"^[0-9a-f]{64}$",
        ),
    )


def link_rules(prefix: str) -> list[models.BaseConstraint]:
    """What is so of every link: for `Meta.constraints`, under the names of this one."""
    return [
        models.CheckConstraint(name=f"{prefix}_goes_to_an_address", condition=~Q(email="")),
        sent_with_its_hash(f"{prefix}_sent_with_its_hash", "created_at"),
        models.CheckConstraint(
            name=f"{prefix}_revoked_by_somebody",
            condition=Q(revoked_at=None, revoked_by=None)
            | Q(revoked_at__isnull=False, revoked_by__isnull=False, revoked_at__gte=F("created_at")),
        ),
    ]


class MailCode(models.Model):
    """Six figures to the same address, asked for by who opened a link. A model on this base has `link`."""

    purpose: ClassVar[str]
    link_id: int

    asked_at = models.DateTimeField(_("asked"))
    digest = models.CharField(max_length=64, null=True, editable=False)  # noqa: DJ001  (none until it is sent)
    sent_at = models.DateTimeField(_("sent"), null=True, blank=True)
    used_at = models.DateTimeField(_("used"), null=True, blank=True)

    class Meta:
        abstract = True

    @classmethod
    def digests_of(cls, link_id: int, code: str) -> list[str]:
        """What is kept of a code; the same six figures are something else for another link."""
        return digests(cls.purpose, f"{link_id}:{code}")

    def new_figures(self, *, at: datetime) -> str:
        """For the mail that goes now, kept nowhere. Save `digest` and `sent_at` afterwards."""
        figures = f"{secrets.randbelow(1_000_000):06d}"
        self.digest, self.sent_at = self.digests_of(self.link_id, figures)[0], max(at, self.asked_at)
        return figures


def code_rules(prefix: str) -> list[models.BaseConstraint]:
    return [
        sent_with_its_hash(f"{prefix}_sent_with_its_hash", "asked_at"),
        models.CheckConstraint(
            name=f"{prefix}_used_after_it_was_sent",
            condition=Q(used_at=None) | Q(used_at__isnull=False, sent_at__isnull=False, used_at__gte=F("sent_at")),
        ),
    ]


class MailLinkUse(models.Model):
    """Somebody used a link: it opened, or the code was wrong. A model on this base has `link`, and only grows."""

    at = models.DateTimeField(_("at"))
    outcome = models.CharField(_("what happened"), max_length=10, choices=LinkUse)

    class Meta:
        abstract = True


# -- asking for a code, and getting in with it ---------------------------------------------------------


def code_was_mailed(link: Any, *, since: datetime) -> bool:
    """Whether somebody may have a code in the mailbox that still works."""
    found: bool = link.codes.filter(asked_at__gt=since, used_at=None).exists()
    return found


def lock_live(live: "QuerySet[Any]", link: Any) -> Any:
    """The row as it is now, locked. `live` are the links that open something today.

    Raises:
        LinkIsOver
    """
    locked = live.select_for_update(of=("self",), no_key=True).filter(pk=link.pk).first()
    if locked is None or locked.uses.filter(outcome=LinkUse.WRONG_CODE).count() >= WRONG_CODES:
        raise LinkIsOver
    return locked


@transaction.atomic
def ask_for_code(live: "QuerySet[Any]", link: Any, *, at: datetime, mail: Callable[[int], Any]) -> None:
    """Have a code mailed to the address of the link; within a minute of the last one nothing happens.

    `mail` gets the number of the new code once it was committed.

    Raises:
        LinkIsOver
        TooManyCodes
    """
    locked = lock_live(live, link)
    asked = locked.codes.filter(asked_at__gt=at - timedelta(hours=1))
    if asked.filter(asked_at__gt=at - _ONE_AT_A_TIME, used_at=None).exists():
        return
    if asked.count() >= _CODES_AN_HOUR:
        raise TooManyCodes
    made = locked.codes.create(asked_at=at)
    transaction.on_commit(lambda: mail(made.pk), robust=True)


@transaction.atomic
def _open(live: "QuerySet[Any]", link: Any, *, code: str, at: datetime) -> LinkUse:
    locked = lock_live(live, link)
    lasting = at - CODE_LASTS
    if locked.uses.filter(outcome=LinkUse.WRONG_CODE, at__gt=lasting).count() >= WRONG_AT_ONCE:
        raise TooManyCodes
    mailed = locked.codes.filter(asked_at__gt=lasting, used_at=None)
    found = mailed.filter(digest__in=mailed.model.digests_of(locked.pk, code)).first()
    outcome = LinkUse.WRONG_CODE if found is None else LinkUse.OPENED
    if found is not None:
        found.used_at = max(at, found.sent_at or at)
        found.save(update_fields=["used_at"])
    locked.uses.create(at=at, outcome=outcome)
    return outcome


def open_with_code(live: "QuerySet[Any]", link: Any, *, code: str, at: datetime) -> None:
    """Let the reader in, once for each code. Opening and failing are both written down.

    Raises:
        LinkIsOver
        TooManyCodes
        WrongCode: after the attempt was kept.
    """
    if _open(live, link, code=code, at=at) != LinkUse.OPENED:
        raise WrongCode
