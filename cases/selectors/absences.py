"""Who of the team is away, and who looks after which case."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Count, Q

from cases.models import Absence, Case, CaseRights, StandIn
from cases.selectors.colleagues import Colleague, colleagues_of
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User


@dataclass(frozen=True, kw_only=True)
class AbsenceRow:
    """`uncovered` is how many open cases nobody looks after meanwhile."""

    public_id: UUID
    name: str
    starts_on: date
    ends_on: date | None
    is_running: bool
    stand_ins: str
    uncovered: int
    can_change: bool


@dataclass(frozen=True, kw_only=True)
class AbsencePage:
    absence: Absence
    cases: dict[int, Case]
    now: dict[int, int]
    colleagues: dict[int, list[Colleague]]


def may_arrange(absence_of: int, *, user: User) -> bool:
    """One's own absence, and as team coordinator that of a colleague."""
    return user.pk == absence_of or user.role == Role.TEAM_COORDINATOR


def absence_rows(*, user: User, rights: CaseRights, today: date) -> tuple[AbsenceRow, ...]:
    """Running and coming, three statements."""
    absences = list(
        Absence.objects.visible_to(user, on=today)
        .filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .select_related("user")
        .order_by("starts_on", "user__name", "pk")
    )
    covering: dict[int, list[StandIn]] = {}
    for one in (
        StandIn.objects.filter(absence__in=absences, case__team__in=rights.teams)
        .filter(Q(ends_on=None) | Q(ends_on__gt=today))
        .select_related("worker")
        .order_by("worker__name", "pk")
    ):
        covering.setdefault(one.absence_id, []).append(one)
    held = dict(
        User.objects.filter(pk__in=[one.user_id for one in absences])
        .annotate(
            n=Count("coordinated", filter=Q(coordinated__ended_at=None, coordinated__case__team__in=rights.teams))
        )
        .values_list("pk", "n")
    )
    return tuple(
        AbsenceRow(
            public_id=one.public_id,
            name=one.user.name,
            starts_on=one.starts_on,
            ends_on=one.ends_on,
            is_running=one.starts_on <= today,
            stand_ins=", ".join(dict.fromkeys(row.worker.name for row in covering.get(one.pk, ()))),
            uncovered=max(0, held.get(one.user_id, 0) - len({row.case_id for row in covering.get(one.pk, ())})),
            can_change=may_arrange(one.user_id, user=user),
        )
        for one in absences
    )


def absence_page(absence: Absence, *, rights: CaseRights, today: date) -> AbsencePage:
    """Five statements: the cases in the teams of the reader, who stands in, and who could."""
    cases = list(
        Case.objects.within(rights)
        .filter(team__in=rights.teams)
        .open()
        .filter(coordinators__worker=absence.user, coordinators__ended_at=None)
        .select_related("household", "theme", "area")
        .order_by("household__name", "pk")
    )
    running = absence.stand_ins.filter(Q(ends_on=None) | Q(ends_on__gt=today)).values_list("case_id", "worker_id")
    by_team = colleagues_of({case.team_id for case in cases}, without=absence.user_id, today=today)
    return AbsencePage(
        absence=absence,
        cases={case.pk: case for case in cases},
        now=dict(running),
        colleagues={case.pk: by_team.get(case.team_id, []) for case in cases},
    )
