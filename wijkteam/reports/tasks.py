"""Work that a request leaves to the background. Messages hold ids."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from wijkteam.reports.notifications.report_mail import deliver


@shared_task(name="reports.mail_report")
def mail_report(*, report_id: int, **_: Any) -> None:
    """Tell who wants to hear of it that a report was published."""
    deliver(report_id=report_id, at=timezone.now())
