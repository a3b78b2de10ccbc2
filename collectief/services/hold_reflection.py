"""Use cases: write down a reflection with its figures, which plans the reviews; look back at one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from collectief.enums import Occasion, ReflectionChoice, ReviewResult
from collectief.models import Initiative, Opportunity, Reflection, ReflectionFigure, ReflectionReview
from collectief.models.reflection import REVIEW_MONTHS
from collectief.selectors.figures import Scope, figures_on
from netwerk.models import Organisation
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.core.constraints import broken_constraint
from wijkteam.core.periods import months_later
from wijkteam.teams.models import Team


class ReviewIsDone(Exception):
    """A colleague looked back first; `review` says who and what."""

    def __init__(self, review: ReflectionReview) -> None:
        super().__init__()
        self.review = review


@dataclass(frozen=True, kw_only=True)
class ReflectionDetails:
    """With whom, what we see, what we choose, and who sees to it."""

    occasion: Occasion
    held_on: date
    seen: str
    choice: ReflectionChoice
    chosen: str
    decided_by: str
    responsible: User
    theme: Theme | None = None
    area: Area | None = None
    initiative: Initiative | None = None
    residents: int = 0
    officials: str = ""
    partners: Sequence[Organisation] = ()
    colleagues: Sequence[User] = ()


def hold_reflection(
    *,
    team: Team,
    details: ReflectionDetails,
    by: User,
    at: datetime,
    request_key: UUID,
    opportunity: Opportunity | None = None,
) -> Reflection:
    """Keep it with the figures of now, and plan to look back after 3, 6 and 12 months.

    The same `request_key` again gives the reflection that is there.
    """
    if earlier := Reflection.objects.filter(request_key=request_key, written_by=by).first():
        return earlier
    try:
        with transaction.atomic():
            reflection = Reflection.objects.create(
                team=team,
                occasion=details.occasion,
                opportunity=opportunity,
                theme=details.theme,
                area=details.area,
                held_on=details.held_on,
                residents=details.residents,
                officials=details.officials,
                seen=details.seen,
                choice=details.choice,
                chosen=details.chosen,
                initiative=details.initiative,
                decided_by=details.decided_by,
                responsible=details.responsible,
                written_by=by,
                written_at=at,
                request_key=request_key,
            )
            reflection.partners.set(details.partners)
            reflection.colleagues.set(details.colleagues)
            ReflectionReview.objects.bulk_create(
                ReflectionReview(
                    reflection=reflection,
                    months=months,
                    due_on=months_later(details.held_on, months),
                    responsible=details.responsible,
                )
                for months in REVIEW_MONTHS
            )
            _freeze(reflection, None, figures_on(scope_of(reflection), timezone.localdate(at)))
            return reflection
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Reflection.objects.get(request_key=request_key, written_by=by)


@transaction.atomic
def look_back(*, review: ReflectionReview, result: ReviewResult, note: str, by: User, at: datetime) -> ReflectionReview:
    """Write down once how it stands, and keep the figures of this moment. The same words again change nothing.

    Raises:
        ReviewIsDone: a colleague was first, also when that happened a moment ago.
    """
    locked = ReflectionReview.objects.select_for_update(no_key=True).get(pk=review.pk)
    if locked.done_at is not None:
        if (locked.done_by_id, locked.result, locked.note) == (by.pk, result, note):
            return locked
        raise ReviewIsDone(locked)
    locked.done_at, locked.done_by, locked.result, locked.note = at, by, result, note
    locked.save(update_fields=["done_at", "done_by", "result", "note"])
    reflection = Reflection.objects.select_related("team", "theme", "area").get(pk=locked.reflection_id)
    _freeze(reflection, locked, figures_on(scope_of(reflection), timezone.localdate(at)))
    return locked


def scope_of(reflection: Reflection) -> Scope:
    return Scope(team=reflection.team, theme=reflection.theme, area=reflection.area)


def _freeze(reflection: Reflection, review: ReflectionReview | None, figures: Mapping[str, int]) -> None:
    ReflectionFigure.objects.bulk_create(
        ReflectionFigure(reflection=reflection, review=review, key=key, value=value) for key, value in figures.items()
    )
