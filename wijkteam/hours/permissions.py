from datetime import date, timedelta
from uuid import UUID

from django.http import Http404

from wijkteam.accounts.models import User
from wijkteam.hours.enums import QUICK_ENTRY_KINDS
from wijkteam.hours.models import TimeEntry

# Older hours are in reports already; a correction after that goes through the team coordinator.
CHANGEABLE_DAYS = 31


def first_changeable_day(*, today: date) -> date:
    """Hours on this day and later can be added, changed and removed."""
    return today - timedelta(days=CHANGEABLE_DAYS)


def is_changeable(entry: TimeEntry, *, user: User, today: date) -> bool:
    """Own hours of the last 31 days that were entered as hours; those of a contact change with the contact."""
    return (
        entry.user_id == user.pk
        and entry.kind in QUICK_ENTRY_KINDS
        and first_changeable_day(today=today) <= entry.worked_on
    )


def get_changeable_entry(*, user: User, public_id: UUID, today: date) -> TimeEntry:
    """Raises Http404 when it is not there, is somebody else's, belongs to other work or is too old to change."""
    entry = (
        TimeEntry.objects.filter(user=user, public_id=public_id).standing_alone().select_related("team", "area").first()
    )
    if entry is None or not is_changeable(entry, user=user, today=today):
        raise Http404
    return entry
