"""Who helps a household, who could, and whether somebody waits longer than agreed."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Max, Q, QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.enums import InvolvementMode
from cases.models import Case, Involvement, SharingRecord
from cases.selectors.request_links import RequestMail, request_mails
from cases.selectors.sharing import records_of
from cases.selectors.waiting_times import Waited, waited
from netwerk.models import (
    Organisation,
    Professional,
    RelationMoment,
    RingMembership,
    Secondment,
    Service,
    WorkingAgreement,
)
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

# Without an agreement on waiting, this is when a request that nobody answered asks for attention.
UNANSWERED_DAYS = 14


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
    is_open: bool
    is_anonymous: bool
    mail: RequestMail | None = None


def with_receiver(rows: QuerySet[Involvement]) -> QuerySet[Involvement]:
    return rows.select_related("organisation", "service", "professional", "agreement")


def agreed_days(involvement: Involvement) -> int | None:
    """How long one waits at most by the agreement of that day."""
    agreement = involvement.agreement
    return agreement.max_wait_weeks * 7 if agreement is not None and agreement.max_wait_weeks else None


def waits_too_long(involvement: Involvement, *, today: date) -> bool:
    """Runs no query when the agreement was fetched."""
    if not involvement.is_open or involvement.started_on is not None:
        return False
    agreed = agreed_days(involvement)
    if agreed is None:
        return involvement.accepted_on is None and involvement.waited_days(today) > UNANSWERED_DAYS
    return involvement.waited_days(today) > agreed


def involvement_lines(case: Case, *, today: date, can_change: bool) -> tuple[InvolvementLine, ...]:
    """The open ones first, newest first. Four statements."""
    rows = list(with_receiver(Involvement.objects.filter(case=case)).order_by("-sent_on", "-pk"))
    mails = request_mails(case, rows, today=today, can_change=can_change)
    lines = [replace(_line(row, today=today, can_change=can_change), mail=mails[row.pk]) for row in rows]
    return tuple(sorted(lines, key=lambda line: not line.is_open))


def _line(row: Involvement, *, today: date, can_change: bool) -> InvolvementLine:
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
        agreed = agreed_days(row)
        if agreed is None:
            warnings.append(_("No answer yet. Call them."))
        else:
            words = {"weeks": agreed // 7}
            warnings.append(
                ngettext(
                    "Waits longer than agreed (%(weeks)d week). Call them.",
                    "Waits longer than agreed (%(weeks)d weeks). Call them.",
                    agreed // 7,
                )
                % words
            )
    if row.mode == InvolvementMode.REFERRED and row.started_on and not row.handover_on:
        warnings.append(_("There was no warm handover."))
    if row.is_open and row.ends_on is not None and row.ends_on <= today:
        warnings.append(_("The agreed end has passed. What now?"))
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
    public_id: UUID
    name: str
    level: "_StrOrPromise"
    waited: Waited | None
    stated_weeks: int | None


@dataclass(frozen=True, kw_only=True)
class PartnerOption:
    """A partner with all that helps to choose on one line."""

    public_id: UUID
    name: str
    kind: "_StrOrPromise"
    ring: int | None
    ring_name: "_StrOrPromise"
    has_agreement: bool
    services: tuple[ServiceOption, ...]
    waited: Waited | None
    fits: bool
    may_share: bool
    last_contact: date | None


def partner_options(
    case: Case, *, today: date, search: str = "", only_fitting: bool = False
) -> tuple[PartnerOption, ...]:
    """Close by before far away, what fits the theme of the case before the rest. Eight statements."""
    found = Organisation.objects.active(on=today)
    if search:
        found = found.filter(Q(name__icontains=search) | Q(services__name__icontains=search)).distinct()
    organisations = list(found.prefetch_related("themes").order_by("name", "pk"))
    ids = [one.pk for one in organisations]
    rings = dict(
        RingMembership.objects.on(today)
        .filter(team=case.team_id, organisation__in=ids)
        .values_list("organisation", "ring")
    )
    agreed = set(
        WorkingAgreement.objects.in_force(on=today)
        .filter(team=case.team_id, organisation__in=ids)
        .values_list("organisation", flat=True)
    )
    times = waited(ids, today=today)
    services: dict[int, list[ServiceOption]] = {}
    for service in Service.objects.offered(on=today).filter(organisation__in=ids).order_by("name", "pk"):
        services.setdefault(service.organisation_id, []).append(service_option(service, times))
    shared = set(SharingRecord.objects.filter(case=case).running_on(today).values_list("organisation", flat=True))
    moments = RelationMoment.objects.filter(team=case.team_id, organisation__in=ids).values("organisation")
    spoken = dict(moments.annotate(last=Max("happened_on")).values_list("organisation", "last"))
    names = dict(RingMembership._meta.get_field("ring").choices or ())
    options = [
        PartnerOption(
            public_id=one.public_id,
            name=one.name,
            kind=one.get_kind_display(),
            ring=rings.get(one.pk),
            ring_name=str(names.get(rings.get(one.pk, 0), "")),
            has_agreement=one.pk in agreed,
            services=tuple(services.get(one.pk, ())),
            waited=times.get((one.pk, None)),
            fits=case.theme_id in {theme.pk for theme in one.themes.all()},
            may_share=one.pk in shared,
            last_contact=spoken.get(one.pk),
        )
        for one in organisations
    ]
    options.sort(key=lambda one: (one.ring or 3, not one.fits, not one.has_agreement, one.name))
    return tuple(one for one in options if one.fits or not only_fitting)


def service_option(service: Service, times: dict[tuple[int, int | None], Waited]) -> ServiceOption:
    return ServiceOption(
        public_id=service.public_id,
        name=service.name,
        level=service.get_level_display(),
        waited=times.get((service.organisation_id, service.pk)),
        stated_weeks=service.waiting_weeks,
    )


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
    waited: Waited | None
    own_employers: tuple[str, ...]


def partner_context(case: Case, organisation: Organisation, *, user: User, today: date) -> PartnerContext:
    """Seven statements."""
    services = tuple(Service.objects.offered(on=today).filter(organisation=organisation).order_by("name", "pk"))
    times = waited([organisation.pk], today=today)
    ring = RingMembership.objects.on(today).filter(team=case.team_id, organisation=organisation).first()
    return PartnerContext(
        organisation=organisation,
        agreement=WorkingAgreement.objects.in_force(on=today)
        .filter(team=case.team_id, organisation=organisation)
        .first(),
        ring_name=str(ring.get_ring_display()) if ring else "",
        services=services,
        options=tuple(service_option(service, times) for service in services),
        professionals=tuple(
            Professional.objects.working(on=today).filter(organisation=organisation).order_by("name", "pk")
        ),
        records=tuple(records_of(case).running_on(today).filter(organisation=organisation)),
        waited=times.get((organisation.pk, None)),
        own_employers=(organisation.name,)
        if organisation.pk in Secondment.objects.employers_of(user, on=today)
        else (),
    )


# -- for other screens -----------------------------------------------------------------------------


def waiting_too_long(cases: Collection[int], *, today: date) -> list[Involvement]:
    """Requests of these cases that wait longer than agreed, the longest first. One statement."""
    rows = with_receiver(Involvement.objects.waiting().filter(case__in=cases, sent_on__lt=today - timedelta(days=7)))
    late = [row for row in rows.select_related("case__household") if waits_too_long(row, today=today)]
    return sorted(late, key=lambda row: (row.sent_on, row.pk))
