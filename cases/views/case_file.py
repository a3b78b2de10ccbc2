"""Every page about one case begins here: who may not see it gets 404, and seeing it is written down."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils import timezone

from cases.models import Case, CaseRights
from cases.permissions import can_change, visible_case
from wijkteam.accounts.permissions import StaffRequest, require
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.services.record_reading import record_reading

PURPOSE = "casework"


@dataclass(frozen=True, kw_only=True)
class CaseFile:
    """A case that this person may see, at one moment."""

    case: Case
    rights: CaseRights
    now: datetime

    @property
    def today(self) -> date:
        return timezone.localdate(self.now)


def open_file(request: StaffRequest, public_id: UUID, *, to_change: bool = False) -> CaseFile:
    """Find a case to show something of it; the reading is logged in the same transaction.

    Raises Http404 when there is no such case for this person, and PermissionDenied (403) with `to_change` when
    the case is closed, or open to them in an emergency only.
    """
    opened = find_file(request, public_id, to_change=to_change)
    record_reading(
        by=request.user,
        at=opened.now,
        act=Act.OPEN,
        subject=Subject.CASE,
        seen=[(opened.case.pk, opened.case.household_id)],
        purpose=PURPOSE,
    )
    return opened


def find_file(request: StaffRequest, public_id: UUID, *, to_change: bool = False) -> CaseFile:
    """The same for a button whose answer shows nothing of the case."""
    now = timezone.now()
    rights = CaseRights.of(request.user, on=timezone.localdate(now))
    case = visible_case(public_id=public_id, rights=rights, on=timezone.localdate(now))
    require(not to_change or (can_change(case) and not rights.only_reads(case)))
    return CaseFile(case=case, rights=rights, now=now)
