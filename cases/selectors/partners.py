"""The page of a case file about who helps, what may be shared with them, and where the case was discussed."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case, OutsideWish
from cases.permissions import can_change
from cases.selectors.collective import CollectiveLine, VisitsLine, collective_lines, visits_lines
from cases.selectors.conferences import DiscussedLine, discussed
from cases.selectors.involvements import InvolvementLine, involvement_lines
from cases.selectors.sharing import SharingOverview, sharing_overview
from cases.selectors.suggestions import wish_of
from wijkteam.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class PartnersPage:
    involvements: tuple[InvolvementLine, ...]
    sharing: SharingOverview
    discussed: tuple[DiscussedLine, ...]
    together: tuple[CollectiveLine, ...]
    visits: tuple[VisitsLine, ...]
    wish: OutsideWish | None


def partners_page(case: Case, *, reader: User, today: date) -> PartnersPage:
    """Thirteen statements, and one more where somebody gets visits."""
    return PartnersPage(
        involvements=involvement_lines(case, today=today, can_change=can_change(case)),
        sharing=sharing_overview(case, today=today),
        together=collective_lines(case),
        visits=visits_lines(case, reader=reader, today=today),
        discussed=discussed(case, reader=reader, today=today),
        wish=wish_of(case),
    )
