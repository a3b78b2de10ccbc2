"""What somebody with an account of a partner sees: what is asked of them, and what was shared for it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Prefetch
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from cases.enums import AnswerKind, InvolvementMode
from cases.models import ConferenceItemParticipant, Involvement, RequestAnswer, SharedItem
from cases.selectors.request_links import AskedPage, asked_page
from netwerk.models import PartnerAccess
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class DeskRow:
    """A request on the start page. `note` says what was agreed or what waits."""

    public_id: UUID
    team: str
    mode: "_StrOrPromise"
    question: str
    asked_by: str
    asked_on: date
    note: str
    is_late: bool


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """A conference, with the questions at which this partner sits in."""

    starts_at: datetime
    minutes: int
    place: str
    team: str
    questions: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Desk:
    """`seen` are the cases that the page shows something of: (case, household)."""

    to_answer: tuple[DeskRow, ...]
    to_do: tuple[DeskRow, ...]
    over: tuple[DeskRow, ...]
    conferences: tuple[TableRow, ...]
    seen: tuple[tuple[int, int], ...]
    until: date


def requests_of(user: User, *, on: date) -> list[Involvement]:
    """What this partner may know of, oldest first, with all that is shown of it. Two statements."""
    found = Involvement.objects.visible_to_partner(user, on=on).select_related(
        "case__team", "organisation", "service", "professional", "sent_by", "sharing"
    )
    said = RequestAnswer.objects.order_by("-at", "-pk")
    return list(found.prefetch_related(Prefetch("answers", said)).order_by("sent_on", "pk"))


def desk(user: User, access: PartnerAccess, *, on: date) -> Desk:
    """Three statements."""
    rows = requests_of(user, on=on)
    tables = list(
        ConferenceItemParticipant.objects.visible_to_partner(user, on=on)
        .select_related("item__conference__team", "item__case")
        .order_by("item__conference__starts_at", "item__conference", "item__position", "pk")
    )
    seen = {(row.case_id, row.case.household_id) for row in rows if not row.is_anonymous}
    seen |= {(one.item.case.pk, one.item.case.household_id) for one in tables if one.item.case is not None}
    waiting = [row for row in rows if row.is_open and row.accepted_on is None and row.started_on is None]
    doing = [row for row in rows if row.is_open and row not in waiting]
    return Desk(
        to_answer=tuple(_row(row, on=on) for row in waiting),
        to_do=tuple(_row(row, on=on) for row in doing),
        over=tuple(_row(row, on=on) for row in rows if not row.is_open),
        conferences=_tables(tables),
        seen=tuple(sorted(seen)),
        until=access.ends_on - timedelta(days=1),
    )


def _tables(found: list[ConferenceItemParticipant]) -> tuple[TableRow, ...]:
    questions: dict[int, list[str]] = {}
    for one in found:
        questions.setdefault(one.item.conference_id, []).append(one.item.question)
    conferences = {one.item.conference_id: one.item.conference for one in found}
    return tuple(
        TableRow(
            starts_at=conference.starts_at,
            minutes=conference.minutes,
            place=conference.place,
            team=conference.team.name,
            questions=tuple(questions[key]),
        )
        for key, conference in conferences.items()
    )


def _row(row: Involvement, *, on: date) -> DeskRow:
    note, is_late = _note(row, on=on)
    return DeskRow(
        public_id=row.public_id,
        team=row.case.team.name,
        mode=row.get_mode_display(),
        question=Truncator(row.question).chars(160),
        asked_by=row.sent_by.name,
        asked_on=row.sent_on,
        note=note,
        is_late=is_late,
    )


def _note(row: Involvement, *, on: date) -> tuple[str, bool]:
    """What comes next, and whether its day has passed."""
    if row.declined_on is not None:
        return _("You said no: %(why)s") % {"why": row.get_decline_reason_display()}, False
    if row.finished_on is not None:
        return _("Finished on %(day)s") % {"day": date_format(row.finished_on, "j F Y")}, False
    if row.started_on is not None:
        if row.ends_on is not None:
            words = {"day": date_format(row.ends_on, "j F Y")}
            return _("Agreed until %(day)s. Write down what came of it.") % words, row.ends_on <= on
        return _("When it is done: write down what came of it."), False
    if row.accepted_on is not None:
        answers = [one for one in row.answers.all() if one.kind == AnswerKind.YES]
        day = answers[0].from_on if answers else None
        if row.mode == InvolvementMode.CONSULTED:
            return _("You said yes. Write down your advice, or call."), False
        if day is not None:
            return _("You would begin on %(day)s.") % {"day": date_format(day, "j F Y")}, day < on
        return _("You said yes. Say when the help begins."), False
    later = [one.later_on for one in row.answers.all() if one.kind == AnswerKind.LATER and one.later_on is not None]
    if later:
        return _("You would answer by %(day)s.") % {"day": date_format(later[0], "j F Y")}, later[0] < on
    return "", False


@dataclass(frozen=True, kw_only=True)
class PartnerStep:
    """What can be done now; `key` is the last part of the address."""

    key: str
    label: "_StrOrPromise"
    icon: str
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class SharedWithMe:
    at: datetime
    kind: "_StrOrPromise"
    what: str
    channel: "_StrOrPromise"


@dataclass(frozen=True, kw_only=True)
class PartnerRequest:
    asked: AskedPage
    note: str
    is_late: bool
    outcome: str
    steps: tuple[PartnerStep, ...]
    shared: tuple[SharedWithMe, ...]


def partner_steps(row: Involvement) -> tuple[PartnerStep, ...]:
    """What can follow on what is written. Runs no query."""
    if not row.is_open:
        return ()
    consult = row.mode == InvolvementMode.CONSULTED
    yes = PartnerStep(
        key="ja", label=_("Yes, we think along") if consult else _("Yes, we can help"), icon="check", is_main=True
    )
    no = PartnerStep(key="nee", label=_("No"), icon="x")
    later = PartnerStep(key="later", label=_("I answer later"), icon="clock")
    done = PartnerStep(
        key="afgerond", label=_("Write your advice") if consult else _("The help is finished"), icon="circle-check"
    )
    if row.started_on is not None:
        return (done,)
    begins = (done,) if consult else (PartnerStep(key="gestart", label=_("The help starts"), icon="player-play"),)
    return (*begins, no) if row.accepted_on is not None else (yes, no, later)


def partner_request(row: Involvement, access: PartnerAccess, *, on: date) -> PartnerRequest:
    """A request that `requests_of` gave. Three statements."""
    shared = SharedItem.objects.none()
    if not row.is_anonymous:
        shared = SharedItem.objects.shown_to_partner(
            case_id=row.case_id,
            organisation_id=row.organisation_id,
            professional_id=access.professional_id,
            on=on,
        )
    note, is_late = _note(row, on=on)
    return PartnerRequest(
        asked=asked_page(row, reference=""),
        note=note,
        is_late=is_late,
        outcome=row.outcome,
        steps=partner_steps(row),
        shared=tuple(
            SharedWithMe(
                at=item.shared_at,
                kind=item.record.get_kind_display(),
                what=item.what,
                channel=item.get_channel_display(),
            )
            for item in shared.select_related("record").order_by("-shared_at", "-pk")
        ),
    )
