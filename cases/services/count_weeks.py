"""Use case: count the questions and signals of each week by theme and area. Numbers only, nothing of a household."""

from collections import defaultdict
from datetime import date

from django.db import transaction
from django.db.models import Count, DateField, Max, Q, QuerySet
from django.db.models.functions import TruncWeek
from django.utils import timezone

from cases.models import Question
from collectief.models import Signal, ThemeWeek
from collectief.selectors.weekly_counts import WEEK, whole_municipality
from wijkteam.areas.models import Area
from wijkteam.core.periods import start_of
from wijkteam.detection import LONGEST, PAST_WEEKS

# What is older was counted before, and stays so: questions that are removed after their time were asked all the same.
RECOUNTED_WEEKS = 13
FIRST_WEEKS = LONGEST + PAST_WEEKS + LONGEST


@transaction.atomic
def count_weeks(*, until: date) -> None:
    """Write the weeks up to and including that from `until`: everything the first time, then the recent ones anew."""
    counted = ThemeWeek.objects.filter(week__lte=until).aggregate(week=Max("week"))["week"]
    first = until - WEEK * FIRST_WEEKS if counted is None else min(counted, until) - WEEK * RECOUNTED_WEEKS
    units = whole_municipality().teams
    parents = dict(Area.objects.filter(parent__in=units).values_list("pk", "parent"))
    counts: dict[tuple[date, int, int], dict[str, int]] = defaultdict(lambda: {"questions": 0, "signals": 0})
    # A signal of which a question was made was counted when it came in: the same thing is not heard twice.
    counted_as_signal = Q(signal__theme__isnull=False, signal__area__isnull=False)
    questions = Question.objects.exclude(counted_as_signal)
    for name, rows in (("questions", questions), ("signals", Signal.objects.all())):
        for week, area, theme, number in _by_week(rows, first=first, until=until):
            unit = area if area in units else parents.get(area)
            if unit is not None:
                counts[week, unit, theme][name] += number
    ThemeWeek.objects.filter(week__gte=first, week__lte=until).delete()
    ThemeWeek.objects.bulk_create(
        ThemeWeek(week=week, area_id=area, theme_id=theme, **numbers)
        for (week, area, theme), numbers in sorted(counts.items())
    )


def _by_week(
    rows: "QuerySet[Question] | QuerySet[Signal]", *, first: date, until: date
) -> list[tuple[date, int, int, int]]:
    """Those of which theme and neighbourhood are known, by the week in which they came in (in Amsterdam)."""
    return list(
        rows.filter(
            received_at__gte=start_of(first),
            received_at__lt=start_of(until + WEEK),
            theme__isnull=False,
            area__isnull=False,
        )
        .order_by()
        .annotate(week=TruncWeek("received_at", output_field=DateField(), tzinfo=timezone.get_current_timezone()))
        .values_list("week", "area", "theme")
        .annotate(number=Count("pk"))
    )
