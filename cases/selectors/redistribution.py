"""What the pages show on which the cases of a worker are divided: before, after, and where the band lies."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Case, CaseRights, Handover, Redistribution, RedistributionMove
from cases.selectors.colleagues import Colleague, colleagues_of
from cases.selectors.propose_division import band_of
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.charts import Bar, HorizontalBars, Range, Ranges
from wijkteam.core.charts.ink import number
from wijkteam.teams.models import CaseloadBand, Team


@dataclass(frozen=True, kw_only=True)
class WorkerRow:
    """Somebody whose cases could be divided."""

    name: str
    worker_id: UUID
    said: str
    remark: str
    plan_url: str
    can_start: bool


@dataclass(frozen=True, kw_only=True)
class TeamRows:
    team: Team
    chart: Ranges | HorizontalBars
    workers: Sequence[WorkerRow]


@dataclass(frozen=True, kw_only=True)
class PlanRow:
    """A case of the giver: to whom it would go, and why that was proposed. `offered_to`: asked already, so it stays."""

    case: Case
    district: str
    receiver_id: int | None
    receiver: str
    why: str
    offered_to: str


@dataclass(frozen=True, kw_only=True)
class Gone:
    """A case of the plan that is no longer with the giver."""

    case_id: int
    household_id: int
    number: str
    household: str
    why: str


@dataclass(frozen=True, kw_only=True)
class PlanPage:
    plan: Redistribution
    rows: Sequence[PlanRow]
    gone: Sequence[Gone]
    colleagues: Sequence[Colleague]
    chart: Ranges | HorizontalBars
    summary: str
    outside: str
    chosen: int

    @property
    def free(self) -> list[PlanRow]:
        """Those that can be given."""
        return [row for row in self.rows if not row.offered_to]

    @property
    def gone_ids(self) -> list[int]:
        return [one.case_id for one in self.gone]

    @property
    def seen(self) -> list[tuple[int, int]]:
        here = [(row.case.pk, row.case.household_id) for row in self.rows]
        return here + [(one.case_id, one.household_id) for one in self.gone]


@dataclass(frozen=True, kw_only=True)
class DoneRow:
    case: Case
    receiver: str
    reason: str
    state: str
    url: str


def plans_to_start(*, user: User, today: date) -> list[TeamRows]:
    """For each team of this coordinator its people by name. Six statements, however many teams."""
    teams = list(Team.objects.of_worker(user, on=today).order_by("name", "pk"))
    by_team = colleagues_of([team.pk for team in teams], without=None, today=today)
    running = {(plan.team_id, plan.giver_id): plan for plan in Redistribution.objects.open().filter(team__in=teams)}
    bands = {band.team_id: band for band in CaseloadBand.objects.on(today).filter(team__in=teams)}
    found = []
    for team in teams:
        here = sorted(by_team.get(team.pk, []), key=_by_name)
        found.append(
            TeamRows(
                team=team,
                chart=_chart(here, band=bands.get(team.pk), after={}, key=f"team-{team.pk}"),
                workers=[_worker_row(one, running.get((team.pk, one.user.pk))) for one in here],
            )
        )
    return found


def _by_name(one: Colleague) -> tuple[str, int]:
    return (one.user.name.casefold(), one.user.pk)


def _worker_row(one: Colleague, plan: Redistribution | None) -> WorkerRow:
    return WorkerRow(
        name=one.user.name,
        worker_id=one.user.public_id,
        said=_cases(one.cases),
        remark=one.remark,
        plan_url=reverse("cases:redistribution", args=[plan.public_id]) if plan else "",
        can_start=one.cases > 0,
    )


def _cases(count: int) -> str:
    return ngettext("%(count)s case", "%(count)s cases", count) % {"count": number(count)}


def plan_page(plan: Redistribution, *, rights: CaseRights, today: date) -> PlanPage:
    """Nine statements: the cases of the giver that the reader may know of, and everybody's hands before and after."""
    visible = Case.objects.within(rights).select_related("household", "area", "theme")
    cases = list(
        visible.open()
        .filter(team=plan.team_id, coordinators__worker=plan.giver_id, coordinators__ended_at=None)
        .order_by("household__name", "pk")
    )
    moves = {move.case_id: move for move in plan.moves.within(rights).select_related("receiver", "case__household")}
    offered = {
        one.case_id: one.receiver.name
        for one in Handover.objects.open().filter(case__in=cases).select_related("receiver")
    }
    districts = Area.objects.in_bulk({case.area.parent_id for case in cases if case.area.parent_id})
    everybody = sorted(colleagues_of([plan.team_id], without=None, today=today).get(plan.team_id, []), key=_by_name)
    band = band_of(plan.team_id, on=today)
    rows = [_plan_row(case, moves.get(case.pk), offered.get(case.pk, ""), districts) for case in cases]
    goes = [row.receiver_id for row in rows if row.receiver_id is not None]
    after = Counter(goes)
    after[plan.giver_id] -= len(goes)
    return PlanPage(
        plan=plan,
        rows=rows,
        gone=[_gone(move) for pk, move in moves.items() if pk not in {case.pk for case in cases}],
        colleagues=[one for one in everybody if one.user.pk != plan.giver_id],
        chart=_chart(everybody, band=band, after=after, key="after"),
        summary=_summary(len(goes), of=len(rows)),
        outside=_outside(everybody, band=band, after=after),
        chosen=len(goes),
    )


def _plan_row(case: Case, move: RedistributionMove | None, offered_to: str, districts: Mapping[int, Area]) -> PlanRow:
    is_free = move is not None and not offered_to
    district = districts.get(case.area.parent_id or 0)
    return PlanRow(
        case=case,
        district=district.name if district and case.area.kind == "BU" else "",
        receiver_id=move.receiver_id if move and is_free else None,
        receiver=move.receiver.name if move and is_free else "",
        why=move.why if move and is_free else "",
        offered_to=offered_to,
    )


def _gone(move: RedistributionMove) -> Gone:
    why = _("Somebody else coordinates this case by now.") if move.case.is_open else _("This case has been closed.")
    return Gone(
        case_id=move.case_id,
        household_id=move.case.household_id,
        number=move.case.number,
        household=move.case.household.name,
        why=why,
    )


def _summary(chosen: int, *, of: int) -> str:
    return ngettext(
        "%(chosen)s of %(count)s case has somebody in this plan.",
        "%(chosen)s of %(count)s cases have somebody in this plan.",
        of,
    ) % {"chosen": number(chosen), "count": number(of)}


def _outside(people: Iterable[Colleague], *, band: CaseloadBand | None, after: Mapping[int, int]) -> str:
    """The band after the plan, in a sentence; by number, so that nobody is put in front."""
    if band is None:
        return _("No band has been agreed for this team.")
    above = sum((one.cases + after.get(one.user.pk, 0)) / float(one.fte) > band.high for one in people)
    if not above:
        return _("With this plan nobody is above the agreed band of %(low)s to %(high)s per full-time week.") % {
            "low": band.low,
            "high": band.high,
        }
    return ngettext(
        "With this plan %(count)s colleague is above the agreed band of %(low)s to %(high)s per full-time week.",
        "With this plan %(count)s colleagues are above the agreed band of %(low)s to %(high)s per full-time week.",
        above,
    ) % {"count": above, "low": band.low, "high": band.high}


def _chart(
    people: Sequence[Colleague], *, band: CaseloadBand | None, after: Mapping[int, int], key: str
) -> Ranges | HorizontalBars:
    """By name, never by load. The open circle is now, the dot is with the plan."""
    title, heading = _("Cases per worker"), _("Worker")
    if band is None:
        return HorizontalBars(
            key=key,
            title=title,
            description=_("By name."),
            label_heading=heading,
            value_heading=_("Cases"),
            bars=[
                Bar(label=one.user.name, value=one.cases + after.get(one.user.pk, 0), text=_from_to(one, after))
                for one in people
            ],
        )
    return Ranges(
        key=key,
        title=title,
        description=_("Cases per full-time week, beside the agreed band; by name."),
        label_heading=heading,
        value_heading=_("Cases"),
        ranges=[
            Range(
                label=one.user.name,
                value=(one.cases + after.get(one.user.pk, 0)) / float(one.fte),
                before=one.cases / float(one.fte) if after.get(one.user.pk) else None,
                low=band.low,
                high=band.high,
                text=_from_to(one, after),
                note=_note(one, band=band, after=after),
            )
            for one in people
        ],
    )


def _from_to(one: Colleague, after: Mapping[int, int]) -> str:
    change = after.get(one.user.pk, 0)
    if not change:
        return _cases(one.cases)
    return _("%(before)s → %(after)s") % {"before": number(one.cases), "after": _cases(one.cases + change)}


def _note(one: Colleague, *, band: CaseloadBand, after: Mapping[int, int]) -> str:
    load = (one.cases + after.get(one.user.pk, 0)) / float(one.fte)
    said = [_("%(fte)s fte") % {"fte": number(float(one.fte), 2)}]
    if load > band.high:
        said.append(_("above the band"))
    if one.remark:
        said.append(one.remark)
    return ", ".join(said)


def moves_by_receiver(page: PlanPage) -> list[tuple[str, list[PlanRow]]]:
    found: dict[str, list[PlanRow]] = defaultdict(list)
    for row in page.rows:
        if row.receiver_id is not None:
            found[row.receiver].append(row)
    return sorted(found.items(), key=lambda one: one[0].casefold())


def done_rows(plan: Redistribution, *, rights: CaseRights) -> list[DoneRow]:
    """What became of a plan that was carried out. One statement."""
    moves = (
        plan.moves.within(rights)
        .exclude(handover=None)
        .select_related("handover__receiver", "case__household")
        .order_by("case__household__name", "case")
    )
    return [
        DoneRow(
            case=move.case,
            receiver=handover.receiver.name,
            reason=handover.reason,
            state=_state(handover),
            url=reverse("cases:handover", args=[move.case.public_id, handover.public_id]),
        )
        for move in moves
        if (handover := move.handover) is not None
    ]


def _state(handover: Handover) -> str:
    if handover.accepted_at is not None:
        return _("handed over")
    if handover.refused_at is not None:
        return _("refused")
    return _("withdrawn") if handover.withdrawn_at is not None else _("waits for an answer")
