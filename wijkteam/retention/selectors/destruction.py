"""Destruction lists as the people of the road see them: numbers, teams, dates and grounds, never a name."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.apps import apps
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.accounts.models import User
from wijkteam.accounts.selectors.tables import AdminPage, Cell, Link, Row, Section
from wijkteam.retention import permissions
from wijkteam.retention.enums import Ground
from wijkteam.retention.models import WAITS, DestructionEntry, DestructionList, LegalHold, Residue, RetentionTerm
from wijkteam.retention.selectors.due import due_files, terms


def moment(at: datetime) -> str:
    return date_format(localtime(at), "DATETIME_FORMAT")


def state_of(one: DestructionList, *, at: datetime) -> tuple[str, str]:
    """What a list waits for, and the tone of its badge."""
    if one.dropped_at:
        return _("dropped"), "plain"
    if one.ended_at:
        return _("destroyed"), "positive"
    if one.confirmed_at:
        return _("is being destroyed"), "info"
    if one.approved_at and at >= one.approved_at + WAITS:
        return _("can be carried out"), "warning"
    if one.approved_at:
        return _("waits seven days"), "plain"
    if one.reviewed_at:
        return _("waits for the archivist"), "plain"
    return _("waits to be looked through"), "plain"


def lists_page(*, user: User, at: datetime, today: date) -> AdminPage:
    """Four statements."""
    known = terms()
    due = due_files(on=today, known=known)
    counted = Count("entries", filter=Q(entries__left_out_at=None))
    lists = DestructionList.objects.annotate(files=counted).select_related("drawn_up_by").order_by("-pk")[:50]
    per_ground = Counter(one.ground for one in due)
    rows = [
        Row(cells=[Cell(text=capfirst(str(ground.label))), Cell(text=_years(known[ground])),
                   Cell(text=str(per_ground[ground]), is_number=True)])
        for ground in Ground
    ]  # fmt: skip
    return AdminPage(
        title=_("Destruction"),
        meta=_("Files of which the retention period is over"),
        links=[
            Link(label=_("Legal holds"), url=reverse("retention:holds"), icon="lock"),
            Link(label=_("Terms"), url=reverse("retention:terms"), icon="clock"),
            *(
                [Link(label=_("Draw up a list"), url=reverse("retention:draw-up"), icon="plus")]
                if due and permissions.may_draw_up(user)
                else []
            ),
        ],
        sections=[
            Section(
                key="due",
                title=_("Due, and on no list"),
                intro=_("A file is due when it is closed and its term is over, counted from the last change in it."),
                head=[_("Ground"), _("Term"), _("Case files")],
                rows=rows,
            ),
            Section(
                key="lists",
                title=_("Lists"),
                head=[_("Drawn up"), _("State"), _("By"), _("Case files")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=moment(one.drawn_up_at), url=reverse("retention:list", args=[one.public_id])),
                            Cell(text=state_of(one, at=at)[0], tone=state_of(one, at=at)[1]),
                            Cell(text=one.drawn_up_by.name),
                            Cell(text=str(one.files), is_number=True),  # type: ignore[attr-defined]  # annotated
                        ]
                    )
                    for one in lists
                ],
                empty_icon="archive",
                empty_title=_("There is no list yet"),
                empty_text=_("When files are due, the administrator draws up a list here."),
            ),
        ],
    )


def _years(years: int) -> str:
    return ngettext("%(years)d year", "%(years)d years", years) % {"years": years}


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    public_id: str
    number: str
    team: str
    closed_on: date
    changed_on: date
    due_on: date
    destroyed_at: datetime | None
    left_out_because: str
    left_out_by: str


@dataclass(frozen=True, kw_only=True)
class GroundPart:
    title: str
    why: str
    rows: Sequence[EntryRow]


@dataclass(frozen=True, kw_only=True)
class ListPage:
    """`current` is the place in `steps`, counted from one; past the last when it is carried out."""

    one: DestructionList
    state: str
    tone: str
    steps: Sequence[str]
    current: int
    signed: Sequence[tuple[str, str]]
    parts: Sequence[GroundPart]
    left_out: Sequence[EntryRow]
    total: int
    done: int
    may_change: bool
    action: str  # what this person can do now: review, approve, confirm, or nothing
    hint: str
    problem: str
    can_drop: bool

    @property
    def value(self) -> int:
        return round(100 * self.done / self.total) if self.total else 100

    @property
    def is_running(self) -> bool:
        return self.one.confirmed_at is not None and self.one.ended_at is None


def list_page(one: DestructionList, *, user: User, at: datetime) -> ListPage:
    """One statement."""
    entries = list(one.entries.select_related("team", "left_out_by").order_by("due_on", "case_id"))
    standing = [entry for entry in entries if entry.left_out_at is None]
    state, tone = state_of(one, at=at)
    action, hint = _action(one, user=user, at=at)
    running = one.dropped_at is None and one.confirmed_at is None
    return ListPage(
        one=one,
        state=state,
        tone=tone,
        steps=[_("Drawn up"), _("Looked through"), _("Authorised"), _("Seven days"), _("Destroyed")],
        current=_current(one, at=at),
        signed=_signatures(one),
        parts=[
            GroundPart(
                title=capfirst(str(ground.label)),
                why=_why(ground),
                rows=[_row(e) for e in standing if e.ground == ground],
            )
            for ground in Ground
            if any(e.ground == ground for e in standing)
        ],
        left_out=[_row(entry) for entry in entries if entry.left_out_at is not None],
        total=len(standing),
        done=sum(entry.destroyed_at is not None for entry in standing),
        may_change=running,
        action=action if standing else "",
        hint=hint,
        problem=one.problem,
        can_drop=running,
    )


def _current(one: DestructionList, *, at: datetime) -> int:
    if one.ended_at:
        return 6
    if one.confirmed_at or (one.approved_at and at >= one.approved_at + WAITS):
        return 5
    if one.approved_at:
        return 4
    return 3 if one.reviewed_at else 2


def _action(one: DestructionList, *, user: User, at: datetime) -> tuple[str, str]:
    if one.dropped_at or one.confirmed_at:
        return "", ""
    if one.reviewed_at is None:
        if permissions.may_review(user, one):
            return "review", _("Look at what is on the list. Take out what must stay, and say why.")
        return "", _("A privacy officer looks through the list now. That is somebody else than who drew it up.")
    if one.approved_at is None:
        if permissions.may_approve(user, one):
            return "approve", _("As archivist you authorise the destruction. After that it waits seven days.")
        return "", _("The archivist authorises the list now: a third person.")
    if at < one.approved_at + WAITS:
        return "", _("It can be carried out from %(moment)s. Until then files can still be taken out.") % {
            "moment": moment(one.approved_at + WAITS)
        }
    if permissions.may_confirm(user):
        return "confirm", _("The seven days are over. The list can be carried out. That cannot be undone.")
    return "", _("The seven days are over. The administrator can carry it out.")


def _why(ground: Ground) -> str:
    return {
        Ground.YOUTH: _("Youth Act, article 7.3.8: twenty years since the last change."),
        Ground.WMO: _("Social Support Act 2015, article 5.3.4: fifteen years."),
        Ground.OTHER: _("Of no single law: the selection list of the municipality, or else as the Social Support Act."),
    }[ground]


def _signatures(one: DestructionList) -> list[tuple[str, str]]:
    steps = [
        (_("Drawn up"), one.drawn_up_by, one.drawn_up_at),
        (_("Looked through"), one.reviewed_by, one.reviewed_at),
        (_("Authorised"), one.approved_by, one.approved_at),
        (_("Carried out"), one.confirmed_by, one.confirmed_at),
        (_("Dropped"), one.dropped_by, one.dropped_at),
    ]
    return [(label, f"{by.name}, {moment(at)}") for label, by, at in steps if by is not None and at is not None]


def _row(entry: DestructionEntry) -> EntryRow:
    return EntryRow(
        public_id=str(entry.public_id),
        number=entry.number,
        team=entry.team.name,
        closed_on=entry.closed_on,
        changed_on=entry.changed_on,
        due_on=entry.due_on,
        destroyed_at=entry.destroyed_at,
        left_out_because=entry.left_out_because,
        left_out_by=entry.left_out_by.name if entry.left_out_by else "",
    )


def holds_page(*, user: User, today: date) -> AdminPage:
    """One statement."""
    holds = LegalHold.objects.select_related("case", "placed_by").order_by("lifted_at", "until", "pk")
    running = [one for one in holds if one.lifted_at is None and one.until >= today]
    over = [one for one in holds if one not in running]
    head = [_("Case"), _("Why"), _("Up to and including"), _("By")]

    def row(one: LegalHold) -> Row:
        can_lift = one in running and permissions.may_hold(user)
        lift = Link(label=_("Lift"), url=reverse("retention:lift", args=[one.public_id]), about=one.case.number)
        return Row(
            cells=[
                Cell(text=one.case.number),
                Cell(text=one.reason, sub=one.lifted_because),
                Cell(text=date_format(one.until, "j F Y")),
                Cell(text=one.placed_by.name, sub=moment(one.placed_at)),
            ],
            links=[lift] if can_lift else [],
        )

    return AdminPage(
        title=_("Legal holds"),
        meta=_("Files that may not be destroyed for now, for example because a complaint or a court case runs"),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
        links=[Link(label=_("Hold a file"), url=reverse("retention:hold"), icon="plus")]
        if permissions.may_hold(user)
        else [],
        sections=[
            Section(
                key="running",
                head=head,
                rows=[row(one) for one in running],
                empty_icon="lock-open",
                empty_title=_("No file is held"),
            ),
            *([Section(key="over", title=_("Over"), head=head, rows=[row(one) for one in over])] if over else []),
        ],
    )


def terms_page(*, user: User) -> AdminPage:
    """Two statements."""
    known = terms()
    decided = RetentionTerm.objects.select_related("decided_by").order_by("-decided_at", "-pk")
    return AdminPage(
        title=_("Terms of files"),
        meta=_("How long the file of a case is kept, counted from the last change in it"),
        crumbs=[(_("Destruction"), reverse("retention:lists"))],
        links=[Link(label=_("Set a term"), url=reverse("retention:term-add"), icon="plus")]
        if permissions.may_hold(user)
        else [],
        sections=[
            Section(
                key="terms",
                head=[_("Files of"), _("Why"), _("Term")],
                rows=[
                    Row(cells=[Cell(text=capfirst(str(ground.label))), Cell(text=_why(ground)),
                               Cell(text=_years(known[ground]), is_number=True)])
                    for ground in Ground
                ],
            ),
            Section(
                key="decided",
                title=_("What the municipality decided"),
                head=[_("Files of"), _("Term"), _("Where that stands"), _("By")],
                rows=[
                    Row(
                        cells=[
                            Cell(text=capfirst(one.get_ground_display())),
                            Cell(text=_years(one.years)),
                            Cell(text=one.source),
                            Cell(text=one.decided_by.name, sub=moment(one.decided_at)),
                        ]
                    )
                    for one in decided
                ],
                empty_icon="clock",
                empty_title=_("Nothing else was decided: the terms of the law hold"),
            ),
        ],
    )  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What was destroyed, on which ground, by whom and how. Nothing in it leads to a person."""

    one: DestructionList
    grounds: Sequence[tuple[str, str, int]]
    tables: Sequence[tuple[str, int]]
    signed: Sequence[tuple[str, str]]
    files: int
    households: int
    people: int
    stored: int
    ended_at: datetime


def declaration(one: DestructionList) -> Declaration:
    """One statement. Of a list that was carried out."""
    assert one.ended_at is not None  # noqa: S101  (the view asks)
    lines = list(Residue.objects.filter(list_id=one.public_id).order_by("pk"))
    counts: Counter[str] = Counter()
    for line in lines:
        counts.update({table: number for table, number in line.rows.items() if not table.endswith("event")})
        counts["history"] += sum(number for table, number in line.rows.items() if table.endswith("event"))
    per_ground = Counter((Ground(line.ground), line.years) for line in lines)
    return Declaration(
        one=one,
        grounds=[(capfirst(str(ground.label)), _years(years), n) for (ground, years), n in sorted(per_ground.items())],
        tables=_named(counts),
        signed=_signatures(one),
        files=len(lines),
        households=sum(line.household_gone for line in lines),
        people=sum(len(line.people) for line in lines),
        stored=sum(len(line.files) for line in lines),
        ended_at=one.ended_at,
    )


def _named(counts: Counter[str]) -> list[tuple[str, int]]:
    """Tables by the name that people give them."""
    names = {model._meta.db_table: str(model._meta.verbose_name_plural) for model in apps.get_models()}
    names["history"] = _("lines of history of changes")
    return sorted((capfirst(names.get(table, table)), number) for table, number in counts.items() if number)
