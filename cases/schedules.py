"""What Celery beat asks of the cases. Messages hold nothing, or the id of a list that was sent."""

import datetime as dt
from typing import Any

from celery import shared_task
from django.utils import timezone

from cases.models import BreakGlass, CaseloadJob
from cases.notifications.break_glass import announce_emergency
from cases.notifications.request_mail import mail_what_waits
from cases.services.add_file import scan_waiting
from cases.services.add_file import sweep_files as sweep
from cases.services.caseload.run_list import run_list
from cases.services.caseload.send_list import drop_what_was_left
from cases.services.count_weeks import count_weeks
from cases.services.mend_search_words import mend_search_words as mend
from cases.services.send_invitations import send_invitations
from collectief.selectors.weekly_counts import last_whole_week
from collectief.services.find_opportunities import find_opportunities as find


@shared_task(name="cases.scan_waiting_files")
def scan_waiting_files(**_: Any) -> None:
    """Files that came in while the virus scanner was away."""
    scan_waiting()


@shared_task(name="cases.sweep_files")
def sweep_files(**_: Any) -> None:
    """Bytes that belong to no file any more."""
    sweep()


@shared_task(name="cases.mend_search_words")
def mend_search_words(**_: Any) -> None:
    """Every night: the words that a typing error is compared with, from the rows."""
    mend()


@shared_task(name="cases.announce_emergencies")
def announce_emergencies(**_: Any) -> None:
    """Every minute: the notices that were not sent, because the mail server or the broker was away."""
    for pk in BreakGlass.objects.filter(announced_at=None).order_by("pk").values_list("pk", flat=True):
        announce_emergency(break_glass_id=pk, at=timezone.now())


@shared_task(name="cases.send_conference_mail")
def send_conference_mail(**_: Any) -> None:
    """Every five minutes: who is invited to a case conference and was not told of its present state."""
    send_invitations(at=timezone.now())


@shared_task(name="cases.send_request_mail")
def send_request_mail(**_: Any) -> None:
    """Every minute: links and codes for partners that could not be mailed at once."""
    mail_what_waits(at=timezone.now())


@shared_task(name="cases.find_opportunities")
def find_opportunities(**_: Any) -> None:
    """Every night: count the weeks that are over, and see which theme stands out where. Again changes nothing."""
    until = last_whole_week(timezone.localdate())
    count_weeks(until=until)
    find(until=until, at=timezone.now())


@shared_task(name="cases.take_in_caseload")
def take_in_caseload(*, job_id: int, **_: Any) -> None:
    """Take in a list that was confirmed. Delivered twice, or too late, it does nothing."""
    run_list(job_id=job_id)


@shared_task(name="cases.sweep_caseloads")
def sweep_caseloads(**_: Any) -> None:
    """Every minute: lists that nobody finished, as the message was lost or its worker was killed; old files go."""
    now = timezone.now()
    left = CaseloadJob.objects.to_take(at=now).filter(confirmed_at__lte=now - dt.timedelta(seconds=30))
    for job_id in left.order_by("confirmed_at", "pk").values_list("pk", flat=True):
        take_in_caseload.delay(job_id=job_id)
    drop_what_was_left(at=now)
