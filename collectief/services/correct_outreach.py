"""Use cases: correct a moment of outreach, or take it away. Its hours follow in the same transaction."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from collectief.models import Heard, OutreachMoment
from collectief.services.log_outreach import OutreachDetails
from wijkteam.hours.models import TimeEntry
from wijkteam.hours.services.follow_work import follow_work
from wijkteam.hours.services.log_hours import check_hours


class MomentHasChanged(Exception):
    """Somebody (perhaps oneself, in another tab) corrected or removed it in the meantime."""


def _locked(moment: OutreachMoment, *, seen: datetime | None) -> tuple[OutreachMoment, TimeEntry]:
    locked = OutreachMoment.objects.select_for_update(no_key=True).filter(pk=moment.pk).first()
    if locked is None or locked.corrected_at != seen:
        raise MomentHasChanged
    return locked, TimeEntry.objects.select_for_update(no_key=True).select_related("user", "team").get(
        pk=locked.time_entry_id
    )


@transaction.atomic
def correct_outreach(
    *, moment: OutreachMoment, details: OutreachDetails, seen: datetime | None, at: datetime
) -> OutreachMoment:
    """Write it anew; what stood there stays in the history. What became a signal stays as it was heard.

    `seen` is `corrected_at` as the writer read it.

    Raises:
        MomentHasChanged
        DayOutOfReach, NotInTeamThatDay, DayIsFull: about its hours, see `follow_work`; nothing is kept then.
    """
    locked, entry = _locked(moment, seen=seen)
    if entry.kind != details.kind:
        # As what old hours count stands in reports.
        check_hours(
            by=entry.user, at=at, team=entry.team, worked_on=entry.worked_on, minutes=entry.minutes, instead_of=entry
        )
    follow_work(entry=entry, worked_on=details.happened_on, minutes=details.minutes, at=at)
    entry.kind, entry.area, entry.note = details.kind, details.area, details.place
    entry.save(update_fields=["kind", "area", "note"])
    locked.happened_on, locked.area, locked.place = details.happened_on, details.area, details.place
    locked.residents_met, locked.new_met = details.residents_met, details.new_met
    locked.corrected_at = at
    locked.save(update_fields=["happened_on", "area", "place", "residents_met", "new_met", "corrected_at"])
    locked.colleagues.set(details.colleagues)
    _keep_lines(locked, list(details.heard))
    return locked


def _keep_lines(moment: OutreachMoment, lines: Sequence[str]) -> None:
    """What was heard is now `lines`, beside what became a signal."""
    left = list(lines)
    for heard in Heard.objects.select_for_update(of=("self",)).filter(moment=moment, signal=None).order_by("pk"):
        if heard.text in left:
            left.remove(heard.text)
        else:
            heard.delete()
    for text in left:
        Heard.objects.create(moment=moment, text=text)


@transaction.atomic
def remove_outreach(*, moment: OutreachMoment, seen: datetime | None, at: datetime) -> None:
    """Take it away with its hours and what was heard; signals that came of it stay, and so does the history.

    Raises:
        MomentHasChanged
        DayOutOfReach: its hours are in reports.
        NotInTeamThatDay
    """
    locked, entry = _locked(moment, seen=seen)
    check_hours(by=entry.user, at=at, team=entry.team, worked_on=entry.worked_on, minutes=0, instead_of=entry)
    locked.delete()
    entry.delete()
