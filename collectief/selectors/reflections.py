"""What the pages of reflections show: what was chosen, and the figures of then beside those of now."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import Occasion, ReflectionChoice
from collectief.models import Initiative, Reflection, ReflectionFigure, ReflectionReview
from collectief.selectors.figures import Scope, figures_on, label_of_figure
from collectief.selectors.policy_asks import OpenAsk, open_asks
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN = 60
ICONS = {
    ReflectionChoice.START: "plant-2",
    ReflectionChoice.STRENGTHEN: "trending-up",
    ReflectionChoice.METHOD: "book",
    ReflectionChoice.ASK: "building-community",
    ReflectionChoice.NOT_NOW: "calendar-pause",
}


@dataclass(frozen=True, kw_only=True)
class ReflectionRow:
    url: str
    title: str
    choice: "_StrOrPromise"
    icon: str
    held_on: date
    team: str
    review_on: date | None
    is_due: bool


@dataclass(frozen=True, kw_only=True)
class PlannedReflection:
    """A day to sit down with the municipality that is still to come."""

    day: date
    team: str
    about: str
    who: str
    note: str
    url: str


@dataclass(frozen=True, kw_only=True)
class ReflectionList:
    planned: tuple[PlannedReflection, ...]
    due: tuple[ReflectionRow, ...]
    others: tuple[ReflectionRow, ...]
    has_teams: bool


@dataclass(frozen=True, kw_only=True)
class Review:
    """`url` is where it can be written, empty while it is too early or done."""

    title: str
    due_on: date
    done_at: datetime | None
    result: "_StrOrPromise"
    note: str
    by: str
    url: str
    is_due: bool


@dataclass(frozen=True, kw_only=True)
class FigureRow:
    label: "_StrOrPromise"
    values: tuple[int | None, ...]


@dataclass(frozen=True, kw_only=True)
class ThenAndNow:
    """A row for each figure, a column for each moment: the reflection, each review that was done, and now."""

    heads: tuple[str, ...]
    rows: tuple[FigureRow, ...]


@dataclass(frozen=True, kw_only=True)
class CameOfIt:
    """An initiative that the team began because of the reflection."""

    name: str
    url: str
    since: date


@dataclass(frozen=True, kw_only=True)
class ReflectionPage:
    reflection: Reflection
    title: str
    about: str
    icon: str
    people: tuple[str, ...]
    opportunity_url: str
    initiative_url: str
    came_of_it: tuple[CameOfIt, ...]
    plan_edition_url: str
    reviews: tuple[Review, ...]
    figures: ThenAndNow
    asks: tuple[OpenAsk, ...]


# The conversation about reports, in an app above, fills this in from its AppConfig.ready().
PlannedSource = Callable[[User, date], Iterable[PlannedReflection]]
_planned_sources: list[PlannedSource] = []


def register_planned(source: PlannedSource) -> None:
    """Let `source(user, today)` say which reflections of the own teams are planned, with one statement."""
    if source not in _planned_sources:
        _planned_sources.append(source)


def title_of(reflection: Reflection) -> str:
    """What it is about, in a few words."""
    if reflection.theme and reflection.area:
        return _("%(theme)s in %(area)s") % {"theme": reflection.theme, "area": reflection.area.name}
    about = str(reflection.theme or "") or (reflection.area.name if reflection.area else "")
    return about or str(reflection.get_occasion_display()).capitalize()


def reflection_list(*, user: User, today: date) -> ReflectionList:
    """Those of one's teams, first where it is time to look back. Two statements, and one for what is planned."""
    found = list(
        Reflection.objects.visible_to(user, on=today)
        .select_related("theme", "area", "team")
        .order_by("-held_on", "-pk")[:SHOWN]
    )
    reviews = ReflectionReview.objects.filter(reflection__in=[one.pk for one in found], done_at=None)
    # The earliest one comes last, and stays.
    waiting: dict[int, date] = dict(reviews.order_by("-due_on").values_list("reflection", "due_on"))
    rows = [_row(one, review_on=waiting.get(one.pk), today=today) for one in found]
    return ReflectionList(
        planned=tuple(one for source in _planned_sources for one in source(user, today)),
        due=tuple(sorted((row for row in rows if row.is_due), key=lambda row: row.review_on or today)),
        others=tuple(row for row in rows if not row.is_due),
        has_teams=len({one.team_id for one in found}) > 1,
    )


def _row(reflection: Reflection, *, review_on: date | None, today: date) -> ReflectionRow:
    return ReflectionRow(
        url=reverse("collectief:reflection", args=[reflection.public_id]),
        title=title_of(reflection),
        choice=reflection.get_choice_display(),
        icon=ICONS[ReflectionChoice(reflection.choice)],
        held_on=reflection.held_on,
        team=reflection.team.name,
        review_on=review_on,
        is_due=review_on is not None and review_on <= today,
    )


def reflection_page(reflection: Reflection, *, user: User, today: date) -> ReflectionPage:
    """One reflection; the figures of now are counted while one looks."""
    people = []
    if reflection.residents:
        number = reflection.residents
        people.append(ngettext("%(number)d resident", "%(number)d residents", number) % {"number": number})
    people += reflection.partners.order_by("name").values_list("name", flat=True)
    people += [reflection.officials] if reflection.officials else []
    people += reflection.colleagues.order_by("name").values_list("name", flat=True)
    reviews = list(reflection.reviews.select_related("done_by").order_by("months"))
    opportunity, initiative = reflection.opportunity, reflection.initiative
    came_of_it = list(reflection.came_of_it.order_by("starts_on", "pk"))
    with_a_method = initiative or next(iter(came_of_it), None)
    return ReflectionPage(
        reflection=reflection,
        title=title_of(reflection),
        about=reflection.team.name,
        icon=ICONS[ReflectionChoice(reflection.choice)],
        people=tuple(people),
        opportunity_url=reverse("collectief:opportunity", args=[opportunity.public_id]) if opportunity else "",
        initiative_url=reverse("collectief:initiative", args=[initiative.public_id]) if initiative else "",
        came_of_it=tuple(
            CameOfIt(name=one.name, url=reverse("collectief:initiative", args=[one.public_id]), since=one.starts_on)
            for one in came_of_it
        ),
        plan_edition_url=(
            f"{reverse('collectief:edition-new')}?initiatief={with_a_method.public_id}"
            if with_a_method and reflection.choice == ReflectionChoice.METHOD
            else ""
        ),
        reviews=tuple(_review(one, today=today) for one in reviews),
        figures=then_and_now(reflection, reviews, today=today),
        asks=open_asks(user=user, teams=[reflection.team], today=today)
        if reflection.occasion == Occasion.MUNICIPALITY
        else (),
    )


def _review(review: ReflectionReview, *, today: date) -> Review:
    is_due = review.done_at is None and review.due_on <= today
    return Review(
        title=_("After %(months)d months") % {"months": review.months},
        due_on=review.due_on,
        done_at=review.done_at,
        result=review.get_result_display(),
        note=review.note,
        by=review.done_by.name if review.done_by else "",
        url=reverse("collectief:review", args=[review.public_id]) if is_due else "",
        is_due=is_due,
    )


def then_and_now(reflection: Reflection, reviews: list[ReflectionReview], *, today: date) -> ThenAndNow:
    """The frozen figures of the reflection and of each review, beside those of today."""
    frozen: dict[int | None, dict[str, int]] = {}
    for review, key, value in ReflectionFigure.objects.filter(reflection=reflection).values_list(
        "review", "key", "value"
    ):
        frozen.setdefault(review, {})[key] = value
    now = figures_on(Scope(team=reflection.team, theme=reflection.theme, area=reflection.area), today)
    done = [review for review in reviews if review.done_at is not None]
    columns: list[Mapping[str, int]] = [frozen.get(None, {}), *(frozen.get(one.pk, {}) for one in done), now]
    heads = [_("Then"), *(_("After %(months)d months") % {"months": one.months} for one in done), _("Now")]
    keys = dict.fromkeys(key for column in columns for key in column)
    return ThenAndNow(
        heads=tuple(heads),
        rows=tuple(
            FigureRow(label=label_of_figure(key), values=tuple(column.get(key) for column in columns)) for key in keys
        ),
    )


def relief_of(reflection: Reflection) -> Initiative | None:
    """The initiative that was begun or strengthened here, of which the team can see whether it brings relief."""
    known = reflection.initiative
    chosen = known or Initiative.objects.filter(came_from=reflection).order_by("pk").first()
    return chosen if chosen is not None and chosen.team_id == reflection.team_id else None


def members_of(teams: list[Team], *, today: date) -> QuerySet[User]:
    """Who works in these teams now, also oneself."""
    found: QuerySet[User] = User.objects.filter(running_on(today, of="memberships"), memberships__team__in=teams)
    return found.distinct().order_by("name")


def places_of(teams: list[Team]) -> QuerySet[Area]:
    """The areas of these teams and what lies in them."""
    return Area.objects.filter(Q(team_area__team__in=teams) | Q(parent__team_area__team__in=teams)).order_by(
        "kind", "name", "pk"
    )
