"""What else somebody can set for the own account: the apps above fill this in from their AppConfig.ready()."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class OwnPage:
    url_name: str
    label: "_StrOrPromise"
    icon: str
    roles: frozenset[str]

    @property
    def url(self) -> str:
        return reverse(self.url_name)


_pages: dict[str, OwnPage] = {}


def register(page: OwnPage) -> None:
    _pages[page.url_name] = page


def own_pages(role: str) -> Iterable[OwnPage]:
    return tuple(page for page in _pages.values() if role in page.roles)
