"""Begin the tour for a first day, go a step on or back, and end it."""

from wijkteam.accounts.models import User
from wijkteam.manual.selectors.tours import TOURS


def move_tour(*, user: User, to: int | None) -> int | None:
    """Put somebody at step `to`, or end the tour with None. A step that is not there ends it too."""
    step = to if to is not None and 0 <= to < len(TOURS[user.role]) else None
    User.objects.filter(pk=user.pk).update(tour_step=step)
    return step
