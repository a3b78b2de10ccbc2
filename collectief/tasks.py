"""Work that a request leaves to the background. Messages hold ids."""

from typing import Any

from celery import shared_task
from django.utils import timezone

from collectief.notifications import visit_mail
from collectief.notifications.deliver_round import deliver_round
from collectief.notifications.signal_answer import mail_answer


@shared_task(name="collectief.deliver_round")
def deliver(*, round_id: int, **_: Any) -> None:
    """Mail a round to everybody for whom it waits."""
    deliver_round(round_id=round_id, at=timezone.now())


@shared_task(name="collectief.mail_visit_link")
def mail_visit_link(*, visit_link_id: int, **_: Any) -> None:
    """The mail with the address of a volunteer's own page."""
    visit_mail.mail_link(visit_link_id=visit_link_id, at=timezone.now())


@shared_task(name="collectief.mail_visit_code")
def mail_visit_code(*, visit_code_id: int, **_: Any) -> None:
    """The mail with the six figures that somebody waits for."""
    visit_mail.mail_code(visit_code_id=visit_code_id, at=timezone.now())


@shared_task(name="collectief.mail_signal_answer")
def mail_signal_answer(*, answer_id: int, **_: Any) -> None:
    """Mail an answer to who passed a signal on, once."""
    mail_answer(answer_id=answer_id, at=timezone.now())
