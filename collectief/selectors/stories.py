"""What the pages of stories show."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from collectief.enums import StoryKind, StoryState
from collectief.models import Edition, Initiative, Story, StoryThanks
from collectief.selectors.story_words import Part, Pointer, Reading, parts_of, pointers_in, reading_of
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Municipality, Theme
from wijkteam.core.periods import running_on
from wijkteam.teams.models import Team

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SHOWN = 60
OF_AN_INITIATIVE = 4
EXCERPT = 180
TONES = {
    StoryState.DRAFT: "",
    StoryState.ASKED: "info",
    StoryState.BACK: "warning",
    StoryState.APPROVED: "positive",
    StoryState.WITHDRAWN: "",
}


@dataclass(frozen=True, kw_only=True)
class Publication:
    """Where a story was published, for good."""

    label: str
    url: str


FindPublications = Callable[[Story], Sequence[Publication]]
_find: list[FindPublications] = []


def register_publications(find: FindPublications) -> None:
    """`find(story)` says in which published reports it stands: the app of the reports says so when it starts."""
    _find[:] = [find]


@dataclass(frozen=True, kw_only=True)
class Link:
    name: str
    url: str


@dataclass(frozen=True, kw_only=True)
class StoryRow:
    url: str
    title: str
    excerpt: str
    state: "_StrOrPromise"
    tone: str
    theme: str
    team: str
    writer: str
    when: datetime
    is_mine_to_read: bool
    thanks: int
    is_shared: bool


@dataclass(frozen=True, kw_only=True)
class SharedRow:
    url: str
    title: str
    excerpt: str
    source: "_StrOrPromise"
    theme: str
    team: str
    is_thanked: bool
    thanks_url: str


@dataclass(frozen=True, kw_only=True)
class StoryList:
    to_read: tuple[StoryRow, ...]
    under_way: tuple[StoryRow, ...]
    approved: tuple[StoryRow, ...]
    withdrawn: int
    has_teams: bool
    is_filtered: bool

    @property
    def is_empty(self) -> bool:
        return not (self.to_read or self.under_way or self.approved)


@dataclass(frozen=True, kw_only=True)
class Step:
    """What somebody may do with a story; an empty address: not now."""

    read_url: str = ""
    ask_url: str = ""
    edit_url: str = ""
    share_url: str = ""
    withdraw_url: str = ""
    thanks_url: str = ""
    is_mine_to_read: bool = False


@dataclass(frozen=True, kw_only=True)
class StoryPage:
    story: Story
    is_own: bool
    title_parts: tuple[Part, ...]
    parts: tuple[Part, ...]
    pointers: tuple[Pointer, ...]
    reading: Reading
    tone: str
    initiatives: tuple[Link, ...]
    edition: Link | None
    published: tuple[Publication, ...]
    thanks: tuple[str, ...]
    is_thanked: bool
    step: Step


@dataclass(frozen=True, kw_only=True)
class StoryLine:
    """A story beside something that it is about."""

    url: str
    title: str
    state: "_StrOrPromise"
    tone: str
    team: str


def story_list(*, user: User, today: date, theme: str = "") -> StoryList:
    """Those of one's own teams, what waits for oneself first. Two statements."""
    mine = Story.objects.of_teams_of(user, on=today)
    found = mine.filter(theme__code=theme) if theme else mine
    rows = [
        _row(one, user=user)
        for one in found.exclude(state=StoryState.WITHDRAWN)
        .select_related("theme", "team", "written_by")
        .annotate(thanked=Count("thanks"))
        .order_by("-changed_at", "-pk")[:SHOWN]
    ]
    states = {row.url: row for row in rows}
    return StoryList(
        to_read=tuple(row for row in rows if row.is_mine_to_read),
        under_way=tuple(row for row in states.values() if row.tone != "positive" and not row.is_mine_to_read),
        approved=tuple(row for row in rows if row.tone == "positive"),
        withdrawn=mine.filter(state=StoryState.WITHDRAWN).count(),
        has_teams=len({row.team for row in rows}) > 1,
        is_filtered=bool(theme),
    )


def _row(story: Story, *, user: User) -> StoryRow:
    return StoryRow(
        url=reverse("collectief:story", args=[story.public_id]),
        title=story.title,
        excerpt=Truncator(story.text).chars(EXCERPT),
        state=story.get_state_display(),
        tone=TONES[StoryState(story.state)],
        theme=str(story.theme or ""),
        team=story.team.name,
        writer=story.written_by.name,
        when=story.changed_at,
        is_mine_to_read=story.state == StoryState.ASKED and story.asked_of_id == user.pk,
        thanks=story.thanked,  # type: ignore[attr-defined]  # annotated by story_list
        is_shared=story.shared_at is not None,
    )


def shared_stories(*, user: User, today: date, theme: str = "") -> tuple[SharedRow, ...]:
    """Approved stories that other teams share, the latest first. Two statements."""
    found = Story.objects.shared_with(user, on=today)
    if theme:
        found = found.filter(theme__code=theme)
    rows = list(found.select_related("theme", "team").order_by("-shared_at", "-pk")[:SHOWN])
    thanked = set(
        StoryThanks.objects.filter(
            story__in=[one.pk for one in rows], team__in=Team.objects.of_worker(user, on=today)
        ).values_list("story", flat=True)
    )
    return tuple(
        SharedRow(
            url=reverse("collectief:story", args=[one.public_id]),
            title=one.title,
            excerpt=Truncator(one.text).chars(EXCERPT),
            source=one.get_kind_display(),
            theme=str(one.theme or ""),
            team=one.team.name,
            is_thanked=one.pk in thanked,
            thanks_url=reverse("collectief:story-thanks", args=[one.public_id]),
        )
        for one in rows
    )


def story_page(story: Story, *, user: User, today: date) -> StoryPage:
    """One story; what may point at somebody is marked until somebody approved it."""
    teams = {team.pk for team in Team.objects.of_worker(user, on=today)}
    is_own = story.team_id in teams
    thanks = list(story.thanks.select_related("team").order_by("given_at", "pk"))
    initiatives = list(story.initiatives.order_by("name", "pk"))
    is_checked = story.state == StoryState.APPROVED
    known = () if is_checked else public_names(story, initiatives)
    title_parts = (Part(text=story.title),) if is_checked else parts_of(story.title, known=known)
    parts = (Part(text=story.text),) if is_checked else parts_of(story.text, known=known)
    edition = story.edition
    return StoryPage(
        story=story,
        is_own=is_own,
        title_parts=title_parts,
        parts=parts,
        pointers=pointers_in((*title_parts, *parts)),
        reading=reading_of(story.text),
        tone=TONES[StoryState(story.state)],
        initiatives=tuple(
            Link(name=one.name, url=reverse("collectief:initiative", args=[one.public_id])) for one in initiatives
        ),
        edition=Link(name=edition.name, url=reverse("collectief:edition", args=[edition.public_id]))
        if edition
        else None,
        published=tuple(_find[0](story)) if _find and is_own else (),
        thanks=tuple(one.team.name for one in thanks),
        is_thanked=any(one.team_id in teams for one in thanks),
        step=_steps(story, user=user, is_own=is_own),
    )


def public_names(story: Story, initiatives: Sequence[Initiative]) -> tuple[str, ...]:
    """Names that point at nobody: municipality, team, districts, what the story is about. Two statements."""
    places = Area.objects.filter(team_area__team=story.team_id).values_list("name", flat=True)
    return (
        *Municipality.objects.values_list("name", flat=True),
        *places,
        story.team.name,
        *(one.name for one in initiatives),
        *([str(story.theme)] if story.theme else []),
        *([story.edition.name, story.edition.method.name] if story.edition else []),
    )


def may_change(story: Story, user: User) -> bool:
    """Who wrote it, and a team coordinator of its team. The caller has asked whether it is of one's own team."""
    return story.written_by_id == user.pk or user.role == Role.TEAM_COORDINATOR


def may_read(story: Story, user: User) -> bool:
    """Anybody in the team but who wrote or changed it."""
    return user.pk not in {story.written_by_id, story.changed_by_id}


def _steps(story: Story, *, user: User, is_own: bool) -> Step:
    def to(name: str) -> str:
        return reverse(f"collectief:{name}", args=[story.public_id])

    if not is_own:
        return Step(thanks_url=to("story-thanks"))
    if story.state == StoryState.WITHDRAWN:
        return Step()
    changes = may_change(story, user)
    asks = changes and story.state != StoryState.APPROVED
    return Step(
        read_url=to("story-reading") if story.state == StoryState.ASKED and may_read(story, user) else "",
        ask_url=to("story-ask") if asks else "",
        edit_url=to("story-edit") if changes else "",
        share_url=to("story-share") if story.state == StoryState.APPROVED else "",
        withdraw_url=to("story-withdraw"),
        is_mine_to_read=story.state == StoryState.ASKED and story.asked_of_id == user.pk,
    )


def stories_about(initiative: Initiative, *, user: User, today: date) -> tuple[StoryLine, ...]:
    """Stories about an initiative that this person may read. One statement."""
    rows = (
        Story.objects.visible_to(user, on=today)
        .filter(initiatives=initiative)
        .exclude(state=StoryState.WITHDRAWN)
        .select_related("team")
        .order_by("-changed_at", "-pk")[:OF_AN_INITIATIVE]
    )
    return tuple(
        StoryLine(
            url=reverse("collectief:story", args=[one.public_id]),
            title=one.title,
            state=one.get_state_display(),
            tone=TONES[StoryState(one.state)],
            team=one.team.name,
        )
        for one in rows
    )


def readers_for(story: Story, *, today: date) -> QuerySet[User]:
    """Colleagues in the team who neither wrote nor changed it."""
    found: QuerySet[User] = (
        User.objects.filter(running_on(today, of="memberships"), memberships__team=story.team_id)
        .exclude(pk__in=[story.written_by_id, story.changed_by_id])
        .distinct()
        .order_by("name")
    )
    return found


def initiatives_of(teams: Sequence[Team], *, today: date) -> QuerySet[Initiative]:
    return Initiative.objects.filter(running_on(today) | Q(ends_on__lte=today), team__in=teams).order_by("name", "pk")


def editions_of(teams: Sequence[Team]) -> QuerySet[Edition]:
    return (
        Edition.objects.filter(initiative__team__in=teams)
        .select_related("initiative")
        .order_by("closed_on", "initiative__name", "pk")
    )


def themes_told(user: User, *, today: date) -> QuerySet[Theme]:
    """Themes of stories that this person may read: the choices of the filter."""
    told = Story.objects.visible_to(user, on=today).filter(theme__isnull=False).values("theme")
    return Theme.objects.filter(pk__in=told).order_by("name", "pk")


def source_of(kind: str) -> "_StrOrPromise":
    """What is said under a story wherever it is read."""
    if kind == StoryKind.CONSENT:
        return _("Told with the consent of the teller.")
    return _("Composed: put together from several true stories.")
