"""Use case: tell who is invited to a conference about it, and about every change that they must know."""

import logging
import smtplib
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Count, F, Q
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import ConferenceParticipant
from cases.selectors.conference_invitation import invitation_file, mailbox_of, title_of
from wijkteam.core.calendar_files import Method

logger = logging.getLogger(__name__)
LANGUAGE = "nl"


def send_invitations(*, at: datetime) -> int:
    """Mail everybody who was not told of the present state of a conference to come. Returns how many were sent.

    A mail may go twice when the machine stops right after it; calendar programs then see the same thing twice.
    """
    waiting = (
        ConferenceParticipant.objects.filter(conference__starts_at__gt=at, conference__held_at=None)
        .filter(
            Q(sent_sequence=None, conference__cancelled_at=None)
            | Q(sent_sequence__lt=F("conference__sequence"))
            | Q(dropped_at__isnull=False)
        )
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return sum(_send(pk, at=at) for pk in list(waiting))


@transaction.atomic
def _send(pk: int, *, at: datetime) -> int:
    rows = ConferenceParticipant.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    one = rows.select_related("conference__team", "worker", "professional", "person").filter(pk=pk).first()
    mailbox = mailbox_of(one) if one is not None else None
    if one is None:
        return 0
    if mailbox is None:
        if one.dropped_at is not None:
            one.delete()
        return 0
    conference = one.conference
    items = conference.items.aggregate(count=Count("pk"))["count"]
    with translation.override(LANGUAGE):
        day = date_format(timezone.localtime(conference.starts_at), "l j F Y H.i")
        words = {"title": title_of(conference), "day": day}
        if one.dropped_at:
            method, subject = Method.CANCEL, _("No longer invited: %(title)s, %(day)s") % words
        elif conference.cancelled_at:
            method, subject = Method.CANCEL, _("Called off: %(title)s, %(day)s") % words
        elif one.sent_sequence is None:
            method, subject = Method.REQUEST, _("Invitation: %(title)s, %(day)s") % words
        else:
            method, subject = Method.REQUEST, _("Changed: %(title)s, %(day)s") % words
        file = invitation_file(conference, method=method, attendee=mailbox, items=items, at=at)
        if method == Method.CANCEL:
            body = _("%(title)s\n%(day)s\n\nThe attachment takes this appointment out of your calendar.") % words
        else:
            body = _("%(title)s\n%(day)s\n%(place)s\n\nThe appointment is attached for your calendar.") % {
                **words,
                "place": conference.place,
            }
    mail = EmailMessage(subject, body, to=[mailbox.email])
    mail.attach("overleg.ics", file.decode(), f"text/calendar; method={method}; charset=utf-8")
    try:
        mail.send()
    except (OSError, smtplib.SMTPException, ValueError) as error:  # ValueError: what cannot be an address or a header
        logger.warning("an invitation waits: %s", type(error).__name__)
        return 0
    if one.dropped_at is not None:
        one.delete()
        return 1
    one.sent_sequence = conference.sequence
    one.save(update_fields=["sent_sequence"])
    return 1
