"""What Celery beat asks of the collective work. Messages hold nothing."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collectief.notifications.deliver_round import deliver_waiting
from collectief.notifications.signal_answer import mail_what_waits as mail_answers_that_wait
from collectief.notifications.visit_mail import mail_what_waits
from collectief.services.keep_volunteer import erase_volunteers
from collectief.services.start_edition import erase_names
from collectief.services.tell_signaller import erase_signallers
from collectief.services.visit_somebody import erase_wishes
from wijkteam.core.periods import months_later

# What the register of retention says, and the page on which a group is closed.
NAMES_KEPT_MONTHS = 6
# So long after the follow-up, says the register, and the page of a signal.
SIGNALLERS_KEPT_MONTHS = 6


@shared_task(name="collectief.deliver_waiting_rounds")
def deliver_waiting_rounds(**_: Any) -> None:
    """Every minute: what is left of a round when a worker stopped, or the mail server or the broker was away."""
    deliver_waiting(at=timezone.now())


@shared_task(name="collectief.erase_names")
def erase_names_of_groups(**_: Any) -> None:
    """Every night: the names of groups that stopped half a year ago go; how many came, and the scores, stay."""
    today = timezone.localdate()
    erase_names(closed_before=months_later(today, -NAMES_KEPT_MONTHS), on=today)


@shared_task(name="collectief.erase_volunteers")
def erase_volunteers_who_stopped(**_: Any) -> None:
    """Every night: the names of volunteers, and of who was visited, half a year after they stopped or at once."""
    today = timezone.localdate()
    before = months_later(today, -NAMES_KEPT_MONTHS)
    erase_volunteers(stopped_before=before, on=today)
    erase_wishes(closed_before=before, on=today)


@shared_task(name="collectief.send_visit_mail")
def send_visit_mail(**_: Any) -> None:
    """Every minute: links and codes for volunteers that could not be mailed at once."""
    mail_what_waits(at=timezone.now())


@shared_task(name="collectief.mail_signal_answers")
def mail_signal_answers(**_: Any) -> None:
    """What could not be mailed at once."""
    mail_answers_that_wait(at=timezone.now())


@shared_task(name="collectief.erase_signallers")
def erase_names_of_signallers(**_: Any) -> None:
    """Every night: who passed a signal on is forgotten half a year after it was followed up; the signal stays."""
    today = timezone.localdate()
    erase_signallers(followed_up_before=months_later(today, -SIGNALLERS_KEPT_MONTHS), on=today)
