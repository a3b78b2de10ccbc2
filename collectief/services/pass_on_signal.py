"""Use case: somebody passes on what they noticed, through the public page or to a worker in the street."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from collectief.enums import SignalSource
from collectief.models import Signal
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


def pass_on_signal(
    *,
    team: Team,
    text: str,
    at: datetime,
    request_key: UUID,
    place: str = "",
    signaller: str = "",
    reach: str = "",
    theme: Theme | None = None,
    area: Area | None = None,
    source: SignalSource = SignalSource.RESIDENT,
) -> Signal:
    """Keep a signal as it was passed on; it needs no household and nobody is looked up.

    The same `request_key` again, also at the same moment, gives the signal that is there.
    """
    try:
        with transaction.atomic():
            return Signal.objects.create(
                team=team,
                received_at=at,
                text=text,
                place=place,
                signaller=signaller,
                reach=reach,
                theme=theme,
                area=area,
                source=source,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Signal.objects.get(request_key=request_key)
