"""What Celery beat asks for. Messages hold nothing."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.daily.services.digest import remove_old_mails, send_due

KEPT_DAYS = 30


@shared_task(name="daily.send_digests")
def send_digests(**_: Any) -> None:
    """The daily mails whose time has come. Runs every five minutes, and so makes up for a round that was missed."""
    send_due(at=timezone.now())


@shared_task(name="daily.remove_old_mails")
def remove_old(**_: Any) -> None:
    """That a mail went on a day is of no use after a month."""
    remove_old_mails(before=timezone.localdate() - dt.timedelta(days=KEPT_DAYS))
