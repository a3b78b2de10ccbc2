"""How much room a day has, what somebody near its end is told, and what the privacy officer sees of it."""

from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.models import BudgetRaise, OpenedHousehold
from wijkteam.audit.selectors.facts import facts_about

# From so many households before the end on, each new one says how many are left.
NEARLY = 10
RAISES_SHOWN = 20


@dataclass(kw_only=True)
class Told:
    """What a request has to tell: how many households today, when the last one it opened was a new one."""

    opened: int = 0
    is_shown: bool = field(default=False)

    def sentence(self) -> str:
        """For the page; empty when there is nothing to tell. Runs no query."""
        said = notice(self.opened)
        self.is_shown = self.is_shown or bool(said)
        return said


telling: ContextVar[Told | None] = ContextVar("telling", default=None)


def tell(opened: int) -> None:
    told = telling.get()
    if told is not None:
        told.opened = max(told.opened, opened)


def notice(opened: int) -> str:
    """Once on the way and at each household near the end: a sentence on every page is read by nobody."""
    stop = settings.HOUSEHOLDS_STOP
    if opened == settings.HOUSEHOLDS_WARN:
        return _(
            "Today you opened the files of %(n)d households. At %(stop)d new files stay closed until tomorrow. "
            "Each household counts once a day. This protects the families."
        ) % {"n": opened, "stop": stop}
    if settings.HOUSEHOLDS_WARN < opened <= stop and opened > stop - NEARLY:
        left = stop - opened
        return ngettext(
            "Today you opened the files of %(n)d households. You can open %(left)d more.",
            "Today you opened the files of %(n)d households. You can open %(left)d more.",
            left,
        ) % {"n": opened, "left": left}
    return ""


def limit_of(user: User, *, day: date) -> int:
    raised = BudgetRaise.objects.filter(user=user, day=day).aggregate(most=Max("households"))["most"]
    return max(settings.HOUSEHOLDS_STOP, raised or 0)


def works_for(user: User, household_id: int, *, day: date) -> bool:
    """Does something for this household, or got an exception for it: that never stops at a number."""
    facts = facts_about({(user.pk, household_id)}, day)
    return bool(facts.involved | facts.granted)


@dataclass(frozen=True, kw_only=True)
class Reader:
    name: str
    opened: int
    limit: int
    is_full: bool


@dataclass(frozen=True, kw_only=True)
class LimitPage:
    warn: int
    stop: int
    readers: tuple[Reader, ...]
    raises: tuple[BudgetRaise, ...]


def limit_page(*, day: date) -> LimitPage:
    """Who opened many households today, by name, and which limits were raised last. Four statements."""
    rows = OpenedHousehold.objects.filter(day=day).values_list("user_id").annotate(opened=Max("nth"))
    opened = dict(rows.filter(opened__gte=settings.HOUSEHOLDS_WARN).order_by())
    raised = dict(
        BudgetRaise.objects.filter(day=day).values_list("user_id").annotate(most=Max("households")).order_by()
    )
    users = User.objects.filter(pk__in=opened).exclude(role=Role.PRIVACY_OFFICER).order_by("name", "pk")
    limits = {user.pk: max(settings.HOUSEHOLDS_STOP, raised.get(user.pk, 0)) for user in users}
    latest = BudgetRaise.objects.select_related("user", "made_by").order_by("-made_at", "-pk")
    return LimitPage(
        warn=settings.HOUSEHOLDS_WARN,
        stop=settings.HOUSEHOLDS_STOP,
        readers=tuple(
            Reader(
                name=user.name,
                opened=opened[user.pk],
                limit=limits[user.pk],
                is_full=opened[user.pk] >= limits[user.pk],
            )
            for user in users
        ),
        raises=tuple(latest[:RAISES_SHOWN]),
    )
