"""Whether a text that goes outside names somebody of a household. Says only what the writer wrote themselves.

It looks among the people whom the writer may see: asking must not tell who else there is.
"""

import re
import unicodedata
from datetime import date

from cases.models import Case, HouseholdMember
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

_WORD = re.compile(r"[^\W\d_][\w'’-]{2,}")


def _plain(word: str) -> str:
    """Without case and accents."""
    return "".join(one for one in unicodedata.normalize("NFKD", word) if not unicodedata.combining(one)).casefold()


def _names(text: str) -> dict[str, str]:
    """Words that begin with a capital, also those within a word with a hyphen."""
    found = {}
    for match in _WORD.finditer(text):
        for word in (match[0], *match[0].split("-")):
            if len(word) > 2 and word[0].isupper():
                found[_plain(word)] = word
    return found


def names_of_households_in(text: str, team: Team, user: User, on: date) -> list[str]:
    """Given and family names of people who live in the households of open cases of the team. Two statements."""
    written = _names(text)
    if not written:
        return []
    cases = Case.objects.visible_to(user, on=on).open().filter(team=team)
    people = HouseholdMember.objects.current(on=on).filter(household__cases__in=cases)
    hits = set()
    for given, family in people.values_list("person__given_name", "person__family_name").distinct():
        hits |= written.keys() & {*_names(given), *_names(family)}
    return sorted(written[hit] for hit in hits)
