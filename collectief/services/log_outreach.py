"""Use cases: write down that one was out in the neighbourhood, which makes the hours; make a signal of a word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import SignalSource
from collectief.models import Heard, OutreachMoment, Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.services.log_hours import log_hours
from wijkteam.teams.models import Team


@dataclass(frozen=True, kw_only=True)
class OutreachDetails:
    """`minutes` become hours of `kind` of who writes it down. `heard` holds one thing a line."""

    happened_on: date
    minutes: int
    kind: WorkKind
    area: Area
    place: str
    residents_met: int = 0
    new_met: int = 0
    heard: Sequence[str] = ()
    colleagues: Sequence[User] = ()


def log_outreach(
    *, team: Team, details: OutreachDetails, by: User, at: datetime, request_key: UUID, as_signals: bool = False
) -> OutreachMoment:
    """Write down the moment, its hours and what was heard. The same `request_key` again gives the moment that is there.

    With `as_signals` everything that was heard becomes a signal at once.

    Raises:
        DayOutOfReach, NotInTeamThatDay, DayIsFull: see `log_hours`; nothing is kept then.
    """
    if earlier := OutreachMoment.objects.filter(request_key=request_key, author=by).first():
        return earlier
    try:
        with transaction.atomic():
            hours = log_hours(
                by=by,
                at=at,
                team=team,
                worked_on=details.happened_on,
                minutes=details.minutes,
                kind=details.kind,
                area=details.area,
                note=details.place,
            )
            moment = OutreachMoment.objects.create(
                team=team,
                author=by,
                time_entry=hours,
                happened_on=details.happened_on,
                area=details.area,
                place=details.place,
                residents_met=details.residents_met,
                new_met=details.new_met,
                request_key=request_key,
            )
            moment.colleagues.set(details.colleagues)
            for text in details.heard:
                heard = Heard.objects.create(moment=moment, text=text)
                if as_signals:
                    make_signal(heard=heard, at=at)
            return moment
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return OutreachMoment.objects.get(request_key=request_key, author=by)


@transaction.atomic
def make_signal(*, heard: Heard, at: datetime, theme: Theme | None = None) -> Signal:
    """Make a signal of what was heard, with the same words and place. A second time gives the signal that is there."""
    locked = Heard.objects.select_for_update(no_key=True, of=("self",)).select_related("moment").get(pk=heard.pk)
    if locked.signal is not None:
        return locked.signal
    moment = locked.moment
    signal = Signal.objects.create(
        team_id=moment.team_id,
        received_at=at,
        source=SignalSource.OUTREACH,
        text=locked.text,
        place=moment.place,
        area_id=moment.area_id,
        theme=theme,
    )
    locked.signal = signal
    locked.save(update_fields=["signal"])
    return signal
