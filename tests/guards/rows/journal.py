"""Files, escalations, the reporting code and drafts: what everybody gets there."""

from tests.guards.access import (
    Outcomes,
    Row,
    administrator,
    button,
    by_id,
    casework,
    form,
    instead,
    of_case,
    of_case_and,
    of_public_team,
    only,
    page,
    staff,
)
from tests.guards.world import TEAM_COORDINATORS, World


def of_its_coordinator(status: int) -> Outcomes:
    """A safety record: for everybody else it does not exist."""
    return {**casework(404), "colleague": status}


def of_its_writer(status: int) -> Outcomes:
    """A draft: nobody else learns that there is one."""
    return {**staff(404), "colleague": status}


def step_one(world: World) -> dict[str, object]:
    return {"public_id": world.case.public_id, "record_id": world.safety_record.public_id, "number": 1}


RECORD = of_case_and(record_id="safety_record")

# Without a form of ours there is nothing to keep.
_asked_by_a_form = Row(get=staff(405), post=staff(403))

ROWS: dict[str, Row] = {
    "drafts:list": page(staff(200)),
    "drafts:keep": _asked_by_a_form,
    "drafts:find": _asked_by_a_form,
    "drafts:drop": _asked_by_a_form,
    "drafts:draft": page(of_its_writer(200), by_id("kept_draft")),
    "drafts:remove": button(of_its_writer(302), by_id("kept_draft")),
    "cases:contact-earlier": Row(
        get={**of_case(403), "colleague": 200, "coordinator": 200},
        post=instead(of_case(405), 405),
        at=of_case_and(contact_id="contact"),
    ),
    "cases:contact-follow-up": button(of_case(302), of_case_and(contact_id="contact")),
    "cases:safety-officers": page(administrator(200)),
    "cases:safety-officer-add": form(administrator(200), of_public_team),
    "cases:safety-officer-end": Row(
        get=administrator(200), post=administrator(302), at=lambda world: {"pk": world.safety_officer.pk}
    ),
    "cases:files": form(of_case(200), of_case_and()),
    "cases:file": page(of_case(200), of_case_and(file_id="attachment")),
    "cases:file-remove": button(
        {**of_case(403), "colleague": 302}, of_case_and(file_id="attachment"), roles=of_case(405)
    ),
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
