"""Two versions of a plan beside each other: what came, what went, and what was changed, word by word."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from cases.models import Case
from cases.selectors.plan_page import ActionRow, GoalRow, PlanSummary, plans_of
from wijkteam.core.word_diff import CAME, WENT, Piece, word_pieces

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

CHANGED, SAME = "changed", "same"


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One thing in both versions, or in one. `notes` say what else changed, before and after."""

    kind: str
    pieces: tuple[Piece, ...]
    label: "_StrOrPromise" = ""
    notes: tuple[str, ...] = ()
    parts: "tuple[Difference, ...]" = ()

    @property
    def is_changed(self) -> bool:
        return self.kind != SAME or any(part.is_changed for part in self.parts)


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """`older` and `newer` are the chosen versions; `choices` all that can be chosen."""

    older: PlanSummary
    newer: PlanSummary
    versions: tuple[PlanSummary, ...]
    goals: tuple[Difference, ...]

    @property
    def is_the_same(self) -> bool:
        return not any(goal.is_changed for goal in self.goals)

    def count(self, kind: str) -> int:
        """Goals of this kind; one whose words stayed and whose actions did not is changed as well."""
        kinds = [CHANGED if goal.kind == SAME and goal.is_changed else goal.kind for goal in self.goals]
        return kinds.count(kind)

    @property
    def came(self) -> int:
        return self.count(CAME)

    @property
    def went(self) -> int:
        return self.count(WENT)

    @property
    def changed(self) -> int:
        return self.count(CHANGED)


def compare_plans(*, case: Case, older: int | None, newer: int | None, today: date) -> Comparison | None:
    """The two versions with these numbers, or the last two. One statement. None: there are no two such versions."""
    versions = plans_of(case, goals_of=~Q(pk=None), today=today)
    by_number = {plan.version: plan for plan in versions}
    numbers = sorted(by_number)
    if len(numbers) < 2:
        return None
    last = newer if newer is not None else numbers[-1]
    first = older if older is not None else max((number for number in numbers if number < last), default=numbers[0])
    if first not in by_number or last not in by_number or first == last:
        return None
    before, after = by_number[min(first, last)], by_number[max(first, last)]
    return Comparison(
        older=before, newer=after, versions=tuple(versions), goals=tuple(_goals(before.goals, after.goals))
    )


def _goals(before: Sequence[GoalRow], after: Sequence[GoalRow]) -> Iterator[Difference]:
    """In the order of the newer version; what went comes after."""
    was = {goal.lineage: goal for goal in before}
    for goal in after:
        yield _goal(was.pop(goal.lineage, None), goal)
    for goal in before:
        if goal.lineage in was:
            yield _goal(goal, None)


def _goal(old: GoalRow | None, new: GoalRow | None) -> Difference:
    one = new or old
    assert one is not None  # noqa: S101  (a difference is of something)
    notes: list[str] = []
    if old and new:
        notes += _note(_("part of life"), str(old.domain), str(new.domain))
        notes += _note(_("score at the start"), old.start, new.start)
        notes += _note(_("score to reach"), old.target, new.target)
        notes += _note(_("score now"), old.now, new.now)
    parts = tuple(_actions(old.actions if old else (), new.actions if new else ()))
    return _difference(old.text if old else None, new.text if new else None, notes, label=one.domain, parts=parts)


def _actions(before: Sequence[ActionRow], after: Sequence[ActionRow]) -> Iterator[Difference]:
    was = {action.lineage: action for action in before}
    for action in after:
        yield _action(was.pop(action.lineage, None), action)
    for action in before:
        if action.lineage in was:
            yield _action(action, None)


def _action(old: ActionRow | None, new: ActionRow | None) -> Difference:
    one = new or old
    assert one is not None  # noqa: S101  (a difference is of something)
    notes: list[str] = []
    if old and new:
        notes += _note(_("who does it"), _owner(old), _owner(new))
        notes += _note(_("before"), _day(old.due_on), _day(new.due_on))
        notes += _note(_("done on"), _day(old.done_on), _day(new.done_on))
    elif old and old.done_on is not None:
        # what was done is not taken over into the next version
        notes.append(_("done on %(day)s") % {"day": _day(old.done_on)})
    return _difference(old.text if old else None, new.text if new else None, notes, label=_owner(one))


def _difference(
    old: str | None,
    new: str | None,
    notes: list[str],
    *,
    label: "_StrOrPromise",
    parts: tuple[Difference, ...] = (),
) -> Difference:
    if old is None or new is None:
        kind = CAME if old is None else WENT
        return Difference(
            kind=kind, pieces=(Piece(kind=kind, text=new or old or ""),), label=label, notes=tuple(notes), parts=parts
        )
    kind = CHANGED if old != new or notes else SAME
    return Difference(kind=kind, pieces=word_pieces(old, new), label=label, notes=tuple(notes), parts=parts)


def _note(what: str, before: object, after: object) -> list[str]:
    if before == after:
        return []
    words = {"what": what, "before": before or "–", "after": after or "–"}
    return [_("%(what)s: first %(before)s, now %(after)s") % words]


def _owner(action: ActionRow) -> str:
    return f"{action.owner}: {action.who}" if action.who else str(action.owner)


def _day(day: date | None) -> str:
    return date_format(day, "j F Y") if day else ""
