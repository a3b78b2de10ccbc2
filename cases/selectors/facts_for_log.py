"""What the nightly look at the read log asks of the cases: whose work it is, and who is whose neighbour or namesake."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date, timedelta

from django.db.models import F, Max, Q
from django.db.models.functions import Lower

from cases.models import (
    Absence,
    Action,
    Case,
    CaseCoordinator,
    CaseUserPermission,
    Contact,
    Household,
    HouseholdMember,
    Question,
    StandIn,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import WorkerHome
from wijkteam.audit.models.worker_home import mark_of
from wijkteam.audit.selectors.facts import Facts, Pair, register
from wijkteam.core.periods import running_on, start_of
from wijkteam.teams.models import TeamMembership

# Somebody who did something for a household reads about it some time before and after.
WORK_DAYS = 90
_SHORTEST_NAME = 3


def facts_for_log(pairs: Collection[Pair], day: date) -> Facts:
    """A dozen statements for all pairs of a day together."""
    users = {user for user, _household in pairs}
    households = {household for _user, household in pairs}
    asked = set(pairs)
    teams = _teams_of(users, day)
    names = _names_in(households)
    streets = {
        pk: mark_of(code) for pk, code in Household.objects.filter(pk__in=households).values_list("pk", "postcode")
    }
    family = _family_names(users)
    homes = dict(WorkerHome.objects.filter(user__in=users).values_list("user", "mark"))
    teams_of_household = defaultdict(set)
    for household, team in Case.objects.filter(household__in=households).values_list("household", "team").distinct():
        teams_of_household[household].add(team)
    asked_where = Question.objects.filter(household__in=households).values_list("household", "team").distinct()
    for household, team in asked_where:
        if household is not None:
            teams_of_household[household].add(team)
    return Facts(
        involved=asked & _involved(users, households, day),
        granted=asked & _granted(users, households, day),
        same_team={pair for pair in asked if teams[pair[0]] & teams_of_household[pair[1]]},
        same_name={pair for pair in asked if family.get(pair[0], "") in names[pair[1]]},
        same_street={pair for pair in asked if homes.get(pair[0]) and homes[pair[0]] == streets.get(pair[1])},
        of_colleague=_of_colleagues(asked, teams, names, streets, day),
        ended=_ended(households, day),
        away=set(Absence.objects.running(on=day).filter(user__in=users).values_list("user", flat=True)),
    )


def _teams_of(users: Iterable[int], day: date) -> defaultdict[int, set[int]]:
    found: defaultdict[int, set[int]] = defaultdict(set)
    for user, team in TeamMembership.objects.filter(running_on(day), user__in=users).values_list("user", "team"):
        found[user].add(team)
    return found


def _names_in(households: Iterable[int]) -> defaultdict[int, set[str]]:
    """Family names as they are written, without their small print."""
    found: defaultdict[int, set[str]] = defaultdict(set)
    members = HouseholdMember.objects.filter(household__in=households)
    for household, name in members.values_list("household", Lower("person__family_name")).distinct():
        found[household].add(_last_word(name))
    return found


def _family_names(users: Iterable[int]) -> dict[int, str]:
    names = User.objects.filter(pk__in=users).values_list("pk", "name")
    return {pk: _last_word(name) for pk, name in names if len(_last_word(name)) >= _SHORTEST_NAME}


def _last_word(name: str) -> str:
    """ "Fatima el Amrani" and "El Amrani" are one family; so may "van der Berg" and "Berg" be."""
    return name.casefold().split()[-1] if name.split() else ""


def _involved(users: Iterable[int], households: Iterable[int], day: date) -> set[Pair]:
    """Coordinates or stands in (or did lately), talked to them, has an action to do, took their question."""
    begin, end = start_of(day - timedelta(days=WORK_DAYS)), start_of(day + timedelta(days=WORK_DAYS))
    lately = Q(ended_at=None) | Q(ended_at__gte=begin)
    of_case = {"case__household__in": households}
    sources = [
        CaseCoordinator.objects.filter(lately, worker__in=users, started_at__lt=end, **of_case).values_list(
            "worker", "case__household"
        ),
        StandIn.objects.filter(
            Q(ends_on=None) | Q(ends_on__gte=begin), worker__in=users, starts_on__lt=end, **of_case
        ).values_list("worker", "case__household"),
        Contact.objects.filter(author__in=users, occurred_at__gte=begin, occurred_at__lt=end, **of_case).values_list(
            "author", "case__household"
        ),
        Action.objects.filter(worker__in=users, goal__plan__case__household__in=households).values_list(
            "worker", "goal__plan__case__household"
        ),
        Question.objects.filter(looked_at_by__in=users, household__in=households).values_list(
            "looked_at_by", "household"
        ),
        Question.objects.filter(received_by__in=users, household__in=households).values_list(
            "received_by", "household"
        ),
    ]
    return {(user, household) for source in sources for user, household in source.distinct().order_by()}


def _granted(users: Iterable[int], households: Iterable[int], day: date) -> set[Pair]:
    found = CaseUserPermission.objects.filter(
        until__gt=day, user__in=users, content_object__household__in=households
    ).values_list("user", "content_object__household")
    return set(found)


def _of_colleagues(
    asked: Iterable[Pair],
    teams: defaultdict[int, set[int]],
    names: defaultdict[int, set[str]],
    streets: dict[int, str],
    day: date,
) -> set[Pair]:
    """A household with the family name and the postcode of somebody in the same team."""
    homes = dict(WorkerHome.objects.values_list("user", "mark"))
    if not homes:
        return set()
    family, theirs = _family_names(homes), _teams_of(homes, day)
    at_home: defaultdict[str, set[int]] = defaultdict(set)
    for user, mark in homes.items():
        at_home[mark].add(user)
    return {
        (reader, household)
        for reader, household in asked
        if any(
            colleague != reader and teams[reader] & theirs[colleague] and family.get(colleague, "") in names[household]
            for colleague in at_home.get(streets.get(household, ""), ())
        )
    }


def _ended(households: Iterable[int], day: date) -> dict[int, date]:
    """Households without an open case and without a question of the last months, and when their last case ended."""
    going_on = set(
        Case.objects.filter(Q(closed_on=None) | Q(closed_on__gt=day), household__in=households).values_list(
            "household", flat=True
        )
    ) | set(
        Question.objects.filter(
            household__in=households, received_at__gte=start_of(day - timedelta(days=WORK_DAYS))
        ).values_list("household", flat=True)
    )
    last = (
        Case.objects.filter(household__in=households)
        .values("household")
        .annotate(last=Max(F("closed_on")))
        .values_list("household", "last")
    )
    return {household: ended for household, ended in last if ended and household not in going_on}


def give_facts() -> None:
    register(facts_for_log)
