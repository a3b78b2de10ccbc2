"""Periods over a longer period: whoever reads reports."""

from collections.abc import Mapping
from typing import Any

from tests.factories import PeriodReportFactory
from tests.guards.access import Row, page, readers
from tests.guards.world import World


def a_period_report(world: World) -> Mapping[str, Any]:
    content = {
        "kind": "quarter",
        "start": "2026-01",
        "name": "Voorbeeldstad",
        "definitions_version": "1",
        "figures": {},
    }
    tables: dict[str, Any] = {"districts": [], "themes": [], "protection": {"threshold": 10, "rounded_to": 5}}
    return {"public_id": PeriodReportFactory.create(content=content | tables).public_id}


ROWS: dict[str, Row] = {
    "reports:period": page(readers(200), a_period_report),
    "reports:period_file": page(readers(200), lambda world: {**a_period_report(world), "kind": "csv"}),
}
