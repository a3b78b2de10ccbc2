"""Use cases: keep a file from being destroyed, and let it go again."""

from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.models import Case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.retention.models import DestructionEntry, LegalHold


class IsDestroyed(Exception):
    """The file is gone, maybe a moment ago."""


class IsBeingDestroyed(Exception):
    """Its list is being carried out now."""


class IsLifted(Exception):
    """Somebody lifted it already."""


@transaction.atomic
def place_hold(*, case_id: int, reason: str, until: date, by: User, at: datetime, request_key: UUID) -> LegalHold:
    """From now on the file comes on no list, and a list that it is on goes on without it (trigger).

    Raises:
        IsDestroyed, IsBeingDestroyed
    """
    if earlier := LegalHold.objects.filter(request_key=request_key, placed_by=by).first():
        return earlier
    case = Case.objects.select_for_update(of=("self",), no_key=True).filter(pk=case_id).first()
    if case is None:
        raise IsDestroyed
    if DestructionEntry.objects.standing().filter(case_id=case.pk, destruction__confirmed_at__isnull=False).exists():
        raise IsBeingDestroyed
    try:
        with transaction.atomic():
            return LegalHold.objects.create(
                case=case, reason=reason, until=until, placed_by=by, placed_at=at, request_key=request_key
            )
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return LegalHold.objects.get(request_key=request_key)


@transaction.atomic
def lift_hold(*, hold: LegalHold, because: str, by: User, at: datetime) -> LegalHold:
    """The file may come on a next list.

    Raises:
        IsLifted
    """
    locked = LegalHold.objects.select_for_update(of=("self",), no_key=True).get(pk=hold.pk)
    if locked.lifted_at is not None:
        raise IsLifted
    locked.lifted_at, locked.lifted_by, locked.lifted_because = at, by, because
    locked.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    return locked
