"""What initiatives live on, what lapses, and what would be lost with it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse

from collectief.models import Attendance, Funding, Initiative, Participant, Session
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How long before the end somebody should know; and what "last year" is for what would be lost.
AHEAD = timedelta(days=90)
YEAR = timedelta(days=365)
# A smaller number of households is not said.
FEWEST = 5

# Cases stand above us: they tell here how many households they referred to an initiative, since a day.
_referrals: list[Callable[[Initiative, date], int]] = []


def count_referrals_with(count: Callable[[Initiative, date], int]) -> None:
    """Called once, when the program starts."""
    _referrals.append(count)


@dataclass(frozen=True, kw_only=True)
class FundingLine:
    funder: str
    amount: int | None
    starts_on: date | None
    ends_on: date
    state: "_StrOrPromise"
    tone: str
    note: str
    days_left: int
    lapses: bool
    edit_url: str


@dataclass(frozen=True, kw_only=True)
class Loss:
    """What was there in the last year and would stop: `visits` counts everybody at each meeting."""

    sessions: int
    visits: int
    people: int
    methods: tuple[str, ...]
    referred: int
    few_referred: bool

    @property
    def is_something(self) -> bool:
        return bool(self.sessions or self.people or self.methods or self.referred or self.few_referred)


@dataclass(frozen=True, kw_only=True)
class RiskRow:
    """An initiative whose funding lapses or is uncertain."""

    name: str
    url: str
    team: str
    line: FundingLine
    loss: Loss


TONES = {"running": "positive", "threatened": "warning", "stopped": "negative"}


def _line(funding: Funding, *, today: date, initiative_id: UUID) -> FundingLine:
    left = (funding.ends_on - today).days
    return FundingLine(
        funder=funding.funder,
        amount=funding.amount,
        starts_on=funding.starts_on,
        ends_on=funding.ends_on,
        state=funding.get_state_display(),
        tone=TONES[funding.state] if left > 0 or funding.state == "stopped" else "negative",
        note=funding.note,
        days_left=left,
        lapses=funding.state == "running" and left <= AHEAD.days,
        edit_url=reverse("collectief:funding-edit", args=[initiative_id, funding.public_id]),
    )


def funding_lines(initiative: Initiative, *, today: date) -> tuple[FundingLine, ...]:
    """One statement; what ends first stands first."""
    rows = initiative.funding.order_by("ends_on", "pk")
    return tuple(_line(one, today=today, initiative_id=initiative.public_id) for one in rows)


def losses(initiatives: Sequence[Initiative], *, today: date) -> dict[int, Loss]:
    """By initiative, over the last year. Four statements and what cases take, whatever the number."""
    ids = [one.pk for one in initiatives]
    since = today - YEAR
    held = {
        row["initiative"]: row
        for row in Session.objects.held()
        .filter(initiative__in=ids, held_on__gte=since)
        .values("initiative")
        .annotate(n=Count("pk"), others=Sum("others"))
    }
    came = {
        row["session__initiative"]: row["n"]
        for row in Attendance.objects.filter(session__initiative__in=ids, session__held_on__gte=since, was_there=True)
        .values("session__initiative")
        .annotate(n=Count("pk"))
    }
    inside = {
        row["edition__initiative"]: row["n"]
        for row in Participant.objects.taking_part()
        .filter(edition__initiative__in=ids)
        .filter(Q(edition__closed_on=None) | Q(edition__closed_on__gte=since))
        .values("edition__initiative")
        .annotate(n=Count("pk"))
    }
    methods: dict[int, set[str]] = {}
    for pk, name in Initiative.objects.filter(pk__in=ids, editions__isnull=False, editions__closed_on=None).values_list(
        "pk", "editions__method__name"
    ):
        methods.setdefault(pk, set()).add(name)
    found = {}
    for one in initiatives:
        row = held.get(one.pk)
        referred = sum(count(one, since) for count in _referrals)
        found[one.pk] = Loss(
            sessions=row["n"] if row else 0,
            visits=(row["others"] if row else 0) + came.get(one.pk, 0),
            people=inside.get(one.pk, 0),
            methods=tuple(sorted(methods.get(one.pk, ()))),
            referred=referred if referred >= FEWEST else 0,
            few_referred=0 < referred < FEWEST,
        )
    return found


def at_risk(*, user: User, today: date) -> tuple[RiskRow, ...]:
    """Of the teams somebody works in: what lapses within three months, or is uncertain."""
    teams = Team.objects.of_worker(user, on=today)
    rows = list(
        Funding.objects.visible_to(user, on=today)
        .at_risk(until=today + AHEAD)
        .filter(initiative__team__in=teams)
        .filter(Q(initiative__ends_on=None) | Q(initiative__ends_on__gt=today))
        .select_related("initiative__team")
        .order_by("ends_on", "pk")
    )
    lost = losses([one.initiative for one in rows], today=today)
    return tuple(
        RiskRow(
            name=one.initiative.name,
            url=reverse("collectief:initiative", args=[one.initiative.public_id]),
            team=one.initiative.team.name,
            line=_line(one, today=today, initiative_id=one.initiative.public_id),
            loss=lost[one.initiative_id],
        )
        for one in rows
    )
