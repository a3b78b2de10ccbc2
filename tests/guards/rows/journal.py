"""Files, escalations, the reporting code and drafts: what everybody gets there."""

from tests.guards.access import (
    Outcomes,
    Row,
    button,
    casework,
    form,
    of_case,
    of_case_and,
    only,
    page,
)
from tests.guards.world import TEAM_COORDINATORS, World


def of_its_coordinator(status: int) -> Outcomes:
    """A safety record: for everybody else it does not exist."""
    return {**casework(404), "colleague": status}


def step_one(world: World) -> dict[str, object]:
    return {"public_id": world.case.public_id, "record_id": world.safety_record.public_id, "number": 1}


RECORD = of_case_and(record_id="safety_record")

ROWS: dict[str, Row] = {
    "cases:files": form(of_case(200), of_case_and()),
    "cases:file": page(of_case(200), of_case_and(file_id="attachment")),
    "cases:file-remove": button({**of_case(403), "colleague": 302}, of_case_and(file_id="attachment")),
    "cases:escalation-list": page(only(TEAM_COORDINATORS, 200)),
    "cases:escalations": form(of_case(200), of_case_and()),
    "cases:escalation-end": form(of_case(200), of_case_and(escalation_id="escalation")),
    # What to do in danger is for everyone; beginning a record is for who has the right.
    "cases:safety": Row(get=of_case(200), post={**of_case(403), "colleague": 422}, at=of_case_and()),
    "cases:safety-record": page(of_its_coordinator(200), RECORD),
    "cases:safety-step": form(of_its_coordinator(200), step_one),
    "cases:safety-reader-add": form(of_its_coordinator(200), RECORD),
    "cases:safety-reader-remove": button(
        of_its_coordinator(302), of_case_and(record_id="safety_record", reader_id="safety_reader")
    ),
}
