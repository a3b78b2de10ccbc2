"""What stands in the frame round every page. Each app adds its own entries in `AppConfig.ready()`.

navigation.register(NavItem(url_name="cases:list", label=_("Cases"), icon="folders", roles=..., order=20))
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

TAB_BAR_SIZE = 4
# The values of accounts.Role, which stands above us; a test compares the two.
STAFF = frozenset({"team-member", "team-coordinator", "commissioner", "administrator", "privacy-officer"})
EVERY_ROLE = STAFF | {"partner"}


@dataclass(frozen=True, kw_only=True)
class NavItem:
    """An entry of the main menu.

    `roles` are values of accounts.Role; the entry is shown to nobody else. Entries without a group come
    first; a group stands under its name. On a phone the first four get a tab, the rest is behind "More".
    """

    url_name: str
    label: "_StrOrPromise"
    icon: str
    roles: frozenset[str]
    order: int
    group: "_StrOrPromise" = ""
    short_label: "_StrOrPromise" = ""


@dataclass(frozen=True, kw_only=True)
class HeaderAction:
    """The one thing a role does most, on every page; `opens_dialog` fetches it with `?deel=dialog`.

    `key` is the letter that does it from a keyboard; on a phone it stands in the middle of the bar below.
    """

    url_name: str
    label: "_StrOrPromise"
    icon: str
    roles: frozenset[str]
    opens_dialog: bool = False
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class HeaderSearch:
    """Where the search field of the header posts its `q`. By POST: what is typed there is somebody's name."""

    url_name: str
    label: "_StrOrPromise"
    roles: frozenset[str]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A NavItem for one role on one page, in the language of the moment."""

    url: str
    label: str
    short_label: str
    icon: str
    group: str
    current: bool = False


_items: dict[str, NavItem] = {}
_actions: dict[str, HeaderAction] = {}
_searches: dict[str, HeaderSearch] = {}


def register(item: NavItem) -> None:
    _items[item.url_name] = item
    _for_role.cache_clear()


def register_action(action: HeaderAction) -> None:
    _actions[action.url_name] = action


def register_search(search: HeaderSearch) -> None:
    _searches[search.url_name] = search


def items() -> Iterable[NavItem]:
    return tuple(_items.values())


@lru_cache(maxsize=32)
def _for_role(role: str) -> tuple[tuple[str, NavItem], ...]:
    mine = sorted(
        (item for item in _items.values() if role in item.roles),
        key=lambda item: (bool(item.group), item.order),
    )
    return tuple((reverse(item.url_name), item) for item in mine)


def menu(*, role: str, path: str) -> tuple[Entry, ...]:
    """The entries for `role`, with the one whose URL is the longest beginning of `path` marked as current."""
    mine = _for_role(role)
    here = max((url for url, _ in mine if path == url or (url != "/" and path.startswith(url))), key=len, default="")
    return tuple(
        Entry(
            url=url,
            label=str(item.label),
            short_label=str(item.short_label or item.label),
            icon=item.icon,
            group=str(item.group),
            current=url == here,
        )
        for url, item in mine
    )


def action(*, role: str) -> HeaderAction | None:
    return next((action for action in _actions.values() if role in action.roles), None)


def search(*, role: str) -> HeaderSearch | None:
    return next((search for search in _searches.values() if role in search.roles), None)
