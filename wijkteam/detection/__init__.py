"""Which theme is asked about more in one area than chance and the area's size explain. Pure, without Django.

docs/detection.md describes the method, its error rates and how they were found.
"""

from wijkteam.detection.counts import CountsFileError, WeeklyCounts, read_counts
from wijkteam.detection.method import Alarm, alarms

__all__ = ["Alarm", "CountsFileError", "WeeklyCounts", "alarms", "read_counts"]
