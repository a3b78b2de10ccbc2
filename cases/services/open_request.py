"""Use cases: who opens the link of a request asks for a code, and gets in with it."""

from datetime import datetime

from django.utils import timezone

from cases.models import RequestLink
from cases.tasks.request_mail import mail_code
from wijkteam.core import mail_links


def lock_live(link: RequestLink, *, at: datetime) -> RequestLink:
    """The row as it is now, locked. Raises LinkIsOver."""
    locked: RequestLink = mail_links.lock_live(RequestLink.objects.live(on=timezone.localdate(at)), link)
    return locked


def ask_for_code(*, link: RequestLink, at: datetime) -> None:
    """Have a code mailed to the address of the link. Raises LinkIsOver, TooManyCodes."""
    live = RequestLink.objects.live(on=timezone.localdate(at))
    mail_links.ask_for_code(live, link, at=at, mail=lambda pk: mail_code.delay(request_code_id=pk))


def open_with_code(*, link: RequestLink, code: str, at: datetime) -> None:
    """Let the reader in, once for each code. Raises LinkIsOver, TooManyCodes, WrongCode."""
    live = RequestLink.objects.live(on=timezone.localdate(at))
    mail_links.open_with_code(live, link, code=code, at=at)
