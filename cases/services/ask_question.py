"""Use case: a question comes in, through the public page or taken down by a worker."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import Origin, Urgency
from cases.models import Question
from collectief.models import Signal
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


def ask_question(
    *,
    team: Team,
    asked: str,
    origin: Origin,
    by: User | None,
    at: datetime,
    request_key: UUID,
    asker: str = "",
    reach: str = "",
    resident: str = "",
    address: str = "",
    area: Area | None = None,
    theme: Theme | None = None,
    urgency: Urgency = Urgency.NORMAL,
    has_safety_concern: bool = False,
    signal: Signal | None = None,
) -> Question:
    """Keep a question as it was asked, for `team` to decide on. `by` is None when it came through the public page.

    Nobody is looked up: whether the household is known makes no difference. The same `request_key` again, also at
    the same moment on another connection, gives the question that is there and makes no second one.
    """
    try:
        with transaction.atomic():
            return Question.objects.create(
                team=team,
                received_at=at,
                origin=origin,
                asked=asked,
                asker=asker,
                reach=reach,
                resident=resident,
                address=address,
                area=area,
                theme=theme,
                urgency=urgency,
                has_safety_concern=has_safety_concern,
                is_from_public_page=by is None,
                received_by=by,
                signal=signal,
                request_key=request_key,
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Question.objects.get(request_key=request_key)
