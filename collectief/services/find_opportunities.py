"""Use case: look with the detector at the weeks that are over, and keep the opportunities with it."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.db.models import Max

from collectief.models import DetectionRun, Opportunity
from collectief.selectors.weekly_counts import WEEK, Municipality, weekly_counts, whole_municipality
from wijkteam.detection import LONGEST, Reading, readings

# After longer without a night's work only the last weeks are looked at: what is older is no news.
MOST_WEEKS = LONGEST


@transaction.atomic
def find_opportunities(*, until: date, at: datetime) -> int:
    """Look at each whole week up to the one from `until` that was not looked at yet, and at that one again.

    Makes an opportunity where a theme stands out in an area and none runs, brings the running ones up to date, and
    ends those that were usual for eight weeks. Again on the same counts changes nothing. Returns how many are new.
    """
    latest = DetectionRun.objects.aggregate(week=Max("week"))["week"]
    # Two workers at once: the second waits here for the first.
    run, _made = DetectionRun.objects.select_for_update().get_or_create(week=until, defaults={"looked_at": at})
    among = whole_municipality()
    missed = 0 if latest is None else min(max((until - latest).days // 7 - 1, 0), MOST_WEEKS - 1)
    counts = weekly_counts(until=until, weeks_back=missed, among=among)
    found = 0
    if counts is not None:
        length = len(counts.weeks)
        for back in range(min(missed, length - 1), -1, -1):
            week = until - back * WEEK
            found += _keep(list(readings(counts, week=length - 1 - back)), week=week, among=among)
    run.looked_at, run.areas, run.themes = at, len(among.areas), len(among.themes)
    run.save(update_fields=["looked_at", "areas", "themes"])
    return found


def _keep(looked: list[Reading], *, week: date, among: Municipality) -> int:
    running = {(str(one.theme_id), str(one.area_id)): one for one in Opportunity.objects.running().select_for_update()}
    new = 0
    for reading in looked:
        opportunity = running.pop((reading.theme, reading.area), None)
        if opportunity is None:
            if reading.is_above:
                _begin(reading, week=week, among=among)
                new += 1
        elif week >= opportunity.looked_week:
            _go_on(opportunity, reading, week=week)
    if looked:  # too little past says nothing about anything
        for gone in running.values():  # its theme or its area is not in use any more
            gone.ended_on = max(week, gone.last_week) + WEEK
            gone.save(update_fields=["ended_on"])
    return new


def _begin(reading: Reading, *, week: date, among: Municipality) -> None:
    area = int(reading.area)
    Opportunity.objects.create(
        team_id=among.teams[area],
        area_id=area,
        theme_id=int(reading.theme),
        first_week=week,
        last_week=week,
        looked_week=week,
        window=reading.window,
        expected=Decimal(str(reading.expected)),
        observed=reading.observed,
    )


def _go_on(opportunity: Opportunity, reading: Reading, *, week: date) -> None:
    opportunity.looked_week = week
    if reading.is_above:
        opportunity.last_week = week
        opportunity.window = reading.window
        opportunity.expected = Decimal(str(reading.expected))
        opportunity.observed = reading.observed
    elif week - opportunity.last_week > LONGEST * WEEK:
        opportunity.ended_on = week + WEEK
    opportunity.save(update_fields=["looked_week", "last_week", "window", "expected", "observed", "ended_on"])
