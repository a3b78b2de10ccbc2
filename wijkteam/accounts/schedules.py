"""What Celery beat asks for."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.accounts.services.end_sessions import remove_expired_sessions


@shared_task(name="accounts.remove_sessions")
def remove_sessions(**_: Any) -> None:
    """Sessions that are over; they would otherwise stay in the table for ever."""
    remove_expired_sessions(at=timezone.now())
