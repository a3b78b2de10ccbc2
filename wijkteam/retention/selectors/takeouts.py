"""Takeouts of teams as people see them: what was asked for and why, how far it is, and what now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core.cache import cache
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from cases.models import Case, CaseRights
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.retention.enums import TakeoutGoal, TakeoutProblem, TakeoutState
from wijkteam.retention.models import Takeout
from wijkteam.retention.models.takeout import AT_WORK, OPEN
from wijkteam.retention.selectors.takeout_kinds import kinds
from wijkteam.teams.models import Team

# Looked at again every second, but not for ever: who leaves the page open is signed out like everybody.
LOOKED_AT_FOR = timedelta(minutes=15)
_SHOWN = 30
_TONES = {
    TakeoutState.ASKED: "warning",
    TakeoutState.READY: "positive",
    TakeoutState.FAILED: "warning",
    TakeoutState.REFUSED: "warning",
}


def progress_key(takeout_id: int) -> str:
    """Where stands how far it is, beside a transaction that shows nothing until it ends."""
    return f"takeout-progress:{takeout_id}"


@dataclass(frozen=True, kw_only=True)
class TakeoutLine:
    takeout: Takeout
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class TakeoutPage:
    """One takeout for one person: `can_…` says which buttons there are."""

    takeout: Takeout
    state: str
    tone: str
    goal: str
    steps: Sequence[str]
    current: int
    is_at_work: bool
    is_looked_at: bool
    done: int
    total: int
    problem: str
    size: str
    contents: Sequence[tuple[str, int]]
    rows: int
    open_cases: int
    all_cases: int
    hidden: int
    can_decide: bool
    can_take: bool
    can_drop: bool

    @property
    def stamp(self) -> str:
        return f"{self.takeout.state}-{self.done}"

    @property
    def value(self) -> int:
        return round(100 * self.done / self.total) if self.total else 0


def takeouts_of(*, user: User, on: date) -> list[TakeoutLine]:
    """The last ones that this person may know of. One query."""
    found = Takeout.objects.visible_to(user, on=on).select_related("team", "asked_by").defer("key", "counted")
    return [
        TakeoutLine(takeout=one, state=str(TakeoutState(one.state).label), tone=_TONES.get(TakeoutState(one.state), ""))
        for one in found.order_by("-asked_at", "-pk")[:_SHOWN]
    ]


def takeout_page(takeout: Takeout, *, user: User, at: datetime) -> TakeoutPage:
    state = TakeoutState(takeout.state)
    is_at_work = state in AT_WORK
    done, total = (cache.get(progress_key(takeout.pk)) or (0, 0)) if is_at_work else (0, 0)
    is_asker = takeout.asked_by_id == user.pk
    open_cases, all_cases = _size_of(takeout.team) if state in OPEN else (0, 0)
    contents = _contents(takeout)
    return TakeoutPage(
        takeout=takeout,
        state=str(state.label),
        tone=_TONES.get(state, ""),
        goal=str(TakeoutGoal(takeout.goal).label),
        steps=[_("Asked"), _("Allowed"), _("Made"), _("Taken along")],
        current=_step(takeout),
        is_at_work=is_at_work,
        is_looked_at=is_at_work and takeout.decided_at is not None and at - takeout.decided_at < LOOKED_AT_FOR,
        done=done,
        total=total,
        problem=str(TakeoutProblem(takeout.problem).label) if takeout.problem else "",
        size=filesizeformat(takeout.size or 0),
        contents=contents,
        rows=sum(number for _name, number in contents),
        open_cases=open_cases,
        all_cases=all_cases,
        hidden=_hidden(takeout, at=at) if state == TakeoutState.ASKED and is_asker else 0,
        can_decide=state == TakeoutState.ASKED and user.role == Role.PRIVACY_OFFICER and not is_asker,
        can_take=state == TakeoutState.READY and is_asker,
        can_drop=state in (TakeoutState.ASKED, TakeoutState.READY) and is_asker,
    )


def _step(takeout: Takeout) -> int:
    if takeout.state == TakeoutState.ASKED:
        return 2
    if takeout.state in AT_WORK:
        return 3
    return 4


def _size_of(team: Team) -> tuple[int, int]:
    """How many cases the team has, so that who decides knows what it is about. Numbers, no names."""
    every = Case.objects.filter(team=team)
    return every.filter(closed_on=None).count(), every.count()


def _hidden(takeout: Takeout, *, at: datetime) -> int:
    rights = CaseRights.of(takeout.asked_by, on=timezone.localdate(at))
    return Case.objects.filter(team=takeout.team, pk__in=rights.hidden).count()


def _contents(takeout: Takeout) -> list[tuple[str, int]]:
    """Of each kind that has rows its name and how many, the most first."""
    titles = {kind.name: capfirst(str(kind.model._meta.verbose_name_plural)) for kind in kinds() if not kind.link}
    found = [(titles[name], number) for name, number in takeout.counted.items() if number and name in titles]
    return sorted(found, key=lambda one: (-one[1], one[0]))
