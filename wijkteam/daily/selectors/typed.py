"""What somebody types to find something: a name, a street, a date of birth, the number of a case."""

import datetime as dt
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property

LONGEST = 80
SHORTEST = 2
_NUMBER = re.compile(r"(?:\d{4}-)?0*(\d{1,12})")
_DATE = re.compile(r"(\d{1,2})[-/. ]+(\d{1,2})[-/. ]+(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_POSTCODE = re.compile(r"\b(\d{4}) ?([a-z]{2})\b", re.IGNORECASE)
_MOST_WORDS = 5
# So many names begin with these that an index is no help.
_SMALL = frozenset(("aan", "bij", "den", "der", "het", "ten", "ter", "van", "von"))


def clean_text(text: str) -> str:
    """As it is searched for and shown: one line, single spaces, no NUL and no half letter (PostgreSQL knows none)."""
    whole = text.replace("\x00", "").encode("utf-8", "ignore").decode()
    return " ".join(whole.split())[:LONGEST].strip()


def plain(text: str) -> str:
    """Without case and accents, to compare with what stands in a menu."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in decomposed if not unicodedata.combining(letter))


@dataclass(frozen=True)
class Typed:
    """`text` as it came out of `clean_text`."""

    text: str

    @classmethod
    def of(cls, text: str) -> "Typed":
        return cls(clean_text(text))

    @cached_property
    def number(self) -> int | None:
        """The case that a number like 2026-00123 speaks of."""
        found = _NUMBER.fullmatch(self.text)
        return int(found[1]) if found is not None else None

    @cached_property
    def date(self) -> dt.date | None:
        """A date as people write it here: 12-3-1984, 12/03/1984, 12 3 1984; or 1984-03-12."""
        if found := _DATE.fullmatch(self.text):
            day, month, year = found.groups()
        elif found := _ISO.fullmatch(self.text):
            year, month, day = found.groups()
        else:
            return None
        try:
            return dt.date(int(year), int(month), int(day))
        except ValueError:
            return None

    @property
    def is_too_short(self) -> bool:
        return len(self.text) < SHORTEST and self.number is None

    @cached_property
    def needle(self) -> str:
        """What a name or an address holds: a postcode as it is kept, 1234 AB."""
        return _POSTCODE.sub(lambda found: f"{found[1]} {found[2]}", self.text)

    @cached_property
    def tokens(self) -> tuple[str, ...]:
        """The pieces that a typing error can be in: no small words and no numbers."""
        pieces = re.findall(r"\w{3,}", self.needle)
        said = (one for one in pieces if not one.isdecimal() and one.casefold() not in _SMALL)
        return tuple(dict.fromkeys(said))[:_MOST_WORDS]

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Each of them must be found somewhere. A small word goes with the one after it: "van de ven" is one."""
        words: list[str] = []
        begun: list[str] = []
        for word in self.needle.split():
            begun.append(word)
            if len(word) > 2 and word.casefold() not in _SMALL:
                words.append(" ".join(begun))
                begun = []
        if begun:
            words[-1:] = [" ".join([*words[-1:], *begun])]
        return tuple(dict.fromkeys(words))[:_MOST_WORDS]
