"""Relations of a team: last contact against the agreed rhythm, and who asks and who gives."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Q
from django.urls import reverse

from netwerk.enums import Exchange, Ring
from netwerk.models import Organisation, Relation, RelationMoment, RingMembership
from netwerk.selectors.organisation_page import due
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

HALF_YEAR = timedelta(days=182)


@dataclass(frozen=True, kw_only=True)
class RelationRow:
    name: str
    url: str
    log_url: str
    rhythm_url: str
    ring: "_StrOrPromise"
    rhythm_weeks: int | None
    keeper: str
    last_contact: date | None
    due_on: date | None
    is_cold: bool
    asked: int
    given: int


@dataclass(frozen=True, kw_only=True)
class RelationsPage:
    team: Team
    cold: tuple[RelationRow, ...]
    others: tuple[RelationRow, ...]


def relations_page(*, team: Team, user: User, today: date) -> RelationsPage:
    """Everybody in a ring or with a rhythm; first who goes cold, longest overdue first. Four queries."""
    places = {
        place.organisation_id: place
        for place in RingMembership.objects.on(today).filter(team=team).select_related("organisation")
    }
    relations = {
        relation.organisation_id: relation
        for relation in Relation.objects.filter(
            Q(organisation__ends_on=None) | Q(organisation__ends_on__gt=today), team=team
        ).select_related("organisation", "keeper")
    }
    recent = Q(happened_on__gt=today - HALF_YEAR)
    told: dict[int, Any] = {
        row["organisation"]: row
        for row in RelationMoment.objects.visible_to(user, on=today)
        .filter(team=team, organisation__in={*places, *relations})
        .order_by()
        .values("organisation")
        .annotate(
            last=Max("happened_on"),
            asked=Count("pk", filter=recent & Q(exchange__in=[Exchange.WE_ASKED, Exchange.THEY_HELPED])),
            given=Count("pk", filter=recent & Q(exchange__in=[Exchange.THEY_ASKED, Exchange.WE_HELPED])),
        )
    }
    nothing: dict[str, Any] = {"last": None, "asked": 0, "given": 0}
    rows = []
    for key in {*places, *relations}:
        place, relation, facts = places.get(key), relations.get(key), told.get(key, nothing)
        organisation = place.organisation if place else relations[key].organisation
        rows.append(_row(organisation, team, place=place, relation=relation, facts=facts, today=today))
    rows.sort(key=lambda row: (row.due_on or date.min, row.name))
    return RelationsPage(
        team=team,
        cold=tuple(row for row in rows if row.is_cold),
        others=tuple(sorted((row for row in rows if not row.is_cold), key=lambda row: row.name)),
    )


def _row(
    organisation: Organisation,
    team: Team,
    *,
    place: RingMembership | None,
    relation: Relation | None,
    facts: dict[str, Any],
    today: date,
) -> RelationRow:
    last: date | None = facts["last"]
    due_on = due(relation=relation, last=last)

    def address(name: str) -> str:
        return f"{reverse(name, args=[organisation.public_id])}?team={team.code}"

    return RelationRow(
        name=organisation.name,
        url=address("netwerk:organisation"),
        log_url=address("netwerk:moment-log"),
        rhythm_url=address("netwerk:rhythm"),
        ring=Ring(place.ring).label if place else "",
        rhythm_weeks=relation.rhythm_weeks if relation else None,
        keeper=relation.keeper.name if relation and relation.keeper else "",
        last_contact=last,
        due_on=due_on,
        is_cold=relation is not None and (due_on is None or due_on < today),
        asked=facts["asked"],
        given=facts["given"],
    )
