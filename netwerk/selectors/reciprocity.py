"""Who asks and who gives, between a team and its partners, over the last year.

Requests for households are known above this app; it says how many there were through `register`.
"""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count
from django.utils.translation import gettext_lazy as _

from netwerk.enums import Exchange
from netwerk.models import RelationMoment
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEAR = timedelta(days=365)
# Below this nobody owes anybody: three times asked is no pattern.
PATTERN_FROM = 4
RECEIVED = (Exchange.WE_ASKED, Exchange.THEY_HELPED)
GIVEN = (Exchange.THEY_ASKED, Exchange.WE_HELPED)

# (team, user, organisations, since, today) -> how often the team asked each organisation to help
Asked = Callable[[Team, User, Collection[int], date, date], Mapping[int, int]]
_asked_elsewhere: list[Asked] = []


def register(count: Asked) -> None:
    """Say how often a team asked partners for something that this app does not know of. One statement each."""
    if count not in _asked_elsewhere:
        _asked_elsewhere.append(count)


@dataclass(frozen=True, kw_only=True)
class Reciprocity:
    """`received` is what they did for us or were asked for, requests for households among it; `given` the reverse."""

    received: int = 0
    given: int = 0
    requests: int = 0

    @property
    def total(self) -> int:
        return self.received + self.given

    @property
    def received_width(self) -> int:
        """Of the picture: each side has half of it, in per cent."""
        return round(50 * self.received / max(self.received, self.given, 1))

    @property
    def received_from(self) -> int:
        return 50 - self.received_width

    @property
    def given_width(self) -> int:
        return round(50 * self.given / max(self.received, self.given, 1))

    @property
    def words(self) -> "_StrOrPromise":
        """Who owes whom, gently: twice as much from one side, and not by chance."""
        if not self.total:
            return _("nothing asked or given yet")
        if self.received >= PATTERN_FROM and self.received >= 2 * self.given:
            return _("they did more for us: what can we do for them?")
        if self.given >= PATTERN_FROM and self.given >= 2 * self.received:
            return _("we did more for them: feel free to ask")
        return _("in balance")


def reciprocity(*, team: Team, user: User, organisations: Collection[int], today: date) -> dict[int, Reciprocity]:
    """Of these organisations, over a year; who has nothing is not in it. A fixed number of statements."""
    since = today - YEAR
    received: Counter[int] = Counter()
    given: Counter[int] = Counter()
    moments = (
        RelationMoment.objects.visible_to(user, on=today)
        .filter(team=team, organisation__in=organisations, happened_on__gt=since)
        .exclude(exchange="")
        .order_by()
        .values_list("organisation", "exchange")
        .annotate(Count("pk"))
    )
    for organisation, exchange, count in moments:
        (received if exchange in RECEIVED else given)[organisation] += count
    requests: Counter[int] = Counter()
    for count_asked in _asked_elsewhere:
        requests.update(dict(count_asked(team, user, organisations, since, today)))
    return {
        one: Reciprocity(received=received[one] + requests[one], given=given[one], requests=requests[one])
        for one in {*received, *given, *requests}
    }
