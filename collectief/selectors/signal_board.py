"""The board of signals: what is new, who looks at what, what is done with it, and what is finished."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef, Prefetch, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.enums import DONE_STEPS, SignalSource, SignalStepKind
from collectief.models import PolicyAsk, Signal, SignalAnswer, SignalStep
from collectief.models.signal import SignalQuerySet
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

EXCERPT = 160
FINISHED_DAYS = 28
# Whoever left an address hears something within two weeks.
ANSWER_DAYS = 14
SHOWN = 40  # cards in a column
MOST = 400  # signals that a board reads at all


@dataclass(frozen=True, kw_only=True)
class Done:
    """Something that is done with a signal; `tone` when the municipality is late."""

    text: str
    icon: str
    tone: str = ""


@dataclass(frozen=True, kw_only=True)
class Card:
    """`looked_at_by` is empty while nobody took it up; `expected` goes with the form."""

    public_id: str
    url: str
    excerpt: str
    place: str
    source: "_StrOrPromise"
    theme: str
    area: str
    team: str
    age: str
    received_at: datetime
    looked_at_by: str
    expected: str
    is_mine: bool
    done: tuple[Done, ...]
    is_late: bool
    waits_for_answer: bool


@dataclass(frozen=True, kw_only=True)
class Finished:
    url: str
    excerpt: str
    what: "_StrOrPromise"
    day: str
    by: str
    waits_for_answer: bool


@dataclass(frozen=True, kw_only=True)
class Column:
    key: str
    title: str
    hint: str
    icon: str
    count: int
    cards: tuple[Card, ...] = ()

    @property
    def more(self) -> int:
        return self.count - len(self.cards)


@dataclass(frozen=True, kw_only=True)
class Board:
    """`jumps` are the columns and what is finished, for who has to scroll. `is_full` when not all could be read."""

    columns: tuple[Column, ...]
    finished: tuple[Finished, ...]
    finished_column: Column
    summary: str
    is_full: bool
    has_teams: bool
    chosen: dict[str, str]
    choices: dict[str, list[tuple[str, str]]]

    @property
    def jumps(self) -> tuple[Column, ...]:
        return (*self.columns, self.finished_column)

    @property
    def query(self) -> str:
        return urlencode(self.chosen)


def with_what_happened(signals: SignalQuerySet) -> SignalQuerySet:
    """With `done_steps`, `asks` and `has_answer`. Two statements more, however many signals."""
    return (
        signals.select_related("team", "theme", "area", "looked_at_by", "followed_up_by")
        .prefetch_related(
            Prefetch(
                "steps",
                queryset=SignalStep.objects.filter(kind__in=DONE_STEPS)
                .select_related("initiative", "opportunity__theme", "opportunity__area")
                .order_by("done_at", "pk"),
                to_attr="done_steps",
            ),
            Prefetch("policy_asks", queryset=PolicyAsk.objects.order_by("written_at", "pk"), to_attr="asks"),
        )
        .annotate(has_answer=Exists(SignalAnswer.objects.filter(signal=OuterRef("pk"), failed_at=None)))
    )


def signal_board(*, user: User, now: datetime, chosen: Mapping[str, str], has_teams: bool) -> Board:
    """Everything in six statements, however many signals there are.

    `chosen` holds codes of a team, theme and neighbourhood and a source; what is not among the choices is left out.
    """
    today = timezone.localdate(now)
    mine = Signal.objects.visible_to(user, on=today)
    waiting = list(with_what_happened(mine.waiting()).order_by("received_at", "pk")[:MOST])
    recent = Q(followed_up_at__gte=start_of(today - timedelta(days=FINISHED_DAYS)))
    unanswered = ~Q(reach="") & Q(has_answer=False)
    over = list(
        with_what_happened(mine.exclude(followed_up_at=None))
        .filter(recent | unanswered)
        .order_by("-followed_up_at", "-pk")[:MOST]
    )
    choices = _choices((*waiting, *over), has_teams=has_teams)
    kept = {name: value for name, value in chosen.items() if value in dict(choices.get(name, ()))}
    is_full = MOST in {len(waiting), len(over)}
    waiting, over = ([one for one in rows if _fits(one, kept)] for rows in (waiting, over))
    cards = [_card(one, user=user, today=today) for one in waiting]
    finished = [_finished(one, today=today) for one in over]
    return Board(
        columns=_columns(cards),
        finished=tuple(finished[:SHOWN]),
        finished_column=Column(
            key="klaar",
            title=_("Finished"),
            hint=_("In the last four weeks"),
            icon="circle-check",
            count=len(finished),
        ),
        summary=_summary(cards, finished),
        is_full=is_full,
        has_teams=has_teams,
        chosen=kept,
        choices=choices,
    )


def _choices(signals: Iterable[Signal], *, has_teams: bool) -> dict[str, list[tuple[str, str]]]:
    """What there is to narrow by: nothing that would show an empty board."""
    rows = list(signals)
    found = {
        "buurt": {one.area.code: one.area.name for one in rows if one.area},
        "thema": {one.theme.code: str(one.theme) for one in rows if one.theme},
        "bron": {one.source: str(SignalSource(one.source).label).capitalize() for one in rows},
    }
    if has_teams:
        found["team"] = {one.team.code: one.team.name for one in rows}
    return {name: sorted(values.items(), key=lambda item: item[1].lower()) for name, values in found.items()}


def _fits(signal: Signal, chosen: Mapping[str, str]) -> bool:
    own = {
        "buurt": signal.area.code if signal.area else "",
        "thema": signal.theme.code if signal.theme else "",
        "bron": signal.source,
        "team": signal.team.code,
    }
    return all(own[name] == value for name, value in chosen.items())


def _columns(cards: Sequence[Card]) -> tuple[Column, ...]:
    done = sorted((card for card in cards if card.done), key=lambda card: (not card.is_late, card.received_at))
    looked = sorted(
        (card for card in cards if card.looked_at_by and not card.done),
        key=lambda card: (not card.is_mine, card.looked_at_by, card.received_at),
    )
    new = [card for card in cards if not card.looked_at_by and not card.done]
    return (
        _column("nieuw", _("New"), _("Nobody looks at it yet"), "inbox", new),
        _column("bekeken", _("Somebody looks at it"), _("Somebody is finding out what is needed"), "eye", looked),
        _column(
            "bezig", _("Something is done with it"), _("With others, or with the municipality"), "arrows-split-2", done
        ),
    )


def _column(key: str, title: str, hint: str, icon: str, cards: list[Card]) -> Column:
    return Column(key=key, title=title, hint=hint, icon=icon, count=len(cards), cards=tuple(cards[:SHOWN]))


def _card(signal: Signal, *, user: User, today: date) -> Card:
    done = tuple(what_is_done(signal, today=today))
    return Card(
        public_id=str(signal.public_id),
        url=reverse("collectief:signal", args=[signal.public_id]),
        excerpt=excerpt_of(signal),
        place=signal.place,
        source=signal.get_source_display(),
        theme=str(signal.theme or ""),
        area=signal.area.name if signal.area else "",
        team=signal.team.name,
        age=_age(timezone.localdate(signal.received_at), today=today),
        received_at=signal.received_at,
        looked_at_by=signal.looked_at_by.name if signal.looked_at_by else "",
        expected=str(signal.looked_at_by.public_id) if signal.looked_at_by else "",
        is_mine=signal.looked_at_by_id == user.pk,
        done=done,
        is_late=any(one.tone for one in done),
        waits_for_answer=waits_for_answer(signal, today=today),
    )


def excerpt_of(signal: Signal) -> str:
    return Truncator(" ".join(signal.text.split())).chars(EXCERPT)


def _age(received: date, *, today: date) -> str:
    days = (today - received).days
    if days <= 0:
        return _("today")
    return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}


def _happened(signal: Signal) -> tuple[list[SignalStep], list[PolicyAsk]]:
    """What `with_what_happened` fetched."""
    return signal.done_steps, signal.asks  # type: ignore[attr-defined]  # prefetched for the board


def what_is_done(signal: Signal, *, today: date) -> Iterable[Done]:
    """In a few words. Runs no query on what `with_what_happened` fetched."""
    steps, asks = _happened(signal)
    for step in steps:
        if step.initiative is not None:
            yield Done(text=step.initiative.name, icon="plant-2")
        elif step.opportunity is not None:
            said = {"theme": step.opportunity.theme, "area": step.opportunity.area.name}
            yield Done(text=_("%(theme)s in %(area)s") % said, icon="bulb")
        elif step.kind == SignalStepKind.QUESTION:
            yield Done(text=_("question for help"), icon="message-question")
    for ask in asks:
        if ask.answered_on is not None:
            yield Done(text=_("the municipality answered"), icon="building-community")
        elif ask.due_on < today:
            day = date_format(ask.due_on, "j F")
            yield Done(
                text=_("municipality: answer was due on %(day)s") % {"day": day}, icon="alert-circle", tone="warning"
            )
        else:
            day = date_format(ask.due_on, "j F")
            yield Done(text=_("municipality: answer expected on %(day)s") % {"day": day}, icon="building-community")


def waits_for_answer(signal: Signal, *, today: date) -> bool:
    """Whoever left an address heard nothing two weeks after something was done with it, or it was finished."""
    if not signal.reach or signal.has_answer:  # type: ignore[attr-defined]  # annotated
        return False
    steps, asks = _happened(signal)
    moments = [step.done_at for step in steps[:1]] + [ask.written_at for ask in asks[:1]]
    if signal.followed_up_at is not None:
        moments.append(signal.followed_up_at)
    return bool(moments) and timezone.localdate(min(moments)) <= today - timedelta(days=ANSWER_DAYS)


def _finished(signal: Signal, *, today: date) -> Finished:
    at = signal.followed_up_at
    return Finished(
        url=reverse("collectief:signal", args=[signal.public_id]),
        excerpt=excerpt_of(signal),
        what=signal.get_follow_up_display(),
        day=date_format(timezone.localtime(at), "j b") if at else "",
        by=signal.followed_up_by.name if signal.followed_up_by else "",
        waits_for_answer=waits_for_answer(signal, today=today),
    )


def _summary(cards: Sequence[Card], finished: Sequence[Finished]) -> str:
    number = len(cards)
    told = [ngettext("%(number)d open signal", "%(number)d open signals", number) % {"number": number}]
    if late := sum(card.is_late for card in cards):
        told.append(
            ngettext("the municipality is late with %(number)d", "the municipality is late with %(number)d", late)
            % {"number": late}
        )
    if quiet := sum(one.waits_for_answer for one in cards) + sum(one.waits_for_answer for one in finished):
        told.append(
            ngettext(
                "%(number)d person who told us something heard nothing back yet",
                "%(number)d people who told us something heard nothing back yet",
                quiet,
            )
            % {"number": quiet}
        )
    return ", ".join(told)
