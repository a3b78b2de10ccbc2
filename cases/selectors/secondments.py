"""Where somebody's own employer helps: for the worker on the screen, for the team coordinator in a list."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Exists, OuterRef

from cases.models import Case, CaseRights, Involvement, Provision, SecondmentNotice
from netwerk.models import Organisation, Secondment
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

YEAR = timedelta(days=365)


def own_employers_here(case: Case, *, user: User, today: date) -> tuple[str, ...]:
    """The names of who pays this worker and helps, or is asked to help, this household. One statement."""
    pays = Secondment.objects.running(on=today).filter(user=user, organisation=OuterRef("pk"))
    asked = Involvement.objects.open().filter(case=case, organisation=OuterRef("pk"))
    gives = Provision.objects.running(on=today).filter(case=case, organisation=OuterRef("pk"))
    found = Organisation.objects.filter(Exists(pays), Exists(asked) | Exists(gives))
    return tuple(found.order_by("name").values_list("name", flat=True))


@dataclass(frozen=True, kw_only=True)
class NoticeRow:
    case_id: int
    household_id: int
    public_id: UUID
    number: str
    household: str
    worker: str
    employer: str
    kind: "_StrOrPromise"
    team: str
    noticed_on: date


def notices(*, rights: CaseRights, today: date) -> tuple[NoticeRow, ...]:
    """Of a year, in the own teams, newest first; what is for named people only stays out. One statement."""
    rows = (
        SecondmentNotice.objects.within(rights)
        .filter(noticed_on__gt=today - YEAR)
        .select_related("case__household", "worker", "organisation", "team")
        .order_by("-noticed_on", "-pk")
    )
    return tuple(
        NoticeRow(
            case_id=row.case_id,
            household_id=row.case.household_id,
            public_id=row.case.public_id,
            number=row.case.number,
            household=row.case.household.name,
            worker=row.worker.name,
            employer=row.organisation.name,
            kind=row.get_kind_display(),
            team=row.team.name,
            noticed_on=row.noticed_on,
        )
        for row in rows
    )
