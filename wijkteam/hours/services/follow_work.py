"""Use case: hours that were made by other work follow a correction of that work."""

from datetime import date, datetime

from wijkteam.hours.models import TimeEntry
from wijkteam.hours.services.log_hours import check_hours


def follow_work(*, entry: TimeEntry, worked_on: date, minutes: int, at: datetime) -> None:
    """Another day or other minutes, by the rules of hours; unchanged hours are left alone, however old.

    Call it inside the transaction that corrects the work.

    Raises:
        DayOutOfReach: the old or the new day is too long ago: those hours are in reports.
        NotInTeamThatDay, DayIsFull: see `log_hours`.
    """
    if (entry.worked_on, entry.minutes) == (worked_on, minutes):
        return
    for day in {entry.worked_on, worked_on}:
        check_hours(
            by=entry.user,
            at=at,
            team=entry.team,
            worked_on=day,
            minutes=minutes if day == worked_on else 0,
            instead_of=entry,
        )
    entry.worked_on, entry.minutes = worked_on, minutes
    entry.save(update_fields=["worked_on", "minutes"])
