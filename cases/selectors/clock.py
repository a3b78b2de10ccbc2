"""The terms of the Wmo for a case: what is due when, what was done, and what comes too late."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import DateField, OuterRef, Subquery
from django.db.models.functions import Greatest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import ClockPhase
from cases.models import Case, ClockExtension, StatutoryClock
from cases.permissions import can_change
from wijkteam.areas.models import AgreedTerms
from wijkteam.core.charts import Span, Spans

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

SOON_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class ClockDeadline:
    """The term of a case that comes first, for a list of work. `days_left` is negative when it is too late."""

    case_id: int
    phase: ClockPhase
    due_on: date
    days_left: int
    text: str

    @property
    def is_late(self) -> bool:
        return self.days_left < 0


@dataclass(frozen=True, kw_only=True)
class ClockCard:
    """The clock in a few words on another page. `report_on` is where it would begin while none runs."""

    text: str
    tone: str
    is_running: bool
    report_on: date | None


@dataclass(frozen=True, kw_only=True)
class Step:
    """`tone` is that of a badge, `key` is the last part of the address where it is written down."""

    key: str
    title: "_StrOrPromise"
    article: "_StrOrPromise"
    text: str
    done_on: date | None
    due_on: date | None
    status: str
    brief: str
    tone: str
    can_write: bool
    extensions: tuple[ClockExtension, ...] = ()
    can_extend: bool = False


@dataclass(frozen=True, kw_only=True)
class ClockShown:
    public_id: UUID
    reported_on: date
    steps: tuple[Step, ...]
    picture: Spans
    is_running: bool
    can_apply: bool
    result: str


@dataclass(frozen=True, kw_only=True)
class ClockPage:
    """`clocks` with the running one first. `report_on` is the day on which a question of this case came in."""

    clocks: tuple[ClockShown, ...]
    can_change: bool
    can_start: bool
    report_on: date | None


def uses_clock(*, on: date) -> bool:
    """Whether this municipality keeps the statutory terms on that day."""
    return AgreedTerms.objects.on(on).filter(uses_statutory_clock=True).exists()


def _extended(phase: ClockPhase) -> Subquery:
    rows = ClockExtension.objects.filter(clock=OuterRef("pk"), phase=phase).order_by("-until")
    return Subquery(rows.values("until")[:1], output_field=DateField())


def clock_deadlines(cases: Iterable[Case] | Any, today: date) -> list[ClockDeadline]:
    """The next term of each of these cases with a running clock, the one that is due first in front. One statement."""
    clocks = (
        StatutoryClock.objects.running()
        .filter(case__in=cases)
        .values_list(
            "case_id",
            "applied_on",
            "investigation_done_on",
            Greatest("investigation_due_on", _extended(ClockPhase.INVESTIGATION)),
            Greatest("decision_due_on", _extended(ClockPhase.DECISION)),
        )
    )
    found = []
    for case_id, applied_on, investigated_on, investigate_by, decide_by in clocks:
        if applied_on is not None:
            phase, due = ClockPhase.DECISION, decide_by
        elif investigated_on is None:
            phase, due = ClockPhase.INVESTIGATION, investigate_by
        else:
            continue  # the resident decides whether to apply: nothing is due
        left = (due - today).days
        what = (
            _("Wmo: decide on the application") if phase == ClockPhase.DECISION else _("Wmo: finish the investigation")
        )
        found.append(
            ClockDeadline(case_id=case_id, phase=phase, due_on=due, days_left=left, text=f"{what}, {_left(left)}")
        )
    return sorted(found, key=lambda one: (one.due_on, one.case_id))


def _left(days: int) -> str:
    if days < 0:
        return ngettext("%(days)d day too late", "%(days)d days too late", -days) % {"days": -days}
    if days == 0:
        return _("today at the latest")
    return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}


def _tone(days: int) -> str:
    if days < 0:
        return "negative"
    return "warning" if days <= SOON_DAYS else ""


def _reported(case: Case) -> date | None:
    """The first question of this case is what was reported."""
    first = case.questions.order_by("received_at").values_list("received_at", flat=True).first()
    return timezone.localdate(first) if first is not None else None


def clock_card(*, case: Case, today: date) -> ClockCard | None:
    """None where the clock does not apply: then nothing on the screen speaks of it."""
    deadlines = clock_deadlines([case.pk], today)
    if deadlines:
        first = deadlines[0]
        return ClockCard(text=first.text, tone=_tone(first.days_left), is_running=True, report_on=None)
    last = case.clocks.order_by("-started_at", "-pk").first()
    if last is not None and last.is_running:
        return ClockCard(text=_("The investigation is finished."), tone="", is_running=True, report_on=None)
    if last is not None:
        return ClockCard(text=_result(last), tone="", is_running=False, report_on=None)
    if not can_change(case) or not uses_clock(on=today):
        return None
    report_on = _reported(case)
    return ClockCard(text=_("No term runs for this case yet."), tone="", is_running=False, report_on=report_on)


def clock_page(*, case: Case, today: date) -> ClockPage | None:
    """None where the municipality does not keep these terms and this case has none."""
    clocks = list(case.clocks.prefetch_related("extensions").order_by("-started_at", "-pk"))
    is_on = uses_clock(on=today)
    if not clocks and not is_on:
        return None
    open_case = can_change(case)
    running = any(clock.is_running for clock in clocks)
    return ClockPage(
        clocks=tuple(_shown(clock, today=today) for clock in clocks),
        can_change=open_case,
        can_start=open_case and is_on and not running,
        report_on=_reported(case) if not clocks else None,
    )


def _result(clock: StatutoryClock) -> str:
    if clock.decided_on is not None:
        return _("Decided on %(day)s: %(decision)s.") % {
            "day": date_format(clock.decided_on, "j F Y"),
            "decision": clock.get_decision_display(),
        }
    if clock.ended_on is not None:
        return _("Stopped on %(day)s: %(reason)s.") % {
            "day": date_format(clock.ended_on, "j F Y"),
            "reason": clock.get_end_reason_display(),
        }
    return ""


def _shown(clock: StatutoryClock, *, today: date) -> ClockShown:
    extensions = sorted(clock.extensions.all(), key=lambda one: one.until)
    by_phase = {phase: tuple(one for one in extensions if one.phase == phase) for phase in ClockPhase}
    steps = _steps(clock, by_phase, today=today)
    return ClockShown(
        public_id=clock.public_id,
        reported_on=clock.reported_on,
        steps=steps,
        picture=_picture(clock, steps, by_phase, today=today),
        is_running=clock.is_running,
        can_apply=clock.applied_on is None
        and (clock.investigation_done_on is not None or today > clock.investigation_due_on),
        result=_result(clock),
    )


def _steps(
    clock: StatutoryClock, extensions: dict[ClockPhase, tuple[ClockExtension, ...]], *, today: date
) -> tuple[Step, ...]:
    running = clock.is_running
    investigate_by = max([clock.investigation_due_on, *(one.until for one in extensions[ClockPhase.INVESTIGATION])])
    confirmed = _step(
        "bevestigd", _("Receipt confirmed"), _("Wmo 2015, art. 2.3.2 paragraph 1"),
        _("The resident gets a message that the report has arrived."),
        done=clock.confirmed_on, due=None, today=today, running=running,
    )  # fmt: skip
    own_plan = _step(
        "eigen-plan", _("Own plan of the resident"), _("Wmo 2015, art. 2.3.2 paragraph 2"),
        _("For seven days after the report the resident may hand over an own plan. Tell them so; they need not."),
        done=clock.own_plan_on, due=clock.own_plan_due_on, today=today, running=running, is_offer=True,
    )  # fmt: skip
    investigation = _step(
        "onderzoek", _("Investigation finished, result on paper"),
        _("Wmo 2015, art. 2.3.2 paragraphs 1 and 8"),
        _("Within six weeks after the report you have looked into it together, and the resident has it in writing."),
        done=clock.investigation_done_on, due=investigate_by, today=today, running=running,
        extensions=extensions[ClockPhase.INVESTIGATION],
        can_extend=running and clock.investigation_done_on is None and clock.applied_on is None,
    )  # fmt: skip
    application = _step(
        "aanvraag", _("Application"), _("Wmo 2015, art. 2.3.2 paragraph 9"),
        _("After the investigation, or when the six weeks have passed without one. Many residents do not need it."),
        done=clock.applied_on, due=None, today=today, running=running,
    )  # fmt: skip
    steps = [confirmed, own_plan, investigation, application]
    if clock.applied_on is not None:
        decide_by = max([clock.decision_due_on, *(one.until for one in extensions[ClockPhase.DECISION])])
        steps.append(
            _step(
                "besluit",
                _("Decision"),
                _("Wmo 2015, art. 2.3.5 paragraph 2; Awb art. 4:14"),
                _("Within two weeks after the application. Is more time needed, then tell the resident in time."),
                done=clock.decided_on,
                due=decide_by,
                today=today,
                running=running,
                extensions=extensions[ClockPhase.DECISION],
                can_extend=running,
            )
        )
    return tuple(steps)


def _step(
    key: str,
    title: str,
    article: str,
    text: str,
    *,
    done: date | None,
    due: date | None,
    today: date,
    running: bool,
    extensions: tuple[ClockExtension, ...] = (),
    can_extend: bool = False,
    is_offer: bool = False,
) -> Step:
    tone = ""
    if done is not None:
        late = due is not None and done > due
        status = _("on %(day)s") % {"day": date_format(done, "j F Y")}
        brief = date_format(done, "j b")
        if late and not is_offer:
            status = f"{status}, {_left((due - done).days)}" if due else status
        tone = "warning" if late and not is_offer else "positive"
    elif due is None or not running:
        brief = status = _("not yet") if running else _("not done")
    elif is_offer:
        passed = today > due
        status = _("not handed over") if passed else _("possible until %(day)s") % {"day": date_format(due, "j F Y")}
        brief = status if passed else _("possible until %(day)s") % {"day": date_format(due, "j b")}
    else:
        left = (due - today).days
        brief, tone = _left(left), _tone(left)
        status = f"{brief} ({date_format(due, 'j F Y')})"
    return Step(
        key=key,
        title=title,
        article=article,
        text=text,
        done_on=done,
        due_on=due,
        status=status,
        brief=brief,
        tone=tone,
        can_write=running,
        extensions=extensions,
        can_extend=can_extend,
    )


def _picture(
    clock: StatutoryClock,
    steps: tuple[Step, ...],
    extensions: dict[ClockPhase, tuple[ClockExtension, ...]],
    *,
    today: date,
) -> Spans:
    # beside a bar there is little room, certainly on a phone
    status = {step.key: step.brief for step in steps}
    spans = [
        Span(
            label=_("Own plan"),
            start=clock.reported_on,
            due=clock.own_plan_due_on,
            done=clock.own_plan_on,
            text=status["eigen-plan"],
        ),
        Span(
            label=_("Investigation"),
            start=clock.reported_on,
            due=clock.investigation_due_on,
            extended=_latest(extensions[ClockPhase.INVESTIGATION]),
            done=clock.investigation_done_on,
            is_late=_is_late(
                clock.investigation_done_on, clock.investigation_due_on, extensions[ClockPhase.INVESTIGATION]
            ),
            text=status["onderzoek"],
        ),
    ]
    if clock.applied_on is not None:
        spans.append(
            Span(
                label=_("Decision"),
                start=clock.applied_on,
                due=clock.decision_due_on,
                extended=_latest(extensions[ClockPhase.DECISION]),
                done=clock.decided_on,
                is_late=_is_late(clock.decided_on, clock.decision_due_on, extensions[ClockPhase.DECISION]),
                text=status["besluit"],
            )
        )
    return Spans(
        key=f"clock-{clock.pk}",
        title=_("The terms in time"),
        description=_("From the report to the decision, with what is due when."),
        label_heading=_("Term"),
        value_heading=_("How it stands"),
        spans=spans,
        today=today if clock.is_running else None,
    )


def _latest(extensions: tuple[ClockExtension, ...]) -> date | None:
    return max((one.until for one in extensions), default=None)


def _is_late(done: date | None, due: date, extensions: tuple[ClockExtension, ...]) -> bool:
    return done is not None and done > max([due, *(one.until for one in extensions)])
