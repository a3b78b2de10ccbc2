"""Who helps a household, who could, and whether somebody waits longer than agreed."""

from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import InvolvementMode, WaitLimit
from cases.models import Case, Involvement, SharingRecord
from cases.models.case import CaseQuerySet
from cases.models.involvement import InvolvementQuerySet
from cases.selectors.late_partners import InquiryLine, inquiries_of, inquiry_lines
from cases.selectors.request_links import RequestMail, request_mails
from cases.selectors.sharing import records_of
from cases.selectors.waiting_times import counted
from netwerk.enums import Lead
from netwerk.models import Organisation, Professional, RingMembership, Secondment, Service, WorkingAgreement
from netwerk.selectors.waiting import Stated, Waited, length_of, stated, times_of
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Step:
    """What can be written down next; `key` is the last part of the address."""

    key: str
    label: "_StrOrPromise"
    is_main: bool = False


@dataclass(frozen=True, kw_only=True)
class InvolvementLine:
    public_id: UUID
    receiver: str
    service: str
    mode: "_StrOrPromise"
    question: str
    state: str
    tone: str
    history: tuple[str, ...]
    outcome: str
    warnings: tuple[str, ...]
    steps: tuple[Step, ...]
    is_late: bool
    ask_url: str
    inquiries: tuple[InquiryLine, ...]
    is_open: bool
    is_anonymous: bool
    mail: RequestMail | None = None


def with_receiver(rows: InvolvementQuerySet, *, today: date) -> InvolvementQuerySet:
    """What a line shows, and how long the household may wait."""
    return rows.with_limit(on=today).select_related("organisation", "service", "professional", "agreement")


def waits_too_long(involvement: Involvement, *, today: date) -> bool:
    """Of a request that was fetched `with_receiver`; the same rule as `late`."""
    until: date | None = involvement.wait_until  # type: ignore[attr-defined]  # annotated
    return involvement.is_open and involvement.started_on is None and until is not None and until < today


def involvement_lines(case: Case, *, today: date, can_change: bool) -> tuple[InvolvementLine, ...]:
    """The open ones first, newest first. Five statements."""
    found = with_receiver(Involvement.objects.filter(case=case), today=today).prefetch_related(inquiries_of())
    rows = list(found.order_by("-sent_on", "-pk"))
    mails = request_mails(case, rows, today=today, can_change=can_change)
    lines = [replace(_line(case, row, today=today, can_change=can_change), mail=mails[row.pk]) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.is_open))


def _line(case: Case, row: Involvement, *, today: date, can_change: bool) -> InvolvementLine:
    state, tone = state_of(row, today=today)
    receiver = row.organisation.name
    if row.professional is not None:
        receiver = f"{row.professional.name}, {receiver}"
    return InvolvementLine(
        public_id=row.public_id,
        receiver=receiver,
        service=row.service.name if row.service else "",
        mode=row.get_mode_display(),
        question=row.question,
        state=state,
        tone=tone,
        history=tuple(_history(row)),
        outcome=row.outcome or row.decline_note or row.cancel_reason,
        warnings=tuple(_warnings(row, today=today)),
        steps=steps_of(row) if can_change else (),
        is_late=waits_too_long(row, today=today),
        ask_url=reverse("cases:inquiry", args=[case.public_id, row.public_id])
        if can_change and row.is_open and row.started_on is None
        else "",
        inquiries=inquiry_lines(row),
        is_open=row.is_open,
        is_anonymous=row.is_anonymous,
    )


def state_of(row: Involvement, *, today: date) -> tuple[str, str]:
    """In words, and the tone of its badge."""
    if row.declined_on:
        return _("declined: %(why)s") % {"why": row.get_decline_reason_display()}, "warning"
    if row.cancelled_on:
        return _("called off"), ""
    if row.finished_on:
        return _("finished"), ""
    if row.started_on:
        return _("helps now"), "positive"
    days = row.waited_days(today)
    words = {"days": days}
    if row.accepted_on:
        return ngettext("accepted, waits %(days)d day", "accepted, waits %(days)d days", days) % words, "warning"
    return ngettext("asked %(days)d day ago", "asked %(days)d days ago", days) % words, ""


def _history(row: Involvement) -> list[str]:
    told = [
        (row.sent_on, _("asked on %(day)s")),
        (row.accepted_on, _("accepted on %(day)s")),
        (row.started_on, _("started on %(day)s")),
        (row.finished_on, _("finished on %(day)s")),
        (row.declined_on, _("declined on %(day)s")),
        (row.cancelled_on, _("called off on %(day)s")),
    ]
    lines = [text % {"day": date_format(day, "j F Y")} for day, text in told if day is not None]
    if row.is_open and row.ends_on:
        lines.append(_("until %(day)s") % {"day": date_format(row.ends_on, "j F Y")})
    if row.handover_on:
        lines.append(_("warm handover: %(how)s") % {"how": row.handover_how})
    return lines


def _warnings(row: Involvement, *, today: date) -> list[str]:
    warnings = []
    if waits_too_long(row, today=today):
        limit: str = row.wait_by  # type: ignore[attr-defined]  # annotated
        said = {
            WaitLimit.AGREED: _("Waits longer than agreed (%(length)s). Call them."),
            WaitLimit.STATED: _("Waits longer than they state (%(length)s). Call them."),
            WaitLimit.ANSWER: _("No answer yet. Call them."),
        }[WaitLimit(limit)]
        warnings.append(said % {"length": length_of(row.wait_days)})  # type: ignore[attr-defined]  # annotated
    if row.mode == InvolvementMode.REFERRED and row.started_on and not row.handover_on:
        warnings.append(_("There was no warm handover."))
    if row.is_open and row.ends_on is not None and row.ends_on <= today:
        warnings.append(_("The agreed end has passed. What now?"))
    if row.led_by == Lead.PARTNER:
        warnings.append(_("The partner leads while they help; the coordinator of the case stays."))
    if row.outside_agreement:
        warnings.append(_("Outside the agreement: %(why)s") % {"why": row.outside_agreement})
    return warnings


def steps_of(row: Involvement) -> tuple[Step, ...]:
    """What can follow on what is written."""
    if not row.is_open:
        return ()
    steps = []
    if row.started_on is None:
        if row.mode == InvolvementMode.CONSULTED:
            steps.append(Step(key="afgerond", label=_("They answered"), is_main=True))
        elif row.accepted_on is None:
            steps.append(Step(key="aangenomen", label=_("They accept"), is_main=True))
            steps.append(Step(key="gestart", label=_("The help starts")))
        else:
            steps.append(Step(key="gestart", label=_("The help starts"), is_main=True))
        steps.append(Step(key="afgewezen", label=_("They decline")))
    else:
        steps.append(Step(key="afgerond", label=_("The help is finished"), is_main=True))
    return (*steps, Step(key="ingetrokken", label=_("Call it off")))


# -- choosing a partner ----------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class ServiceOption:
    name: str
    level: "_StrOrPromise"
    ours: Waited
    stated: Stated | None


@dataclass(frozen=True, kw_only=True)
class PartnerContext:
    """Everything about one partner that stands beside the form."""

    organisation: Organisation
    agreement: WorkingAgreement | None
    ring_name: str
    services: tuple[Service, ...]
    options: tuple[ServiceOption, ...]
    professionals: tuple[Professional, ...]
    records: tuple[SharingRecord, ...]
    ours: Waited
    unnamed: Waited
    waiting_url: str
    own_employers: tuple[str, ...]


def partner_context(case: Case, organisation: Organisation, *, user: User, today: date) -> PartnerContext:
    """Seven statements."""
    services = tuple(Service.objects.offered(on=today).filter(organisation=organisation).order_by("name", "pk"))
    times = times_of(counted([organisation.pk], today=today))
    ring = RingMembership.objects.on(today).filter(team=case.team_id, organisation=organisation).first()
    return PartnerContext(
        organisation=organisation,
        agreement=WorkingAgreement.objects.in_force(on=today)
        .filter(team=case.team_id, organisation=organisation)
        .first(),
        ring_name=str(ring.get_ring_display()) if ring else "",
        services=services,
        options=tuple(
            ServiceOption(
                name=one.name,
                level=one.get_level_display(),
                ours=(ours := times.of_service(organisation.pk, one.pk)),
                stated=stated(one, today=today, ours=ours),
            )
            for one in services
        ),
        professionals=tuple(
            Professional.objects.working(on=today).filter(organisation=organisation).order_by("name", "pk")
        ),
        records=tuple(records_of(case).running_on(today).filter(organisation=organisation)),
        ours=times.of(organisation.pk),
        unnamed=times.of_service(organisation.pk, None),
        waiting_url=reverse("cases:waiting-of", args=[organisation.public_id]),
        own_employers=(organisation.name,)
        if organisation.pk in Secondment.objects.employers_of(user, on=today)
        else (),
    )


# -- for other screens -----------------------------------------------------------------------------


def waiting_too_long(cases: CaseQuerySet, *, today: date) -> list[Involvement]:
    """Requests of these cases that wait longer than agreed, the longest first. One statement."""
    rows = Involvement.objects.late(on=today).filter(case__in=cases)
    return list(rows.select_related("organisation", "case__household").order_by("sent_on", "pk"))
