"""One organisation: what it offers, where, who works there, and how the own team stands with it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from netwerk.enums import Ring
from netwerk.models import (
    Location,
    Organisation,
    Professional,
    Relation,
    RelationMoment,
    RingMembership,
    Service,
    WorkingAgreement,
)
from netwerk.selectors.pressure import PressureLine, pressure_of
from netwerk.selectors.principles import AnswerLine, Standing, answers_of, standings
from netwerk.selectors.reciprocity import Reciprocity, reciprocity
from netwerk.selectors.waiting import (
    Waited,
    WaitingTimes,
    late_list_of,
    late_of_team,
    stated,
    waiting_page_of,
    waiting_times,
)
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MOMENTS = 6


@dataclass(frozen=True, kw_only=True)
class ServiceCard:
    service: Service
    themes: str
    areas: str
    places: str
    statement_is_old: bool
    has_ended: bool
    ours: Waited
    takes_longer: bool


@dataclass(frozen=True, kw_only=True)
class Place:
    """A stay in a ring around the own team."""

    ring: "_StrOrPromise"
    starts_on: date
    ends_on: date | None
    reason: str
    end_reason: str


@dataclass(frozen=True, kw_only=True)
class WithTeam:
    """How the own team stands with this organisation."""

    team: Team
    ring: "_StrOrPromise"
    places: tuple[Place, ...]
    agreement: WorkingAgreement | None
    review_is_due: bool
    relation: Relation | None
    last_contact: date | None
    due_on: date | None
    is_due: bool
    moments: tuple[RelationMoment, ...]
    balance: Reciprocity
    late: int
    late_url: str


@dataclass(frozen=True, kw_only=True)
class OrganisationPage:
    organisation: Organisation
    themes: tuple[str, ...]
    is_active: bool
    has_begun: bool
    services: tuple[ServiceCard, ...]
    locations: tuple[Location, ...]
    professionals: tuple[Professional, ...]
    former: tuple[Professional, ...]
    around: tuple[RingMembership, ...]
    teams: tuple[Team, ...]
    mine: WithTeam | None
    standing: Standing | None
    answers: tuple[AnswerLine, ...]
    pressure: tuple[PressureLine, ...]
    waiting_url: str


def organisation_page(
    *, organisation: Organisation, user: User, teams: list[Team], team: Team | None, today: date
) -> OrganisationPage:
    """`team` is the own team that the page speaks of; None for who works in none now."""
    people = list(Professional.objects.visible_to(user, on=today).filter(organisation=organisation).order_by("name"))
    services = Service.objects.filter(organisation=organisation).prefetch_related("themes", "areas", "locations")
    around = RingMembership.objects.on(today).filter(organisation=organisation).select_related("team")
    times = waiting_times([organisation.pk], today=today)
    return OrganisationPage(
        organisation=organisation,
        themes=tuple(sorted(str(theme) for theme in organisation.themes.all())),
        is_active=organisation.is_active(on=today),
        has_begun=organisation.starts_on <= today,
        services=tuple(_service(service, times, today=today) for service in services.order_by("name", "pk")),
        locations=tuple(organisation.locations.select_related("area").order_by("name", "street", "pk")),
        professionals=tuple(one for one in people if one.ends_on is None or one.ends_on > today),
        former=tuple(one for one in people if one.ends_on is not None and one.ends_on <= today),
        around=tuple(around.order_by("ring", "team__name")),
        teams=tuple(teams),
        mine=_with_team(organisation, team, user=user, today=today) if team else None,
        standing=standings([organisation.pk], on=today).get(organisation.pk),
        answers=answers_of(organisation),
        pressure=pressure_of(organisation, user=user, today=today),
        waiting_url=waiting_page_of(organisation),
    )


def _service(service: Service, times: WaitingTimes, *, today: date) -> ServiceCard:
    ours = times.of_service(service.organisation_id, service.pk)
    says = stated(service, today=today, ours=ours)
    return ServiceCard(
        service=service,
        themes=", ".join(sorted(str(theme) for theme in service.themes.all())),
        areas=", ".join(sorted(area.name for area in service.areas.all())),
        places=", ".join(sorted(str(place) for place in service.locations.all())),
        statement_is_old=says is not None and says.is_old,
        ours=ours,
        takes_longer=says is not None and says.is_shorter,
        has_ended=service.ends_on is not None and service.ends_on <= today,
    )


def _with_team(organisation: Organisation, team: Team, *, user: User, today: date) -> WithTeam:
    places = list(RingMembership.objects.filter(team=team, organisation=organisation).order_by("-starts_on"))
    now = next((one for one in places if one.starts_on <= today and (one.ends_on is None or one.ends_on > today)), None)
    agreement = WorkingAgreement.objects.in_force(on=today).filter(team=team, organisation=organisation).first()
    relation = Relation.objects.filter(team=team, organisation=organisation).select_related("keeper").first()
    moments = list(
        RelationMoment.objects.visible_to(user, on=today)
        .filter(team=team, organisation=organisation)
        .select_related("author", "time_entry")
        .order_by("-happened_on", "-pk")
    )
    last = moments[0].happened_on if moments else None
    due_on = due(relation=relation, last=last)
    return WithTeam(
        team=team,
        ring=Ring(now.ring).label if now else "",
        places=tuple(
            Place(
                ring=Ring(one.ring).label,
                starts_on=one.starts_on,
                ends_on=one.ends_on,
                reason=one.reason,
                end_reason=one.end_reason,
            )
            for one in places
        ),
        agreement=agreement,
        review_is_due=agreement is not None and agreement.review_on <= today,
        relation=relation,
        last_contact=last,
        due_on=due_on,
        is_due=relation is not None and (due_on is None or due_on <= today),
        moments=tuple(moments[:MOMENTS]),
        balance=reciprocity(team=team, user=user, organisations=[organisation.pk], today=today).get(
            organisation.pk, Reciprocity()
        ),
        late=late_of_team(team, user=user, today=today).get(organisation.pk, 0),
        late_url=late_list_of(team),
    )


def due(*, relation: Relation | None, last: date | None) -> date | None:
    """When the next contact is due by the agreed rhythm; None without a rhythm, or when there never was contact."""
    return last + timedelta(weeks=relation.rhythm_weeks) if relation and last else None
