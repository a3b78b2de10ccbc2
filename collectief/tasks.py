"""Work that a request leaves to the background. Messages hold ids."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collectief.notifications.deliver_round import deliver_round


@shared_task(name="collectief.deliver_round")
def deliver(*, round_id: int, **_: Any) -> None:
    """Mail a round to everybody for whom it waits."""
    deliver_round(round_id=round_id, at=timezone.now())
