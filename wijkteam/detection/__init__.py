"""What weekly counts say: where a theme stands out, and whether questions changed beside an initiative. Pure, without
Django.

docs/detection.md describes the method, its error rates and how they were found.
"""

from wijkteam.detection.counts import CountsFileError, WeeklyCounts, iso_week, read_counts
from wijkteam.detection.method import LONGEST, PAST_WEEKS, Alarm, Reading, alarms, readings
from wijkteam.detection.relief import FEWEST_PLACES, FEWEST_WEEKS, Change, change_against

__all__ = [
    "FEWEST_PLACES",
    "FEWEST_WEEKS",
    "LONGEST",
    "PAST_WEEKS",
    "Alarm",
    "Change",
    "CountsFileError",
    "Reading",
    "WeeklyCounts",
    "alarms",
    "change_against",
    "iso_week",
    "read_counts",
    "readings",
]
