"""The door before a page behind a link in a mail: its cookie, its limits, and the code that opens it (ADR 20).

A wrong address, and one that opens nothing any more, give the same page. Opening the page mails nothing: programs that
look at the links in a mail do that too.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import wraps
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from wijkteam.core.forms import Form
from wijkteam.core.mail_links import MailLink
from wijkteam.core.rate_limits import Limit

LANGUAGE = "nl"
OPEN_FOR = timedelta(minutes=30)
# Who was typing when the half hour ended can still send it; and reads what became of it.
KNOWN_FOR = timedelta(hours=2)

View = Callable[..., HttpResponse]


class CodeForm(Form):
    """The six figures of the mail; spaces and dashes between them do not matter."""

    code = forms.CharField(
        label=_("Code from the e-mail"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "class": "input--short", "autofocus": ""}
        ),
        help_text=_("Six figures."),
    )

    def clean_code(self) -> str:
        figures = "".join(one for one in self.cleaned_data["code"] if one in "0123456789")
        if len(figures) != 6:
            raise forms.ValidationError(_("The code has six figures. Look in the e-mail."))
        return figures


def in_dutch_and_unlisted(view: View) -> View:
    """In Dutch whatever the browser asks for, and kept out of search engines and caches."""

    @wraps(view)
    def wrapped(request: HttpRequest, token: str, **kwargs: Any) -> HttpResponse:
        with translation.override(LANGUAGE):
            response = view(request, token, **kwargs)
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        response["Cache-Control"] = "no-store, private"
        return response

    return wrapped


@dataclass(frozen=True, kw_only=True)
class Door:
    """`name` for the limits and the signature, `cookie` for the browser, `address` for the page behind it.

    The limits are what one address on the internet may try, over all links together; what one link takes stands in
    mail_links.py.
    """

    name: str
    cookie: str
    address: str

    @property
    def pages(self) -> Limit:
        return Limit(name=f"{self.name}-link", times=120, seconds=60 * 60)

    @property
    def asks(self) -> Limit:
        return Limit(name=f"{self.name}-code-asked", times=10, seconds=60 * 60)

    @property
    def codes(self) -> Limit:
        return Limit(name=f"{self.name}-code", times=15, seconds=60 * 60)

    @property
    def _signer(self) -> signing.TimestampSigner:
        return signing.TimestampSigner(salt=f"{self.address.partition(':')[0]}.{self.name}-link")

    def _cookie_of(self, link: MailLink) -> str:
        return f"{self.cookie}-{link.public_id.hex[:12]}"

    def knows(self, request: HttpRequest, link: MailLink, *, within: timedelta = OPEN_FOR) -> bool:
        """Whether this browser gave a right code for this link that short ago."""
        try:
            value = self._signer.unsign(request.COOKIES.get(self._cookie_of(link), ""), max_age=within)
        except signing.BadSignature:
            return False
        return value == str(link.public_id)

    def remember(self, response: HttpResponse, link: MailLink, token: str) -> HttpResponse:
        response.set_cookie(
            self._cookie_of(link),
            self._signer.sign(str(link.public_id)),
            max_age=KNOWN_FOR,
            path=reverse(self.address, args=[token]),
            secure=bool(settings.SESSION_COOKIE_SECURE),
            httponly=True,
            samesite="Lax",
        )
        return response

    def forget(self, response: HttpResponse, link: MailLink, token: str) -> HttpResponse:
        response.delete_cookie(self._cookie_of(link), path=reverse(self.address, args=[token]), samesite="Lax")
        return response
