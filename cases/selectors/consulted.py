"""Who consulted the file of a household and why, for the household itself: capacity, organisation, purpose and day.

No employee's name. What was read of a report of violence or abuse is left out, and nothing says so: somebody may read
along who must not know.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.translation import gettext as _

from netwerk.models import PartnerAccess
from wijkteam.accounts.enums import Role
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.merged import numbers_of
from wijkteam.core.periods import start_of
from wijkteam.core.vocabulary import role_name
from wijkteam.teams.models import TeamMembership

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEARS = 1


@dataclass(frozen=True, kw_only=True)
class ConsultedLine:
    day: date
    role: "_StrOrPromise"
    organisation: str
    what: str
    why: str


@dataclass(frozen=True, kw_only=True)
class Consulted:
    """Newest first; `people` is how many different people looked, without saying who."""

    lines: tuple[ConsultedLine, ...]
    since: date
    made_at: datetime
    people: int


def consulted(*, household: int, since: date, now: datetime) -> Consulted:
    """Each day, capacity and organisation once. A handful of statements, however much was read."""
    numbers, _last = numbers_of(household)
    rows = list(
        ReadLog.objects.filter(household_id__in=numbers, at__gte=start_of(since), at__lte=now)
        .exclude(subject__in=[Subject.SAFETY, Subject.READ_LOG])
        .exclude(purpose="reporting-code")
        .exclude(act=Act.DENIED)
        .annotate(day=TruncDate("at", tzinfo=timezone.get_current_timezone()))
        .values_list("user_id", "role", "day", "act", "purpose", "is_emergency")
        .distinct()
        .order_by()
    )
    organisations = _organisations({user for user, *_rest in rows})
    found: defaultdict[tuple[date, str, str, str], set[str]] = defaultdict(set)
    for user, role, day, act, purpose, is_emergency in rows:
        why = _("because of an emergency") if is_emergency else _purpose(purpose)
        found[day, role, organisations(user, day), why].add(act)
    return Consulted(
        lines=tuple(
            ConsultedLine(day=day, role=_capacity(role), organisation=organisation, what=_acts(acts), why=why)
            for (day, role, organisation, why), acts in sorted(found.items(), reverse=True)
        ),
        since=since,
        made_at=now,
        people=len({row[0] for row in rows}),
    )


def year_before(today: date) -> date:
    return today - timedelta(days=365 * YEARS)


def _capacity(role: str) -> "_StrOrPromise":
    return role_name(role) if role in Role.values else role


def _purpose(purpose: str) -> str:
    match purpose:
        case "intake":
            return _("to find out where your question belongs")
        case "oversight":
            return _("to check whether your data are looked at with care")
        case "partner":
            return _("to answer what the team asked with your knowledge")
        case "resident":
            return _("to make this overview for you")
    return _("to help you")


def _acts(acts: Iterable[str]) -> str:
    """The strongest word for what was done: a file that was opened was seen in the list as well."""
    seen = set(acts)
    if seen & {Act.PRINT, Act.EXPORT}:
        return _("looked into it and printed from it")
    if Act.OPEN in seen:
        return _("looked into it")
    return _("saw your name in a list")


class _organisations:
    """Where somebody worked on a day: the team, and whose employee that is when it is somebody else's."""

    def __init__(self, users: set[int]) -> None:
        self._teams: defaultdict[int, list[tuple[date, date | None, str]]] = defaultdict(list)
        for one in TeamMembership.objects.filter(user__in=users).select_related("team", "employer"):
            employer = f" ({one.employer.name})" if one.employer else ""
            self._teams[one.user_id].append((one.starts_on, one.ends_on, f"{one.team.name}{employer}"))
        self._partners = dict(
            PartnerAccess.objects.filter(user__in=users).values_list("user", "professional__organisation__name")
        )

    def __call__(self, user: int, day: date) -> str:
        for begin, end, name in self._teams.get(user, ()):
            if begin <= day and (end is None or day < end):
                return name
        return self._partners.get(user, "") or _("the municipality")
