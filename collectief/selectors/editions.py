"""What the pages of editions show. Names only for who leads one; everybody else sees how many."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import mean
from typing import TYPE_CHECKING

from django.db.models import Count, Prefetch, Q
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from collectief.enums import MeasureMoment, ParticipantStatus, SessionKind
from collectief.models import Attendance, Edition, Measurement, Participant, Session
from collectief.models.edition import EditionQuerySet
from collectief.permissions import can_change_edition, leads
from collectief.selectors.fidelity import Departure, Group, departures
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# An average of fewer people says something about one of them.
AVERAGE_OF = 4
CLOSED_SHOWN = timedelta(days=200)


@dataclass(frozen=True, kw_only=True)
class SessionRow:
    """`dot` is what its mark looks like: held, cancelled, today, planned."""

    number: int
    day: date
    begins_at: time | None
    place: str
    kind: "_StrOrPromise"
    state: str
    state_text: str
    came: int | None
    note_url: str
    move_url: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One dot: `came`, `missed`, or `none` where nothing is known or nobody asked."""

    state: str
    text: str


@dataclass(frozen=True, kw_only=True)
class PersonRow:
    name: str
    url: str
    cells: tuple[Cell, ...]
    attended: int
    of: int
    before: int | None
    after: int | None
    back: int | None
    change: str
    status: "_StrOrPromise"
    is_better: bool | None


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    name: str
    url: str
    since: date
    can_have_a_place: bool


@dataclass(frozen=True, kw_only=True)
class Change:
    """How the group scored, in figures that say nothing about one of them."""

    people: int
    before: str
    after: str
    better: int
    same: int
    worse: int


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    url: str
    name: str
    initiative: str
    method: str
    team: str
    place: str
    size: int
    capacity: int
    waiting: int
    next_day: date | None
    next_time: time | None
    done: int
    of: int
    dots: tuple[Cell, ...]
    departures: int
    is_closed: bool


@dataclass(frozen=True, kw_only=True)
class ToNote:
    """A meeting of today or before, of which nobody wrote down who came."""

    url: str
    title: str
    day: date
    begins_at: time | None
    is_today: bool


@dataclass(frozen=True, kw_only=True)
class EditionList:
    to_note: tuple[ToNote, ...]
    running: tuple[EditionRow, ...]
    closed: tuple[EditionRow, ...]


@dataclass(frozen=True, kw_only=True)
class MeasureLink:
    label: "_StrOrPromise"
    url: str
    count: int


@dataclass(frozen=True, kw_only=True)
class EditionPage:
    edition: Edition
    sessions: tuple[SessionRow, ...]
    to_note: SessionRow | None
    size: int
    waiting: int
    people: tuple[PersonRow, ...]
    gone: tuple[PersonRow, ...]
    queue: tuple[WaitingRow, ...]
    departures: tuple[Departure, ...]
    change: Change | None
    measures: tuple[MeasureLink, ...]
    leaders: tuple[str, ...]
    also_for: tuple[str, ...]
    minutes: int
    leads: bool
    may_change: bool


def _title(session: Session, number: int) -> str:
    if session.kind == SessionKind.RETURN:
        return _("return meeting")
    return _("meeting %(number)d") % {"number": number}


def sessions_to_note(*, user: User, today: date) -> list[Session]:
    """Of editions that somebody leads: who came is not written down yet. One statement; the oldest first."""
    mine = Edition.objects.led_by(user, on=today).running()
    waiting = Session.objects.to_note(on=today).filter(edition__in=mine)
    return list(waiting.select_related("edition__initiative").order_by("held_on", "begins_at", "pk"))


def _rows(editions: Iterable[Edition], *, today: date) -> tuple[EditionRow, ...]:
    return tuple(_row(edition, today=today) for edition in editions)


def _state(session: Session, *, today: date) -> str:
    if session.cancelled_on is not None:
        return "cancelled"
    if session.noted_at is not None:
        return "held"
    return "due" if session.held_on <= today else "planned"


STATE_TEXTS = {
    "held": lambda: _("held"),
    "cancelled": lambda: _("cancelled"),
    "due": lambda: _("attendance to write down"),
    "planned": lambda: _("planned"),
}


def _row(edition: Edition, *, today: date) -> EditionRow:
    sessions: Sequence[Session] = list(edition.sessions.all())
    planned = [one for one in sessions if one.cancelled_on is None]
    ahead = next((one for one in planned if one.noted_at is None and one.held_on >= today), None)
    group = _group_of(edition, list(edition.participants.all()))
    found = departures(edition, sessions=sessions, group=group, today=today)
    return EditionRow(
        url=reverse("collectief:edition", args=[edition.public_id]),
        name=edition.name,
        initiative=edition.initiative.name,
        method=edition.method.name,
        team=edition.initiative.team.name,
        place=edition.place,
        size=group.size,
        capacity=edition.capacity,
        waiting=sum(1 for one in edition.participants.all() if one.waits),
        next_day=ahead.held_on if ahead else None,
        next_time=ahead.begins_at if ahead else None,
        done=sum(1 for one in planned if one.noted_at is not None),
        of=len(planned),
        dots=tuple(
            Cell(
                state={"held": "came", "cancelled": "missed"}.get(_state(one, today=today), "none"),
                text=STATE_TEXTS[_state(one, today=today)](),
            )
            for one in sessions
        ),
        departures=sum(1 for one in found if one.is_serious),
        is_closed=edition.closed_on is not None,
    )


def _with_all(editions: EditionQuerySet) -> EditionQuerySet:
    in_order = Session.objects.order_by("held_on", "begins_at", "pk")
    rows = Attendance.objects.select_related("session").order_by("session__held_on", "session__begins_at", "pk")
    people = Participant.objects.order_by("number").prefetch_related(
        Prefetch("attendance", queryset=rows), "measurements"
    )
    return editions.prefetch_related(
        Prefetch("sessions", queryset=in_order), Prefetch("participants", queryset=people), "leaders"
    )


def _group_of(edition: Edition, people: Sequence[Participant]) -> Group:
    inside = [one for one in people if one.takes_part]
    measured: dict[str, int] = defaultdict(int)
    for one in people:
        for score in one.measurements.all():
            measured[score.moment] += 1
    return Group(
        size=len(inside),
        came={one.pk: [row.was_there for row in one.attendance.all()] for one in inside},
        measured=measured,
        leaders=len(edition.leaders.all()) + edition.other_leaders,
    )


def edition_list(*, user: User, today: date) -> EditionList:
    """The editions of one's teams. Eight statements, whatever their number."""
    mine = (
        Edition.objects.served_by(user, on=today)
        .select_related("initiative__team", "method")
        .order_by("initiative__name", "-pk")
    )
    shown = list(_with_all(mine).filter(Q(closed_on=None) | Q(closed_on__gte=today - CLOSED_SHOWN)))
    rows = _rows(shown, today=today)
    return EditionList(
        to_note=tuple(
            ToNote(
                url=reverse("collectief:attendance", args=[session.public_id]),
                title=f"{session.edition.initiative.name} · {session.edition.name}" if session.edition else "",
                day=session.held_on,
                begins_at=session.begins_at,
                is_today=session.held_on == today,
            )
            for session in sessions_to_note(user=user, today=today)
        ),
        running=tuple(sorted((row for row in rows if not row.is_closed), key=_soonest)),
        closed=tuple(row for row in rows if row.is_closed),
    )


def _soonest(row: EditionRow) -> tuple[date, str]:
    return row.next_day or date.max, row.name


def _session_rows(edition: Edition, sessions: Sequence[Session], *, today: date, may_note: bool) -> list[SessionRow]:
    came = {
        row["session"]: row["n"]
        for row in Attendance.objects.filter(session__edition=edition, was_there=True)
        .values("session")
        .annotate(n=Count("pk"))
    }
    rows, number = [], 0
    open_still = edition.closed_on is None
    for session in sessions:
        state = _state(session, today=today)
        if session.kind == SessionKind.REGULAR and state != "cancelled":
            number += 1
        can_note = may_note and state in {"held", "due"}
        rows.append(
            SessionRow(
                number=number,
                day=session.held_on,
                begins_at=session.begins_at,
                place=session.place if session.place != edition.place else "",
                kind=session.get_kind_display(),
                state=state,
                state_text=session.cancel_reason or STATE_TEXTS[state](),
                came=came.get(session.pk, 0) + session.others if state == "held" else None,
                note_url=reverse("collectief:attendance", args=[session.public_id]) if can_note else "",
                move_url=reverse("collectief:session-move", args=[session.public_id])
                if may_note and open_still and state in {"planned", "due"}
                else "",
            )
        )
    return rows


def _scores(one: Participant) -> dict[str, int]:
    return {row.moment: row.score for row in one.measurements.all()}


def _change_text(before: int | None, after: int | None) -> str:
    if before is None or after is None:
        return ""
    step = after - before
    return f"+{step}" if step > 0 else f"−{-step}" if step else "0"


def _person(one: Participant, sessions: Sequence[Session], edition: Edition) -> PersonRow:
    rows = {row.session_id: row.was_there for row in one.attendance.all()}
    scores = _scores(one)
    before, after = scores.get(MeasureMoment.BEFORE), scores.get(MeasureMoment.AFTER)
    cells = []
    for session in sessions:
        known = rows.get(session.pk)
        if known is None:
            cells.append(Cell(state="none", text=_("not known")))
        else:
            cells.append(Cell(state="came", text=_("came")) if known else Cell(state="missed", text=_("did not come")))
    is_better = None
    if before is not None and after is not None and before != after:
        is_better = (after > before) == edition.measure_higher_is_better
    return PersonRow(
        name=one.shown_as,
        url=reverse("collectief:participant", args=[one.public_id]),
        cells=tuple(cells),
        attended=sum(rows.values()),
        of=len(rows),
        before=before,
        after=after,
        back=scores.get(MeasureMoment.RETURN),
        change=_change_text(before, after),
        status=one.get_status_display(),
        is_better=is_better,
    )


def group_change(edition: Edition, people: Iterable[Participant]) -> Change | None:
    """Of who was measured before and after; nothing when they are too few to be nobody."""
    pairs = []
    for one in people:
        scores = _scores(one)
        if MeasureMoment.BEFORE in scores and MeasureMoment.AFTER in scores:
            pairs.append((scores[MeasureMoment.BEFORE], scores[MeasureMoment.AFTER]))
    if len(pairs) < AVERAGE_OF:
        return None
    sign = 1 if edition.measure_higher_is_better else -1
    steps = [sign * (after - before) for before, after in pairs]
    return Change(
        people=len(pairs),
        before=number_format(round(mean(before for before, _after in pairs), 1), 1),
        after=number_format(round(mean(after for _before, after in pairs), 1), 1),
        better=sum(1 for step in steps if step > 0),
        same=sum(1 for step in steps if step == 0),
        worse=sum(1 for step in steps if step < 0),
    )


def edition_page(*, edition: Edition, user: User, today: date) -> EditionPage:
    """One edition. Names are looked up only for who leads it."""
    is_leading = leads(user=user, edition=edition, on=today)
    sessions = list(edition.sessions.order_by("held_on", "begins_at", "pk"))
    rows = _session_rows(edition, sessions, today=today, may_note=is_leading)
    ordered = Attendance.objects.order_by("session__held_on", "session__begins_at", "pk")
    people = list(
        edition.participants.prefetch_related(Prefetch("attendance", queryset=ordered), "measurements").order_by(
            "number"
        )
    )
    leading = list(edition.leaders.select_related("worker").order_by("worker__name", "pk"))
    inside = [one for one in people if one.takes_part]
    group = _group_of(edition, people)
    waiting = [one for one in people if one.waits]
    measured = group.measured
    moments = [MeasureMoment.BEFORE, MeasureMoment.AFTER]
    if any(one.kind == SessionKind.RETURN for one in sessions) or measured.get(MeasureMoment.RETURN):
        moments.append(MeasureMoment.RETURN)
    return EditionPage(
        edition=edition,
        sessions=tuple(rows),
        to_note=next((row for row in rows if row.state == "due" and row.note_url), None),
        size=len(inside),
        waiting=len(waiting),
        people=tuple(_person(one, sessions, edition) for one in inside) if is_leading else (),
        gone=tuple(_person(one, sessions, edition) for one in people if one.status == ParticipantStatus.LEFT)
        if is_leading
        else (),
        queue=tuple(
            WaitingRow(
                name=one.shown_as,
                url=reverse("collectief:participant", args=[one.public_id]),
                since=one.signed_up_on,
                can_have_a_place=len(inside) < edition.capacity,
            )
            for one in waiting
        )
        if is_leading
        else (),
        departures=departures(edition, sessions=sessions, group=group, today=today),
        change=group_change(edition, people),
        measures=tuple(
            MeasureLink(
                label=moment.label,
                url=reverse("collectief:scores", args=[edition.public_id, moment.value]),
                count=measured.get(moment, 0),
            )
            for moment in moments
        )
        if is_leading and edition.measures
        else (),
        leaders=tuple(one.worker.name for one in leading),
        also_for=tuple(team.name for team in edition.also_for.order_by("name", "pk")),
        minutes=sum(edition.sessions.filter(hours__isnull=False).values_list("hours__time_entry__minutes", flat=True)),
        leads=is_leading,
        may_change=can_change_edition(user=user, edition=edition, on=today),
    )


def group_to_tick(*, session: Session, user: User, today: date) -> list[Participant]:
    """Who can be ticked off: who takes part, and who was ticked then. For who leads the edition. One statement."""
    if session.edition_id is None:
        return []
    seen = Participant.objects.visible_to(user, on=today).filter(edition=session.edition_id)
    could_come = Q(status=ParticipantStatus.TAKING_PART) | Q(attendance__session=session)
    return list(seen.filter(could_come).distinct().order_by("name", "number"))


def measured_scores(*, edition: Edition, moment: str) -> dict[int, int]:
    """By participant."""
    rows = Measurement.objects.filter(participant__edition=edition, moment=moment)
    return dict(rows.values_list("participant", "score"))
