"""Use case: destroy the files of a list, one by one, wherever an earlier attempt stopped."""

import datetime as dt
from collections.abc import Callable
from typing import Final

from django.db import connection, transaction
from django.utils import timezone

from cases.services.store_file import remove_file
from wijkteam.retention.models import DestructionEntry, DestructionList
from wijkteam.retention.services.keep_ledger import append_line, write_ledger

# Longer than one file takes by far; held anew with each of them.
LEASE: Final = dt.timedelta(minutes=5)


def carry_out(*, list_id: int, now: Callable[[], dt.datetime] = timezone.now) -> bool:
    """Destroy what stands on a confirmed list; False when there is nothing to do, or somebody else does it.

    Each file is one transaction: its rows, their history, drafts about it and the line in the ledger go and come
    together. Its bytes on the disk go after that commit; whoever comes after a kill takes away what lies there still.
    """
    taken = _take(list_id, now())
    if taken is None:
        return False
    for pk in taken.entries.standing().filter(destroyed_at=None).order_by("pk").values_list("pk", flat=True):
        if not _hold(taken, at=now()):
            return False  # somebody else took it up, as this took too long
        try:
            _destroy(pk)
        except Exception as error:
            # What went wrong, by its kind only: a message of the database may hold words of people.
            _let_go(taken, problem=type(error).__name__)
            raise
        _remove_files(pk, at=now())
    for pk in taken.entries.filter(destroyed_at__isnull=False, files_removed_at=None).values_list("pk", flat=True):
        _remove_files(pk, at=now())
    # The ledger lies outside the database too, or a restore would forget what has to go again.
    write_ledger()
    return bool(
        DestructionList.objects.filter(pk=taken.pk, runs=taken.runs, ended_at=None).update(
            ended_at=now(), leased_until=None, problem=""
        )
    )


@transaction.atomic
def _take(list_id: int, at: dt.datetime) -> DestructionList | None:
    """Whoever holds the row takes it; others pass it by instead of waiting."""
    rows = DestructionList.objects.select_for_update(of=("self",), skip_locked=True, no_key=True)
    taken = rows.filter(pk=list_id).to_take(at=at).first()
    if taken is None:
        return None
    taken.runs, taken.leased_until = taken.runs + 1, at + LEASE
    taken.save(update_fields=["runs", "leased_until"])
    return taken


def _hold(taken: DestructionList, *, at: dt.datetime) -> bool:
    ours = DestructionList.objects.filter(pk=taken.pk, runs=taken.runs, ended_at=None)
    return bool(ours.update(leased_until=at + LEASE))


def _let_go(taken: DestructionList, *, problem: str) -> None:
    """The sweep takes it up again; the page says that it did not go well."""
    DestructionList.objects.filter(pk=taken.pk, runs=taken.runs).update(leased_until=None, problem=problem)


def _destroy(entry_id: int) -> None:
    """The function of PostgreSQL looks at the signatures and does all of it, or nothing."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT carry_out_destruction(%s)", [entry_id])


def _remove_files(entry_id: int, *, at: dt.datetime) -> None:
    entry = DestructionEntry.objects.get(pk=entry_id)
    if entry.destroyed_at is None:
        return
    append_line(case_id=entry.case_id)
    for name in entry.files:
        remove_file(name)
    DestructionEntry.objects.filter(pk=entry_id, files_removed_at=None).update(files_removed_at=at)
