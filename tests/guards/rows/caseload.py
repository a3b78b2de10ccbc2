"""Taking in a list: the team coordinators of its team, and for another coordinator it does not exist."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from cases.models import CaseloadJob
from tests.factories import CaseloadImportFactory, CaseloadJobFactory
from tests.guards.access import Row, button, form, only, page
from tests.guards.world import TEAM_COORDINATORS, World

OWN = {**only(TEAM_COORDINATORS, 404), "coordinator": 200}


def sent(world: World) -> Mapping[str, Any]:
    return {"public_id": CaseloadJobFactory.create(team=world.team).public_id}


def taken_in(world: World) -> Mapping[str, Any]:
    now = timezone.now()
    batch = CaseloadImportFactory.create(made_at=now - timedelta(hours=1))
    job: CaseloadJob = CaseloadJobFactory.create(
        team=world.team, state="done", batch=batch, confirmed_at=now, ended_at=now, content=None
    )
    return {"public_id": job.public_id}


ROWS: dict[str, Row] = {
    "cases:caseload": form(only(TEAM_COORDINATORS, 200)),
    "cases:caseload-columns": form(OWN, sent),
    "cases:caseload-words": form(OWN, sent, empty=302),
    "cases:caseload-look": form(OWN, sent),
    "cases:caseload-drop": button({**OWN, "coordinator": 302}, sent),
    "cases:caseload-result": page(OWN, taken_in),
    "cases:caseload-undo": form(OWN, taken_in, empty=302),
}
