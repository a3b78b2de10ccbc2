"""Possible doubles that wait for somebody, each from the side of the reader and no other."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from cases.models import Case, CaseRights, PossibleDouble
from wijkteam.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class DoubleRow:
    """`is_known_side`: the reader's team had the household first. Of the other side only team and whom to call."""

    public_id: UUID
    is_known_side: bool
    case_pk: int
    household_pk: int
    case_id: UUID
    number: str
    household: str
    other_team: str
    call: str
    found_at: datetime


def doubles_of(*, user: User, rights: CaseRights) -> tuple[DoubleRow, ...]:
    """Two statements."""
    mine = PossibleDouble.objects.select_related(
        "known_case__household", "known_case__team", "new_case__household", "new_case__team", "known_by"
    ).order_by("found_at", "pk")
    known = mine.known_to(user, rights=rights)
    confirmed = mine.confirmed_for(user, rights=rights)
    return (
        *(_row(one, one.known_case, other=one.new_case, call="") for one in known),
        *(
            _row(one, one.new_case, other=one.known_case, call=one.known_by.name if one.known_by else "")
            for one in confirmed
        ),
    )


def _row(double: PossibleDouble, case: Case, *, other: Case, call: str) -> DoubleRow:
    return DoubleRow(
        public_id=double.public_id,
        is_known_side=case.pk == double.known_case_id,
        case_pk=case.pk,
        household_pk=case.household_id,
        case_id=case.public_id,
        number=case.number,
        household=case.household.name,
        other_team=other.team.name,
        call=call,
        found_at=double.found_at,
    )
