"""The board of the morning meeting: what must happen now, what is free, who looks at what, and what came back."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import Origin, Urgency
from cases.models import CheckBack, Question
from cases.selectors.intake import Terms, Waiting, term_of, title_of, triage_terms, waiting_of
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EXCERPT = 220
_SHOWN = 40  # cards in a column; the list shows the rest
_MOST = 400  # of the undecided ones that a board reads at all
_DECIDED = 30
_ICONS = {
    "answered": "message-check",
    "street": "home-heart",
    "collective": "plant-2",
    "case": "folder",
    "declined": "circle-x",
}


@dataclass(frozen=True, kw_only=True)
class Card:
    """A question that waits. `looked_at_by` is empty while nobody took it up; `expected` goes with the form."""

    pk: int
    household_id: int | None
    public_id: str
    url: str
    title: str
    excerpt: str
    origin: "_StrOrPromise"
    theme: str
    area: str
    team: str
    age: str
    received_at: datetime
    waiting: Waiting
    is_late: bool
    is_acute: bool
    has_safety_concern: bool
    looked_at_by: str
    expected: str
    is_mine: bool
    came_back: bool


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str
    title: str
    hint: str
    icon: str
    cards: tuple[Card, ...]
    count: int
    late: int
    tone: str = ""

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, kw_only=True)
class LookBack:
    pk: int
    household_id: int | None
    url: str
    title: str
    taken_up_by: str
    due: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class Decided:
    pk: int
    household_id: int | None
    url: str
    title: str
    outcome: "_StrOrPromise"
    icon: str
    day: str
    by: str


@dataclass(frozen=True, kw_only=True)
class Board:
    columns: tuple[Column, ...]
    look_backs: tuple[LookBack, ...]
    decided: tuple[Decided, ...]
    decided_count: int
    summary: str
    has_teams: bool
    chosen: dict[str, str]
    choices: dict[str, list[tuple[str, str]]]
    query: str

    @property
    def seen(self) -> list[tuple[int, int | None]]:
        """Whose words stand on the screen, for the log of readings."""
        cards: list[Card | LookBack | Decided] = [card for column in self.columns for card in column.cards]
        return [(row.pk, row.household_id) for row in (*cards, *self.look_backs, *self.decided)]


def intake_board(*, user: User, now: datetime, chosen: Mapping[str, str], has_teams: bool) -> Board:
    """Everything in four statements, however many questions wait.

    `chosen` holds codes of a team, theme and neighbourhood and an origin; what is not among the choices is left out.
    """
    today = timezone.localdate(now)
    mine = Question.objects.visible_to(user, on=today).select_related("team", "theme", "area")
    terms = triage_terms()
    waiting = list(mine.waiting().select_related("looked_at_by").order_by("received_at", "pk")[:_MOST])
    choices = _choices(waiting, has_teams=has_teams)
    kept = {name: value for name, value in chosen.items() if value in dict(choices.get(name, ()))}
    waiting = [one for one in waiting if _fits(one, kept)]
    monday = start_of(today - timedelta(days=today.weekday()))
    decided = [
        one
        for one in mine.filter(decided_at__gte=monday).select_related("decided_by").order_by("-decided_at", "-pk")
        if _fits(one, kept)
    ]
    looks = [
        one
        for one in CheckBack.objects.due(on=today)
        .filter(question__in=Question.objects.visible_to(user, on=today))
        .select_related("question__team", "question__theme", "question__area", "question__initiative")
        .order_by("due_on", "pk")
        if _fits(one.question, kept)
    ]
    cards = [_card(one, user=user, now=now, terms=terms) for one in waiting]
    late = sum(card.is_late for card in cards)
    return Board(
        columns=_columns(cards),
        look_backs=tuple(_look_back(one, today=today) for one in looks),
        decided=tuple(_decided(one) for one in decided[:_DECIDED]),
        decided_count=len(decided),
        summary=_summary(len(cards), late, len(looks)),
        has_teams=has_teams,
        chosen=kept,
        choices=choices,
        query=urlencode(kept),
    )


def _choices(questions: Iterable[Question], *, has_teams: bool) -> dict[str, list[tuple[str, str]]]:
    """What the questions that wait can be narrowed by: nothing that would show an empty board."""
    rows = list(questions)
    found = {
        "herkomst": {one.origin: str(Origin(one.origin).label) for one in rows},
        "thema": {one.theme.code: str(one.theme) for one in rows if one.theme},
        "buurt": {one.area.code: one.area.name for one in rows if one.area},
    }
    if has_teams:
        found["team"] = {one.team.code: one.team.name for one in rows}
    return {name: sorted(values.items(), key=lambda item: item[1].lower()) for name, values in found.items()}


def _fits(question: Question, chosen: Mapping[str, str]) -> bool:
    own = {
        "herkomst": question.origin,
        "thema": question.theme.code if question.theme else "",
        "buurt": question.area.code if question.area else "",
        "team": question.team.code,
    }
    return all(own[name] == value for name, value in chosen.items())


def _columns(cards: Sequence[Card]) -> tuple[Column, ...]:
    """Danger first, whoever looks at it. In each column what is over its term stands in front."""
    now, free, taken = [], [], []
    for card in sorted(cards, key=lambda one: (not one.is_acute, not one.is_late, one.received_at)):
        if card.is_acute or card.has_safety_concern:
            now.append(card)
        elif card.looked_at_by:
            taken.append(card)
        else:
            free.append(card)
    taken.sort(key=lambda card: (not card.is_mine, not card.is_late, card.looked_at_by, card.received_at))
    return (
        _column("nu", _("Now"), _("Danger, or a worry about safety"), "alert-triangle", now, tone="negative"),
        _column("vrij", _("To take up"), _("Nobody looks at it yet"), "inbox", free),
        _column("bekeken", _("Being looked at"), _("Somebody is finding out what is needed"), "eye", taken),
    )


def _column(key: str, title: str, hint: str, icon: str, cards: list[Card], *, tone: str = "") -> Column:
    return Column(
        key=key,
        title=title,
        hint=hint,
        icon=icon,
        cards=tuple(cards[:_SHOWN]),
        count=len(cards),
        late=sum(card.is_late for card in cards),
        tone=tone if cards else "",
    )


def _age(received: datetime, now: datetime) -> str:
    """Time since it came in: in hours on the first day, then in days as people count them."""
    days = (timezone.localdate(now) - timezone.localdate(received)).days
    if days > 0:
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    hours = max(0, int((now - received).total_seconds() // 3600))
    if hours == 0:
        return _("less than an hour ago")
    return ngettext("%(hours)d hour ago", "%(hours)d hours ago", hours) % {"hours": hours}


def _card(question: Question, *, user: User, now: datetime, terms: Terms) -> Card:
    waiting, is_late = _waiting(question, now=now, terms=terms)
    return Card(
        pk=question.pk,
        household_id=question.household_id,
        public_id=str(question.public_id),
        url=reverse("cases:question", args=[question.public_id]),
        title=title_of(question),
        excerpt=Truncator(" ".join(question.asked.split())).chars(EXCERPT),
        origin=question.get_origin_display(),
        theme=str(question.theme or ""),
        area=question.area.name if question.area else "",
        team=question.team.name,
        age=_age(question.received_at, now),
        received_at=question.received_at,
        waiting=waiting,
        is_late=is_late,
        is_acute=question.urgency == Urgency.ACUTE,
        has_safety_concern=question.has_safety_concern,
        looked_at_by=question.looked_at_by.name if question.looked_at_by else "",
        expected=str(question.looked_at_by.public_id) if question.looked_at_by else "",
        is_mine=question.looked_at_by_id == user.pk,
        came_back=question.follows_id is not None,
    )


def _waiting(question: Question, *, now: datetime, terms: Terms) -> tuple[Waiting, bool]:
    """Against the agreed term of its urgency, in hours when somebody may be in danger."""
    today = timezone.localdate(now)
    if question.urgency != Urgency.ACUTE:
        waiting = waiting_of(question, today=today, terms=terms)
        assert waiting is not None  # noqa: S101  (only what is decided has none)
        return waiting, waiting.tone == "negative"
    term = term_of(timezone.localdate(question.received_at), terms)
    if term is None:
        return Waiting(text=_("now"), tone="negative", icon="alert-triangle"), False
    left = question.received_at + timedelta(hours=term.acute_hours) - now
    hours = int(abs(left).total_seconds() // 3600)
    if left < timedelta():
        text = ngettext("%(hours)d hour too late", "%(hours)d hours too late", hours) % {"hours": hours}
        text = text if hours else _("the term is over")
        return Waiting(text=text, tone="negative", icon="alert-circle"), True
    day = timezone.localtime(question.received_at + timedelta(hours=term.acute_hours))
    text = _("now, before %(time)s") % {"time": date_format(day, "H.i")}
    return Waiting(text=text, tone="negative", icon="alert-triangle"), False


def _look_back(one: CheckBack, *, today: date) -> LookBack:
    question = one.question
    days = (today - one.due_on).days
    return LookBack(
        pk=question.pk,
        household_id=question.household_id,
        url=reverse("cases:look-back", args=[question.public_id]),
        title=title_of(question),
        taken_up_by=question.taken_up_by or (question.initiative.name if question.initiative else ""),
        due=_("today") if days == 0 else ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days},
        is_late=days > 0,
    )


def _decided(question: Question) -> Decided:
    assert question.decided_at is not None  # noqa: S101  (asked for by its date)
    return Decided(
        pk=question.pk,
        household_id=question.household_id,
        url=reverse("cases:question", args=[question.public_id]),
        title=title_of(question),
        outcome=question.get_outcome_display(),
        icon=_ICONS[question.outcome],
        day=date_format(timezone.localtime(question.decided_at), "D j b"),
        by=question.decided_by.name if question.decided_by else "",
    )


def _summary(waiting: int, late: int, looks: int) -> str:
    told = [ngettext("%(number)d question waits", "%(number)d questions wait", waiting) % {"number": waiting}]
    if late:
        told.append(
            ngettext("%(number)d longer than agreed", "%(number)d of them longer than agreed", late) % {"number": late}
        )
    if looks:
        told.append(ngettext("%(number)d to look back at", "%(number)d to look back at", looks) % {"number": looks})
    return ", ".join(told)
