"""The participation ladder: where people of a household stand, and how they moved."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRights, LadderScore, Person
from cases.selectors.case_page import age_on
from collectief.enums import LadderStep
from wijkteam.core.charts import Score, Scores
from wijkteam.core.periods import running_on

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Who is younger goes to school: the ladder is about taking part as a grown-up.
YOUNGEST = 16


@dataclass(frozen=True, kw_only=True)
class Moved:
    """From the step at the start to the last one known."""

    first: int
    latest: int


def net_steps(scores: Sequence[tuple[date, int]], *, start: date, last: date) -> Moved | None:
    """What became of somebody between two days, by their `scores`, oldest first; None when no step is known.

    The step at the start is the last one up to that day; who was not known yet begins at the first one after it.
    """
    before = [step for day, step in scores if day <= min(start, last)]
    within = [step for day, step in scores if start < day <= last]
    if not before and not within:
        return None
    first = before[-1] if before else within[0]
    return Moved(first=first, latest=within[-1] if within else first)


@dataclass(frozen=True, kw_only=True)
class Moves:
    """How often a score was higher or lower than the one before it, and by how many steps together."""

    up: int
    down: int
    steps_up: int
    steps_down: int


def moves(scores: Iterable[tuple[int, date, int]], *, start: date, end: date) -> Moves:
    """Differences between consecutive scores of a person, of the scores from `start` up to `end`.

    `scores` are (person, day, step), oldest first, also those before `start`: the first of those within is compared
    with the last one before.
    """
    known: dict[int, int] = {}
    differences = []
    for person, day, step in scores:
        if person in known and start <= day < end:
            differences.append(step - known[person])
        known[person] = step
    return Moves(
        up=sum(one > 0 for one in differences),
        down=sum(one < 0 for one in differences),
        steps_up=sum(one for one in differences if one > 0),
        steps_down=-sum(one for one in differences if one < 0),
    )


@dataclass(frozen=True, kw_only=True)
class StepChoice:
    value: int
    label: "_StrOrPromise"
    is_current: bool


@dataclass(frozen=True, kw_only=True)
class ScoreRow:
    step: int
    label: "_StrOrPromise"
    scored_on: date
    by: str
    note: str
    change: int

    @property
    def change_down(self) -> int:
        return -self.change


@dataclass(frozen=True, kw_only=True)
class LadderPerson:
    """Somebody of the household; `values` for the little line, oldest first; `now` says the same in words."""

    public_id: UUID
    name: str
    step: int | None
    now: str
    values: tuple[int, ...]
    chart: Scores | None
    rows: tuple[ScoreRow, ...]


def ladder_card(case: Case, *, rights: CaseRights, today: date) -> tuple[LadderPerson, ...]:
    """Everybody in the household who is not a child any more. Two statements."""
    members = case.household.members.filter(running_on(today)).select_related("person")
    people = [one.person for one in members.order_by("person__birth_date", "pk")]
    return ladder_of(
        [one for one in people if (age := age_on(one.birth_date, today)) is None or age >= YOUNGEST], rights=rights
    )


def ladder_of(people: Sequence[Person], *, rights: CaseRights) -> tuple[LadderPerson, ...]:
    """Of these people, what was written down in files that the reader may know of. One statement."""
    found: dict[int, list[LadderScore]] = defaultdict(list)
    rows = LadderScore.objects.within(rights).filter(person__in=people).select_related("scored_by")
    for score in rows.order_by("scored_on"):
        found[score.person_id].append(score)
    return tuple(_person(one, found[one.pk]) for one in people)


def step_choices(current: int | None) -> tuple[StepChoice, ...]:
    """The steps from high to low, as one climbs them."""
    return tuple(
        StepChoice(value=step.value, label=step.label, is_current=step.value == current)
        for step in reversed(LadderStep)
    )


def _person(person: Person, scores: Sequence[LadderScore]) -> LadderPerson:
    latest = scores[-1] if scores else None
    return LadderPerson(
        public_id=person.public_id,
        name=person.full_name,
        step=latest.step if latest else None,
        now=_in_words(scores),
        values=tuple(one.step for one in scores),
        chart=_chart(person, scores) if len(scores) > 1 else None,
        rows=tuple(
            ScoreRow(
                step=one.step,
                label=one.get_step_display(),
                scored_on=one.scored_on,
                by=one.scored_by.name,
                note=one.note,
                change=one.step - before.step if before else 0,
            )
            for before, one in reversed(list(zip([None, *scores], scores, strict=False)))
        ),
    )


def _in_words(scores: Sequence[LadderScore]) -> str:
    if not scores:
        return _("No step yet")
    first, last = scores[0], scores[-1]
    words = _("Step %(step)d: %(label)s") % {"step": last.step, "label": last.get_step_display()}
    moved = last.step - first.step
    since = date_format(first.scored_on, "j b Y")
    if moved > 0:
        said = ngettext("%(number)d step up since %(day)s", "%(number)d steps up since %(day)s", moved)
    elif moved < 0:
        said = ngettext("%(number)d step down since %(day)s", "%(number)d steps down since %(day)s", -moved)
    else:
        said = _("since %(day)s")
    return f"{words}, {said % {'number': abs(moved), 'day': since}}"


def _chart(person: Person, scores: Sequence[LadderScore]) -> Scores:
    return Scores(
        key=f"ladder-{person.public_id.hex[:8]}",
        title=_("Steps on the participation ladder"),
        description=_in_words(scores),
        scores=[
            Score(day=one.scored_on, value=one.step, who=one.scored_by.name, is_own=False, note=one.note)
            for one in scores
        ],
        highest=max(LadderStep.values),
    )
