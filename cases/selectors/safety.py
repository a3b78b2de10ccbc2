"""The reporting code as its pages show it: what each step asks, what was signed, and who may read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from cases.enums import SafetyStepKind
from cases.models import Case, SafetyOfficer, SafetyReader, SafetyRecord, SafetyStep
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# After the national decree (Besluit verplichte meldcode huiselijk geweld en kindermishandeling, article 2) and the
# weighing frameworks of the professions (afwegingskaders, in force since 1 January 2019).
GUIDANCE: "dict[int, _StrOrPromise]" = {
    SafetyStepKind.SIGNALS: _(
        "Write down what you see and hear: facts, with the day and the source, apart from what you think of them."
    ),
    SafetyStepKind.CONSULT: _(
        "Talk it through with a colleague who knows of this. Veilig Thuis advises day and night, also without a name."
    ),
    SafetyStepKind.TALK: _(
        "Talk with the people concerned, with a child too when that is safe. Leave it out only when the talk itself "
        "would bring somebody in danger, and write down why."
    ),
    SafetyStepKind.WEIGH: _(
        "Use the weighing framework of your profession: is there danger now, or danger that keeps coming back?"
    ),
    SafetyStepKind.DECIDE: _(
        "First decide whether reporting to Veilig Thuis is necessary. Then decide whether giving or organising help is "
        "possible too. Write down both, with why."
    ),
}
SOURCE = _("Besluit verplichte meldcode, article 2")
SOURCE_WEIGHING = _("Weighing framework of the profession (afwegingskader, 2019)")


@dataclass(frozen=True, kw_only=True)
class SignedText:
    """A step as somebody signed it. `decisions` are (what was decided, yes or no, why)."""

    done_on: date
    text: str
    order_reason: str
    decisions: "tuple[tuple[_StrOrPromise, bool, str], ...]"
    signed_at: datetime
    signed_by: str


@dataclass(frozen=True, kw_only=True)
class StepCard:
    """`now` is what holds, `before` what was put right since, oldest first. `is_next` comes next in the usual order."""

    number: int
    title: str
    guidance: "_StrOrPromise"
    source: "_StrOrPromise"
    now: SignedText | None
    before: tuple[SignedText, ...]
    is_next: bool
    can_sign: bool


@dataclass(frozen=True, kw_only=True)
class ReaderRow:
    public_id: UUID
    user_id: int
    name: str
    added_by: str
    added_at: datetime


@dataclass(frozen=True, kw_only=True)
class RecordRow:
    public_id: UUID
    about: str
    is_acute: bool
    opened_at: datetime
    opened_by: str
    done: int
    is_decided: bool


def records_of(case: Case, *, user: User, on: date) -> tuple[RecordRow, ...]:
    """The records of a case that this person may read, newest first. Two statements."""
    found = SafetyRecord.objects.filter(case=case).readable_by(user, on=on).select_related("opened_by")
    rows = []
    for record in found.prefetch_related("steps").order_by("-opened_at", "-pk"):
        done = {step.step for step in record.steps.all()}
        rows.append(
            RecordRow(
                public_id=record.public_id,
                about=record.about,
                is_acute=record.is_acute,
                opened_at=record.opened_at,
                opened_by=record.opened_by.name,
                done=len(done),
                is_decided=SafetyStepKind.DECIDE in done,
            )
        )
    return tuple(rows)


def who_weighs(case: Case, *, on: date) -> tuple[str, ...]:
    """Names of who can be turned to: the coordinator of the case first, then the safety officers of its team."""
    coordinator = case.coordinators.current().values_list("worker__name", flat=True)
    officers = SafetyOfficer.objects.current(on=on).filter(team=case.team_id).order_by("user__name")
    return tuple(dict.fromkeys([*coordinator, *officers.values_list("user__name", flat=True)]))


def steps_of(record: SafetyRecord, *, is_open: bool) -> tuple[StepCard, ...]:
    """All five, signed or not. One statement."""
    rows = list(SafetyStep.objects.filter(record=record).select_related("signed_by").order_by("pk"))
    by_step = {kind: _chain([row for row in rows if row.step == kind]) for kind in SafetyStepKind}
    is_decided = bool(by_step[SafetyStepKind.DECIDE])
    missing = [kind for kind in SafetyStepKind if not by_step[kind]]
    can_decide = bool(by_step[SafetyStepKind.WEIGH]) or record.is_acute
    return tuple(
        StepCard(
            number=kind.value,
            title=str(kind.label),
            guidance=GUIDANCE[kind],
            source=SOURCE_WEIGHING if kind == SafetyStepKind.WEIGH else SOURCE,
            now=_text(signed[-1]) if signed else None,
            before=tuple(_text(row) for row in signed[:-1]),
            is_next=not is_decided and bool(missing) and missing[0] == kind,
            can_sign=is_open and (bool(signed) or (not is_decided and (kind != SafetyStepKind.DECIDE or can_decide))),
        )
        for kind, signed in by_step.items()
    )


def _chain(rows: list[SafetyStep]) -> list[SafetyStep]:
    """The first row of a step and its corrections, in the order in which they put each other right."""
    after = {row.corrects_id: row for row in rows}
    chain: list[SafetyStep] = []
    last: int | None = None
    while last in after:
        chain.append(after[last])
        last = after[last].pk
    return chain


def _text(row: SafetyStep) -> SignedText:
    decisions: list[tuple[_StrOrPromise, bool, str]] = []
    if row.must_report is not None and row.can_help is not None:
        decisions = [
            (_("Reporting to Veilig Thuis is necessary"), row.must_report, row.must_report_reason),
            (_("Giving or organising help is possible"), row.can_help, row.can_help_reason),
        ]
    return SignedText(
        done_on=row.done_on,
        text=row.text,
        order_reason=row.order_reason,
        decisions=tuple(decisions),
        signed_at=row.signed_at,
        signed_by=row.signed_by.name,
    )


def latest_step(record: SafetyRecord, step: SafetyStepKind) -> SafetyStep | None:
    """The row of a step that holds now, which is the one that a correction corrects."""
    return SafetyStep.objects.filter(record=record, step=step, corrected_by=None).first()


def lacks_an_earlier_step(record: SafetyRecord, step: SafetyStepKind) -> bool:
    there = set(SafetyStep.objects.filter(record=record).values_list("step", flat=True))
    return any(number not in there for number in range(1, step))


def readers_of(record: SafetyRecord) -> tuple[ReaderRow, ...]:
    """Who was added by name. One statement."""
    found = SafetyReader.objects.filter(record=record, removed_at=None).select_related("user", "added_by")
    return tuple(
        ReaderRow(
            public_id=reader.public_id,
            user_id=reader.user_id,
            name=reader.user.name,
            added_by=reader.added_by.name,
            added_at=reader.added_at,
        )
        for reader in found.order_by("user__name", "pk")
    )
