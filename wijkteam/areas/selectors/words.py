"""What this municipality calls a regisseur, a team member, a team: asked everywhere, read once per request.

In a template: `{% load words %}{% word "case-coordinator" plural cap %}`. In Python: `word(WordKey.TEAM)`.
"""

from collections.abc import Hashable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.areas.enums import WordKey
from wijkteam.areas.models import Municipality, Word

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_CACHE_KEY = "areas:vocabulary:1"
# A change is seen at once; this only bounds the life of a list that was read just before it and stored just after.
_CACHE_SECONDS = 300

DEFAULTS: "Mapping[WordKey, tuple[_StrOrPromise, _StrOrPromise]]" = {
    WordKey.TEAM_MEMBER: (_("team member"), _("team members")),
    WordKey.TEAM_COORDINATOR: (_("team coordinator"), _("team coordinators")),
    WordKey.CASE_COORDINATOR: (_("case coordinator"), _("case coordinators")),
    WordKey.TEAM: (_("neighbourhood team"), _("neighbourhood teams")),
    WordKey.COMMISSIONER: (_("commissioner"), _("commissioners")),
}
_ROLE_WORDS = {
    Role.TEAM_MEMBER: WordKey.TEAM_MEMBER,
    Role.TEAM_COORDINATOR: WordKey.TEAM_COORDINATOR,
    Role.COMMISSIONER: WordKey.COMMISSIONER,
}


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The name of the municipality, and its own words: (language, key) -> (one, several)."""

    place: str
    own: Mapping[tuple[str, str], tuple[str, str]]


_current: ContextVar[Vocabulary | None] = ContextVar("vocabulary", default=None)


def vocabulary() -> Vocabulary:
    """The words in use: from the request, else from the shared cache, else two small queries."""
    current = _current.get()
    if current is not None:
        return current
    stored = cache.get(_CACHE_KEY)
    if stored is not None:
        place, own = stored
        return Vocabulary(place=place, own=own)
    municipality = Municipality.objects.first()
    own = {
        (language, key): (singular, plural)
        for language, key, singular, plural in Word.objects.values_list("language", "key", "singular", "plural")
    }
    found = Vocabulary(place=municipality.name if municipality else "", own=own)
    cache.set(_CACHE_KEY, (found.place, found.own), timeout=_CACHE_SECONDS)
    return found


def in_words() -> Hashable:
    """What tells two pages apart that differ in their words alone: the language, and this municipality's own words."""
    return get_language(), frozenset(vocabulary().own.items())


@contextmanager
def vocabulary_in_use() -> Iterator[Vocabulary]:
    """Read the words now and keep them for everything inside: rendering a page then asks for nothing."""
    found = vocabulary()
    token = _current.set(found)
    try:
        yield found
    finally:
        _current.reset(token)


def forget_vocabulary() -> None:
    """Call it after the commit of a change to Municipality or Word: the next request reads them again."""
    cache.delete(_CACHE_KEY)


def word(key: str, *, plural: bool = False, cap: bool = False) -> str:
    """What `key` (a WordKey) is called here, in the language of the reader; `cap` for the start of a sentence.

    Raises:
        ValueError: there is no such key.
    """
    language = get_language() or settings.LANGUAGE_CODE
    own = vocabulary().own.get((language, key))
    found = (own or DEFAULTS[WordKey(key)])[1 if plural else 0]
    return capfirst(str(found)) if cap else str(found)


# For labels of forms and menus, which are made when the program starts.
word_lazy = lazy(word, str)


def role_name(role: str, *, cap: bool = False) -> str:
    """What a role is called here, in the language of the reader."""
    if role in _ROLE_WORDS:
        return word(_ROLE_WORDS[Role(role)], cap=cap)
    name = str(Role(role).label)
    return capfirst(name) if cap else name
