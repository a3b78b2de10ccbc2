"""Where the administrator keeps what a report divides and reckons with."""

from tests.guards.access import Row, administrator, form, of_public_team, page

ROWS: dict[str, Row] = {
    "areas:laws": page(administrator(200)),
    "areas:law-add": form(administrator(200)),
    "teams:rate-add": form(administrator(200), of_public_team),
}
