"""Use case: correct one's own contact with a partner; its hours follow, and the history keeps what stood there."""

from datetime import datetime

from django.db import transaction

from netwerk.models import RelationMoment
from netwerk.services.log_moment import MomentDetails
from wijkteam.accounts.models import User
from wijkteam.hours.services.follow_work import follow_work


class MomentHasChanged(Exception):
    """It was corrected in another tab in the meantime."""


class NotYourMoment(Exception):
    """Only who had the contact corrects it."""


@transaction.atomic
def correct_moment(
    *, moment: RelationMoment, details: MomentDetails, seen: datetime | None, by: User, at: datetime
) -> RelationMoment:
    """`seen` is when it was last corrected. Words can be corrected always, hours within the term for hours.

    Raises:
        NotYourMoment, MomentHasChanged
        DayOutOfReach, NotInTeamThatDay, DayIsFull: see `log_hours`; nothing is changed then.
    """
    locked = RelationMoment.objects.select_for_update(of=("self",)).select_related("time_entry").get(pk=moment.pk)
    if locked.author_id != by.pk:
        raise NotYourMoment
    if locked.corrected_at != seen:
        raise MomentHasChanged
    follow_work(entry=locked.time_entry, worked_on=details.happened_on, minutes=details.minutes, at=at)
    for name in ("happened_on", "kind", "exchange", "note"):
        setattr(locked, name, getattr(details, name))
    locked.corrected_at = at
    locked.save(update_fields=["happened_on", "kind", "exchange", "note", "corrected_at"])
    return locked
