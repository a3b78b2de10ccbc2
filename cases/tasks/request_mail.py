from typing import Any

from celery import shared_task
from django.utils import timezone

from cases.notifications import request_mail


@shared_task(name="cases.mail_request_link")
def mail_link(*, request_link_id: int, **_: Any) -> None:
    """The mail with the address under which a partner answers."""
    request_mail.mail_link(request_link_id=request_link_id, at=timezone.now())


@shared_task(name="cases.mail_request_code")
def mail_code(*, request_code_id: int, **_: Any) -> None:
    """The mail with the six figures that somebody waits for."""
    request_mail.mail_code(request_code_id=request_code_id, at=timezone.now())
