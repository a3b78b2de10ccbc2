"""Use cases: begin an information round, write it, and throw a draft away."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override

from collectief.enums import RoundItemKind
from collectief.models import InformationRound, RoundItem
from collectief.selectors.round_proposals import LANGUAGE, proposals
from collectief.selectors.rounds import since_of
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class RoundIsSent(Exception):
    """A colleague sent it a moment ago, or threw it away."""


class RoundHasChanged(Exception):
    """Somebody saved another version in the meantime; nothing was saved."""


@dataclass(frozen=True, kw_only=True)
class Words:
    """What stands in one part."""

    heading: str
    text: str
    is_chosen: bool


@dataclass(frozen=True, kw_only=True)
class Draft:
    """What somebody filled in; `parts` by public id."""

    subject: str
    opening: str
    closing: str
    parts: Mapping[UUID, Words]


def start_round(*, team: Team, today: date, by: User, at: datetime) -> InformationRound:
    """A draft with everything that could be said. A team has one at a time: who comes second gets the first."""
    since = since_of(team, today=today)
    with override(LANGUAGE):
        subject = _("News from %(team)s, %(month)s") % {"team": team.name, "month": date_format(today, "F Y")}
        opening = _("This is what happens in our neighbourhood. Short, because you have enough to read.")
        closing = _("Greetings from everybody at %(team)s") % {"team": team.name}
    found = proposals(team=team, since=since, today=today)
    try:
        with transaction.atomic():
            made = InformationRound.objects.create(
                team=team,
                since=since,
                subject=subject[:120],
                opening=opening,
                closing=closing,
                started_at=at,
                started_by=by,
            )
            RoundItem.objects.bulk_create(
                RoundItem(
                    round=made,
                    position=position,
                    kind=one.kind,
                    source=one.source,
                    heading=one.heading,
                    text=one.text[:2000],
                    is_chosen=one.is_chosen,
                )
                for position, one in enumerate(found)
            )
            return made
    except IntegrityError as error:
        if broken_constraint(error) == "team_has_one_draft_round":
            return InformationRound.objects.drafts().get(team=team)
        raise


def lock_draft(one: InformationRound, *, version: int | None = None) -> InformationRound:
    """The stored round. Runs in the caller's transaction.

    Raises:
        RoundIsSent, RoundHasChanged
    """
    rows = InformationRound.objects.select_for_update(of=("self",), no_key=True).select_related("team")
    locked = rows.filter(pk=one.pk).first()
    if locked is None or not locked.is_draft:
        raise RoundIsSent
    if version is not None and locked.version != version:
        raise RoundHasChanged
    return locked


@transaction.atomic
def write_round(*, round: InformationRound, draft: Draft, version: int, by: User) -> InformationRound:
    """Save all words and ticks of a draft.

    Raises:
        RoundIsSent, RoundHasChanged
    """
    locked = lock_draft(round, version=version)
    locked.subject, locked.opening, locked.closing = draft.subject, draft.opening, draft.closing
    locked.version += 1
    locked.save(update_fields=["subject", "opening", "closing", "version"])
    for item in locked.items.filter(public_id__in=draft.parts):
        words = draft.parts[item.public_id]
        item.heading, item.text, item.is_chosen = words.heading, words.text, words.is_chosen
        item.save(update_fields=["heading", "text", "is_chosen"])
    return locked


@transaction.atomic
def move_part(*, round: InformationRound, item_id: UUID, up: bool) -> None:
    """One place up or down among all parts; at the end it stays where it is.

    Raises:
        RoundIsSent
    """
    locked = lock_draft(round)
    items: list[RoundItem] = list(locked.items.order_by("position", "pk"))
    place = next((place for place, one in enumerate(items) if one.public_id == item_id), None)
    if place is None:
        return
    other = place - 1 if up else place + 1
    if 0 <= other < len(items):
        items[place], items[other] = items[other], items[place]
    _number(items)
    _rises(locked)


@transaction.atomic
def add_part(*, round: InformationRound, heading: str) -> RoundItem:
    """A part in one's own words, at the end.

    Raises:
        RoundIsSent
    """
    locked = lock_draft(round)
    _rises(locked)
    return RoundItem.objects.create(
        round=locked, position=locked.items.count(), kind=RoundItemKind.OWN, heading=heading, is_chosen=True
    )


@transaction.atomic
def look_again(*, round: InformationRound, today: date) -> int:
    """Add what happened since the draft was begun. What stands there stays as it was written. Returns how many came.

    Raises:
        RoundIsSent
    """
    locked = lock_draft(round)
    known = set(locked.items.values_list("source", flat=True))
    new = [one for one in proposals(team=locked.team, since=locked.since, today=today) if one.source not in known]
    start = locked.items.count()
    for position, one in enumerate(new, start):
        RoundItem.objects.create(
            round=locked,
            position=position,
            kind=one.kind,
            source=one.source,
            heading=one.heading,
            text=one.text[:2000],
            is_chosen=one.is_chosen,
        )
    if new:
        _rises(locked)
    return len(new)


@transaction.atomic
def discard_round(*, round: InformationRound, by: User) -> None:
    """Throw a draft away; the history keeps it.

    Raises:
        RoundIsSent
    """
    lock_draft(round).delete()


def _number(items: Sequence[RoundItem]) -> None:
    for position, item in enumerate(items):
        if item.position != position:
            item.position = position
            item.save(update_fields=["position"])


def _rises(locked: InformationRound) -> None:
    locked.version += 1
    locked.save(update_fields=["version"])
