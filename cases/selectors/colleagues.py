"""Who of a team can take a case, and how full the hands of each are."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Count
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.models import Absence, CaseCoordinator
from wijkteam.accounts.models import User
from wijkteam.teams.models import TeamMembership


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """`cases` is what this worker coordinates in the team now; `remark` says what else to think of."""

    user: User
    fte: Decimal
    cases: int
    remark: str = ""

    @property
    def label(self) -> str:
        per_fte = number_format(round(Decimal(self.cases) / self.fte))
        said = ngettext("%(count)d case, %(load)s per fte", "%(count)d cases, %(load)s per fte", self.cases)
        parts = [self.user.name, said % {"count": self.cases, "load": per_fte}, self.remark]
        return " · ".join(part for part in parts if part)


def colleagues_of(teams: Iterable[int], *, without: int | None, today: date) -> dict[int, list[Colleague]]:
    """By team: who works there today, the least burdened first. Three statements, whatever the number of teams."""
    teams = list(teams)
    loads = {
        (row["case__team"], row["worker"]): row["n"]
        for row in CaseCoordinator.objects.current()
        .filter(case__team__in=teams)
        .values("case__team", "worker")
        .annotate(n=Count("pk"))
    }
    away = {
        one.user_id: one.ends_on
        for one in Absence.objects.running(on=today).filter(user__memberships__team__in=teams).distinct()
    }
    found: dict[int, list[Colleague]] = defaultdict(list)
    memberships = TeamMembership.objects.current(on=today).filter(team__in=teams, user__is_active=True)
    for member in memberships.select_related("user").order_by("user__name", "pk"):
        if member.user_id == without:
            continue
        leaves = member.leaves_on or member.ends_on
        remark = ""
        if leaves is not None:
            remark = _("leaves on %(day)s") % {"day": date_format(leaves, "j b")}
        elif member.user_id in away:
            until = away[member.user_id]
            remark = _("away until %(day)s") % {"day": date_format(until, "j b")} if until else _("away")
        found[member.team_id].append(
            Colleague(
                user=member.user, fte=member.fte, cases=loads.get((member.team_id, member.user_id), 0), remark=remark
            )
        )
    for here in found.values():
        here.sort(key=lambda one: (Decimal(one.cases) / one.fte, one.user.name))
    return dict(found)
