from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.contrib.auth.models import Permission

from cases.enums import ActionOwner, ClosingReason, ContactKind, HouseholdRole, LifeDomain, Origin, Outcome
from cases.models import (
    Action,
    Case,
    CaseCoordinator,
    CaseUserPermission,
    Contact,
    Goal,
    Household,
    HouseholdMember,
    Person,
    Plan,
    Question,
)
from tests.factories.accounts import UserFactory
from tests.factories.areas import NeighbourhoodFactory, ThemeFactory
from tests.factories.base import Factory
from tests.factories.collectief import InitiativeFactory
from tests.factories.hours import TimeEntryFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.hours.enums import WorkKind
from wijkteam.teams.models import Team, TeamMembership

OPENED_ON = date(2026, 3, 2)
FAR_AWAY = date(2099, 1, 1)


def _joins(team: Team, user: User, *, on: date) -> None:
    if not TeamMembership.objects.current(on=on).filter(team=team, user=user).exists():
        TeamMembershipFactory.create(team=team, user=user)


def _worker_of(case: Case) -> User:
    """The coordinator of the case, or a new colleague when it has none."""
    running = case.coordinators.filter(ended_at=None).select_related("worker").first()
    return running.worker if running else TeamMembershipFactory.create(team=case.team).user


class PersonFactory(Factory[Person]):
    class Meta:
        model = Person

    given_name = "Noor"
    family_name = factory.Sequence(lambda n: f"Bewoner{n}")
    birth_date = date(1985, 5, 17)


class HouseholdFactory(Factory[Household]):
    """A household of one adult; `members=3` makes it three, `members=0` leaves it empty."""

    class Meta:
        model = Household

    name = factory.Sequence(lambda n: f"Huishouden {n}")
    street = factory.Sequence(lambda n: f"Voorbeeldstraat {n}")
    postcode = "1012 AB"
    city = "Amsterdam"
    area = factory.SubFactory(NeighbourhoodFactory)

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def members(self: Household, create: bool, given: int | None, **_: Any) -> None:
        HouseholdMemberFactory.create_batch(1 if given is None else given, household=self)


class HouseholdMemberFactory(Factory[HouseholdMember]):
    class Meta:
        model = HouseholdMember

    household = factory.SubFactory(HouseholdFactory, members=0)
    person = factory.SubFactory(PersonFactory)
    role = HouseholdRole.ADULT
    starts_on = date(2020, 1, 1)


class CaseFactory(Factory[Case]):
    """An open case with a coordinator who works in its team.

    `coordinator=user` chooses who (and lets that person join the team); `waiting` has none yet; `closed` had one.
    `coordinator=False` leaves it out: then the test must add one before it commits.
    """

    class Meta:
        model = Case

    class Params:
        waiting = factory.Trait(awaiting_coordinator_since=factory.SelfAttribute("opened_on"))
        closed = factory.Trait(closed_on=date(2026, 6, 30), closing_reason=ClosingReason.GOALS_REACHED)

    team = factory.SubFactory(TeamFactory)
    household = factory.SubFactory(HouseholdFactory)
    area = factory.SelfAttribute("household.area")
    theme = factory.SubFactory(ThemeFactory)
    opened_on = OPENED_ON

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def coordinator(self: Case, create: bool, given: User | bool | None, **_: Any) -> None:
        if self.awaiting_coordinator_since is None and given is not False:
            CaseCoordinatorFactory.create(
                case=self,
                worker=given or UserFactory.create(),
                ended_at=start_of(self.closed_on + timedelta(days=1)) if self.closed_on else None,
            )


class CaseCoordinatorFactory(Factory[CaseCoordinator]):
    """The worker joins the team of the case when that is not so yet. Give a case made with `coordinator=False`."""

    class Meta:
        model = CaseCoordinator

    case = factory.SubFactory(CaseFactory, coordinator=False)
    worker = factory.SubFactory(UserFactory)
    started_at = factory.LazyAttribute(lambda period: start_of(period.case.opened_on) + timedelta(hours=9))

    @classmethod
    def _create(cls, model_class: type[CaseCoordinator], *args: Any, **kwargs: Any) -> CaseCoordinator:
        _joins(kwargs["case"].team, kwargs["worker"], on=kwargs["case"].opened_on)
        made: CaseCoordinator = super()._create(  # type: ignore[no-untyped-call]  # factory_boy does not say
            model_class, *args, **kwargs
        )
        return made


class CaseUserPermissionFactory(Factory[CaseUserPermission]):
    """An exception: `user` may see `content_object` until 2099."""

    class Meta:
        model = CaseUserPermission

    class Params:
        expired = factory.Trait(until=date(2026, 1, 1))

    content_object = factory.SubFactory(CaseFactory)
    user = factory.SubFactory(UserFactory)
    permission = factory.LazyFunction(
        lambda: Permission.objects.get(content_type__app_label="cases", codename="view_case")
    )
    until = FAR_AWAY
    reason = "Denkt mee over de zorg"


class ContactFactory(Factory[Contact]):
    """A telephone call of half an hour by the coordinator of the case, with its hours."""

    class Meta:
        model = Contact

    class Params:
        minutes = 30

    case = factory.SubFactory(CaseFactory)
    author = factory.LazyAttribute(lambda contact: _worker_of(contact.case))
    occurred_at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    kind = ContactKind.PHONE
    text = "Gebeld over hoe het gaat."
    time_entry = factory.SubFactory(
        TimeEntryFactory,
        team=factory.SelfAttribute("..case.team"),
        user=factory.SelfAttribute("..author"),
        worked_on=factory.LazyAttribute(lambda entry: entry.factory_parent.occurred_at.date()),
        minutes=factory.SelfAttribute("..minutes"),
        kind=WorkKind.INDIVIDUAL,
    )


class PlanFactory(Factory[Plan]):
    """A draft. `in_force` is agreed on with the household; `ended` was, and has made room for another."""

    class Meta:
        model = Plan

    class Params:
        agreed = factory.Trait(
            in_force_at=datetime(2026, 3, 20, 9, tzinfo=UTC),
            agreed_by="Noor",
            agreed_on=date(2026, 3, 20),
            evaluate_on=date(2026, 6, 20),
        )
        in_force = factory.Trait(agreed=True)
        ended = factory.Trait(agreed=True, ended_at=datetime(2026, 5, 1, 9, tzinfo=UTC))

    case = factory.SubFactory(CaseFactory)
    version = factory.LazyAttribute(lambda plan: plan.case.plans.count() + 1)
    created_at = datetime(2026, 3, 15, 9, tzinfo=UTC)
    created_by = factory.LazyAttribute(lambda plan: _worker_of(plan.case))


class GoalFactory(Factory[Goal]):
    class Meta:
        model = Goal

    plan = factory.SubFactory(PlanFactory)
    life_domain = LifeDomain.FINANCE
    text = "Iedere maand geld over voor boodschappen"


class ActionFactory(Factory[Action]):
    """The resident does it, unless `by_team` or `by_initiative`."""

    class Meta:
        model = Action

    class Params:
        by_team = factory.Trait(
            owner=ActionOwner.TEAM, worker=factory.LazyAttribute(lambda action: _worker_of(action.goal.plan.case))
        )
        by_initiative = factory.Trait(owner=ActionOwner.COLLECTIVE, initiative=factory.SubFactory(InitiativeFactory))

    goal = factory.SubFactory(GoalFactory)
    text = "De post openmaken"
    owner = ActionOwner.RESIDENT


_DECIDED = {"decided_at": datetime(2026, 3, 4, 9, tzinfo=UTC), "decided_by": factory.SubFactory(UserFactory)}


class QuestionFactory(Factory[Question]):
    """A question that waits for triage. The traits are the four outcomes; `public` came through the public page."""

    class Meta:
        model = Question

    class Params:
        answered = factory.Trait(**_DECIDED, outcome=Outcome.ANSWERED, outcome_note="Uitgelegd hoe het werkt.")
        declined = factory.Trait(**_DECIDED, outcome=Outcome.DECLINED, outcome_note="Woont in een andere gemeente.")
        led_to_initiative = factory.Trait(
            **_DECIDED,
            outcome=Outcome.COLLECTIVE,
            initiative=factory.SubFactory(InitiativeFactory, team=factory.SelfAttribute("..team")),
        )
        became_case = factory.Trait(
            **_DECIDED,
            outcome=Outcome.CASE,
            theme=factory.SubFactory(ThemeFactory),
            case=factory.SubFactory(CaseFactory, team=factory.SelfAttribute("..team")),
            household=factory.SelfAttribute("case.household"),
        )
        public = factory.Trait(is_from_public_page=True)

    team = factory.SubFactory(TeamFactory)
    received_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    origin = Origin.RESIDENT
    asked = "Ik kom niet meer rond, kan iemand meekijken?"
