"""What the team of the demo agreed with its municipality: two assignments, a mandate, and steps on the ladder."""

import datetime as dt
import random
import uuid

from django.db.models import Q

from cases.enums import ProvisionKind
from cases.models import Case, LadderScore, Mandate
from collectief.enums import AssignmentUnit, LadderStep
from collectief.models import Assignment, AssignmentPart, Edition, Initiative
from wijkteam.accounts.models import User
from wijkteam.core.periods import running_on, start_of
from wijkteam.demo.accounts import FATIMA
from wijkteam.demo.calendar import Calendar
from wijkteam.teams.models import TeamMembership

PEOPLE = 24
NOTES = ("", "Komt elke week in het buurthuis.", "Helpt mee.")
GROWN_UP = dt.timedelta(days=18 * 366)


def make_agreements(calendar: Calendar, chance: random.Random) -> None:
    """In the team of the worker that the demo signs in as; a mandate for every team."""
    worker = User.objects.filter(username=FATIMA.username).first()
    if worker is None:
        return
    current = TeamMembership.objects.current(on=calendar.today)
    membership = current.filter(user=worker).select_related("team").first()
    if membership is None:
        return
    begun = calendar.ago(200)
    _mandates(calendar, chance, worker, begun, sorted(set(current.values_list("team", flat=True))))
    _ladder(calendar, chance, worker, membership.team_id, begun)
    _assignments(calendar, chance, worker, membership.team_id, begun)


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _mandates(calendar: Calendar, chance: random.Random, worker: User, begun: dt.date, teams: list[int]) -> None:
    kinds = (
        (ProvisionKind.WMO_SUPPORT, 5000, 4, 12, 160),
        (ProvisionKind.WMO_HOUSEHOLD, None, 3, 12, 160),
        (ProvisionKind.WMO_AID, 750, None, None, 40),
    )
    Mandate.objects.bulk_create(
        [
            Mandate(
                public_id=_uuid(chance),
                team_id=team,
                kind=kind,
                up_to_euros=euros,
                up_to_hours=hours,
                up_to_months=months,
                for_whom="Volwassenen die in onze buurten wonen",
                starts_on=begun,
                ends_on=calendar.today + dt.timedelta(days=left),
                agreed_on=calendar.ago(214),
                agreed_with="Hoofd van de afdeling Wmo",
                written_by=worker,
            )
            for team in teams
            for kind, euros, hours, months, left in kinds
        ]
    )


def _ladder(calendar: Calendar, chance: random.Random, worker: User, team: int, begun: dt.date) -> None:
    """A grown-up of some households at the start and now; most of them went up a step or two."""
    cases = Case.objects.open().filter(team=team, opened_on__lte=begun)
    mine = Q(coordinators__worker=worker, coordinators__ended_at=None)
    chosen = [*cases.filter(mine).order_by("pk")[:PEOPLE], *cases.exclude(mine).order_by("pk")[:PEOPLE]][:PEOPLE]
    scores = []
    for case in chosen:
        members = case.household.members.filter(
            running_on(calendar.today), person__birth_date__lte=calendar.today - GROWN_UP
        )
        member = members.order_by("pk").first()
        if member is None:
            continue
        step = chance.choice([1, 1, 2, 2, 3])
        days = [begun - dt.timedelta(days=chance.randrange(1, 20)), calendar.ago(chance.randrange(5, 150))]
        for day in days:
            scores.append(
                LadderScore(
                    public_id=_uuid(chance),
                    case=case,
                    person_id=member.person_id,
                    step=step,
                    scored_on=day,
                    scored_by=worker,
                    note=""
                    if day == days[0]
                    else chance.choice(["", "Komt elke week in het buurthuis.", "Helpt mee."]),
                )
            )
            step = min(step + chance.choice([0, 1, 1, 2, 3]), LadderStep.SUPPORTED)
    LadderScore.objects.bulk_create(scores)


def _assignments(calendar: Calendar, chance: random.Random, worker: User, team: int, begun: dt.date) -> None:
    end = calendar.today + dt.timedelta(days=100)
    until = end - dt.timedelta(days=1)

    def agreed(**fields: object) -> Assignment:
        return Assignment.objects.create(
            public_id=_uuid(chance),
            team_id=team,
            starts_on=begun,
            ends_on=end,
            ground="De wijkanalyse van dit jaar, met bewoners en partners",
            written_by=worker,
            written_at=start_of(calendar.ago(220)),
            agreed_on=calendar.ago(207),
            agreed_with="Beleidsmedewerker participatie",
            agreed_by=worker,
            **fields,
        )

    agreed(
        title="Minstens 30 mensen op trede 1 of 2 komen op trede 3 of hoger",
        target_group="Mensen zonder werk die weinig buiten de deur komen",
        step_at_most=LadderStep.CONTACTS,
        reaches_step=LadderStep.ACTIVITIES,
        number=30,
        unit=AssignmentUnit.PEOPLE,
        hours=240,
        means="De ochtend in het wijkhuis en twee getrainde vrijwilligers",
        will_not="We geven geen eigen taalcursussen; daarvoor verwijzen we naar de bibliotheek.",
    )
    groups = Initiative.objects.filter(team=team, pk__in=Edition.objects.values("initiative")).order_by("pk")
    walking = agreed(
        title=f"Samen sporten en leren: 280 keer doet iemand mee tot en met {until:%d-%m-%Y}",
        target_group="Mensen boven de 55 die alleen wonen of weinig bewegen",
        number=280,
        unit=AssignmentUnit.TIMES,
        hours=120,
        means="5.000 euro en de zaal aan het plein op dinsdag",
        will_not="We brengen niemand met de auto; wie vervoer nodig heeft, helpt de vrijwilligerscentrale.",
    )
    AssignmentPart.objects.bulk_create([AssignmentPart(assignment=walking, initiative=one) for one in groups])
