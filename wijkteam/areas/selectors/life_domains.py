"""Which parts of life there are: the app that works with households registers them when the program starts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_domains: "dict[str, _StrOrPromise]" = {}


def register(choices: "Iterable[tuple[str, _StrOrPromise]]") -> None:
    _domains.update(choices)


def life_domains() -> "list[tuple[str, _StrOrPromise]]":
    return list(_domains.items())
