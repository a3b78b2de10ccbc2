"""Use cases: choose a daily mail, stop it, and send those whose time has come."""

import datetime as dt
import smtplib
from collections.abc import Collection

from django.db import IntegrityError, transaction
from django.utils import timezone, translation

from wijkteam.accounts.models import User
from wijkteam.daily.enums import DigestOutcome
from wijkteam.daily.models import Digest, DigestMail
from wijkteam.daily.notifications.digest_mail import message_for
from wijkteam.daily.selectors.digest import counts, kinds

# After a night that the machine was off, nobody gets the mail of the morning in the evening.
LATEST = dt.timedelta(hours=4)


@transaction.atomic
def choose_digest(*, user: User, is_on: bool, send_at: dt.time, about: Collection[str]) -> None:
    """From now on at this time. What was sent today is not sent again."""
    User.objects.select_for_update(of=("self",), no_key=True).get(pk=user.pk)  # two tabs: one after the other
    without = [kind for kind in kinds() if kind not in about]
    Digest.objects.update_or_create(user=user, defaults={"is_on": is_on, "send_at": send_at, "without": without})


def stop_digest(*, user: User) -> None:
    Digest.objects.filter(user=user, is_on=True).update(is_on=False)


def send_due(*, at: dt.datetime) -> int:
    """Those whose time has come by the clock on the wall. Returns how many mails went.

    A time that does not exist in the night that the clock goes forward comes when it is past; one that comes twice in
    the night that it goes back counts once: a mail is of a day.
    """
    now = timezone.localtime(at)
    earliest = (now.replace(tzinfo=None) - LATEST).time() if now.hour >= LATEST.seconds // 3600 else dt.time(0)
    due = Digest.objects.due(day=now.date(), at=now.time()).filter(send_at__gte=earliest).select_related("user")
    return sum(_one(digest, day=now.date(), at=at) for digest in list(due.order_by("send_at", "pk")))


def _one(digest: Digest, *, day: dt.date, at: dt.datetime) -> int:
    """Claim the day, commit, count, send, write down."""
    user = digest.user
    if not user.does_casework:
        return 0
    try:
        with transaction.atomic():
            mail = DigestMail.objects.create(user=user, day=day, outcome=DigestOutcome.CLAIMED, at=at)
    except IntegrityError:
        return 0  # another worker has it
    with translation.override(user.language):
        found = counts(user, today=day, without=digest.without)
    if not found:
        return _done(mail, DigestOutcome.EMPTY)
    try:
        message_for(user, found).send()
    except (smtplib.SMTPRecipientsRefused, ValueError):  # ValueError: what cannot be an address or a header
        return _done(mail, DigestOutcome.FAILED)
    except (OSError, smtplib.SMTPException):
        mail.delete()  # it did not go: the next round tries again, as long as it makes sense
        return 0
    return _done(mail, DigestOutcome.SENT)


def _done(mail: DigestMail, outcome: DigestOutcome) -> int:
    mail.outcome = outcome
    mail.save(update_fields=["outcome"])
    return int(outcome == DigestOutcome.SENT)


def remove_old_mails(*, before: dt.date) -> int:
    return DigestMail.objects.filter(day__lt=before).delete()[0]
