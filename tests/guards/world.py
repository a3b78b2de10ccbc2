"""One small municipality with everybody in it: the objects and the people of the guards and of the browser tests."""

from dataclasses import dataclass

from cases.models import Action, Case, Contact, Goal, Plan, Question
from collectief.models import Initiative, Signal
from tests.factories import (
    ActionFactory,
    CaseFactory,
    CaseUserPermissionFactory,
    ContactFactory,
    GoalFactory,
    InitiativeFactory,
    PlanFactory,
    QuestionFactory,
    SignalFactory,
    TeamFactory,
    TeamMembershipFactory,
    TimeEntryFactory,
    UserFactory,
)
from wijkteam.accounts.models import User
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team, TeamMembership

OWN_TEAM = ("colleague", "teammate", "coordinator")
OTHER_CASEWORKERS = ("granted", "outsider", "outside_coordinator", "ex_colleague")
CASEWORKERS = (*OWN_TEAM, *OTHER_CASEWORKERS)
TEAM_COORDINATORS = ("coordinator", "outside_coordinator")
OFFICES = ("commissioner", "administrator", "privacy_officer")
SIGNED_IN = (*CASEWORKERS, *OFFICES)
SIGNED_OUT = ("anonymous", "disabled")
ACTORS = (*SIGNED_OUT, *SIGNED_IN)


@dataclass(frozen=True, kw_only=True)
class World:
    """Everything belongs to `team`. The people stand in the relation to it that their name says."""

    team: Team
    other_team: Team
    people: dict[str, User]
    membership: TeamMembership
    case: Case
    draft: Plan
    plan: Plan
    goal: Goal
    action: Action
    contact: Contact
    question: Question
    signal: Signal
    initiative: Initiative
    time_entry: TimeEntry


def build_world() -> World:
    team, other_team = TeamFactory.create(), TeamFactory.create()
    membership = TeamMembershipFactory.create(team=team)
    case = CaseFactory.create(team=team, coordinator=membership.user)
    people = {
        "disabled": TeamMembershipFactory.create(team=team, user__disabled=True).user,
        "colleague": membership.user,
        "teammate": TeamMembershipFactory.create(team=team).user,
        "coordinator": TeamMembershipFactory.create(team=team, user__team_coordinator=True).user,
        "granted": TeamMembershipFactory.create(team=other_team).user,
        "outsider": TeamMembershipFactory.create(team=other_team).user,
        "outside_coordinator": TeamMembershipFactory.create(team=other_team, user__team_coordinator=True).user,
        "ex_colleague": TeamMembershipFactory.create(team=team, ended=True).user,
        "commissioner": UserFactory.create(commissioner=True),
        "administrator": UserFactory.create(administrator=True),
        "privacy_officer": UserFactory.create(privacy_officer=True),
    }
    CaseUserPermissionFactory.create(content_object=case, user=people["granted"])
    plan = PlanFactory.create(case=case, in_force=True)
    goal = GoalFactory.create(plan=plan)
    draft = PlanFactory.create(case=case)
    GoalFactory.create(plan=draft)
    return World(
        team=team,
        other_team=other_team,
        people=people,
        membership=membership,
        case=case,
        draft=draft,
        plan=plan,
        goal=goal,
        action=ActionFactory.create(goal=goal, by_team=True),
        contact=ContactFactory.create(case=case, author=membership.user),
        question=QuestionFactory.create(team=team),
        signal=SignalFactory.create(team=team),
        initiative=InitiativeFactory.create(team=team),
        time_entry=TimeEntryFactory.create(membership=membership),
    )
