"""What was reached of every assignment at the end of a month: true counts, for the snapshot and nothing else."""

import datetime as dt
from typing import Any

from django.db.models import Min, Q, Sum

from collectief.enums import AssignmentUnit
from collectief.models import Assignment, Initiative, SessionHours
from collectief.selectors.assignments import with_all
from collectief.selectors.progress import counter, people_behind, sessions_that_count
from wijkteam.core.periods import next_month, running_on
from wijkteam.disclosure import Rules
from wijkteam.teams.models import Team

# From who came, to what the team itself organised: a reader lays these beside the times present in a month.
CAME = "came"
REACHED = "reached"
# Meetings are no people: they are shown as they are.
SHOWN_AS_IT_IS = "shown"


def assignments_of(team: Team, month: dt.date) -> list[dict[str, Any]]:
    """Of every assignment that the team carried in the month, the version that held last, by its end.

    An assignment keeps one code over its versions, so that somebody can follow it. Two statements, and some for each.
    """
    end = next_month(month)
    last_day = end - dt.timedelta(days=1)
    agreed = Assignment.objects.filter(team=team, agreed_on__lte=last_day)
    earlier = dict(agreed.values_list("pk", "replaces"))
    held = Q(ended_on=None) | Q(ended_on__gte=month)
    rows = with_all(agreed.filter(held, starts_on__lt=end, ends_on__gt=month)).order_by("version", "pk")
    latest = {_root(one.pk, earlier): one for one in rows}
    return [
        _counted(one, code=root, last_day=last_day)
        for root, one in sorted(latest.items(), key=lambda item: (item[1].ends_on, item[1].title, item[0]))
    ]


def _root(pk: int, earlier: dict[int, int | None]) -> int:
    before = earlier.get(pk)
    while before is not None:
        pk, before = before, earlier.get(before)
    return pk


def _counted(one: Assignment, *, code: int, last_day: dt.date) -> dict[str, Any]:
    day = min(last_day, one.ended_on or last_day, one.ends_on - dt.timedelta(days=1))
    reached = counter(one)(day)
    way = _way(one)
    if way != SHOWN_AS_IT_IS:
        people = people_behind(one)(day)
        # Many times of a few people are a few people.
        reached = reached if people >= Rules().threshold else min(reached, people)
    return {
        "code": str(code),
        "version": one.version,
        "title": one.title,
        "target_group": one.target_group,
        "number": one.number,
        "unit": one.unit,
        "starts_on": one.starts_on.isoformat(),
        "ends_on": one.ends_on.isoformat(),
        "ended_on": one.ended_on.isoformat() if one.ended_on else None,
        "will_not": one.will_not,
        "hours": one.hours,
        "minutes": _minutes(one, day) if one.parts.all() else None,
        "with": sorted(team.name for team in one.also_for.all()),
        "way": way,
        "reached": reached,
    }


def _minutes(one: Assignment, day: dt.date) -> int:
    """Of the workers, at the meetings that count."""
    sessions = sessions_that_count(one).filter(held_on__lte=day)
    total = SessionHours.objects.filter(session__in=sessions).aggregate(total=Sum("time_entry__minutes"))["total"]
    return int(total or 0)


def _way(one: Assignment) -> str:
    if one.unit == AssignmentUnit.MEETINGS:
        return SHOWN_AS_IT_IS
    if one.is_by_the_ladder or one.unit == AssignmentUnit.HOUSEHOLDS:
        return REACHED
    parts = [part.initiative or (part.edition and part.edition.initiative) for part in one.parts.all()]
    return CAME if parts and all(part and part.team_id == one.team_id for part in parts) else REACHED


def themes_with_an_initiative(team: Team, month: dt.date) -> dict[str, dt.date]:
    """Code of each theme on which an initiative of the team runs at the end of the month -> since when one does."""
    last_day = next_month(month) - dt.timedelta(days=1)
    running = Initiative.objects.filter(running_on(last_day), team=team, theme__isnull=False)
    return dict(running.values_list("theme__code").annotate(first=Min("starts_on")))
