"""How long households wait for a partner. The apps above us count their own requests and register how; this reckons."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from netwerk.models import Organisation, Service
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

# Fewer beginnings than this say nothing about the next one.
SHOWN_FROM = 5
OLD_STATEMENT = timedelta(days=182)


@dataclass(frozen=True, kw_only=True)
class Counted:
    """Requests to one partner that are as old: the help began after `days`, they left the line then, or they wait."""

    organisation: int
    service: int | None
    days: int
    began: int = 0
    left: int = 0
    waits: int = 0
    quarter: date | None = None


@dataclass(frozen=True, kw_only=True)
class Waited:
    """`median` and `most` (nine in ten) are days from the request to the help, by the method of Kaplan and Meier.

    Who waits still, or left the line (a no, called off), counts as long as it lasted: leaving them out would make a
    provider with a growing waiting list look fast. Where not even half have begun the median is not known yet (None):
    it is more than `seen`, the longest that anybody waited.
    """

    median: int | None = None
    most: int | None = None
    began: int = 0
    left: int = 0
    waits: int = 0
    longest: int = 0
    seen: int = 0

    @property
    def asked(self) -> int:
        return self.began + self.left + self.waits

    @property
    def is_enough(self) -> bool:
        return self.began >= SHOWN_FROM

    @property
    def days(self) -> int | None:
        """The median, where it says something."""
        return self.median if self.is_enough else None

    @property
    def text(self) -> str:
        """In plain words, for one line."""
        if not self.asked:
            return _("never asked yet")
        if not self.is_enough:
            count = self.asked
            said = ngettext(
                "%(count)d request, too few to say anything about waiting",
                "%(count)d requests, too few to say anything about waiting",
                count,
            )
            return said % {"count": count}
        if self.median is None:
            return _("more than half wait longer than %(length)s") % {"length": length_of(self.seen)}
        return _("half begin within %(length)s") % {"length": length_of(self.median)}

    @property
    def detail(self) -> str:
        """The slow ones, and on how many requests it stands."""
        if not self.is_enough:
            return ""
        count = ngettext("%(count)d time", "%(count)d times", self.began) % {"count": self.began}
        if self.most is None:
            return _("nine in ten: not known yet · %(count)s") % {"count": count}
        return _("nine in ten within %(length)s · %(count)s") % {"length": length_of(self.most), "count": count}

    @property
    def still(self) -> str:
        """Who waits now."""
        if not self.waits:
            return ""
        said = ngettext("%(count)d still waits, %(length)s", "%(count)d still wait, the longest %(length)s", self.waits)
        return said % {"count": self.waits, "length": length_of(self.longest)}


def length_of(days: int) -> str:
    """Days up to a fortnight, from there on weeks."""
    if days < 14:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    weeks = round(days / 7)
    return ngettext("%(weeks)d week", "%(weeks)d weeks", weeks) % {"weeks": weeks}


def estimate(counts: Iterable[Counted]) -> Waited:
    """What these requests say together."""
    rows = sorted(counts, key=lambda row: row.days)
    at_risk = sum(row.began + row.left + row.waits for row in rows)
    share, median, most = 1.0, None, None
    for days in sorted({row.days for row in rows}):
        now = [row for row in rows if row.days == days]
        began = sum(row.began for row in now)
        if began:
            share *= 1 - began / at_risk
            median = days if median is None and share <= 0.5 + 1e-9 else median
            most = days if most is None and share <= 0.1 + 1e-9 else most
        at_risk -= sum(row.began + row.left + row.waits for row in now)
    return Waited(
        median=median,
        most=most,
        began=sum(row.began for row in rows),
        left=sum(row.left for row in rows),
        waits=sum(row.waits for row in rows),
        longest=max((row.days for row in rows if row.waits), default=0),
        seen=rows[-1].days if rows else 0,
    )


@dataclass(frozen=True, kw_only=True)
class WaitingTimes:
    """By organisation, and by organisation and service (None: asked without naming a service)."""

    organisations: dict[int, Waited] = field(default_factory=dict)
    services: dict[tuple[int, int | None], Waited] = field(default_factory=dict)

    def of(self, organisation: int) -> Waited:
        return self.organisations.get(organisation, Waited())

    def of_service(self, organisation: int, service: int | None) -> Waited:
        return self.services.get((organisation, service), Waited())


def times_of(counts: Iterable[Counted]) -> WaitingTimes:
    organisations: dict[int, list[Counted]] = {}
    services: dict[tuple[int, int | None], list[Counted]] = {}
    for row in counts:
        organisations.setdefault(row.organisation, []).append(row)
        services.setdefault((row.organisation, row.service), []).append(row)
    return WaitingTimes(
        organisations={key: estimate(rows) for key, rows in organisations.items()},
        services={key: estimate(rows) for key, rows in services.items()},
    )


@dataclass(frozen=True, kw_only=True)
class Stated:
    """What a provider says itself. `is_shorter`: by more than two weeks less than it took our households."""

    weeks: int
    on: date
    is_old: bool
    is_shorter: bool = False

    @property
    def text(self) -> str:
        if self.weeks == 0:
            return _("they state: no waiting")
        said = ngettext("they state: %(weeks)d week", "they state: %(weeks)d weeks", self.weeks)
        return said % {"weeks": self.weeks}


def stated(service: Service, *, today: date, ours: Waited | None = None) -> Stated | None:
    if service.waiting_weeks is None or service.waiting_stated_on is None:
        return None
    days = ours.days if ours else None
    return Stated(
        weeks=service.waiting_weeks,
        on=service.waiting_stated_on,
        is_old=service.waiting_stated_on < today - OLD_STATEMENT,
        is_shorter=days is not None and days > service.waiting_weeks * 7 + 14,
    )


class WaitingSource(Protocol):
    """What an app above us knows of waiting. `late` counts what waits longer than agreed, of what `user` may know."""

    def counted(self, organisations: Collection[int] | None, *, today: date) -> Iterable[Counted]: ...

    def late(self, team: Team, *, user: User, today: date) -> dict[int, int]: ...

    def page_of(self, organisation: Organisation) -> str: ...

    def list_of(self, team: Team) -> str: ...


_sources: list[WaitingSource] = []


def register(source: WaitingSource) -> None:
    """Called when the program starts."""
    if source not in _sources:
        _sources.append(source)


def waiting_times(organisations: Collection[int] | None, *, today: date) -> WaitingTimes:
    """Of these organisations, or of all; over the last two years. One statement for each app that registered."""
    return times_of(row for source in _sources for row in source.counted(organisations, today=today))


def late_of_team(team: Team, *, user: User, today: date) -> dict[int, int]:
    """How many requests of this team wait longer than agreed, by organisation. Two statements."""
    found: dict[int, int] = {}
    for source in _sources:
        for organisation, count in source.late(team, user=user, today=today).items():
            found[organisation] = found.get(organisation, 0) + count
    return found


def waiting_page_of(organisation: Organisation) -> str:
    """Where the waiting for this partner stands over time; empty when nobody registered."""
    return next((source.page_of(organisation) for source in _sources), "")


def late_list_of(team: Team) -> str:
    return next((source.list_of(team) for source in _sources), "")
