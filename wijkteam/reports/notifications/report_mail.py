"""The mail about a publication: that there is a report, and where. No figure stands in it."""

import smtplib
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.reports.enums import MailFailure
from wijkteam.reports.models import ReportMail, ReportSubscription
from wijkteam.reports.models.conversation import READER_ROLES

# After this many times without a mail server that answers, somebody has to look.
MOST_TRIES = 12
_PAUSE = timedelta(minutes=2)
# A claim without an end is of a machine that stopped: well over the time limit of a task.
LOST_AFTER = timedelta(minutes=30)
_SIGNER = signing.Signer(salt="reports.subscription-stop", sep=".")


def deliver(*, report_id: int, at: datetime) -> int:
    """What waits of one publication. Returns how many mails went."""
    return _deliver(Q(report=report_id), at=at)


def deliver_waiting(*, at: datetime) -> int:
    """What waits of all: the mail server or the broker was away. What a machine left behind is given up."""
    lost = ReportMail.objects.filter(sent_at=None, failed_at=None, claimed_at__lt=at - LOST_AFTER)
    lost.update(failed_at=at, failure=MailFailure.INTERRUPTED)
    return _deliver(Q(), at=at)


def _deliver(which: Q, *, at: datetime) -> int:
    waiting = ReportMail.objects.waiting().filter(which, Q(try_after=None) | Q(try_after__lte=at))
    return sum(_one(pk, at=at) for pk in list(waiting.order_by("pk").values_list("pk", flat=True)))


def _one(pk: int, *, at: datetime) -> int:
    """Claim, commit, send, write down. A machine that stops between claim and end leaves a mail that never goes again:
    a reader may miss one, and finds the report on the page; nobody gets two.
    """
    mail = _claim(pk, at=at)
    if mail is None:
        return 0
    failure, again = "", False
    try:
        message_for(mail).send()
    except (smtplib.SMTPRecipientsRefused, ValueError):  # ValueError: what cannot be an address or a header
        failure = MailFailure.REFUSED
    except (OSError, smtplib.SMTPException):
        again = mail.tries < MOST_TRIES
        failure = "" if again else MailFailure.UNREACHABLE
    if again:
        mail.claimed_at, mail.try_after = None, at + _PAUSE * mail.tries
    elif failure:
        mail.failed_at, mail.failure = at, failure
    else:
        mail.sent_at = at
    mail.save(update_fields=["claimed_at", "try_after", "failed_at", "failure", "sent_at"])
    return int(mail.sent_at is not None)


@transaction.atomic
def _claim(pk: int, *, at: datetime) -> ReportMail | None:
    rows = ReportMail.objects.select_for_update(of=("self",), skip_locked=True, no_key=True).waiting()
    mail = rows.select_related("report", "user").filter(pk=pk).first()
    if mail is None:
        return None
    wanted = ReportSubscription.objects.for_report(mail.report).filter(user=mail.user)
    user = mail.user
    if not (user.is_active and user.email and user.role in READER_ROLES and wanted.exists()):
        mail.failed_at, mail.failure = at, MailFailure.STOPPED
        mail.save(update_fields=["failed_at", "failure"])
        return None
    mail.claimed_at, mail.tries = at, mail.tries + 1
    mail.save(update_fields=["claimed_at", "tries"])
    return mail


def message_for(mail: ReportMail) -> EmailMessage:
    """A link to the report, and one to stop."""
    report, user = mail.report, mail.user
    stop = stop_url(user)
    link = f"{settings.BASE_URL}{reverse('reports:detail', args=[report.public_id])}"
    own = f"{settings.BASE_URL}{reverse('reports:subscribe')}"
    with translation.override(user.language):
        about = {
            "name": report.name,
            "month": f"{MONTHS[report.month.month]} {report.month.year}",
            "version": report.version,
        }
        if report.version > 1:
            subject = _("New version: %(name)s, %(month)s (version %(version)s)") % about
        else:
            subject = _("New report: %(name)s, %(month)s") % about
        body = "\n\n".join(
            [
                subject + ".",
                _("Read it here, after signing in:") + f"\n{link}",
                "-- \n"
                + _("You get this mail because you asked for it. Choose about which reports: %(own)s") % {"own": own}
                + "\n"
                + _("Stop at once: %(stop)s") % {"stop": stop},
            ]
        )
    host = settings.BASE_URL.partition("://")[2].partition(":")[0] or "localhost"
    return EmailMessage(
        subject=subject,
        body=body + "\n",
        to=[user.email],
        headers={
            "Message-ID": f"<report-{mail.public_id}@{host}>",
            "List-Unsubscribe": f"<{stop}>",
            "Auto-Submitted": "auto-generated",
        },
    )


# -- stopping ----------------------------------------------------------------------------------------


def stop_url(user: User) -> str:
    """Works without signing in; says nothing about who it is."""
    return f"{settings.BASE_URL}{reverse('reports:unsubscribe', args=[_SIGNER.sign(user.public_id.hex)])}"


def reader_of(token: str) -> User | None:
    try:
        key = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    found: User | None = User.objects.filter(public_id=key).first()
    return found
