"""Use case: compare the read log with its seals."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from wijkteam.audit.models import DroppedMonth, ReadLog
from wijkteam.audit.selectors.months import LEAST_YEARS, is_over
from wijkteam.audit.services.seals import (
    CLOSED_AFTER,
    HOUR,
    BrokenSeals,
    Seal,
    begin_of,
    digest_of,
    digest_of_seals,
    path_of_seals,
    read_seals,
    seals_between,
)

# The seals are made every hour; so much may be missing before somebody must look why.
LATE = 3 * HOUR


class Kind(StrEnum):
    SEAL = "seal"  # the file with seals was changed: from this hour on it proves nothing
    REMOVED = "removed"
    ADDED = "added"
    CHANGED = "changed"
    UNSEALED = "unsealed"  # lines before the first seal, or hours that nobody sealed


@dataclass(frozen=True, kw_only=True)
class Finding:
    """Something that is not as it was sealed. `hour` is in UTC, as in the file; empty when the file cannot be read."""

    kind: Kind
    hour: str
    sealed: int = 0
    found: int = 0


@dataclass(frozen=True, kw_only=True)
class Check:
    hours: int
    lines: int
    findings: tuple[Finding, ...]


def check_log(*, at: datetime, path: Path | None = None) -> Check:
    """Read the whole log and compare it, hour by hour. `path` may be a copy of the seals that was kept elsewhere.

    A month that was thrown away has no lines to compare: then the seals of its hours are compared with what was written
    down of it. That counts only for what is past its term, whoever wrote it.
    """
    try:
        seals = read_seals(path or path_of_seals())
    except BrokenSeals as broken:
        return Check(hours=0, lines=0, findings=(Finding(kind=Kind.SEAL, hour=broken.hour),))
    compared = seals[begin_of(seals) :]
    gone = [one for one in DroppedMonth.objects.order_by("ends_at") if is_over(one.ends_at, years=LEAST_YEARS, at=at)]
    kept, findings = _without(gone, compared)
    findings += [finding for seal in kept if (finding := _compare(seal)) is not None]
    first = compared[0].starts_at if compared else None
    until = compared[-1].starts_at + HOUR if compared else None
    outside = ReadLog.objects.filter(at__lt=at - CLOSED_AFTER - LATE)
    if first is not None and (before := outside.filter(at__lt=first).count()):
        findings.append(Finding(kind=Kind.ADDED, hour=compared[0].hour, found=before))
    late = outside.filter(at__gte=until) if until is not None else outside
    if oldest := late.order_by("at").values_list("at", flat=True).first():
        findings.append(Finding(kind=Kind.UNSEALED, hour=oldest.isoformat(), found=late.count()))
    return Check(hours=len(compared), lines=sum(seal.lines for seal in compared), findings=tuple(findings))


def _without(gone: list[DroppedMonth], seals: list[Seal]) -> tuple[list[Seal], list[Finding]]:
    """The seals whose lines are still there; and what is wrong with the months that are not."""
    findings = []
    for month in gone:
        own = seals_between(seals, month.starts_at, month.ends_at)
        if not own:
            continue
        seals = seals[: seals.index(own[0])] + seals[seals.index(own[-1]) + 1 :]
        sealed = sum(seal.lines for seal in own)
        if (sealed, digest_of_seals(own)) != (month.lines, month.digest):
            findings.append(Finding(kind=Kind.CHANGED, hour=own[0].hour, sealed=sealed, found=month.lines))
        back = ReadLog.objects.filter(at__gte=own[0].starts_at, at__lt=month.ends_at).count()
        if back:
            findings.append(Finding(kind=Kind.ADDED, hour=own[0].hour, found=back))
    return seals, findings


def _compare(seal: Seal) -> Finding | None:
    found, digest = digest_of(seal.starts_at)
    if found == seal.lines:
        kind = None if digest == seal.digest else Kind.CHANGED
    else:
        kind = Kind.REMOVED if found < seal.lines else Kind.ADDED
    return Finding(kind=kind, hour=seal.hour, sealed=seal.lines, found=found) if kind else None
