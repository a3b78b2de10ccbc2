"""Use cases: ask for everything of a team, allow or refuse it, take it along, and let it go."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading
from wijkteam.core.bell import ring_after_commit
from wijkteam.core.constraints import broken_constraint
from wijkteam.retention.enums import TakeoutGoal, TakeoutState
from wijkteam.retention.models import Takeout
from wijkteam.retention.services.takeout.kept_file import remove_takeout
from wijkteam.teams.models import Team

# The task in schedules.py. Named, as services do not know what calls them.
RUN = "retention.make_takeout"
PURPOSE = "takeout"
_LINES = 5000


class AnotherRuns(Exception):
    """Of this team one is being asked for or made already."""


class NotNow(Exception):
    """It is at another point already."""


class SamePerson(Exception):
    """Who asks for it does not allow it."""


def ask_takeout(
    *, team: Team, goal: TakeoutGoal, reason: str, by: User, at: datetime, request_key: UUID | None = None
) -> Takeout:
    """Nothing is made yet: the privacy officer looks at it first. A form that is sent twice gives the same one.

    Raises:
        AnotherRuns
    """
    try:
        with transaction.atomic():
            return Takeout.objects.create(
                team=team, goal=goal, reason=reason, asked_by=by, asked_at=at, request_key=request_key
            )
    except IntegrityError as error:
        broken = broken_constraint(error)
        if "request_key" in broken:
            return Takeout.objects.get(request_key=request_key, asked_by=by)
        if broken == "takeout_one_at_a_time":
            raise AnotherRuns from error
        raise


def _locked(takeout: Takeout) -> Takeout:
    return Takeout.objects.select_for_update(of=("self",), no_key=True).select_related("team").get(pk=takeout.pk)


@transaction.atomic
def allow_takeout(*, takeout: Takeout, by: User, at: datetime) -> None:
    """From here a worker makes it. The wish is kept with the row; a message follows when that is there.

    Raises:
        NotNow, SamePerson
    """
    locked = _locked(takeout)
    if locked.state != TakeoutState.ASKED:
        raise NotNow
    if by.pk == locked.asked_by_id:
        raise SamePerson
    locked.state, locked.decided_by, locked.decided_at = TakeoutState.WAITING, by, at
    locked.save(update_fields=["state", "decided_by", "decided_at"])
    ring_after_commit(RUN, takeout_id=locked.pk)


@transaction.atomic
def refuse_takeout(*, takeout: Takeout, because: str, by: User, at: datetime) -> None:
    """Raises NotNow, SamePerson."""
    locked = _locked(takeout)
    if locked.state != TakeoutState.ASKED:
        raise NotNow
    if by.pk == locked.asked_by_id:
        raise SamePerson
    locked.state, locked.refused_because, locked.ended_at = TakeoutState.REFUSED, because, at
    locked.decided_by, locked.decided_at = by, at
    locked.save(update_fields=["state", "refused_because", "ended_at", "decided_by", "decided_at"])


@transaction.atomic
def take_along(*, takeout: Takeout, by: User, at: datetime) -> Takeout:
    """Before it leaves: every file that is in it comes in the read log, and it is counted.

    Raises:
        NotNow: it is gone, or was never made.
    """
    locked = _locked(takeout)
    if locked.state != TakeoutState.READY or locked.erase_at is None or locked.erase_at <= at:
        raise NotNow
    households = dict(Case.objects.filter(pk__in=locked.cases).values_list("pk", "household_id"))
    lines = [(Subject.CASE, pk, home) for pk, home in households.items()]
    without_case = sorted(set(locked.households) - set(households.values()))
    lines += [(Subject.HOUSEHOLD, pk, pk) for pk in without_case]
    for subject in (Subject.CASE, Subject.HOUSEHOLD):
        seen = [(pk, home) for one, pk, home in lines if one == subject]
        for start in range(0, len(seen), _LINES):
            record_reading(
                by=by, at=at, act=Act.EXPORT, subject=subject, seen=seen[start : start + _LINES], purpose=PURPOSE
            )
    Takeout.objects.filter(pk=locked.pk).update(times_taken=F("times_taken") + 1)
    return locked


@transaction.atomic
def drop_takeout(*, takeout: Takeout, at: datetime) -> None:
    """It is not needed (any more): a wish goes no further, a file is removed with its key.

    Raises:
        NotNow
    """
    locked = _locked(takeout)
    if locked.state not in (TakeoutState.ASKED, TakeoutState.READY):
        raise NotNow
    _let_go(locked, at=at)


def _let_go(takeout: Takeout, *, at: datetime) -> None:
    """Without its key the file says nothing, whatever copy of it there is."""
    takeout.state, takeout.key, takeout.ended_at = TakeoutState.GONE, None, at
    takeout.cases, takeout.households = [], []
    takeout.save(update_fields=["state", "key", "ended_at", "cases", "households"])
    transaction.on_commit(lambda: remove_takeout(takeout.public_id))


def erase_outlived(*, at: datetime) -> int:
    """What was made a week ago."""
    removed = 0
    for one in Takeout.objects.outlived(at=at).order_by("pk"):
        with transaction.atomic():
            locked = Takeout.objects.select_for_update(of=("self",), no_key=True).outlived(at=at).filter(pk=one.pk)
            if (found := locked.first()) is not None:
                _let_go(found, at=at)
                removed += 1
    return removed


def may_still_ask(*, user: User, team: Team, at: datetime) -> bool:
    return user.is_active and Team.objects.of_worker(user, on=timezone.localdate(at)).filter(pk=team.pk).exists()
