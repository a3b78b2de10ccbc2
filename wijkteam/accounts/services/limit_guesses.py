"""How often a password may be tried: counted before it is compared, so that many at once get no more (ADR 30).

A browser in which somebody signed in before is known for that account by a cookie, and counts for itself. All other
browsers in the world count together for an account: who guesses from a thousand addresses gets five tries, and whoever
has the account goes on in their own browser. Neither names nor addresses are kept, only a keyed hash of them.
"""

import contextlib
from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from wijkteam.accounts.models import User
from wijkteam.core.rate_limits import client_address

TRIES_PER_ACCOUNT, ACCOUNT_SECONDS = 5, 15 * 60
TRIES_PER_ADDRESS, ADDRESS_SECONDS = 20, 5 * 60
_MARK_LENGTH = 32
# Several people of a team may share one computer; who signed in longest ago is forgotten first.
_PEOPLE_PER_BROWSER = 10
_BROWSER_REMEMBERED_SECONDS = 90 * 24 * 60 * 60


class TooManyGuesses(Exception):
    """This browser, address or account had its share; the password was not compared."""


@dataclass(frozen=True)
class Counter:
    key: str
    most: int
    seconds: int

    def take(self) -> bool:
        """Whether there was one left. The window begins with the first and does not move."""
        cache.add(self.key, 0, timeout=self.seconds)
        try:
            return int(cache.incr(self.key)) <= self.most
        except ValueError:  # the window closed between the two calls
            cache.set(self.key, 1, timeout=self.seconds)
            return True

    def give_back(self) -> None:
        with contextlib.suppress(ValueError):  # the window is over
            cache.decr(self.key)


def _key(kind: str, *parts: str) -> str:
    return f"sign-in:{kind}:{salted_hmac('sign-in', ':'.join(parts)).hexdigest()[:32]}"


def counters(request: HttpRequest, username: str) -> list[Counter]:
    """What a try with this name, from this browser, is counted in."""
    name = username.lower()
    mark = known_mark(request, username)
    if mark:
        return [Counter(_key("browser", name, mark), TRIES_PER_ACCOUNT, ACCOUNT_SECONDS)]
    return [
        Counter(_key("address", client_address(request)), TRIES_PER_ADDRESS, ADDRESS_SECONDS),
        Counter(_key("account", name), TRIES_PER_ACCOUNT, ACCOUNT_SECONDS),
    ]


def take_a_guess(request: HttpRequest, username: str) -> list[Counter]:
    """Count a try, before the password is compared; give the counters back when it was right.

    Raises:
        TooManyGuesses: the password must not be compared.
    """
    counted = counters(request, username)
    for counter in counted:
        if not counter.take():
            raise TooManyGuesses
    return counted


# -- browsers that are known -----------------------------------------------------------------------


def _cookie_name() -> str:
    return "__Host-browser" if settings.SESSION_COOKIE_SECURE else "browser"


def _marks(request: HttpRequest) -> list[str]:
    marks = request.COOKIES.get(_cookie_name(), "").split(".")
    return [mark for mark in marks if len(mark) == _MARK_LENGTH][:_PEOPLE_PER_BROWSER]


def _mark_of(user: User) -> str:
    """Nobody can make it without the key, and another password or a disabled account ends it."""
    return salted_hmac("wijkteam.known-browser", f"{user.public_id}:{user.session_salt}").hexdigest()[:_MARK_LENGTH]


def known_mark(request: HttpRequest, username: str) -> str:
    """The mark that says that this account signed in here before, or nothing."""
    marks = _marks(request)
    user = User.objects.filter(username__iexact=username).first() if marks else None
    if user is None:
        return ""
    own = _mark_of(user)
    return own if any(constant_time_compare(own, mark) for mark in marks) else ""


def remember_browser(request: HttpRequest, response: HttpResponse, user: User) -> None:
    """From here on guesses elsewhere do not stop this person in this browser."""
    own = _mark_of(user)
    marks = [own, *(mark for mark in _marks(request) if mark != own)][:_PEOPLE_PER_BROWSER]
    response.set_cookie(
        _cookie_name(),
        ".".join(marks),
        max_age=_BROWSER_REMEMBERED_SECONDS,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
