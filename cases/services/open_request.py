"""Use cases: who opens the link of a request asks for a code, and gets in with it."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from cases.enums import LinkUse
from cases.models import RequestCode, RequestLink, RequestLinkUse
from cases.models.request_link import CODE_LASTS, WRONG_AT_ONCE, WRONG_CODES, digests_of_code
from cases.tasks.request_mail import mail_code

# Who presses twice waits for the mail that is on its way; nobody fills a mailbox with codes.
_ONE_AT_A_TIME = timedelta(minutes=1)
_CODES_AN_HOUR = 5


class LinkIsOver(Exception):
    """Answered, called off, ended, taken back, or tried too often."""


class TooManyCodes(Exception):
    """So many were asked for, or filled in wrong, that one has to wait."""


class WrongCode(Exception):
    """Other figures than those in the mail, or too late; it was counted."""


def lock_live(link: RequestLink, *, at: datetime) -> RequestLink:
    """The row as it is now, locked. Raises LinkIsOver."""
    live = RequestLink.objects.live(on=timezone.localdate(at))
    locked = live.select_for_update(of=("self",), no_key=True).filter(pk=link.pk).first()
    if locked is None or locked.uses.filter(outcome=LinkUse.WRONG_CODE).count() >= WRONG_CODES:
        raise LinkIsOver
    return locked


@transaction.atomic
def ask_for_code(*, link: RequestLink, at: datetime) -> None:
    """Have a code mailed to the address of the link; within a minute of the last one nothing happens.

    Raises:
        LinkIsOver
        TooManyCodes
    """
    locked = lock_live(link, at=at)
    asked = locked.codes.filter(asked_at__gt=at - timedelta(hours=1))
    if asked.filter(asked_at__gt=at - _ONE_AT_A_TIME, used_at=None).exists():
        return
    if asked.count() >= _CODES_AN_HOUR:
        raise TooManyCodes
    made = RequestCode.objects.create(link=locked, asked_at=at)
    transaction.on_commit(lambda: mail_code.delay(request_code_id=made.pk), robust=True)


@transaction.atomic
def _open(link: RequestLink, *, code: str, at: datetime) -> LinkUse:
    locked = lock_live(link, at=at)
    lasting = at - CODE_LASTS
    if locked.uses.filter(outcome=LinkUse.WRONG_CODE, at__gt=lasting).count() >= WRONG_AT_ONCE:
        raise TooManyCodes
    mailed = locked.codes.filter(asked_at__gt=lasting, used_at=None, digest__in=digests_of_code(locked.pk, code))
    found = mailed.first()
    outcome = LinkUse.WRONG_CODE if found is None else LinkUse.OPENED
    if found is not None:
        found.used_at = max(at, found.sent_at or at)
        found.save(update_fields=["used_at"])
    RequestLinkUse.objects.create(link=locked, at=at, outcome=outcome)
    return outcome


def open_with_code(*, link: RequestLink, code: str, at: datetime) -> None:
    """Let the reader in, once for each code. Opening and failing are both written down.

    Raises:
        LinkIsOver
        TooManyCodes
        WrongCode: after the attempt was kept.
    """
    if _open(link, code=code, at=at) != LinkUse.OPENED:
        raise WrongCode
