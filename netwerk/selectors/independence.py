"""The page on independence: what the teams ask of providers, who endorses it, and who presses."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.urls import reverse

from netwerk.enums import Ring
from netwerk.models import Principles, RingMembership
from netwerk.selectors.pressure import PressureLine, pressure_signals
from netwerk.selectors.principles import Standing, current_principles, standings
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class ProviderRow:
    name: str
    url: str
    ask_url: str
    ring: "_StrOrPromise"
    standing: Standing | None


@dataclass(frozen=True, kw_only=True)
class IndependencePage:
    principles: Principles
    team: Team | None
    providers: tuple[ProviderRow, ...]
    endorsed: int
    signals: tuple[PressureLine, ...]
    open_signals: int
    # Who presses most, among what this person may read.
    most: tuple[tuple[str, int], ...]


def independence_page(*, user: User, team: Team | None, today: date) -> IndependencePage:
    """A fixed number of statements. Providers are those in a ring around the team, the second ring first."""
    places = (
        list(
            RingMembership.objects.on(today)
            .filter(team=team)
            .select_related("organisation")
            .order_by("-ring", "organisation__name")
        )
        if team
        else []
    )
    where = standings([place.organisation_id for place in places], on=today)
    signals = pressure_signals(user=user, today=today)
    counted = Counter(one.provider for one in signals)
    return IndependencePage(
        principles=current_principles(),
        team=team,
        providers=tuple(
            ProviderRow(
                name=place.organisation.name,
                url=reverse("netwerk:organisation", args=[place.organisation.public_id]),
                ask_url=reverse("netwerk:endorsement-new", args=[place.organisation.public_id]),
                ring=Ring(place.ring).label,
                standing=where.get(place.organisation_id),
            )
            for place in places
        ),
        endorsed=sum(one.endorses for one in where.values()),
        signals=signals,
        open_signals=sum(one.is_open for one in signals),
        most=tuple((name, count) for name, count in counted.most_common(3) if count > 1),
    )
