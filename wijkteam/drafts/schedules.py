"""What Celery beat asks for."""

from datetime import timedelta
from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.drafts.services.keep_draft import remove_old_drafts

DAYS = 14


@shared_task(name="drafts.remove_old")
def remove_old(**_: Any) -> None:
    """Drafts that nobody touched for two weeks."""
    remove_old_drafts(before=timezone.now() - timedelta(days=DAYS))
