"""What Celery beat asks of the collective work. Messages hold nothing."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collectief.notifications.deliver_round import deliver_waiting


@shared_task(name="collectief.deliver_waiting_rounds")
def deliver_waiting_rounds(**_: Any) -> None:
    """Every minute: what is left of a round when a worker stopped, or the mail server or the broker was away."""
    deliver_waiting(at=timezone.now())
