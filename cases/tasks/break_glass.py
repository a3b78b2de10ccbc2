from typing import Any

from celery import shared_task
from django.utils import timezone

from cases.notifications.break_glass import announce_emergency


@shared_task(name="cases.announce_emergency")
def announce(*, break_glass_id: int, **_: Any) -> None:
    """Tell the privacy officer and the team coordinator, at once."""
    announce_emergency(break_glass_id=break_glass_id, at=timezone.now())
