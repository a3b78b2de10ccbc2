"""Use cases: add files to a case, take one away, and keep rows and bytes together."""

import hashlib
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4, uuid5

from django.db import IntegrityError, transaction

from cases.enums import ScanState, Visibility
from cases.models import Attachment, Case, Contact
from cases.services.inspect_file import Inspected, Refused
from cases.services.lock_case import lock_open_case
from cases.services.scan_file import scan
from cases.services.store_file import open_file_of, remove_file, stored_files, write_file
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

# A file that is younger may belong to a transaction that still runs.
_GRACE_SECONDS = 60 * 60


class TooManyFiles(Exception):
    """A household has at most a hundred files."""


class NotYourFile(Exception):
    """Only who added a file takes it away."""


@dataclass(frozen=True, kw_only=True)
class FileDetails:
    description: str = ""
    visibility: Visibility = Visibility.TEAM
    contact: Contact | None = None


def add_files(
    *,
    case: Case,
    files: Sequence[Inspected],
    details: FileDetails,
    by: User,
    at: datetime,
    request_key: UUID | None,
) -> list[Attachment]:
    """Keep all of these files, or none. The bytes are on disk before the row is; what fails leaves no row behind.

    The same `request_key` again gives what is there already.

    Raises:
        CaseIsClosed, TooManyFiles
        Refused: the scanner found a virus.
    """
    return keep_files(case=case, scanned=scan_files(files), details=details, by=by, at=at, request_key=request_key)


def scan_files(files: Sequence[Inspected]) -> list[tuple[Inspected, ScanState]]:
    """Each with what the scanner says. Apart, because it may take seconds in which no row should be locked.

    Raises:
        Refused: the scanner found a virus.
    """
    scanned = [(file, scan(file.content)) for file in files]
    if any(state == ScanState.INFECTED for _, state in scanned):
        raise Refused("virus")
    return scanned


def keep_files(
    *,
    case: Case,
    scanned: Sequence[tuple[Inspected, ScanState]],
    details: FileDetails,
    by: User,
    at: datetime,
    request_key: UUID | None,
) -> list[Attachment]:
    """The second half of `add_files`.

    Raises:
        CaseIsClosed, TooManyFiles
    """
    keys = [uuid5(request_key, str(number)) if request_key else None for number in range(len(scanned))]
    written: list[UUID] = []
    try:
        with transaction.atomic():
            locked = lock_open_case(case)
            there = list(Attachment.objects.filter(request_key__in=[key for key in keys if key]))
            if there:
                return there
            return [
                _add(locked, file, state, details=details, by=by, at=at, key=key, written=written)
                for (file, state), key in zip(scanned, keys, strict=True)
            ]
    except IntegrityError as error:
        _undo(written)
        if broken_constraint(error) == "household_has_at_most_a_hundred_files":
            raise TooManyFiles from error
        raise
    except BaseException:
        _undo(written)
        raise


def _undo(written: Sequence[UUID]) -> None:
    for name in written:
        remove_file(name)


def _add(
    case: Case,
    file: Inspected,
    state: ScanState,
    *,
    details: FileDetails,
    by: User,
    at: datetime,
    key: UUID | None,
    written: list[UUID],
) -> Attachment:
    name = uuid4()
    written.append(name)
    write_file(name=name, content=file.content)
    return Attachment.objects.create(
        case=case,
        contact=details.contact,
        added_by=by,
        added_at=at,
        name=file.name,
        description=details.description,
        kind=file.kind,
        size=len(file.content),
        sha256=hashlib.sha256(file.content).hexdigest(),
        stored_as=name,
        visibility=details.visibility,
        scan_state=state,
        request_key=key,
    )


def remove_attachment(*, attachment: Attachment, by: User, at: datetime) -> None:
    """The bytes go, the row stays and says who took them away: a file in the wrong case must be able to leave it.

    Raises:
        NotYourFile, CaseIsClosed
    """
    with transaction.atomic():
        lock_open_case(attachment.case)
        locked = Attachment.objects.select_for_update(no_key=True).get(pk=attachment.pk)
        if locked.added_by_id != by.pk:
            raise NotYourFile
        if locked.removed_at is None:
            locked.removed_at, locked.removed_by = at, by
            locked.save(update_fields=["removed_at", "removed_by"])
        transaction.on_commit(lambda: remove_file(locked.stored_as))


def scan_waiting() -> int:
    """Ask the scanner again about what waits; what holds a virus is taken off the disk."""
    done = 0
    for file in Attachment.objects.present().filter(scan_state=ScanState.WAITING).order_by("pk"):
        try:
            with open_file_of(file.stored_as) as stored:
                state = scan(stored.read())
        except FileNotFoundError:
            continue
        if state == ScanState.WAITING:
            return done
        Attachment.objects.filter(pk=file.pk, scan_state=ScanState.WAITING).update(scan_state=state)
        if state == ScanState.INFECTED:
            remove_file(file.stored_as)
        done += 1
    return done


def sweep_files() -> int:
    """Take away bytes that no row knows (a crash between the two) and those of files that were taken away."""
    names = {row.hex for row in Attachment.objects.present().values_list("stored_as", flat=True)}
    removed = 0
    for path, name in stored_files():
        try:
            if name not in names and time.time() - path.stat().st_mtime > _GRACE_SECONDS:
                path.unlink()
                removed += 1
        except FileNotFoundError:
            continue
    return removed
