"""Case conferences: the list, one conference with its agenda, and the agenda of somebody from outside."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Count, Prefetch
from django.utils.translation import gettext as _

from cases.models import (
    Case,
    CaseConference,
    CaseRights,
    ConferenceItem,
    ConferenceItemParticipant,
    ConferenceParticipant,
    Household,
    Person,
    SharingRecord,
)
from cases.models.sharing import runs_on
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
    name: "_StrOrPromise"
    role: "_StrOrPromise"
    is_outsider: bool
    is_partner: bool
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
    found = conference.participants.invited().select_related("worker", "professional__organisation", "person")
    return list(found.order_by("pk"))


def name_of(one: ConferenceParticipant) -> str:
    if one.worker is not None:
        return one.worker.name
    if one.professional is not None:
        return one.professional.name
    return one.person.full_name if one.person is not None else ""


def names_for(participants: list[ConferenceParticipant], *, rights: CaseRights) -> dict[int, "_StrOrPromise"]:
    """The names that this reader may read: a resident of a case that is not for them is a resident. One statement."""
    residents = [one.pk for one in participants if one.person_id is not None]
    known = set(
        ConferenceItemParticipant.objects.filter(
            participant__in=residents, item__case__in=Case.objects.within(rights)
        ).values_list("participant", flat=True)
    )
    return {
        one.pk: name_of(one) if one.person_id is None or one.pk in known else _("A resident") for one in participants
    }


def residents_for(item: ConferenceItem) -> list[Person]:
    """Who of the household can be invited to this item. One statement."""
    if item.case is None:
        return []
    members = item.case.household.members.current(on=item.conference.day).select_related("person")
    return [one.person for one in members.order_by("person__birth_date", "pk")]


def without_ground(conference: CaseConference) -> list[ConferenceItemParticipant]:
    """Partners beside an item whose ground to share does not hold on the day (any more). One statement."""
    beside = ConferenceItemParticipant.objects.filter(item__conference=conference, sharing__isnull=False)
    rows = beside.exclude(runs_on(conference.day, of="sharing")).select_related("participant__professional")
    return list(rows.order_by("item__position", "item", "pk"))


def left_out_lines(conference: CaseConference, rows: Sequence[ConferenceItemParticipant]) -> list[str]:
    """Who is left out of which item, without a household. One statement, or none when nobody is."""
    if not rows:
        return []
    numbers = {
        pk: number
        for number, pk in enumerate(conference.items.order_by("position", "pk").values_list("pk", flat=True), 1)
    }
    return [
        _("%(name)s at item %(number)d") % {"name": name_of(one.participant), "number": numbers[one.item_id]}
        for one in rows
    ]


def conference_page(conference: CaseConference, *, rights: CaseRights) -> ConferencePage:
    """Seven statements."""
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
    names = names_for(participants, rights=rights)
    lines = tuple(
        _item(item, number=at, visible=visible, outsiders=by_item, decisions=decisions)
        for at, item in enumerate(items, start=1)
    )
    return ConferencePage(
        participants=tuple(
            _participant(one, name=names[one.pk], heard=heard.get(one.pk, 0), now=conference) for one in participants
        ),
        items=lines,
        seen=tuple((item.case.pk, item.case.household_id) for item in items if item.case and item.case.pk in visible),
        minutes=sum(item.minutes for item in items),
    )


def _participant(
    one: ConferenceParticipant, *, name: "_StrOrPromise", heard: int, now: CaseConference
) -> ParticipantLine:
    role: _StrOrPromise = ""
    email = ""
    if one.worker is not None:
        role, email = one.worker.get_role_display(), one.worker.email
    elif one.professional is not None:
        role, email = one.professional.organisation.name, one.professional.email
    elif one.person is not None:
        role, email = _("resident"), one.person.email
    return ParticipantLine(
        public_id=one.public_id,
        name=name,
        role=role,
        is_outsider=one.worker_id is None,
        is_partner=one.professional_id is not None,
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


@dataclass(frozen=True, kw_only=True)
class DiscussedLine:
    """A conference in which a case stood, or stands, on the agenda; `link` for who may open it."""

    public_id: UUID
    link: bool
    starts_at: datetime
    question: str
    notes: str
    decisions: tuple[str, ...]
    outsiders: tuple[str, ...]
    is_to_come: bool


def discussed(case: Case, *, reader: User, today: date) -> tuple[DiscussedLine, ...]:
    """Where this case was, or will be, discussed; newest first. Four statements."""
    items = (
        ConferenceItem.objects.filter(case=case, conference__cancelled_at=None)
        .select_related("conference")
        .prefetch_related(
            "decisions",
            Prefetch(
                "outsiders",
                ConferenceItemParticipant.objects.select_related(
                    "participant__professional__organisation", "participant__person", "participant__worker"
                ).order_by("pk"),
            ),
        )
        .order_by("-conference__starts_at", "-pk")[:20]
    )
    opens = set(
        CaseConference.objects.visible_to(reader, on=today).filter(items__case=case).values_list("pk", flat=True)
    )
    return tuple(
        DiscussedLine(
            public_id=item.conference.public_id,
            link=item.conference_id in opens,
            starts_at=item.conference.starts_at,
            question=item.question,
            notes=item.notes,
            decisions=tuple(one.text for one in item.decisions.all()),
            outsiders=tuple(name_of(one.participant) for one in item.outsiders.all()),
            is_to_come=item.conference.held_at is None,
        )
        for item in items
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
