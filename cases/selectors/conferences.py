"""Case conferences: the list, one conference with its agenda, and the agenda of somebody from outside."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count

from cases.models import (
    Case,
    CaseConference,
    CaseRights,
    ConferenceItem,
    ConferenceItemParticipant,
    ConferenceParticipant,
    Household,
    SharingRecord,
)
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_SHORTEST = 3
_PREFIXES = frozenset({"van", "der", "den", "het", "ten", "ter", "gezin", "familie", "huishouden", "aan", "bij"})


@dataclass(frozen=True, kw_only=True)
class ConferenceRow:
    public_id: UUID
    starts_at: datetime
    team: str
    place: str
    items: int
    is_cancelled: bool
    is_held: bool


@dataclass(frozen=True, kw_only=True)
class ParticipantLine:
    """`heard` is how many items somebody from outside takes part in."""

    public_id: UUID
    name: str
    role: "_StrOrPromise"
    is_outsider: bool
    heard: int
    was_told: bool
    has_mail: bool
    was_present: bool | None


@dataclass(frozen=True, kw_only=True)
class DecisionLine:
    text: str
    in_plan: bool


@dataclass(frozen=True, kw_only=True)
class OutsiderLine:
    """`may_hear` is looked up on the day: a ground that was withdrawn since then no longer counts."""

    name: str
    may_hear: bool


@dataclass(frozen=True, kw_only=True)
class ItemLine:
    """An item of a case that the reader may not see has no text at all."""

    public_id: UUID
    number: int
    is_hidden: bool
    case_id: UUID | None
    household: str
    question: str
    minutes: int
    brought_by: str
    notes: str
    outsiders: tuple[OutsiderLine, ...]
    decisions: tuple[DecisionLine, ...]


@dataclass(frozen=True, kw_only=True)
class ConferencePage:
    participants: tuple[ParticipantLine, ...]
    items: tuple[ItemLine, ...]
    seen: tuple[tuple[int, int], ...]
    minutes: int


def conference_rows(
    user: User, *, now: datetime, on: date
) -> tuple[tuple[ConferenceRow, ...], tuple[ConferenceRow, ...]]:
    """What is to come, soonest first, and what was, latest first. Three statements."""
    found = CaseConference.objects.visible_to(user, on=on).select_related("team").annotate(count=Count("items"))
    coming = found.filter(starts_at__gte=now, held_at=None).order_by("starts_at", "pk")[:50]
    past = found.exclude(starts_at__gte=now, held_at=None).order_by("-starts_at", "-pk")[:20]
    return tuple(_row(one) for one in coming), tuple(_row(one) for one in past)


def _row(one: CaseConference) -> ConferenceRow:
    return ConferenceRow(
        public_id=one.public_id,
        starts_at=one.starts_at,
        team=one.team.name,
        place=one.place,
        items=getattr(one, "count", 0),
        is_cancelled=one.cancelled_at is not None,
        is_held=one.held_at is not None,
    )


def participants_of(conference: CaseConference) -> list[ConferenceParticipant]:
    """One statement."""
    return list(conference.participants.select_related("worker", "professional__organisation", "person").order_by("pk"))


def name_of(one: ConferenceParticipant) -> str:
    if one.worker is not None:
        return one.worker.name
    if one.professional is not None:
        return one.professional.name
    return one.person.full_name if one.person is not None else ""


def conference_page(conference: CaseConference, *, rights: CaseRights) -> ConferencePage:
    """Six statements."""
    participants = participants_of(conference)
    items = list(conference.items.select_related("case__household", "brought_by").order_by("position", "pk"))
    visible = set(
        Case.objects.within(rights).filter(conference_items__conference=conference).values_list("pk", flat=True)
    )
    outsiders = list(
        ConferenceItemParticipant.objects.filter(item__conference=conference)
        .select_related("participant__professional", "participant__person", "participant__worker", "sharing")
        .order_by("pk")
    )
    heard: dict[int, int] = {}
    by_item: dict[int, list[OutsiderLine]] = {}
    for one in outsiders:
        heard[one.participant_id] = heard.get(one.participant_id, 0) + 1
        may_hear = one.sharing is None or one.sharing.runs_on(conference.day)
        by_item.setdefault(one.item_id, []).append(OutsiderLine(name=name_of(one.participant), may_hear=may_hear))
    decisions: dict[int, list[DecisionLine]] = {}
    for item_id, text, action in (
        conference.items.filter(decisions__isnull=False)
        .values_list("pk", "decisions__text", "decisions__action")
        .order_by("decisions__pk")
    ):
        decisions.setdefault(item_id, []).append(DecisionLine(text=text, in_plan=action is not None))
    lines = tuple(
        _item(item, number=at, visible=visible, outsiders=by_item, decisions=decisions)
        for at, item in enumerate(items, start=1)
    )
    return ConferencePage(
        participants=tuple(_participant(one, heard=heard.get(one.pk, 0), now=conference) for one in participants),
        items=lines,
        seen=tuple((item.case.pk, item.case.household_id) for item in items if item.case and item.case.pk in visible),
        minutes=sum(item.minutes for item in items),
    )


def _participant(one: ConferenceParticipant, *, heard: int, now: CaseConference) -> ParticipantLine:
    role: _StrOrPromise = ""
    email = ""
    if one.worker is not None:
        role, email = one.worker.get_role_display(), one.worker.email
    elif one.professional is not None:
        role, email = one.professional.organisation.name, one.professional.email
    elif one.person is not None:
        email = one.person.email
    return ParticipantLine(
        public_id=one.public_id,
        name=name_of(one),
        role=role,
        is_outsider=one.worker_id is None,
        heard=heard,
        was_told=one.sent_sequence == now.sequence,
        has_mail=bool(email),
        was_present=one.was_present,
    )


def _item(
    item: ConferenceItem,
    *,
    number: int,
    visible: set[int],
    outsiders: dict[int, list[OutsiderLine]],
    decisions: dict[int, list[DecisionLine]],
) -> ItemLine:
    if item.case_id is not None and item.case_id not in visible:
        return ItemLine(
            public_id=item.public_id, number=number, is_hidden=True, case_id=None, household="", question="",
            minutes=item.minutes, brought_by="", notes="", outsiders=(), decisions=(),
        )  # fmt: skip
    return ItemLine(
        public_id=item.public_id,
        number=number,
        is_hidden=False,
        case_id=item.case.public_id if item.case else None,
        household=item.case.household.name if item.case else "",
        question=item.question,
        minutes=item.minutes,
        brought_by=item.brought_by.name,
        notes=item.notes,
        outsiders=tuple(outsiders.get(item.pk, ())),
        decisions=tuple(decisions.get(item.pk, ())),
    )


def names_in(text: str, *, rights: CaseRights) -> tuple[str, ...]:
    """Names of households with an open case that stand in a text that should name none. One statement."""
    words = {word.casefold() for word in re.findall(r"\w+", text) if len(word) >= _SHORTEST} - _PREFIXES
    found: set[str] = set()
    rows = Household.objects.filter(cases__in=Case.objects.within(rights).open()).values_list(
        "name", "members__person__given_name", "members__person__family_name"
    )
    for row in rows:
        for part in re.findall(r"\w+", " ".join(filter(None, row))):
            if part[0].isupper() and part.casefold() in words:
                found.add(part)
    return tuple(sorted(found))


def ground_exists(case: Case | None, participant: ConferenceParticipant, *, on: date) -> bool:
    """Whether somebody from outside may hear of this case on that day. One statement for a professional."""
    if case is None or participant.professional is None:
        return True
    named = participant.professional
    return SharingRecord.objects.filter(case=case).running_on(on).towards(named.organisation_id, named.pk).exists()
