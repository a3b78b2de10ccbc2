"""What only the files know of an assignment: steps on the participation ladder, and households that went along.

Numbers of a team, also of files for named people, as every figure of the team; nobody can be found by them.
"""

from collections import defaultdict
from datetime import date

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.enums import CollectiveOutcome
from cases.models import Case, CollectiveReferral, LadderScore
from cases.selectors.ladder import net_steps
from collectief.enums import AssignmentUnit
from collectief.models import Assignment, Attendance
from collectief.selectors.progress import Reached, register_progress
from wijkteam.core.periods import months_later


def _cases(assignment: Assignment) -> "QuerySet[Case]":
    """Files of the teams of the assignment, as far as its target group says where or on what theme."""
    teams = [assignment.team_id, *(team.pk for team in assignment.also_for.all())]
    found = Case.objects.filter(team__in=teams)
    if assignment.area_id:
        found = found.filter(Q(household__area=assignment.area_id) | Q(household__area__parent=assignment.area_id))
    if assignment.theme_id:
        found = found.filter(theme=assignment.theme_id)
    return found


def _of_the_ages(assignment: Assignment, *, of: str = "") -> Q:
    """By the age on the first day; who has no known date of birth is not counted where an age is asked."""
    named = f"{of}birth_date"
    wanted = Q()
    if assignment.age_from is not None:
        wanted &= Q(**{f"{named}__lte": months_later(assignment.starts_on, -12 * assignment.age_from)})
    if assignment.age_to is not None:
        wanted &= Q(**{f"{named}__gt": months_later(assignment.starts_on, -12 * (assignment.age_to + 1))})
    return wanted


def ladder_progress(assignment: Assignment) -> Reached:
    """One statement. The start is the last step up to the first day, else the first one known after it."""
    steps: dict[int, list[tuple[date, int]]] = defaultdict(list)
    rows = LadderScore.objects.filter(
        _of_the_ages(assignment, of="person__"), case__in=_cases(assignment), scored_on__lt=assignment.ends_on
    ).order_by("scored_on")
    for person, day, step in rows.values_list("person", "scored_on", "step"):
        steps[person].append((day, step))

    def reached(day: date) -> int:
        total = 0
        for scores in steps.values():
            moved = net_steps(scores, start=assignment.starts_on, last=day)
            if moved is None or (assignment.step_at_most is not None and moved.first > assignment.step_at_most):
                continue
            if assignment.unit == AssignmentUnit.MOVES:
                total += max(moved.latest - moved.first, 0)
            elif assignment.reaches_step is not None:
                total += moved.first < assignment.reaches_step <= moved.latest
            else:
                total += moved.latest > moved.first
        return total

    return reached


def household_progress(assignment: Assignment) -> Reached:
    """One statement: households of which somebody was referred to what counts, and came where that is kept."""
    parts = list(assignment.parts.all())
    counts = Q(initiative__in=[one.initiative_id for one in parts if one.initiative_id]) | Q(
        participant__edition__in=[one.edition_id for one in parts if one.edition_id]
    )
    came = Attendance.objects.filter(participant=OuterRef("participant"), was_there=True)
    rows = (
        CollectiveReferral.objects.filter(
            counts,
            _of_the_ages(assignment, of="person__"),
            Q(participant=None) | Exists(came),
            case__in=_cases(assignment),
            referred_on__gte=assignment.starts_on,
            referred_on__lt=assignment.ends_on,
        )
        .exclude(outcome=CollectiveOutcome.NEVER_CAME)
        .annotate(household=F("case__household"))
        .order_by("referred_on")
    )
    first: dict[int, date] = {}
    for household, day in rows.values_list("household", "referred_on"):
        first.setdefault(household, day)
    return lambda day: sum(on <= day for on in first.values())


def register() -> None:
    """Called when the app starts."""
    register_progress("ladder", ladder_progress)
    register_progress("households", household_progress)
