"""The page of a case file about who helps, what may be shared with them, and where the case was discussed."""

from dataclasses import dataclass
from datetime import date

from cases.models import Case
from cases.selectors.sharing import SharingOverview, sharing_overview


@dataclass(frozen=True, kw_only=True)
class PartnersPage:
    sharing: SharingOverview


def partners_page(case: Case, *, today: date) -> PartnersPage:
    """Two statements."""
    return PartnersPage(sharing=sharing_overview(case, today=today))
