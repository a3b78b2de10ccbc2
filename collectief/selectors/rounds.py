"""What the pages of the information round show."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from collectief.enums import RoundFailure
from collectief.models import InformationRound, RoundRecipient, RoundRhythm
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How far back the first round of a team looks.
FIRST = timedelta(weeks=6)


@dataclass(frozen=True, kw_only=True)
class RecipientRow:
    """`email` is empty where a partner has no address (any more)."""

    public_id: UUID
    name: str
    sub: str
    email: str
    wish: "_StrOrPromise"
    wanted_on: date
    stopped_at: datetime | None
    stopped_by: str


@dataclass(frozen=True, kw_only=True)
class RoundRow:
    url: str
    subject: str
    sent_at: datetime | None
    sent_by: str
    count: int


@dataclass(frozen=True, kw_only=True)
class RoundsPage:
    """Of one team. `due_on` is empty while it chose no rhythm."""

    team: Team
    draft: InformationRound | None
    sent: tuple[RoundRow, ...]
    every_weeks: int | None
    due_on: date | None
    is_due: bool
    recipients: int
    without_address: int


@dataclass(frozen=True, kw_only=True)
class Progress:
    """How far the sending is; `is_done` when nothing waits any more."""

    total: int
    sent: int
    failed: int
    stopped: int

    @property
    def is_done(self) -> bool:
        return self.sent + self.failed + self.stopped >= self.total

    @property
    def percent(self) -> int:
        return 100 * (self.sent + self.failed + self.stopped) // self.total if self.total else 100


@dataclass(frozen=True, kw_only=True)
class DeliveryRow:
    name: str
    email: str
    sent_at: datetime | None
    failure: "_StrOrPromise"
    waits: bool


@dataclass(frozen=True, kw_only=True)
class DueRound:
    team: Team
    due_on: date


def teams_of(user: User, *, today: date) -> list[Team]:
    return list(Team.objects.of_worker(user, on=today).order_by("name", "pk").distinct())


def rounds_page(team: Team, *, today: date) -> RoundsPage:
    """Four statements."""
    rows = InformationRound.objects.filter(team=team).select_related("sent_by").order_by("-sent_at", "-pk")
    rounds = list(rows.annotate(arrived=Count("deliveries", filter=Q(deliveries__sent_at__isnull=False))))
    rhythm = RoundRhythm.objects.filter(team=team).first()
    sent = [one for one in rounds if one.sent_at is not None]
    due_on = due_day(rhythm, last=sent[0].sent_at if sent else None) if rhythm else None
    recipients = recipient_rows(team)
    return RoundsPage(
        team=team,
        draft=next((one for one in rounds if one.is_draft), None),
        sent=tuple(
            RoundRow(
                url=reverse("collectief:round", args=[one.public_id]),
                subject=one.subject,
                sent_at=one.sent_at,
                sent_by=one.sent_by.name if one.sent_by else "",
                count=one.arrived,  # type: ignore[attr-defined]  # annotated above
            )
            for one in sent
        ),
        every_weeks=rhythm.every_weeks if rhythm else None,
        due_on=due_on,
        is_due=due_on is not None and due_on <= today,
        recipients=len(recipients),
        without_address=sum(not one.email for one in recipients),
    )


def due_day(rhythm: RoundRhythm, *, last: datetime | None) -> date:
    """So many weeks after the last round, or after the rhythm was chosen."""
    return timezone.localdate(last or rhythm.chosen_at) + timedelta(weeks=rhythm.every_weeks)


def due_rounds(teams: Iterable[int], *, until: date) -> list[DueRound]:
    """Teams whose next round comes by `until`. One statement."""
    rhythms = RoundRhythm.objects.filter(team__in=list(teams)).select_related("team").order_by("team__name", "pk")
    rows = [
        DueRound(team=one.team, due_on=due_day(one, last=one.last))
        for one in rhythms.annotate(last=Max("team__rounds__sent_at"))
    ]
    return [one for one in rows if one.due_on <= until]


def since_of(team: Team, *, today: date) -> date:
    """Where the next round begins: at the last one."""
    last = InformationRound.objects.filter(team=team).sent().aggregate(at=Max("sent_at"))["at"]
    return timezone.localdate(last) if last else today - FIRST


# -- who gets it -------------------------------------------------------------------------------------


def name_and_address(one: RoundRecipient) -> tuple[str, str]:
    """As it is now; the address is empty when a partner has none, or is there no more."""
    if one.organisation is not None:
        return one.organisation.name, one.organisation.email
    if one.professional is not None:
        return one.professional.name, one.professional.email
    return one.name, one.email


def running_recipients(team: Team) -> list[RoundRecipient]:
    rows = RoundRecipient.objects.filter(team=team).running()
    return list(rows.select_related("organisation", "professional__organisation").order_by("pk"))


def recipient_rows(team: Team, *, with_stopped: bool = False) -> tuple[RecipientRow, ...]:
    """By name, who stopped last. One statement."""
    rows = RoundRecipient.objects.filter(team=team)
    if not with_stopped:
        rows = rows.running()
    found = rows.select_related("organisation", "professional__organisation", "stopped_by")
    made = [_recipient(one) for one in found]
    return tuple(sorted(made, key=lambda row: (row.stopped_at is not None, row.name.casefold(), str(row.public_id))))


def _recipient(one: RoundRecipient) -> RecipientRow:
    name, email = name_and_address(one)
    return RecipientRow(
        public_id=one.public_id,
        name=name,
        sub=one.professional.organisation.name if one.professional else "",
        email=email,
        wish=one.get_wish_display(),
        wanted_on=one.wanted_on,
        stopped_at=one.stopped_at,
        stopped_by=(one.stopped_by.name if one.stopped_by else _("themselves")) if one.stopped_at else "",
    )


# -- a round that was sent ---------------------------------------------------------------------------


def progress_of(one: InformationRound) -> Progress:
    """One statement."""
    stopped = Q(failure=RoundFailure.STOPPED)
    counted = one.deliveries.aggregate(
        total=Count("pk"),
        sent=Count("pk", filter=Q(sent_at__isnull=False)),
        failed=Count("pk", filter=Q(failed_at__isnull=False) & ~stopped),
        stopped=Count("pk", filter=stopped),
    )
    return Progress(**counted)


def delivery_rows(one: InformationRound) -> tuple[DeliveryRow, ...]:
    return tuple(
        DeliveryRow(
            name=row.name,
            email=row.email,
            sent_at=row.sent_at,
            failure=row.get_failure_display() if row.failed_at else "",
            waits=row.sent_at is None and row.failed_at is None,
        )
        for row in one.deliveries.order_by("name", "pk")
    )
