"""Mailing an information round, address by address. A mail goes once: whoever sends it holds its row meanwhile."""

import smtplib
from datetime import datetime, timedelta
from email.utils import formataddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.db.models import Q

from collectief.enums import RoundFailure
from collectief.models import InformationRound, RoundDelivery
from collectief.notifications.round_letter import MARK, stop_url

# After this many times without a mail server that answers, somebody has to look.
MOST_TRIES = 12
_PAUSE = timedelta(minutes=2)


def deliver_round(*, round_id: int, at: datetime) -> int:
    """Everything of this round that waits. Returns how many mails went."""
    return _deliver(Q(round=round_id), at=at)


def deliver_waiting(*, at: datetime) -> int:
    """What waits of all rounds: the worker stopped halfway, or the mail server was away."""
    return _deliver(Q(), at=at)


def _deliver(which: Q, *, at: datetime) -> int:
    waiting = RoundDelivery.objects.waiting().filter(which, Q(try_after=None) | Q(try_after__lte=at))
    return sum(_one(pk, at=at) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _one(pk: int, *, at: datetime) -> int:
    """When the machine stops between the mail and the commit it goes again, with the same Message-ID."""
    rows = RoundDelivery.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).waiting()
    delivery = rows.select_related("round__team", "recipient").filter(pk=pk).first()
    if delivery is None:
        return 0
    if delivery.recipient.stopped_at is not None:
        delivery.failed_at, delivery.failure = at, RoundFailure.STOPPED
        delivery.save(update_fields=["failed_at", "failure"])
        return 0
    delivery.tries += 1
    try:
        message_for(delivery).send()
    except (smtplib.SMTPRecipientsRefused, ValueError):  # ValueError: what cannot be an address or a header
        delivery.failed_at, delivery.failure = at, RoundFailure.REFUSED
    except (OSError, smtplib.SMTPException):
        if delivery.tries >= MOST_TRIES:
            delivery.failed_at, delivery.failure = at, RoundFailure.UNREACHABLE
        else:
            delivery.try_after = at + _PAUSE * delivery.tries
    else:
        delivery.sent_at = at
    delivery.save(update_fields=["tries", "try_after", "sent_at", "failed_at", "failure"])
    return int(delivery.sent_at is not None)


def message_for(delivery: RoundDelivery) -> EmailMultiAlternatives:
    """As it was archived, with the stop link of this recipient: in the text, and where a mail program looks for it."""
    one: InformationRound = delivery.round
    stop = stop_url(delivery.recipient)
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    mail = EmailMultiAlternatives(
        subject=one.subject,
        body=one.body_text.replace(MARK, stop),
        to=[formataddr((delivery.name, delivery.email))],
        reply_to=[one.team.email] if one.team.email else None,
        headers={
            "Message-ID": f"<round-{delivery.public_id}@{host}>",
            "List-Unsubscribe": f"<{stop}>",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(one.body_html.replace(MARK, stop), "text/html")
    return mail
