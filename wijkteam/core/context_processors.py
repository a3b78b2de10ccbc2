"""What the layouts need to know, and no page has to pass on. Runs no query: it is called while rendering."""

from datetime import datetime
from functools import cached_property, lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.core import navigation
from wijkteam.core.help import Help, TourStep, help_of, tour_step

SCHEME_COOKIE = "weergave"
SCHEMES = frozenset({"light", "dark"})


# The menu is the same for everybody with one role on one page, and a quarter of what drawing the frame costs.


@lru_cache(maxsize=512)
def _draw_rail(menu: tuple[navigation.Entry, ...], language: str) -> SafeString:
    return render_to_string("layouts/_rail.html", {"menu": menu})


@lru_cache(maxsize=512)
def _draw_tab_bar(menu: tuple[navigation.Entry, ...], action: navigation.Entry | None, language: str) -> SafeString:
    """At most five tabs for a phone: all entries, or four and "More"; in the middle what one does most."""
    room = navigation.TAB_BAR_SIZE - (action is not None)
    tabs = menu if len(menu) <= room + 1 else menu[:room]
    rest = menu[len(tabs) :]
    if action is not None:
        tabs = (*tabs[:2], action, *tabs[2:])
    return render_to_string(
        "layouts/_tab_bar.html",
        {
            "tabs": tabs,
            "action": action,
            "has_more": bool(rest),
            "more_is_current": any(entry.current for entry in rest),
        },
    )


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
    def is_staff(self) -> bool:
        """Whether somebody of the teams or the municipality asks."""
        return self._role in navigation.STAFF

    @property
    def single_sign_on(self) -> str:
        """What the button to sign in with an account of the municipality says, when there is one."""
        return str(settings.OIDC_NAME or _("the municipality")) if settings.OIDC_ISSUER else ""

    @property
    def user_name(self) -> str:
        return str(getattr(self._request.user, "name", ""))

    @cached_property
    def emergency_until(self) -> datetime | None:
        """Until when emergency access runs: each page says so."""
        until: datetime | None = getattr(self._request.user, "emergency_until", None) if self.signed_in else None
        return until if until and until > timezone.now() else None

    @cached_property
    def household_notice(self) -> str:
        """What somebody who opened many households today is told, on the page that opens one more."""
        told = getattr(self._request, "household_notice", None)
        return told() if told else ""

    @property
    def shortcuts(self) -> str:
        """`on` or `off`: somebody may switch keyboard shortcuts off (WCAG 2.1.4)."""
        return "on" if self.signed_in and getattr(self._request.user, "shortcuts", True) else "off"

    @cached_property
    def menu(self) -> tuple[navigation.Entry, ...]:
        return navigation.menu(role=self._role, path=self._request.path)

    @property
    def rail(self) -> SafeString:
        return _draw_rail(self.menu, self.language)

    @property
    def tab_bar(self) -> SafeString:
        return _draw_tab_bar(self.menu, self._action_tab, self.language) if self.menu else SafeString("")

    @property
    def _action_tab(self) -> navigation.Entry | None:
        """What one does most, where a thumb reaches it; without a page of its own (a dialog) it stays in the header."""
        if self.action is None or self.action.opens_dialog:
            return None
        url, label = self.action_url, str(self.action.label)
        return navigation.Entry(
            url=url, label=label, short_label=label, icon=self.action.icon, group="", current=self._request.path == url
        )

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

    @cached_property
    def _address(self) -> str:
        match = self._request.resolver_match
        return match.view_name if match else ""

    @cached_property
    def help(self) -> Help | None:
        """What this page is for, and its page in the manual."""
        return help_of(self._address) if self.signed_in else None

    @cached_property
    def tour(self) -> TourStep | None:
        """The step of the tour for a first day, on the page it is about."""
        step = getattr(self._request.user, "tour_step", None) if self.signed_in else None
        return None if step is None else tour_step(role=self._role, step=step, address=self._address)

    @property
    def tour_goes_on_at(self) -> int:
        """Where "The tour" in the menu goes: on with a running one, else from the beginning."""
        return getattr(self._request.user, "tour_step", None) or 0

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
