"""What Celery beat asks of the collective work. Messages hold nothing."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collectief.notifications.deliver_round import deliver_waiting
from collectief.services.keep_volunteer import erase_volunteers
from collectief.services.start_edition import erase_names
from wijkteam.core.periods import months_later

# What the register of retention says, and the page on which a group is closed.
NAMES_KEPT_MONTHS = 6


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
    """Every night: the names of volunteers who stopped half a year ago, or who no longer agree, go."""
    today = timezone.localdate()
    erase_volunteers(stopped_before=months_later(today, -NAMES_KEPT_MONTHS), on=today)
