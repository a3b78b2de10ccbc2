"""Use cases: write down which organisation pays a worker, and until when."""

from datetime import date

from django.db import IntegrityError, transaction

from netwerk.models import Organisation, Secondment
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class SecondedAlready(Exception):
    """This organisation pays the worker already in that period."""


class EndsBeforeItStarts(Exception):
    """The last day lies before the first day."""


def second_worker(
    *, user: User, organisation: Organisation, starts_on: date, ends_on: date | None, by: User
) -> Secondment:
    """From `starts_on` up to (not including) `ends_on`. Raises SecondedAlready."""
    try:
        with transaction.atomic():
            return Secondment.objects.create(
                user=user, organisation=organisation, starts_on=starts_on, ends_on=ends_on, set_by=by
            )
    except IntegrityError as error:
        if broken_constraint(error) != "secondment_once_at_a_time":
            raise
        raise SecondedAlready from error


@transaction.atomic
def end_secondment(*, secondment: Secondment, ends_on: date) -> Secondment:
    """From `ends_on` on they no longer pay. Raises EndsBeforeItStarts, SecondedAlready."""
    locked = Secondment.objects.select_for_update(of=("self",)).get(pk=secondment.pk)
    if ends_on <= locked.starts_on:
        raise EndsBeforeItStarts
    try:
        with transaction.atomic():
            locked.ends_on = ends_on
            locked.save(update_fields=["ends_on"])
    except IntegrityError as error:
        if broken_constraint(error) != "secondment_once_at_a_time":
            raise
        raise SecondedAlready from error
    return locked
