"""What may be shared with partners, and who helps."""

from tests.guards.access import Row, by_id, form, of_case, of_case_and, page

ROWS: dict[str, Row] = {
    "cases:partners": page(of_case(200), by_id("case")),
    "cases:involvement-choose": page(of_case(200), by_id("case")),
    "cases:involvement-add": form(
        of_case(200),
        lambda world: {
            "public_id": world.case.public_id,
            "organisation_id": world.involvement.organisation.public_id,
        },
    ),
    "cases:involvement-step": form(
        of_case(200),
        lambda world: {
            "public_id": world.case.public_id,
            "involvement_id": world.involvement.public_id,
            "kind": "afgerond",
        },
    ),
    "cases:sharing-add": form(of_case(200), by_id("case")),
    "cases:sharing-withdraw": form(of_case(200), of_case_and(record_id="sharing")),
    "cases:shared": form(of_case(200), by_id("case")),
    "cases:shared-with-whom": page(of_case(200), by_id("case")),
}
