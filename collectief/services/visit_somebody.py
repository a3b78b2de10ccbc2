"""Use cases of the visiting service: somebody waits, a volunteer comes, visits are told of, it ends."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from collectief.enums import MatchEnd, SignalSource, VisitOutcome, WishEnd
from collectief.models import Visit, VisitLink, VisitMatch, VisitWish, Volunteer
from collectief.models.visit import MONTHS
from collectief.services.pass_on_signal import pass_on_signal
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import months_later

# A visit that is told of belongs to what was planned up to so many days later.
NEAR = timedelta(days=10)


class NotTrained(Exception):
    """No training for this method, or no certificate of good conduct, that counts today."""


class NoRoom(Exception):
    """The volunteer visits as many people as they said, maybe since a moment ago."""


class NotWantedNow(Exception):
    """One of the two stopped, or is visited already."""


class HasEnded(Exception):
    """These visits ended, maybe a moment ago."""


class ToldAlready(Exception):
    """A visit on that day was told of before."""


class NotInThePeriod(Exception):
    """That day lies before the begin, after the end, or still has to come."""


_WHY = {
    "visit_match_needs_training": NotTrained,
    "volunteer_keeps_to_capacity": NoRoom,
    "visit_match_both_want_it": NotWantedNow,
    "visit_match_is_of_one_team": NotWantedNow,
    "visit_match_one_at_a_time": NotWantedNow,
}


def add_wish(*, wish: VisitWish, request_key: UUID) -> VisitWish:
    """Somebody would like visits, and agreed to stand here. The same key gives the same row again."""
    if earlier := VisitWish.objects.filter(request_key=request_key, team=wish.team).first():
        return earlier
    try:
        with transaction.atomic():
            wish.request_key = request_key
            wish.save(force_insert=True)
            return wish
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return VisitWish.objects.get(request_key=request_key, team=wish.team)


def make_match(
    *, wish: VisitWish, volunteer: Volunteer, starts_on: date, by: User, score_before: int | None, request_key: UUID
) -> VisitMatch:
    """This volunteer visits them; the visits of half a year are planned in the rhythm of the method.

    Raises:
        NotTrained
        NoRoom
        NotWantedNow
    """
    if earlier := VisitMatch.objects.filter(request_key=request_key, wish=wish).first():
        return earlier
    method = wish.method
    try:
        with transaction.atomic():
            # The volunteer first, as the trigger does.
            Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
            made = VisitMatch.objects.create(
                wish=wish,
                volunteer=volunteer,
                coordinator=by,
                starts_on=starts_on,
                planned_until=months_later(starts_on, MONTHS),
                measure_name=method.measure_name,
                measure_low=method.measure_low,
                measure_high=method.measure_high,
                score_before=score_before if method.measure_name else None,
                request_key=request_key,
            )
            Visit.objects.bulk_create(Visit(match=made, planned_on=day) for day in planned_days(made))
            return made
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return VisitMatch.objects.get(request_key=request_key, wish=wish)
        if rule in _WHY:
            raise _WHY[rule] from error
        raise


def planned_days(match: VisitMatch) -> list[date]:
    """Every so many weeks, as many as the method says and half a year holds."""
    method = match.wish.method
    days = [match.starts_on + timedelta(weeks=method.interval_weeks * number) for number in range(method.meetings)]
    return [day for day in days if day < match.planned_until]


@dataclass(frozen=True, kw_only=True)
class Ending:
    """`talked_on` is the end conversation; empty when there was none."""

    reason: MatchEnd
    talked_on: date | None = None
    note: str = ""
    score_after: int | None = None


@transaction.atomic
def end_match(*, match: VisitMatch, ending: Ending, on: date) -> VisitMatch:
    """The visits end. What was planned after that day goes; ending twice changes nothing.

    Raises:
        NotInThePeriod: a visit was told of after that day, or it lies before the begin.
    """
    Volunteer.objects.select_for_update(no_key=True).get(pk=match.volunteer_id)
    locked = VisitMatch.objects.select_for_update(of=("self",), no_key=True).get(pk=match.pk)
    if not locked.is_running:
        return locked
    if on < locked.starts_on or locked.visits.filter(held_on__gt=on).exists():
        raise NotInThePeriod
    locked.visits.to_tell().filter(planned_on__gt=on).delete()
    locked.ended_on, locked.end_reason, locked.end_note = on, ending.reason, ending.note
    locked.talked_on = ending.talked_on
    locked.score_after = ending.score_after if locked.measure_name else None
    locked.save(update_fields=["ended_on", "end_reason", "end_note", "talked_on", "score_after"])
    if not VisitMatch.objects.running().filter(volunteer=locked.volunteer_id).exists():
        take_links_back(volunteer=locked.volunteer, by=locked.coordinator, at=timezone.now())
    return locked


@transaction.atomic
def take_links_back(*, volunteer: Volunteer, by: User, at: datetime) -> None:
    """From now on their address opens nothing."""
    for link in VisitLink.objects.select_for_update(no_key=True).filter(volunteer=volunteer, revoked_at=None):
        link.revoked_at, link.revoked_by = max(at, link.created_at), by
        link.save(update_fields=["revoked_at", "revoked_by"])


def close_wish(*, wish: VisitWish, reason: WishEnd, on: date) -> VisitWish:
    """They no longer want visits; what runs ends with it. Twice changes nothing."""
    try:
        return _close_wish(wish, reason, on=on)
    except IntegrityError as error:
        if broken_constraint(error) != "visit_wish_closes_after_the_visits":
            raise
        # A colleague matched them a moment ago: that ends as well.
        return _close_wish(wish, reason, on=on)


@transaction.atomic
def _close_wish(wish: VisitWish, reason: WishEnd, *, on: date) -> VisitWish:
    for match in VisitMatch.objects.running().filter(wish=wish):
        end_match(match=match, ending=Ending(reason=MatchEnd.PERSON), on=last_day(match, on))
    locked = VisitWish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
    if locked.closed_on is None:
        locked.closed_on, locked.close_reason = max(on, locked.asked_on), reason
        locked.save(update_fields=["closed_on", "close_reason"])
    return locked


def last_day(match: VisitMatch, on: date) -> date:
    """Not before the begin, and not before a visit that was told of."""
    latest = match.visits.exclude(held_on=None).order_by("-held_on").values_list("held_on", flat=True).first()
    return max(on, match.starts_on, latest or match.starts_on)


@dataclass(frozen=True, kw_only=True)
class Told:
    """What somebody says of one visit."""

    outcome: VisitOutcome
    held_on: date | None = None
    minutes: int | None = None
    words: str = ""
    is_worried: bool = False


def tell_visit(*, match: VisitMatch, told: Told, by: User | None, at: datetime, request_key: UUID) -> Visit:
    """Keep what was told; a worry goes to the team as a signal, without a name. Without `by` the volunteer told it.

    Raises:
        HasEnded
        ToldAlready
        NotInThePeriod
    """
    if earlier := Visit.objects.filter(request_key=request_key, match=match).first():
        return earlier
    try:
        with transaction.atomic():
            return _tell(match, told, by=by, at=at, request_key=request_key)
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return Visit.objects.get(request_key=request_key, match=match)
        if rule == "visit_once_a_day":
            raise ToldAlready from error
        if rule == "visit_lies_in_its_match":
            raise NotInThePeriod from error
        raise


def _tell(match: VisitMatch, told: Told, *, by: User | None, at: datetime, request_key: UUID) -> Visit:
    rows = VisitMatch.objects.select_for_update(of=("self",), no_key=True).select_related("wish__team")
    locked = rows.get(pk=match.pk)
    if not locked.is_running:
        raise HasEnded
    happened = told.outcome == VisitOutcome.HAPPENED
    day = told.held_on if happened and told.held_on else timezone.localdate(at)
    planned = locked.visits.to_tell().filter(planned_on__lte=day + NEAR).order_by("planned_on", "pk").first()
    visit = planned or Visit(match=locked)
    visit.outcome, visit.words, visit.is_worried = told.outcome, told.words, told.is_worried
    visit.held_on, visit.minutes = (told.held_on, told.minutes) if happened else (None, None)
    visit.told_at, visit.told_by, visit.request_key = at, by, request_key
    visit.save()
    if told.is_worried:
        pass_on_signal(
            team=locked.wish.team,
            text=_("A volunteer of the visiting service worries about somebody they visit. Call the volunteer today."),
            at=at,
            request_key=uuid5(request_key, "worry"),
            source=SignalSource.VOLUNTEER,
        )
    return visit


@transaction.atomic
def erase_wishes(*, closed_before: date, on: date) -> int:
    """Take away all words about who was visited and closed before that day, or who does not want to stand here."""
    over = VisitWish.objects.select_for_update(no_key=True).filter(erased_on=None, closed_on__isnull=False)
    gone = [one.pk for one in over if one.close_reason == WishEnd.WITHDRAWN or one.closed_on < closed_before]  # type: ignore[operator]  # it is closed
    Visit.objects.filter(match__wish__in=gone).exclude(words="").update(words="")
    VisitMatch.objects.filter(wish__in=gone).exclude(end_note="").update(end_note="")
    return VisitWish.objects.filter(pk__in=gone).update(
        name="", reach="", wish="", languages=[], day_parts=[], interests=[], area=None, erased_on=on
    )
