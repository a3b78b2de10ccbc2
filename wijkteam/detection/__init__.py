"""Which theme is asked about more in one area than chance and the area's size explain. Pure, without Django.

docs/detection.md describes the method, its error rates and how they were found.
"""

from wijkteam.detection.counts import CountsFileError, WeeklyCounts, iso_week, read_counts
from wijkteam.detection.method import LONGEST, PAST_WEEKS, Alarm, Reading, alarms, readings

__all__ = [
    "LONGEST",
    "PAST_WEEKS",
    "Alarm",
    "CountsFileError",
    "Reading",
    "WeeklyCounts",
    "alarms",
    "iso_week",
    "read_counts",
    "readings",
]
