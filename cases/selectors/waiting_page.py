"""The pages about waiting for partners: our own requests beside what providers state and what was agreed, over time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import CaseRights, Involvement
from cases.selectors.waiting_times import counted, quarters
from netwerk.enums import Level
from netwerk.models import Organisation, RingMembership, Service, WorkingAgreement
from netwerk.selectors.waiting import Counted, Stated, Waited, estimate, length_of, stated, times_of
from wijkteam.areas.models import Theme
from wijkteam.core.charts import Line, Lines
from wijkteam.teams.models import Team

QUARTERS = 8


@dataclass(frozen=True, kw_only=True)
class WaitingRow:
    """One service of a partner, or what was asked of them without naming a service."""

    organisation: str
    url: str
    page_url: str
    service: str
    reach: str
    ours: Waited
    stated: Stated | None
    agreed_weeks: int | None
    late: int
    ring: int


@dataclass(frozen=True, kw_only=True)
class WaitingPage:
    """`agreed` and `late` are of `team`; the times are of all teams together, as a waiting list is one."""

    team: Team | None
    rows: tuple[WaitingRow, ...]
    quiet: int
    late: int
    late_url: str


def waiting_page(*, team: Team | None, rights: CaseRights, chosen: Mapping[str, str], today: date) -> WaitingPage:
    """Partners of whom help was asked, or who state a waiting time; the longest first. Eight statements at most."""
    times = times_of(counted(None, today=today))
    offered = Service.objects.offered(on=today)
    if code := chosen.get("thema"):
        offered = offered.filter(themes__code=code)
    if level := chosen.get("niveau"):
        offered = offered.filter(level=level)
    found = Organisation.objects.active(on=today).prefetch_related(
        Prefetch("services", offered.order_by("name", "pk"), to_attr="shown_services")
    )
    organisations = list(found.order_by("name", "pk"))
    agreed: dict[int, int | None] = {}
    late: dict[tuple[int, int | None], int] = {}
    rings: dict[int, int] = {}
    if team is not None:
        agreements = WorkingAgreement.objects.in_force(on=today).filter(team=team)
        agreed = dict(agreements.values_list("organisation", "max_wait_weeks"))
        rings = dict(RingMembership.objects.on(today).filter(team=team).values_list("organisation", "ring"))
        for one in (
            Involvement.objects.late(on=today).of_team(team, rights=rights).values_list("organisation", "service")
        ):
            late[one] = late.get(one, 0) + 1
    rows = []
    for organisation in organisations:
        services: list[Service] = organisation.shown_services  # type: ignore[attr-defined]  # prefetched above
        named: list[tuple[Service | None, Waited]] = [
            (service, times.of_service(organisation.pk, service.pk)) for service in services
        ]
        without = times.of_service(organisation.pk, None)
        if without.asked and not chosen:
            named.append((None, without))
        for service, ours in named:
            says = stated(service, today=today, ours=ours) if service else None
            key = (organisation.pk, service.pk if service else None)
            rows.append(
                WaitingRow(
                    organisation=organisation.name,
                    url=reverse("cases:waiting-of", args=[organisation.public_id]),
                    page_url=reverse("netwerk:organisation", args=[organisation.public_id]),
                    service=service.name if service else "",
                    reach=_reach(service),
                    ours=ours,
                    stated=says,
                    agreed_weeks=agreed.get(organisation.pk),
                    late=late.get(key, 0),
                    ring=rings.get(organisation.pk, 3),
                )
            )
    told = [row for row in rows if row.ours.asked or row.stated]
    told.sort(key=_longest_first)
    return WaitingPage(
        team=team,
        rows=tuple(told),
        quiet=len(rows) - len(told),
        late=sum(late.values()),
        late_url=f"{reverse('cases:late-partners')}?team={team.code}" if team else "",
    )


def _reach(service: Service | None) -> str:
    if service is None:
        return ""
    reach = str(Level(service.level).label)
    return f"{reach}: {service.get_level_reason_display()}" if service.level_reason else reach


def _longest_first(row: WaitingRow) -> tuple[int, int, str, str]:
    """What is late, then what is known to take long, then what is only stated."""
    days = row.ours.days if row.ours.is_enough else None
    if row.ours.is_enough and days is None:
        days = row.ours.seen + 1
    if days is None:
        days = row.stated.weeks * 7 if row.stated else 0
    return (-int(bool(row.late)), -days, row.organisation, row.service)


# -- one partner -----------------------------------------------------------------------------------


@dataclass(frozen=True, kw_only=True)
class QuarterRow:
    label: str
    waited: Waited
    length: str


@dataclass(frozen=True, kw_only=True)
class ServiceWaiting:
    """One service over time. `chart` where at least two quarters say something."""

    name: str
    reach: str
    ours: Waited
    stated: Stated | None
    chart: Lines | None
    quarters: tuple[QuarterRow, ...]


@dataclass(frozen=True, kw_only=True)
class WaitingOfPage:
    organisation: Organisation
    all: Waited
    services: tuple[ServiceWaiting, ...]
    team: Team | None
    agreement: WorkingAgreement | None
    late: int
    late_url: str


def waiting_of_page(organisation: Organisation, *, team: Team | None, rights: CaseRights, today: date) -> WaitingOfPage:
    """One provider: each service by the quarter in which help was asked. Four statements."""
    shown = quarters(today=today, back=QUARTERS)
    counts = list(counted([organisation.pk], today=today, since=shown[0], by_quarter=True))
    services = list(Service.objects.offered(on=today).filter(organisation=organisation).order_by("name", "pk"))
    parts = [
        _service(service.name, [one for one in counts if one.service == service.pk], service, shown, today=today)
        for service in services
    ]
    known = {service.pk for service in services}
    if rest := [one for one in counts if one.service not in known]:
        parts.append(_service("", rest, None, shown, today=today))
    late, agreement = 0, None
    if team is not None:
        agreement = WorkingAgreement.objects.in_force(on=today).filter(team=team, organisation=organisation).first()
        late = Involvement.objects.late(on=today).of_team(team, rights=rights).filter(organisation=organisation).count()
    return WaitingOfPage(
        organisation=organisation,
        all=estimate(counts),
        services=tuple(parts),
        team=team,
        agreement=agreement,
        late=late,
        late_url=f"{reverse('cases:late-partners')}?team={team.code}" if team else "",
    )


def _service(
    name: str, counts: Sequence[Counted], service: Service | None, shown: Sequence[date], *, today: date
) -> ServiceWaiting:
    ours = estimate(counts)
    rows = [
        QuarterRow(label=quarter_name(first), waited=waited, length=_length(waited))
        for first in shown
        for waited in [estimate([one for one in counts if one.quarter == first])]
    ]
    weeks = [_weeks(row.waited) for row in rows]
    says = stated(service, today=today, ours=ours) if service else None
    chart = None
    if sum(value is not None for value in weeks) > 1:
        lines = [Line(label=_("our requests"), values=weeks)]
        if says:
            # They say one thing on one day: it is drawn from that quarter on, and nothing is made up before it.
            lines.append(
                Line(label=_("they state"), values=[says.weeks if _until(first) > says.on else None for first in shown])
            )
        chart = Lines(
            key=f"waiting-{service.pk if service else 0}",
            title=_("Weeks until the help began"),
            description=_("By the quarter in which we asked: half began within this many weeks."),
            label_heading=_("Asked in"),
            labels=[row.label for row in rows],
            lines=lines,
            decimals=1,
            height=150,
        )
    return ServiceWaiting(
        name=name, reach=_reach(service), ours=ours, stated=says, chart=chart, quarters=tuple(reversed(rows))
    )


def quarter_name(first: date) -> str:
    return _("Q%(number)d %(year)d") % {"number": (first.month + 2) // 3, "year": first.year}


def _until(first: date) -> date:
    year, month = divmod(first.year * 12 + first.month + 2, 12)
    return date(year, month + 1, 1)


def _weeks(waited: Waited) -> float | None:
    """A quarter holds few requests: from three beginnings on there is a point, the table says how few there were."""
    if waited.began < QUARTER_FROM or waited.median is None:
        return None
    return round(waited.median / 7, 1)


QUARTER_FROM = 3


def _length(waited: Waited) -> str:
    if not waited.asked:
        return "–"
    if waited.began < QUARTER_FROM:
        return _("too few")
    if waited.median is None:
        return _("more than %(length)s") % {"length": length_of(waited.seen)}
    return length_of(waited.median)


def theme_choices() -> list[Theme]:
    return list(Theme.objects.filter(is_active=True).order_by("name"))
