"""Use cases: begin a neighbourhood analysis, write its parts (several people at once), keep who made it, finish it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from collectief.enums import AnalysisPart
from collectief.models import AnalysisMeeting, AnalysisSection, AnalysisVoice, NeighbourhoodAnalysis
from collectief.selectors.analysis_evidence import gather
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, FigureKind
from wijkteam.teams.models import Team

# Without these an analysis says nothing.
NEEDED = (AnalysisPart.STORIES, AnalysisPart.CONCLUSION)


class AnalysisIsFinished(Exception):
    """It stays as it was."""


class SectionChanged(Exception):
    """A colleague saved the same part in the meantime; `section` is what stands there now."""

    def __init__(self, section: AnalysisSection) -> None:
        super().__init__()
        self.section = section


class NotComplete(Exception):
    """What is still needed before it can be finished: parts, and whether a meeting is missing."""

    def __init__(self, parts: Sequence[AnalysisPart], *, needs_meeting: bool) -> None:
        super().__init__()
        self.parts, self.needs_meeting = list(parts), needs_meeting


@dataclass(frozen=True, kw_only=True)
class MeetingDetails:
    held_on: date
    residents: int = 0
    functions: str = ""
    partners: Sequence[Organisation] = ()
    first_names: Sequence[str] = ()


@transaction.atomic
def begin_analysis(
    *,
    team: Team,
    areas: Sequence[Area],
    figures: Sequence[FigureKind],
    starts_on: date,
    ends_on: date,
    by: User,
    at: datetime,
    request_key: UUID,
) -> NeighbourhoodAnalysis:
    """A draft with all its parts, still empty. The same `request_key` again gives the one that is there."""
    analysis, is_new = NeighbourhoodAnalysis.objects.get_or_create(
        request_key=request_key,
        started_by=by,
        defaults={"team": team, "starts_on": starts_on, "ends_on": ends_on, "started_at": at},
    )
    if is_new:
        analysis.areas.set(areas)
        analysis.figures.set(figures)
        AnalysisSection.objects.bulk_create(AnalysisSection(analysis=analysis, part=part) for part in AnalysisPart)
    return analysis


@transaction.atomic
def save_section(
    *, analysis: NeighbourhoodAnalysis, part: AnalysisPart, text: str, version: int, by: User, at: datetime
) -> AnalysisSection:
    """Write one part; `version` is the one that was read. The same text again changes nothing.

    Raises:
        AnalysisIsFinished, SectionChanged.
    """
    _lock(analysis)
    section = (
        AnalysisSection.objects.select_for_update(no_key=True, of=("self",))
        .select_related("saved_by")
        .get(analysis=analysis, part=part)
    )
    if section.text == text:
        return section
    if section.version != version:
        raise SectionChanged(section)
    section.text, section.version, section.saved_by, section.saved_at = text, version + 1, by, at
    section.save(update_fields=["text", "version", "saved_by", "saved_at"])
    return section


@transaction.atomic
def add_meeting(*, analysis: NeighbourhoodAnalysis, details: MeetingDetails, request_key: UUID) -> AnalysisMeeting:
    """Keep who was there. The same `request_key` again gives the meeting that is there.

    Raises:
        AnalysisIsFinished.
    """
    _lock(analysis)
    meeting, is_new = AnalysisMeeting.objects.get_or_create(
        request_key=request_key,
        analysis=analysis,
        defaults={
            "held_on": details.held_on,
            "residents": details.residents,
            "functions": details.functions,
        },
    )
    if is_new:
        meeting.partners.set(details.partners)
        AnalysisVoice.objects.bulk_create(
            AnalysisVoice(meeting=meeting, first_name=name, agreed_on=details.held_on) for name in details.first_names
        )
    return meeting


@transaction.atomic
def remove_meeting(*, meeting: AnalysisMeeting) -> None:
    """One that was written down by mistake.

    Raises:
        AnalysisIsFinished.
    """
    _lock(meeting.analysis)
    meeting.delete()


def forget_name(*, voice: AnalysisVoice) -> None:
    """Somebody no longer wants to be named; also in an analysis that is finished. The number of residents stays."""
    voice.delete()


@transaction.atomic
def finish_analysis(*, analysis: NeighbourhoodAnalysis, by: User, at: datetime) -> NeighbourhoodAnalysis:
    """Freeze the words, who made it and the figures as they are now. Again changes nothing.

    Raises:
        NotComplete.
    """
    locked = (
        NeighbourhoodAnalysis.objects.select_for_update(no_key=True, of=("self",))
        .select_related("team")
        .get(pk=analysis.pk)
    )
    if locked.is_finished:
        return locked
    empty = set(locked.sections.filter(text="").values_list("part", flat=True))
    missing = [part for part in NEEDED if part in empty]
    needs_meeting = not locked.meetings.exists()
    if missing or needs_meeting:
        raise NotComplete(missing, needs_meeting=needs_meeting)
    locked.snapshot = gather(locked).as_json()
    locked.finished_at, locked.finished_by = at, by
    locked.save(update_fields=["snapshot", "finished_at", "finished_by"])
    return locked


def _lock(analysis: NeighbourhoodAnalysis) -> None:
    """Raises AnalysisIsFinished."""
    locked = NeighbourhoodAnalysis.objects.select_for_update(no_key=True).get(pk=analysis.pk)
    if locked.is_finished:
        raise AnalysisIsFinished
