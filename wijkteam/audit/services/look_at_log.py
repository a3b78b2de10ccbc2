"""Use case: the nightly look at what was read, and the sample of the week."""

import random
from datetime import date, datetime, timedelta

from django.db import transaction

from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.audit.enums import Act, Outcome
from wijkteam.audit.models import ReadFlag, ReadLog, SampledReading
from wijkteam.audit.models.to_look_at import SAMPLE_SIZE
from wijkteam.audit.selectors.patterns import Found, patterns_of
from wijkteam.core.periods import start_of

# What was found to be work is not asked again for this long; an open flag is not raised a second time.
EXPLAINED_DAYS = 180
# A night without a worker is made up for.
NIGHTS = 3


@transaction.atomic
def look_at_day(*, day: date, at: datetime) -> int:
    """Raise a flag for each pattern of that day; doing it again raises nothing again. How many are new."""
    found = patterns_of(day)
    if not found:
        return 0
    known = _known(found, day)
    rows = [
        ReadFlag(
            pattern=one.pattern,
            user_id=one.user_id,
            household_id=one.household_id,
            figure=one.figure,
            day=day,
            made_at=at,
        )
        for one in found
        if (one.pattern, one.user_id, one.household_id) not in known
    ]
    before = ReadFlag.objects.filter(day=day).count()
    ReadFlag.objects.bulk_create(rows, ignore_conflicts=True)
    return ReadFlag.objects.filter(day=day).count() - before


def _known(found: list[Found], day: date) -> set[tuple[str, int, int | None]]:
    """The same question about the same household that is open, or was answered with "work"; and who is gone."""
    users = {one.user_id for one in found}
    about = ReadFlag.objects.filter(user__in=users, household_id__isnull=False).exclude(day=day)
    rows = about.filter(closed_at=None).union(
        about.filter(outcome=Outcome.WORK, closed_at__gte=start_of(day - timedelta(days=EXPLAINED_DAYS)))
    )
    known: set[tuple[str, int, int | None]] = set(rows.values_list("pattern", "user_id", "household_id"))
    there = set(User.objects.filter(pk__in=users).values_list("pk", flat=True))
    return known | {(one.pattern, one.user_id, one.household_id) for one in found if one.user_id not in there}


def look_at_last_days(*, today: date, at: datetime) -> int:
    return sum(look_at_day(day=today - timedelta(days=back), at=at) for back in range(NIGHTS, 0, -1))


@transaction.atomic
def draw_sample(*, week: date, at: datetime, chance: random.Random | None = None) -> int:
    """Twenty lines of the week that began on `week`, at random, each given to a privacy officer who is not the reader.

    Lines of lists are left out: somebody who opens a list sees fifty, and the sample would be of nothing else.
    Drawing again changes nothing.
    """
    if SampledReading.objects.filter(week=week).exists():
        return 0
    lines = ReadLog.objects.filter(
        at__gte=start_of(week),
        at__lt=start_of(week + timedelta(days=7)),
        household_id__isnull=False,
        act__in=[Act.OPEN, Act.SEARCH, Act.PRINT, Act.EXPORT],
    )
    there = dict(lines.filter(user_id__in=User.objects.values("pk")).values_list("pk", "user_id"))
    source = chance or random.SystemRandom()
    drawn = source.sample(sorted(there), min(SAMPLE_SIZE, len(there)))
    officers = list(User.objects.active().filter(role=Role.PRIVACY_OFFICER).order_by("pk"))
    rows = []
    for place, line_id in enumerate(drawn, start=1):
        others = [officer for officer in officers if officer.pk != there[line_id]]
        given = others[place % len(others)] if others else None
        rows.append(
            SampledReading(
                week=week,
                place=place,
                line_id=line_id,
                user_id=there[line_id],
                drawn_at=at,
                assigned_to=given,
                assigned_at=at if given else None,
            )
        )
    return len(SampledReading.objects.bulk_create(rows, ignore_conflicts=True))
