"""Pages of the application, by what the menu calls them: each role finds those of its own menu."""

import datetime as dt
from collections.abc import Sequence
from difflib import SequenceMatcher

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.selectors.own_pages import own_pages
from wijkteam.core import navigation
from wijkteam.daily.selectors.find import MOST, Found, OwnSource
from wijkteam.daily.selectors.typed import Typed, plain

ALIKE = 0.74


def _pages(user: User) -> list[Found]:
    menu = [
        Found(title=entry.label, detail=entry.group, url=entry.url)
        for entry in navigation.menu(role=user.role, path="")
    ]
    own = [Found(title=str(page.label), detail=_("My account"), url=page.url) for page in own_pages(user.role)]
    return [*menu, *own]


def _matches(word: str, title: str) -> bool:
    """A piece of a word, or a whole word with a typing error."""
    return word in title or any(
        SequenceMatcher(None, word, one[: len(word) + 1]).ratio() >= ALIKE for one in title.split() if len(word) > 3
    )


def _find(user: User, typed: Typed, on: dt.date) -> Sequence[Found]:
    words = plain(typed.text).split()
    found = [page for page in _pages(user) if all(_matches(word, plain(page.title)) for word in words)]
    return found[:MOST]


SOURCE = OwnSource(
    key="pages",
    heading=gettext_lazy("Pages"),
    icon="layout-list",
    order=90,
    roles=frozenset(Role.values),
    find=_find,
)
