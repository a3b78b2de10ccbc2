"""Relations of a team: last contact against the agreed rhythm, and who asks and who gives."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse

from netwerk.enums import Ring
from netwerk.models import Organisation, Relation, RelationMoment, RingMembership
from netwerk.selectors.organisation_page import due
from netwerk.selectors.reciprocity import Reciprocity, reciprocity
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How long before the day a relation asks for attention: it shows before it hurts.
SOON = timedelta(days=14)


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
    is_soon: bool
    balance: Reciprocity


@dataclass(frozen=True, kw_only=True)
class RelationsPage:
    team: Team
    cold: tuple[RelationRow, ...]
    soon: tuple[RelationRow, ...]
    others: tuple[RelationRow, ...]


def relations_page(*, team: Team, user: User, today: date) -> RelationsPage:
    """Everybody in a ring or with a rhythm; first who goes cold, longest overdue first. A fixed number of queries."""
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
    told = dict(
        RelationMoment.objects.visible_to(user, on=today)
        .filter(team=team, organisation__in={*places, *relations})
        .order_by()
        .values_list("organisation")
        .annotate(last=Max("happened_on"))
    )
    balances = reciprocity(team=team, user=user, organisations={*places, *relations}, today=today)
    rows = []
    for key in {*places, *relations}:
        place, relation = places.get(key), relations.get(key)
        organisation = place.organisation if place else relations[key].organisation
        balance = balances.get(key, Reciprocity())
        rows.append(
            _row(organisation, team, place=place, relation=relation, last=told.get(key), balance=balance, today=today)
        )
    rows.sort(key=lambda row: (row.due_on or date.min, row.name))
    return RelationsPage(
        team=team,
        cold=tuple(row for row in rows if row.is_cold),
        soon=tuple(row for row in rows if row.is_soon),
        others=tuple(sorted((row for row in rows if not row.is_cold and not row.is_soon), key=lambda row: row.name)),
    )


def _row(
    organisation: Organisation,
    team: Team,
    *,
    place: RingMembership | None,
    relation: Relation | None,
    last: date | None,
    balance: Reciprocity,
    today: date,
) -> RelationRow:
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
        is_soon=due_on is not None and today <= due_on <= today + SOON,
        balance=balance,
    )


@dataclass(frozen=True, kw_only=True)
class QuietRelation:
    """A partner whom the keeper of the relation has not spoken to for as long as was agreed, or nearly so."""

    name: str
    url: str
    team: str
    last_contact: date | None
    due_on: date | None


def quiet_relations(*, user: User, today: date) -> tuple[QuietRelation, ...]:
    """What this worker keeps warm and is due within two weeks, longest ago first. One statement."""
    last = RelationMoment.objects.filter(team=OuterRef("team"), organisation=OuterRef("organisation"))
    kept = (
        Relation.objects.filter(Q(organisation__ends_on=None) | Q(organisation__ends_on__gt=today), keeper=user)
        .filter(team__in=Team.objects.of_worker(user, on=today))
        .annotate(last=Subquery(last.order_by("-happened_on").values("happened_on")[:1]))
        .select_related("organisation", "team")
        .order_by("organisation__name", "pk")
    )
    rows = []
    for relation in kept:
        contact: date | None = relation.last
        due_on = due(relation=relation, last=contact)
        if due_on is not None and due_on > today + SOON:
            continue
        log_url = reverse("netwerk:moment-log", args=[relation.organisation.public_id])
        rows.append(
            QuietRelation(
                name=relation.organisation.name,
                url=f"{log_url}?team={relation.team.code}",
                team=relation.team.name,
                last_contact=contact,
                due_on=due_on,
            )
        )
    return tuple(sorted(rows, key=lambda row: row.due_on or date.min))
