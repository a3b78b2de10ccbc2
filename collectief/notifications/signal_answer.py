"""Mailing an answer to who passed a signal on: fixed sentences, and not a word of the signal itself."""

import logging
import smtplib
from datetime import datetime

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from collectief.models import SignalAnswer

LANGUAGE = "nl"
# Every minute: a day and a half without a mail server that answers.
MOST_TRIES = 2160
logger = logging.getLogger(__name__)


@transaction.atomic
def mail_answer(*, answer_id: int, at: datetime) -> bool:
    """Send it once; False when it went before, is going at this moment, or cannot go.

    When the machine stops between the mail and the commit it goes again: better twice than never.
    """
    rows = SignalAnswer.objects.to_mail().select_for_update(of=("self",), skip_locked=True, no_key=True)
    answer = rows.select_related("signal__team").filter(pk=answer_id).first()
    if answer is None:
        return False
    answer.tries += 1
    try:
        if not answer.signal.can_be_mailed:
            raise ValueError
        _message(answer).send()
    except (smtplib.SMTPRecipientsRefused, ValueError):
        answer.failed_at = max(at, answer.given_at)
    except (OSError, smtplib.SMTPException) as error:
        logger.warning("answer %s to a signaller did not go: %s", answer_id, type(error).__name__)
        if answer.tries >= MOST_TRIES:
            answer.failed_at = max(at, answer.given_at)
    else:
        answer.sent_at = max(at, answer.given_at)
    answer.save(update_fields=["tries", "sent_at", "failed_at"])
    return answer.sent_at is not None


def mail_what_waits(*, at: datetime) -> int:
    """What could not be sent at once, because the mail server or the broker was away. Returns how many went."""
    waiting = SignalAnswer.objects.to_mail().order_by("pk").values_list("pk", flat=True)
    return sum(mail_answer(answer_id=pk, at=at) for pk in list(waiting))


def _message(answer: SignalAnswer) -> EmailMessage:
    team = answer.signal.team
    reach = " · ".join(part for part in (team.name, team.phone, team.email) if part)
    with translation.override(LANGUAGE):
        body = "\n\n".join([_("Hello,"), answer.text, _("Kind regards,"), reach])
        subject = _("You told %(team)s something") % {"team": team.name}
    return EmailMessage(
        subject,
        body,
        to=[answer.signal.reach.strip()],
        reply_to=[team.email] if team.email else None,
        headers={"Auto-Submitted": "auto-generated"},
    )
