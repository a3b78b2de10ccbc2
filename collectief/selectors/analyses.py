"""What the pages of neighbourhood analyses show."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import AnalysisPart
from collectief.models import AnalysisMeeting, AnalysisSection, NeighbourhoodAnalysis
from collectief.selectors.analysis_evidence import Evidence, evidence_of
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, FigureKind
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN = 60
ICONS = {
    AnalysisPart.FIGURES: "chart-bar",
    AnalysisPart.STORIES: "message-circle",
    AnalysisPart.ACTIVE: "plant-2",
    AnalysisPart.VULNERABLE: "lifebuoy",
    AnalysisPart.CONCLUSION: "bulb",
}


@dataclass(frozen=True, kw_only=True)
class AnalysisRow:
    url: str
    title: str
    period: str
    team: str
    finished_at: datetime | None
    written: int
    parts: int


@dataclass(frozen=True, kw_only=True)
class AnalysisList:
    drafts: tuple[AnalysisRow, ...]
    finished: tuple[AnalysisRow, ...]


@dataclass(frozen=True, kw_only=True)
class Part:
    """`url` is where it is written; empty when one may not, or it is finished."""

    key: str
    title: "_StrOrPromise"
    hint: "_StrOrPromise"
    icon: str
    text: str
    saved_by: str
    saved_at: datetime | None
    url: str


@dataclass(frozen=True, kw_only=True)
class Voice:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Meeting:
    held_on: date
    people: tuple[str, ...]
    voices: tuple[Voice, ...]
    remove_url: str


@dataclass(frozen=True, kw_only=True)
class Other:
    """An analysis of another period to lay beside it."""

    public_id: str
    label: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Beside:
    """The figures of another analysis of the same areas, and what it concluded."""

    title: str
    url: str
    evidence: Evidence
    conclusion: str


@dataclass(frozen=True, kw_only=True)
class AnalysisPage:
    analysis: NeighbourhoodAnalysis
    title: str
    period: str
    may_write: bool
    parts: tuple[Part, ...]
    evidence: Evidence
    meetings: tuple[Meeting, ...]
    others: tuple[Other, ...]
    beside: Beside | None
    reflect_url: str
    areas: tuple[tuple[str, str], ...]


def hint_of(part: AnalysisPart) -> "_StrOrPromise":
    return {
        AnalysisPart.FIGURES: _("What strikes us in the figures, and what do they not say?"),
        AnalysisPart.STORIES: _("What do residents tell, in general words?"),
        AnalysisPart.ACTIVE: _("Who is active here, and what do they carry?"),
        AnalysisPart.VULNERABLE: _("Who is getting vulnerable, and where do we see it?"),
        AnalysisPart.CONCLUSION: _("What do we conclude together, and what does it ask of us?"),
    }[part]


def period_of(analysis: NeighbourhoodAnalysis) -> str:
    last = analysis.ends_on - timedelta(days=1)
    if analysis.starts_on.year == last.year and (analysis.starts_on.month, last.month) == (1, 12):
        return str(last.year)
    return _("%(first)s to %(last)s") % {
        "first": date_format(analysis.starts_on, "F Y"),
        "last": date_format(last, "F Y"),
    }


def title_of(analysis: NeighbourhoodAnalysis) -> str:
    """Needs its areas prefetched to run no query."""
    return ", ".join(sorted(area.name for area in analysis.areas.all())) or analysis.team.name


def analysis_list(*, user: User, today: date) -> AnalysisList:
    """Drafts of one's teams, and what is finished of all teams. Three statements."""
    rows = (
        NeighbourhoodAnalysis.objects.visible_to(user, on=today)
        .select_related("team")
        .prefetch_related("areas", "sections")
        .order_by("-starts_on", "-pk")[:SHOWN]
    )
    found = [row_of(one, written=sum(bool(part.text) for part in one.sections.all())) for one in rows]
    return AnalysisList(
        drafts=tuple(one for one in found if one.finished_at is None),
        finished=tuple(one for one in found if one.finished_at is not None),
    )


def row_of(analysis: NeighbourhoodAnalysis, *, written: int = 0) -> AnalysisRow:
    return AnalysisRow(
        url=reverse("collectief:analysis", args=[analysis.public_id]),
        title=title_of(analysis),
        period=period_of(analysis),
        team=analysis.team.name,
        finished_at=analysis.finished_at,
        written=written,
        parts=len(AnalysisPart),
    )


def analyses_of_area(area: Area, *, user: User, today: date) -> tuple[AnalysisRow, ...]:
    """Those about the area, about what it lies in or about what lies in it. Two statements."""
    near = Q(areas=area) | Q(areas=area.parent_id, areas__isnull=False) | Q(areas__parent=area)
    rows = NeighbourhoodAnalysis.objects.visible_to(user, on=today).filter(near).distinct()
    return tuple(row_of(one) for one in rows.select_related("team").prefetch_related("areas").order_by("-starts_on"))


def analysis_page(analysis: NeighbourhoodAnalysis, *, user: User, today: date, beside: str) -> AnalysisPage:
    """An analysis as it is read, printed and written. About fifteen statements."""
    of_team = Team.objects.of_worker(user, on=today).filter(pk=analysis.team_id).exists()
    may_write = of_team and not analysis.is_finished
    areas = list(analysis.areas.order_by("name"))
    others = list(
        NeighbourhoodAnalysis.objects.visible_to(user, on=today)
        .filter(areas__in=areas, finished_at__isnull=False)
        .exclude(pk=analysis.pk)
        .distinct()
        .select_related("team")
        .prefetch_related("areas", Prefetch("sections", queryset=AnalysisSection.objects.order_by("pk")))
        .order_by("-starts_on")
    )
    other = next((one for one in others if str(one.public_id) == beside), None)
    reflect = reverse("collectief:reflection-new")
    return AnalysisPage(
        analysis=analysis,
        title=", ".join(area.name for area in areas),
        period=period_of(analysis),
        may_write=may_write,
        parts=_parts(analysis, may_write=may_write),
        evidence=evidence_of(analysis),
        meetings=_meetings(analysis, of_team=of_team, may_write=may_write),
        others=tuple(
            Other(public_id=str(one.public_id), label=f"{title_of(one)}, {period_of(one)}", is_chosen=one == other)
            for one in others
        ),
        beside=_beside(other) if other else None,
        reflect_url=f"{reflect}?gebied={areas[0].code}" if of_team and analysis.is_finished and areas else "",
        areas=tuple((area.name, reverse("collectief:place", args=[area.code])) for area in areas),
    )


def _parts(analysis: NeighbourhoodAnalysis, *, may_write: bool) -> tuple[Part, ...]:
    sections = {one.part: one for one in analysis.sections.select_related("saved_by")}
    return tuple(
        Part(
            key=part.value,
            title=part.label,
            hint=hint_of(part),
            icon=ICONS[part],
            text=sections[part].text,
            saved_by=saved_by.name if (saved_by := sections[part].saved_by) else "",
            saved_at=sections[part].saved_at,
            url=reverse("collectief:analysis-part", args=[analysis.public_id, part.value]) if may_write else "",
        )
        for part in AnalysisPart
        if part in sections
    )


def _meetings(analysis: NeighbourhoodAnalysis, *, of_team: bool, may_write: bool) -> tuple[Meeting, ...]:
    rows: QuerySet[AnalysisMeeting] = analysis.meetings.prefetch_related("partners", "voices")
    found = []
    for one in rows.order_by("held_on", "pk"):
        people = []
        if one.residents:
            people.append(
                ngettext("%(number)d resident", "%(number)d residents", one.residents) % {"number": one.residents}
            )
        people += sorted(partner.name for partner in one.partners.all())
        people += [one.functions] if one.functions else []
        found.append(
            Meeting(
                held_on=one.held_on,
                people=tuple(people),
                voices=tuple(
                    Voice(
                        name=voice.first_name,
                        url=reverse("collectief:voice-forget", args=[voice.public_id]) if of_team else "",
                    )
                    for voice in sorted(one.voices.all(), key=lambda voice: voice.first_name)
                ),
                remove_url=reverse("collectief:meeting-remove", args=[one.public_id]) if may_write else "",
            )
        )
    return tuple(found)


def _beside(other: NeighbourhoodAnalysis) -> Beside:
    conclusion = next((one.text for one in other.sections.all() if one.part == AnalysisPart.CONCLUSION), "")
    return Beside(
        title=f"{title_of(other)}, {period_of(other)}",
        url=reverse("collectief:analysis", args=[other.public_id]),
        evidence=evidence_of(other),
        conclusion=conclusion,
    )


def kinds_of(areas: "QuerySet[Area]") -> "QuerySet[FigureKind]":
    """The figures that any of these areas has."""
    return FigureKind.objects.filter(figures__area__in=areas).distinct().order_by("label", "pk")


def partners_of(team: Team) -> "QuerySet[Organisation]":
    """Those in a ring around the team."""
    return (
        Organisation.objects.filter(ring_memberships__team=team, ring_memberships__ends_on=None)
        .distinct()
        .order_by("name", "pk")
    )
