"""How long households waited for a partner, from our own requests: no promise of the partner, no personal data."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Aggregate, Count, F, FloatField, Func, IntegerField

from cases.enums import InvolvementMode
from cases.models import Involvement

# Fewer starts than this say nothing about the next one, and might be recognised.
SHOWN_FROM = 5
LOOKS_BACK = timedelta(days=730)


class Percentile(Aggregate):
    """SQL `percentile_cont(share)`: the value below which that share of the rows lies."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(share)s) WITHIN GROUP (ORDER BY %(expressions)s)"
    output_field = FloatField()

    def __init__(self, expression: Any, *, share: float) -> None:
        super().__init__(expression, share=float(share))


@dataclass(frozen=True, kw_only=True)
class Waited:
    """Days from the request to the start of the help."""

    median: int
    most: int
    count: int


def waited(organisations: Collection[int], *, today: date) -> dict[tuple[int, int | None], Waited]:
    """By organisation and service, over two years; nothing where there were fewer than `SHOWN_FROM`. One statement."""
    days = Func(
        F("started_on"), F("sent_on"), template="(%(expressions)s)", arg_joiner=" - ", output_field=IntegerField()
    )
    rows = (
        Involvement.objects.filter(
            organisation__in=organisations,
            started_on__isnull=False,
            sent_on__gte=today - LOOKS_BACK,
            mode__in=[InvolvementMode.TEMPORARY, InvolvementMode.REFERRED],
        )
        .values("organisation", "service")
        .annotate(count=Count("pk"), median=Percentile(days, share=0.5), most=Percentile(days, share=0.9))
        .filter(count__gte=SHOWN_FROM)
        .order_by("organisation", "service")
    )
    return {
        (row["organisation"], row["service"]): Waited(
            median=round(row["median"]), most=round(row["most"]), count=row["count"]
        )
        for row in rows
    }
