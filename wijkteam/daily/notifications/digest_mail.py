"""The daily mail: numbers and a link. No name, no address, no word of anybody."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_SIGNER = signing.Signer(salt="daily.digest-stop", sep=".")


def message_for(user: User, counts: "Iterable[tuple[_StrOrPromise, int]]") -> EmailMessage:
    """In the language of the reader."""
    stop = stop_url(user)
    with translation.override(user.language):
        lines = [f"{number:>3}  {label}" for label, number in counts]
        total = sum(number for _label, number in counts)
        subject = ngettext("%(count)d thing needs you today", "%(count)d things need you today", total)
        body = "\n\n".join(
            [
                "\n".join(lines),
                _("See what it is, after signing in:") + f"\n{settings.BASE_URL}{reverse('accounts:home')}",
                "-- \n"
                + _("You get this mail because you asked for it. Another time, or about other things: %(own)s")
                % {"own": f"{settings.BASE_URL}{reverse('daily:digest')}"}
                + "\n"
                + _("Stop at once: %(stop)s") % {"stop": stop},
            ]
        )
    return EmailMessage(
        subject=subject % {"count": total},
        body=body + "\n",
        to=[user.email],
        headers={
            "List-Unsubscribe": f"<{stop}>",
            "Auto-Submitted": "auto-generated",
        },
    )


def stop_url(user: User) -> str:
    """Works without signing in; says nothing about who it is."""
    return f"{settings.BASE_URL}{reverse('daily:digest-stop', args=[_SIGNER.sign(user.public_id.hex)])}"


def reader_of(token: str) -> User | None:
    try:
        key = _SIGNER.unsign(token)
    except signing.BadSignature:
        return None
    found: User | None = User.objects.filter(public_id=key).first()
    return found
