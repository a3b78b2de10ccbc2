"""Cases and households in the search box of every page."""

from collections.abc import Iterable, Sequence
from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import CaseRights
from cases.selectors.search import Hit, nearly, search_cases
from wijkteam.accounts.models import User
from wijkteam.daily.selectors.find import MOST, Found, OwnSource
from wijkteam.daily.selectors.typed import Typed


def _shown(hits: Iterable[Hit], *, is_guess: bool = False) -> list[Found]:
    return [
        Found(
            title=hit.household,
            url=hit.url,
            detail=" · ".join(part for part in (hit.people, hit.address, hit.number, hit.coordinator) if part),
            badge="" if hit.is_open else _("closed"),
            seen=(hit.case_id, hit.household_id),
            is_guess=is_guess,
        )
        for hit in hits
    ]


def _find(user: User, typed: Typed, on: date) -> Sequence[Found]:
    """Three statements: the rights, the cases, who lives there."""
    rights = CaseRights.of(user, on=on)
    return _shown(search_cases(text=typed.text, rights=rights, most=MOST + 1).hits)


def _nearly(user: User, typed: Typed, on: date) -> Sequence[Found]:
    return _shown(nearly(text=typed.text, rights=CaseRights.of(user, on=on), most=MOST), is_guess=True)


SOURCE = OwnSource(
    key="cases",
    heading=_("Households and cases"),
    icon="folders",
    order=10,
    roles=frozenset({"team-member", "team-coordinator"}),
    find=_find,
    nearly=_nearly,
    more="cases:search",
)
