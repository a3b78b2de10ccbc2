"""What the layouts need to know, and no page has to pass on. Runs no query: it is called while rendering."""

from functools import cached_property
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.core import navigation

SCHEME_COOKIE = "weergave"
SCHEMES = frozenset({"light", "dark"})


class Interface:
    """The frame round a page for the person who asks; parts that no layout shows cost nothing."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def signed_in(self) -> bool:
        """Whether we know who asks. On a public page nobody looked, and looking here would be a query."""
        user: Any = getattr(self._request, "user", None)
        if isinstance(user, SimpleLazyObject):
            user = getattr(self._request, "_cached_user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def _role(self) -> str:
        return str(getattr(self._request.user, "role", "")) if self.signed_in else ""

    @property
    def user_name(self) -> str:
        return str(getattr(self._request.user, "name", ""))

    @property
    def shortcuts(self) -> str:
        """`on` or `off`: somebody may switch keyboard shortcuts off (WCAG 2.1.4)."""
        return "on" if self.signed_in and getattr(self._request.user, "shortcuts", True) else "off"

    @cached_property
    def menu(self) -> tuple[navigation.Entry, ...]:
        return navigation.menu(role=self._role, path=self._request.path)

    @property
    def tabs(self) -> tuple[navigation.Entry, ...]:
        """The entries with a place in the tab bar of a phone: all when there are no more than five."""
        return self.menu if len(self.menu) <= navigation.TAB_BAR_SIZE + 1 else self.menu[: navigation.TAB_BAR_SIZE]

    @property
    def has_more(self) -> bool:
        return len(self.tabs) < len(self.menu)

    @property
    def more_is_current(self) -> bool:
        return any(entry.current for entry in self.menu[len(self.tabs) :])

    @cached_property
    def action(self) -> navigation.HeaderAction | None:
        return navigation.action(role=self._role)

    @property
    def action_url(self) -> str:
        return reverse(self.action.url_name) if self.action else ""

    @cached_property
    def search(self) -> navigation.HeaderSearch | None:
        return navigation.search(role=self._role)

    @property
    def search_url(self) -> str:
        return reverse(self.search.url_name) if self.search else ""

    @property
    def scheme(self) -> str:
        """`light` or `dark` when somebody chose one, empty to follow the device."""
        chosen = self._request.COOKIES.get(SCHEME_COOKIE, "")
        return chosen if chosen in SCHEMES else ""

    @property
    def schemes(self) -> "list[tuple[str, str]]":
        return [("", _("Device")), ("light", _("Light")), ("dark", _("Dark"))]

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def languages(self) -> list[tuple[str, str]]:
        """Code and name of each language, in that language itself."""
        return [("nl", "Nederlands"), ("en", "English")]

    @property
    def place(self) -> str:
        """The municipality that runs this installation, when it has told its name."""
        return str(getattr(self._request, "place", ""))

    @property
    def path(self) -> str:
        """Where to come back to after a switch of language or colours; never with a query string."""
        return self._request.path


def interface(request: HttpRequest) -> dict[str, Interface]:
    return {"interface": Interface(request)}
