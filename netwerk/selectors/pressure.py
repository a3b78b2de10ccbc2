"""Signals of pressure: on the page of a provider, in the list of the team coordinator, and one by one."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from netwerk.enums import PressureStep
from netwerk.models import Organisation, PressureFollowUp, PressureSignal
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEAR = timedelta(days=365)


@dataclass(frozen=True, kw_only=True)
class FollowUpLine:
    step: "_StrOrPromise"
    on: date
    text: str
    by: str


@dataclass(frozen=True, kw_only=True)
class PressureLine:
    url: str
    provider: str
    provider_url: str
    kind: "_StrOrPromise"
    happened_on: date
    text: str
    team: str
    reported_by: str
    reported_on: date
    state: "_StrOrPromise"
    is_open: bool
    is_untouched: bool
    follow_ups: tuple[FollowUpLine, ...]


def _lines(rows: QuerySet[PressureSignal]) -> tuple[PressureLine, ...]:
    """Two statements."""
    done = PressureFollowUp.objects.select_related("by").order_by("on", "pk")
    found = rows.select_related("organisation", "team", "reported_by").prefetch_related(
        Prefetch("follow_ups", queryset=done)
    )
    return tuple(line(row) for row in found)


def line(row: PressureSignal) -> PressureLine:
    follow_ups = list(row.follow_ups.all())
    settled = any(one.step == PressureStep.SETTLED for one in follow_ups)
    return PressureLine(
        url=reverse("netwerk:pressure", args=[row.public_id]),
        provider=row.organisation.name,
        provider_url=reverse("netwerk:organisation", args=[row.organisation.public_id]),
        kind=row.get_kind_display(),
        happened_on=row.happened_on,
        text=row.text,
        team=row.team.name,
        reported_by=row.reported_by.name,
        reported_on=row.reported_on,
        state=PressureStep.SETTLED.label if settled else follow_ups[-1].get_step_display() if follow_ups else "",
        is_open=not settled,
        is_untouched=not follow_ups,
        follow_ups=tuple(
            FollowUpLine(step=one.get_step_display(), on=one.on, text=one.text, by=one.by.name) for one in follow_ups
        ),
    )


def pressure_signals(*, user: User, today: date) -> tuple[PressureLine, ...]:
    """What this person may read: what is open, and what was settled in the last year. Open ones first."""
    rows = PressureSignal.objects.visible_to(user, on=today).filter(reported_on__gt=today - YEAR)
    still = PressureSignal.objects.visible_to(user, on=today).open()
    lines = _lines((rows | still).order_by("-happened_on", "-pk"))
    return tuple(sorted(lines, key=lambda one: not one.is_open))


def pressure_of(organisation: Organisation, *, user: User, today: date) -> tuple[PressureLine, ...]:
    """About one provider, newest first, however long ago."""
    rows = PressureSignal.objects.visible_to(user, on=today).filter(organisation=organisation)
    return _lines(rows.order_by("-happened_on", "-pk"))
