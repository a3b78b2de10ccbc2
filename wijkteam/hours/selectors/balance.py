"""The balance: which part of the hours went to collective work, prevention and outreach, against what was agreed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wijkteam.core.charts import Marker, Part, Stacked, Whole
from wijkteam.hours.enums import PREVENTION_KINDS, WorkKind
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import PreventionFloor, Team

# The order and the colours in which hours are drawn, everywhere; what the floor is about comes first.
PARTS = (
    (gettext_lazy("collective"), 2, (WorkKind.COLLECTIVE,)),
    (gettext_lazy("prevention and outreach"), 6, (WorkKind.PREVENTION, WorkKind.OUTREACH)),
    (gettext_lazy("network"), 4, (WorkKind.NETWORK,)),
    (gettext_lazy("individual"), 1, (WorkKind.INDIVIDUAL,)),
    (gettext_lazy("escalation"), 5, (WorkKind.ESCALATION,)),
    (gettext_lazy("team and training"), 3, (WorkKind.TEAM,)),
    (gettext_lazy("administration"), 7, (WorkKind.ADMINISTRATION,)),
)
_COUNTED = 2


@dataclass(frozen=True, kw_only=True)
class Balance:
    """Minutes per kind in a period, and the floor in per cent that held at its end (None: none was agreed)."""

    minutes: Mapping[str, int]
    floor: int | None

    @property
    def total(self) -> int:
        return sum(self.minutes.values())

    @property
    def preventive(self) -> int:
        return sum(self.minutes.get(kind, 0) for kind in PREVENTION_KINDS)

    @property
    def share(self) -> float | None:
        """In per cent of all hours; None while there are no hours."""
        return 100 * self.preventive / self.total if self.total else None

    @property
    def holds(self) -> bool | None:
        """None when there is nothing to hold against nothing."""
        return None if self.share is None or self.floor is None else self.share >= self.floor

    def chart(self, *, key: str, title: str) -> Stacked:
        if self.share is None:
            said = _("No hours yet.")
        else:
            said = _("%(share)d%% is collective work, prevention or outreach.") % {"share": round(self.share)}
        return Stacked(
            key=key,
            title=title,
            description=said,
            label_heading=_("Hours"),
            total_heading=_("Total"),
            parts=[Part(label=str(label), series=series) for label, series, _kinds in PARTS],
            wholes=[
                Whole(
                    label=_("Hours"),
                    values=[
                        round(sum(self.minutes.get(kind, 0) for kind in kinds) / 60, 1)
                        for _label, _series, kinds in PARTS
                    ],
                )
            ],
            marker=Marker(label=_("agreed: %(floor)d%%") % {"floor": self.floor}, value=self.floor / 100)
            if self.floor is not None
            else None,
            unit=_("hours"),
            counted=_COUNTED,
            counted_label=_("neighbourhood and prevention"),
        )


def balance_of_teams(*, teams: Iterable[Team], start: date, end: date) -> Balance:
    """All hours of `teams` on days in `[start, end)`; two queries. The floor only when it is that of one team."""
    pks = [team.pk for team in teams]
    minutes = (
        TimeEntry.objects.filter(team__in=pks, worked_on__gte=start, worked_on__lt=end)
        .values_list("kind")
        .annotate(minutes=Sum("minutes"))
    )
    floors = PreventionFloor.objects.filter(team__in=pks, starts_on__lt=end).order_by("-starts_on")
    running = [floor for floor in floors if floor.ends_on is None or floor.ends_on >= end]
    return Balance(minutes=dict(minutes), floor=running[0].percentage if len(pks) == 1 and running else None)
