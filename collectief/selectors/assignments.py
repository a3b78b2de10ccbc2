"""What the pages of assignments show: what was agreed, how far it is, and whether that is fast enough."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import AssignmentUnit, LadderStep
from collectief.models import Assignment
from collectief.permissions import can_agree_assignment, can_change_assignment
from collectief.selectors.progress import Came, Pace, Progress, Reached, counter, measure, what_happened
from wijkteam.accounts.models import User
from wijkteam.core.charts import Line, Lines
from wijkteam.core.charts.targets import target_bar

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# How many moments the picture over time has.
MOMENTS = 12
TONES: dict[Pace, str] = {
    Pace.NOT_BEGUN: "info",
    Pace.REACHED: "positive",
    Pace.ON_PACE: "positive",
    Pace.BEHIND: "warning",
    Pace.MISSED: "negative",
}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far it is, as a bar and in words."""

    progress: Progress
    bar: SafeString
    text: str
    expected: str
    pace: str
    forecast: str
    state: str
    tone: str


@dataclass(frozen=True, kw_only=True)
class AssignmentRow:
    url: str
    title: str
    target_group: str
    team: str
    last_day: date
    standing: Standing | None
    note: str


@dataclass(frozen=True, kw_only=True)
class AssignmentList:
    in_force: tuple[AssignmentRow, ...]
    drafts: tuple[AssignmentRow, ...]
    ended: tuple[AssignmentRow, ...]
    has_teams: bool


@dataclass(frozen=True, kw_only=True)
class Version:
    number: int
    url: str
    agreed_on: date | None
    is_here: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    name: str
    kind: "_StrOrPromise"
    url: str


@dataclass(frozen=True, kw_only=True)
class AssignmentPage:
    assignment: Assignment
    last_day: date
    standing: Standing | None
    over_time: Lines | None
    how_counted: str
    structure: tuple[tuple["_StrOrPromise", str], ...]
    parts: tuple[Part, ...]
    came: Came | None
    hours: int | None
    versions: tuple[Version, ...]
    also_for: tuple[str, ...]
    needs_parts: bool
    next_url: str
    may_change: bool
    may_agree: bool


def with_all(rows: "QuerySet[Assignment]") -> "QuerySet[Assignment]":
    """With what the progress of each needs."""
    return rows.select_related("team", "area", "theme").prefetch_related(
        "also_for", "parts__initiative", "parts__edition"
    )


def assignment_list(*, user: User, today: date) -> AssignmentList:
    """Of one's teams. Three statements, and two for each that is in force."""
    rows = list(with_all(Assignment.objects.visible_to(user, on=today)).order_by("ends_on", "title", "pk"))
    in_force = [one for one in rows if not one.is_draft and one.ended_on is None and one.ends_on > today]
    over = [one for one in rows if not one.is_draft and one not in in_force]
    return AssignmentList(
        in_force=tuple(_row(one, today=today, counts=True) for one in in_force),
        drafts=tuple(_row(one, today=today, counts=False) for one in rows if one.is_draft),
        ended=tuple(_row(one, today=today, counts=False) for one in reversed(over)),
        has_teams=len({one.team_id for one in rows}) > 1,
    )


def _row(one: Assignment, *, today: date, counts: bool) -> AssignmentRow:
    return AssignmentRow(
        url=reverse("collectief:assignment", args=[one.public_id]),
        title=one.title,
        target_group=one.target_group,
        team=one.team.name,
        last_day=one.ends_on - timedelta(days=1),
        standing=standing_of(one, measure(one, counter(one), today=today), today=today) if counts else None,
        note=one.end_note,
    )


def _per_week(number: float) -> str:
    return number_format(number, 1) if number < 10 else number_format(round(number), 0)


def counted_of(unit: str, *, reached: int, target: int) -> str:
    """ "27 of 50 people", as one says it of this unit."""
    words = {
        AssignmentUnit.PEOPLE: ngettext("%(reached)d of %(target)d person", "%(reached)d of %(target)d people", target),
        AssignmentUnit.HOUSEHOLDS: ngettext(
            "%(reached)d of %(target)d household", "%(reached)d of %(target)d households", target
        ),
        AssignmentUnit.MOVES: ngettext(
            "%(reached)d of %(target)d step up", "%(reached)d of %(target)d steps up", target
        ),
        AssignmentUnit.TIMES: ngettext(
            "%(reached)d of %(target)d time that somebody took part",
            "%(reached)d of %(target)d times that somebody took part",
            target,
        ),
        AssignmentUnit.MEETINGS: ngettext(
            "%(reached)d of %(target)d meeting", "%(reached)d of %(target)d meetings", target
        ),
    }
    return words[AssignmentUnit(unit)] % {"reached": reached, "target": target}


def standing_of(assignment: Assignment, progress: Progress, *, today: date) -> Standing:
    last = date_format(assignment.ends_on - timedelta(days=1), "j F")
    runs = assignment.starts_on <= today < assignment.ends_on and assignment.ended_on is None
    expected = pace = forecast = ""
    if runs:
        expected = _("In an even pace it would be %(number)d today.") % {"number": round(progress.expected)}
        weeks = progress.pace_weeks
        said = {"pace": _per_week(progress.pace_reached), "weeks": weeks}
        pace = ngettext("In the last week: %(pace)s.", "In the last %(weeks)d weeks: %(pace)s a week.", weeks) % said
        if progress.pace_needed is not None:
            needed = _("Needed until %(day)s: %(pace)s a week.") % {
                "day": last,
                "pace": _per_week(progress.pace_needed),
            }
            pace = f"{needed} {pace}"
            forecast = _("In this pace it comes to %(number)d.") % {"number": progress.forecast}
    states = {
        Pace.NOT_BEGUN: _("begins on %(day)s") % {"day": date_format(assignment.starts_on, "j F")},
        Pace.REACHED: _("reached"),
        Pace.ON_PACE: _("on pace"),
        Pace.BEHIND: _("behind"),
        Pace.MISSED: _("not reached"),
    }
    is_stopped = assignment.ended_on is not None and progress.state in {Pace.BEHIND, Pace.ON_PACE, Pace.NOT_BEGUN}
    return Standing(
        progress=progress,
        bar=target_bar(
            reached=progress.reached, expected=progress.expected, target=progress.target, is_behind=progress.is_behind
        ),
        text=counted_of(assignment.unit, reached=progress.reached, target=progress.target),
        expected=expected,
        pace=pace,
        forecast=forecast,
        state=_("ended") if is_stopped else states[progress.state],
        tone="" if is_stopped else TONES[progress.state],
    )


def assignment_page(*, assignment: Assignment, user: User, today: date) -> AssignmentPage:
    """One assignment; `assignment` comes from `with_all`."""
    reached = None if assignment.is_draft else counter(assignment)
    following = Assignment.objects.filter(replaces=assignment).first()
    parts = list(assignment.parts.all())
    came = what_happened(assignment, today=today) if parts and not assignment.is_draft else None
    return AssignmentPage(
        assignment=assignment,
        last_day=assignment.ends_on - timedelta(days=1),
        standing=standing_of(assignment, measure(assignment, reached, today=today), today=today) if reached else None,
        over_time=_over_time(assignment, reached, today=today) if reached else None,
        how_counted=how_counted(assignment),
        structure=tuple(_structure(assignment)),
        parts=tuple(
            Part(
                name=one.edition.name if one.edition else one.initiative.name if one.initiative else "",
                kind=_("edition") if one.edition else _("initiative"),
                url=reverse("collectief:edition", args=[one.edition.public_id])
                if one.edition
                else reverse("collectief:initiative", args=[one.initiative.public_id])
                if one.initiative
                else "",
            )
            for one in parts
        ),
        came=came,
        hours=round(came.minutes / 60) if came else None,
        versions=_versions(assignment, following),
        also_for=tuple(team.name for team in assignment.also_for.all()),
        needs_parts=not parts and not assignment.is_by_the_ladder,
        next_url=reverse("collectief:assignment", args=[following.public_id]) if following else "",
        may_change=can_change_assignment(user=user, assignment=assignment, on=today),
        may_agree=can_agree_assignment(user=user, assignment=assignment, on=today),
    )


def _structure(assignment: Assignment) -> "Iterator[tuple[_StrOrPromise, str]]":
    """The target group as far as it can be computed."""
    if assignment.step_at_most is not None:
        yield _("At the start at most"), _step(assignment.step_at_most)
    if assignment.reaches_step is not None:
        yield _("Comes at least to"), _step(assignment.reaches_step)
    if assignment.area is not None:
        yield _("Neighbourhood"), assignment.area.name
    if assignment.theme is not None:
        yield _("Theme"), str(assignment.theme)
    if assignment.age_from is not None or assignment.age_to is not None:
        said = {"low": assignment.age_from, "high": assignment.age_to}
        if assignment.age_to is None:
            yield _("Age"), _("%(low)s years and older") % said
        elif assignment.age_from is None:
            yield _("Age"), _("up to and including %(high)s years") % said
        else:
            yield _("Age"), _("%(low)s up to and including %(high)s years") % said


def _step(step: int) -> str:
    return _("step %(number)d, %(label)s") % {"number": step, "label": LadderStep(step).label}


def how_counted(assignment: Assignment) -> str:
    """Where the number comes from, so that nobody has to believe it."""
    if assignment.unit == AssignmentUnit.MOVES:
        return _(
            "Counted from the participation ladder in the files of the team: for each person the step at the start"
            " beside the latest one, and only what went up."
        )
    if assignment.is_by_the_ladder:
        if assignment.reaches_step is not None:
            return _(
                "Counted from the participation ladder in the files of the team: people who stood lower at the start"
                " and are on step %(step)d or higher now."
            ) % {"step": assignment.reaches_step}
        return _(
            "Counted from the participation ladder in the files of the team: people who stand higher now than at the"
            " start."
        )
    return {
        AssignmentUnit.HOUSEHOLDS: _(
            "Counted from the files of the team: households of which somebody goes to what counts, and came."
        ),
        AssignmentUnit.TIMES: _("Counted from attendance: everybody who came, at every meeting of what counts."),
        AssignmentUnit.MEETINGS: _("Counted: the meetings of what counts of which was written down who came."),
        AssignmentUnit.PEOPLE: _(
            "Counted from attendance: who has a name or number in a group counts once in that group. Of people who come"
            " without a name the largest number at one meeting counts, so there may be more."
        ),
    }[AssignmentUnit(assignment.unit)]


def _versions(assignment: Assignment, following: Assignment | None) -> tuple[Version, ...]:
    chain = [assignment]
    while chain[0].replaces is not None:
        chain.insert(0, chain[0].replaces)
    if following is not None:
        chain.append(following)
    if len(chain) == 1:
        return ()
    return tuple(
        Version(
            number=one.version,
            url=reverse("collectief:assignment", args=[one.public_id]),
            agreed_on=one.agreed_on,
            is_here=one.pk == assignment.pk,
        )
        for one in chain
    )


def _over_time(assignment: Assignment, reached: Reached, *, today: date) -> Lines | None:
    """What was reached beside an even pace; None in the first week, when there is no line to draw."""
    days = (assignment.ends_on - assignment.starts_on).days
    until = min(today, assignment.ended_on or today, assignment.ends_on - timedelta(days=1))
    if (until - assignment.starts_on).days < 7:
        return None
    count = min(MOMENTS, max(days // 7, 1))
    moments = [assignment.starts_on + timedelta(days=round(days * place / count)) for place in range(count + 1)]
    moments[-1] -= timedelta(days=1)
    last = max(place for place, moment in enumerate(moments) if moment <= until)
    moments[last] = until  # the line ends at the number that stands on the page
    return Lines(
        key="over-time",
        title=_("Reached, beside an even pace"),
        description=_("%(reached)d of %(target)d on %(day)s.")
        % {"reached": reached(until), "target": assignment.number, "day": date_format(until, "j F Y")},
        label_heading=_("Day"),
        labels=[date_format(moment, "j b") for moment in moments],
        lines=[
            Line(label=_("reached"), values=[reached(moment) if moment <= until else None for moment in moments]),
            Line(
                label=_("even pace"),
                values=[
                    assignment.number * min((moment - assignment.starts_on).days + 1, days) / days for moment in moments
                ],
            ),
        ],
    )
