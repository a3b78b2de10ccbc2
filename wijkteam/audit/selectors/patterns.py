"""The twelve patterns that the nightly look knows. Each asks one question of one day; its figures stand here.

Nothing is stopped by it: a flag is a question to a person, that another person asks.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Q
from django.db.models.functions import ExtractHour, TruncDate
from django.utils import timezone

from wijkteam.accounts.enums import Role
from wijkteam.audit.enums import CHOSEN, Act, Pattern
from wijkteam.audit.models import ReadLog
from wijkteam.audit.selectors.facts import Facts, Pair, facts_about
from wijkteam.core.periods import start_of

MANY_HOUSEHOLDS = 40
NIGHT_FROM, NIGHT_UNTIL, HOUSEHOLDS_AT_NIGHT = 23, 6, 3
TAKEN_ALONG = 10
AGAIN_DAYS, AGAIN_WITHIN = 5, 30
ENDED_DAYS = 180
CROWD_PEOPLE, CROWD_WITHIN = 6, 7

WORKERS = (Role.TEAM_MEMBER, Role.TEAM_COORDINATOR)


@dataclass(frozen=True, kw_only=True)
class Day:
    """What caseworkers read on one day, as (account, household); emergencies are judged one by one elsewhere."""

    day: date
    chosen: AbstractSet[Pair]
    found: AbstractSet[Pair]
    taken: AbstractSet[Pair]
    at_night: AbstractSet[Pair]
    # On how many days of the last month, and how many people in the last week, for the pairs of this day.
    days: dict[Pair, int]
    people: dict[int, AbstractSet[int]]


@dataclass(frozen=True, kw_only=True)
class Found:
    pattern: Pattern
    user_id: int
    household_id: int | None = None
    figure: int = 1


def read_day(day: date) -> Day:
    """Three statements, however many lines there are."""
    lines = ReadLog.objects.filter(role__in=WORKERS, household_id__isnull=False, is_emergency=False)
    today = lines.filter(at__gte=start_of(day), at__lt=start_of(day + timedelta(days=1)))
    hour = ExtractHour("at", tzinfo=timezone.get_current_timezone())
    rows = (
        today.exclude(act__in=[Act.LIST, Act.DENIED])
        .annotate(hour=hour)
        .values_list("user_id", "household_id", "act")
        .annotate(late=Count("pk", filter=Q(hour__gte=NIGHT_FROM) | Q(hour__lt=NIGHT_UNTIL)))
        .order_by()
    )
    chosen: set[Pair] = set()
    found: set[Pair] = set()
    taken: set[Pair] = set()
    at_night: set[Pair] = set()
    for user_id, household_id, act, late in rows:
        pair = (user_id, household_id or 0)
        if act in CHOSEN:
            chosen.add(pair)
        if act == Act.SEARCH:
            found.add(pair)
        if act in {Act.PRINT, Act.EXPORT}:
            taken.add(pair)
        if late and act in CHOSEN:
            at_night.add(pair)
    read = {household for _user, household in chosen}
    before = lines.filter(act__in=CHOSEN, household_id__in=read, at__lt=start_of(day + timedelta(days=1)))
    month = before.filter(at__gte=start_of(day - timedelta(days=AGAIN_WITHIN - 1)))
    counted = (
        month.values_list("user_id", "household_id")
        .annotate(days=Count(TruncDate("at", tzinfo=timezone.get_current_timezone()), distinct=True))
        .filter(days__gte=AGAIN_DAYS)
        .order_by()
    )
    week = before.filter(at__gte=start_of(day - timedelta(days=CROWD_WITHIN - 1)))
    people: dict[int, set[int]] = {}
    for user_id, household_id in week.values_list("user_id", "household_id").distinct().order_by():
        people.setdefault(household_id or 0, set()).add(user_id)
    return Day(
        day=day,
        chosen=chosen,
        found=found,
        taken=taken,
        at_night=at_night,
        days={(user_id, household_id or 0): days for user_id, household_id, days in counted},
        people=dict(people),
    )


Rule = Callable[[Day, Facts], Iterator[Found]]


def _per_person(pattern: Pattern, pairs: AbstractSet[Pair], least: int) -> Iterator[Found]:
    for user_id, figure in sorted(Counter(user_id for user_id, _household in pairs).items()):
        if figure >= least:
            yield Found(pattern=pattern, user_id=user_id, figure=figure)


def _per_pair(pattern: Pattern, pairs: AbstractSet[Pair]) -> Iterator[Found]:
    for user_id, household_id in sorted(pairs):
        yield Found(pattern=pattern, user_id=user_id, household_id=household_id)


def _many(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_person(Pattern.MANY, day.chosen, MANY_HOUSEHOLDS)


def _own_name(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_pair(Pattern.OWN_NAME, (day.chosen & facts.same_name) - facts.involved)


def _own_street(day: Day, facts: Facts) -> Iterator[Found]:
    """Also who works for that household: neighbours of one's own are for a colleague."""
    yield from _per_pair(Pattern.OWN_STREET, day.chosen & facts.same_street)


def _other_team(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_pair(Pattern.OTHER_TEAM, day.chosen - facts.same_team - facts.granted - facts.involved)


def _at_night(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_person(Pattern.AT_NIGHT, day.at_night, HOUSEHOLDS_AT_NIGHT)


def _searched_name(day: Day, facts: Facts) -> Iterator[Found]:
    """What was typed is kept nowhere; who was found is."""
    yield from _per_pair(Pattern.SEARCHED_NAME, (day.found & facts.same_name) - facts.involved)


def _taken_along(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_person(Pattern.TAKEN_ALONG, day.taken, TAKEN_ALONG)


def _again(day: Day, facts: Facts) -> Iterator[Found]:
    for pair in sorted((day.chosen & day.days.keys()) - facts.involved - facts.granted):
        yield Found(pattern=Pattern.AGAIN, user_id=pair[0], household_id=pair[1], figure=day.days[pair])


def _ended(day: Day, facts: Facts) -> Iterator[Found]:
    long_ago = day.day - timedelta(days=ENDED_DAYS)
    old = {pair for pair in day.chosen if facts.ended.get(pair[1], date.max) <= long_ago}
    yield from _per_pair(Pattern.ENDED, old - facts.involved)


def _relative(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_pair(Pattern.RELATIVE, (day.chosen & facts.of_colleague) - facts.involved)


def _crowd(day: Day, facts: Facts) -> Iterator[Found]:
    """Everybody who came to look that day without doing anything for the household."""
    for user_id, household_id in sorted(day.chosen - facts.involved - facts.granted):
        readers = {one for one in day.people.get(household_id, ()) if (one, household_id) not in facts.involved}
        if len(readers) >= CROWD_PEOPLE:
            yield Found(pattern=Pattern.CROWD, user_id=user_id, household_id=household_id, figure=len(readers))


def _away(day: Day, facts: Facts) -> Iterator[Found]:
    yield from _per_person(Pattern.AWAY, {pair for pair in day.chosen if pair[0] in facts.away}, 1)


RULES: tuple[Rule, ...] = (
    _many,
    _own_name,
    _own_street,
    _other_team,
    _at_night,
    _searched_name,
    _taken_along,
    _again,
    _ended,
    _relative,
    _crowd,
    _away,
)


def patterns_of(day: date) -> list[Found]:
    """All that is worth a question on that day."""
    read = read_day(day)
    pairs = read.chosen | read.found
    # Whoever looked at the same household this week counts for the crowd: is their reading work?
    crowd = {(user_id, household) for household, people in read.people.items() for user_id in people}
    facts = facts_about(pairs | crowd, day) if pairs else Facts()
    return [found for rule in RULES for found in rule(read, facts)]
