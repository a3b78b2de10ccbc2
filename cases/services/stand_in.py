"""Use cases: somebody is away, and colleagues look after the cases meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.enums import AbsenceKind
from cases.models import Absence, Case, StandIn
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

NOT_POSSIBLE = {"stand_in_works_in_the_team", "stand_in_is_somebody_else", "case_has_one_stand_in_at_a_time"}


class AwayAlready(Exception):
    """The worker has another absence in that period."""


class CannotStandIn(Exception):
    """A chosen colleague does not work in the team then, is the absent worker, or somebody stands in already."""


def register_absence(
    *,
    user: User,
    kind: AbsenceKind,
    starts_on: date,
    ends_on: date | None,
    stand_in: User | None,
    by: User,
    at: datetime,
    request_key: UUID | None = None,
) -> Absence:
    """Write down that `user` is away; `stand_in` looks after all open cases that `user` coordinates.

    Raises AwayAlready and CannotStandIn. The same `request_key` again gives the absence that is there.
    """
    if request_key is not None and (sent := Absence.objects.filter(request_key=request_key, user=user).first()):
        return sent
    with _explained(), transaction.atomic():
        absence = Absence.objects.create(
            user=user, kind=kind, starts_on=starts_on, ends_on=ends_on, registered_by=by, request_key=request_key
        )
        if stand_in is not None:
            _put(absence, {case.pk: stand_in for case in _cases_of(user)}, today=timezone.localdate(at))
        return absence


def change_absence(
    *, absence: Absence, ends_on: date | None, stand_ins: Mapping[int, User | None], by: User, at: datetime
) -> Absence:
    """Set the last day, and who stands in for each case (by its number); who stood in so far stays in the history.

    Raises AwayAlready and CannotStandIn.
    """
    today = timezone.localdate(at)
    with _explained(), transaction.atomic():
        locked = Absence.objects.select_for_update(of=("self",), no_key=True).get(pk=absence.pk)
        locked.ends_on = ends_on
        own = {case.pk for case in _cases_of(locked.user)}
        for running in list(locked.stand_ins.all()):
            wanted = stand_ins.get(running.case_id)
            is_past = running.ends_on is not None and running.ends_on <= today
            if is_past or (wanted is not None and wanted.pk == running.worker_id and running.ends_on == ends_on):
                continue
            _stop(running, today=today, last=ends_on)
        locked.save(update_fields=["ends_on"])
        _put(
            locked,
            {pk: worker for pk, worker in stand_ins.items() if worker is not None and pk in own},
            today=today,
        )
        return locked


def cancel_absence(*, absence: Absence, by: User, at: datetime) -> None:
    """It does not go on, or was over before it began: the row goes, its history stays."""
    with transaction.atomic():
        absence.stand_ins.all().delete()
        absence.delete()


def _cases_of(user: User) -> list[Case]:
    cases = Case.objects.open().filter(coordinators__worker=user, coordinators__ended_at=None)
    return list(cases.select_for_update(of=("self",), no_key=True).order_by("pk"))


def _stop(running: StandIn, *, today: date, last: date | None) -> None:
    """Up to today, or not at all when it had yet to begin."""
    until = today if last is None else min(today, last)
    if running.starts_on >= until:
        running.delete()
        return
    running.ends_on = until
    running.save(update_fields=["ends_on"])


def _put(absence: Absence, wanted: Mapping[int, User], *, today: date) -> None:
    starts = max(absence.starts_on, today)
    if absence.ends_on is not None and starts >= absence.ends_on:
        return
    there = set(absence.stand_ins.filter(ends_on=absence.ends_on).values_list("case_id", "worker_id"))
    for case_id, worker in wanted.items():
        if (case_id, worker.pk) not in there:
            StandIn.objects.create(
                absence=absence, case_id=case_id, worker=worker, starts_on=starts, ends_on=absence.ends_on
            )


@contextmanager
def _explained() -> Iterator[None]:
    """Say which rule of the database was broken."""
    try:
        yield
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken == "absence_once_at_a_time":
            raise AwayAlready from error
        if broken in NOT_POSSIBLE:
            raise CannotStandIn from error
        raise
