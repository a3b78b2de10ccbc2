"""Use cases: a household wants help outside its own neighbourhood, and takes that back."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases.models import Case, OutsideWish
from cases.services.lock_case import lock_open_case
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class WishedAlready(Exception):
    """There is a wish that holds: nothing was saved."""


class WishIsTakenBack(Exception):
    """Somebody wrote down before that it was taken back."""


def wish_outside(*, case: Case, asked_on: date, asked_by: str, note: str, by: User, at: datetime) -> OutsideWish:
    """From now on help outside the own neighbourhood is suggested first.

    Raises:
        CaseIsClosed
        WishedAlready: see what is written.
    """
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            return OutsideWish.objects.create(
                case=locked, asked_on=asked_on, asked_by=asked_by, note=note, recorded_at=at, recorded_by=by
            )
    except IntegrityError as error:
        if broken_constraint(error) == "case_has_one_outside_wish":
            raise WishedAlready from error
        raise


@transaction.atomic
def take_back(*, case: Case, wish: OutsideWish, on: date, said_by: str, by: User) -> OutsideWish:
    """The neighbourhood is fine after all. `case` is the open one; the wish may stand in an earlier one.

    Raises:
        CaseIsClosed
        WishIsTakenBack: it was written down before.
    """
    lock_open_case(case)
    locked = OutsideWish.objects.select_for_update(of=("self",), no_key=True).get(pk=wish.pk)
    if locked.withdrawn_on is not None:
        raise WishIsTakenBack
    locked.withdrawn_on, locked.withdrawn_by, locked.withdrawal_recorded_by = on, said_by, by
    locked.save(update_fields=["withdrawn_on", "withdrawn_by", "withdrawal_recorded_by"])
    return locked
