"""What a neighbourhood analysis may say of the own work: numbers of published reports, and no others."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.translation import get_language

from collectief.selectors.analysis_evidence import OwnRow, Published
from wijkteam.reports.models import REPORT_ROLE, MonthlyReport
from wijkteam.reports.selectors.report_page import HIDDEN, shown
from wijkteam.teams.models import Team


def published_for(team: Team, starts_on: date, ends_on: date, codes: frozenset[str]) -> Published | None:
    """The first and the last report of the team that was published over `[starts_on, ends_on)`.

    Read as the role that sees published reports and nothing else, so that no true count can come along. Two statements.
    """
    reports = (
        MonthlyReport.objects.using(REPORT_ROLE)
        .published()
        .latest_published_versions()
        .filter(scope=team.code, month__gte=starts_on, month__lt=ends_on)
    )
    first, last = reports.order_by("month").first(), reports.order_by("-month").first()
    if first is None or last is None:
        return None
    return Published(
        first_month=f"{first.month:%Y-%m}",
        last_month=f"{last.month:%Y-%m}",
        themes=_rows(first.content.get("themes", []), last.content.get("themes", [])),
        districts=_rows(
            first.content.get("districts", []),
            [row for row in last.content.get("districts", []) if row["code"] in codes],
        ),
    )


def _rows(first: Sequence[Mapping[str, Any]], last: Sequence[Mapping[str, Any]]) -> tuple[OwnRow, ...]:
    before = {row["code"]: row["households"] for row in first}
    return tuple(
        OwnRow(
            name=(row.get("name_en") if get_language() == "en" else "") or row["name"],
            first=shown(before.get(row["code"], HIDDEN)),
            last=shown(row["households"]),
        )
        for row in last
    )
