"""What Celery beat asks for."""

from typing import Any

from celery import shared_task
from django.conf import settings
from django.utils import timezone

from wijkteam.accounts.services.end_sessions import remove_expired_sessions
from wijkteam.accounts.services.shut_unused import shut_unused


@shared_task(name="accounts.remove_sessions")
def remove_sessions(**_: Any) -> None:
    """Sessions that are over; they would otherwise stay in the table for ever."""
    remove_expired_sessions(at=timezone.now())


@shared_task(name="accounts.shut_unused")
def shut_unused_accounts(**_: Any) -> None:
    """Every night: who left without a word. Not in the demo, whose people rest for months."""
    if not settings.DEMO:
        shut_unused(at=timezone.now())
