"""The rules of neighbourhood analyses."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from collectief.enums import AnalysisPart
from collectief.models import AnalysisMeeting, NeighbourhoodAnalysis
from tests.factories import (
    AnalysisMeetingFactory,
    AnalysisSectionFactory,
    AnalysisVoiceFactory,
    DistrictFactory,
    NeighbourhoodAnalysisFactory,
    UserFactory,
)
from tests.guards.past_the_code import change, twice

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def finish(analysis: NeighbourhoodAnalysis, **fields: Any) -> None:
    change(analysis, **{"finished_at": AT, "finished_by": UserFactory.create(), "snapshot": {}, **fields})


def finished() -> NeighbourhoodAnalysis:
    """With a meeting and a part."""
    meeting = AnalysisMeetingFactory.create()
    AnalysisSectionFactory.create(analysis=meeting.analysis)
    finish(meeting.analysis)
    return meeting.analysis


def meeting_too_late() -> None:
    AnalysisMeetingFactory.create(analysis=finished())


def meeting_removed() -> None:
    AnalysisMeeting.objects.filter(analysis=finished()).delete()


def text_too_late() -> None:
    section = finished().sections.get()
    change(section, text="Anders", version=1, saved_by=UserFactory.create(), saved_at=AT)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("analysis_is_about_whole_months", lambda: NeighbourhoodAnalysisFactory.create(starts_on=date(2025, 1, 2))),
    ("analysis_is_about_whole_months", lambda: NeighbourhoodAnalysisFactory.create(ends_on=date(2025, 12, 31))),
    ("analysis_ends_after_start", lambda: NeighbourhoodAnalysisFactory.create(ends_on=date(2025, 1, 1))),
    ("analysis_finished_is_signed", lambda: finish(AnalysisMeetingFactory.create().analysis, finished_by=None)),
    ("analysis_keeps_its_figures", lambda: finish(AnalysisMeetingFactory.create().analysis, snapshot=None)),
    ("analysis_is_made_together", lambda: finish(NeighbourhoodAnalysisFactory.create())),
    ("analysis_stays_as_it_was", lambda: change(finished(), ends_on=date(2026, 2, 1))),
    ("analysis_stays_as_it_was", lambda: change(finished(), finished_at=None, finished_by=None, snapshot=None)),
    ("areas_stay_as_they_were", lambda: finished().areas.add(DistrictFactory.create())),
    ("areas_stay_as_they_were", lambda: finished().areas.clear()),
    ("section_once", lambda: twice(AnalysisSectionFactory.create, analysis=NeighbourhoodAnalysisFactory.create())),
    ("section_part_is_known", lambda: AnalysisSectionFactory.create(part="weer")),
    ("section_saved_is_signed", lambda: AnalysisSectionFactory.create(text="Iets")),
    ("section_saved_is_signed", lambda: AnalysisSectionFactory.create(version=1, saved_at=AT)),
    ("section_stays_as_it_was", text_too_late),
    ("section_stays_as_it_was", lambda: AnalysisSectionFactory.create(analysis=finished(), part=AnalysisPart.ACTIVE)),
    ("meeting_stays_as_it_was", meeting_too_late),
    ("meeting_stays_as_it_was", meeting_removed),
    ("meeting_residents_are_possible", lambda: AnalysisMeetingFactory.create(residents=501)),
    ("voice_has_a_first_name", lambda: AnalysisVoiceFactory.create(first_name="")),
    ("voices_were_there", lambda: AnalysisVoiceFactory.create(meeting__residents=0)),
]
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [
    (NeighbourhoodAnalysis, NeighbourhoodAnalysisFactory.create),
    (AnalysisMeeting, AnalysisMeetingFactory.create),
]
