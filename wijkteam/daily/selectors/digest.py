"""What a daily mail counts. The apps above register their kinds; nothing but numbers comes out of it."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.daily.selectors.calendar import appointments

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class DigestSource:
    """`kinds` are words for the database and what people call them; `count(user, today)` gives a number for each."""

    kinds: "Mapping[str, _StrOrPromise]"
    count: Callable[[User, dt.date], Mapping[str, int]]


def _today(user: User, today: dt.date) -> Mapping[str, int]:
    return {"calendar": len(appointments(user, first=today, until=today + dt.timedelta(days=1)))}


_sources: list[DigestSource] = [DigestSource(kinds={"calendar": _("On your calendar today")}, count=_today)]


def register(source: DigestSource) -> None:
    if source not in _sources:
        _sources.append(source)


def kinds() -> "dict[str, _StrOrPromise]":
    return {key: label for source in _sources for key, label in source.kinds.items()}


def counts(user: User, *, today: dt.date, without: list[str]) -> "list[tuple[_StrOrPromise, int]]":
    """What there is, in order: kinds that were switched off, and those of which there is nothing, are left out."""
    found: list[tuple[_StrOrPromise, int]] = []
    for source in _sources:
        wanted = [key for key in source.kinds if key not in without]
        if wanted:
            number = source.count(user, today)
            found += [(source.kinds[key], number[key]) for key in wanted if number.get(key)]
    return found
