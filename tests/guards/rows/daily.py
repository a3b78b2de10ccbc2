"""What everybody uses every day: finding, the day and the week, the digest."""

from tests.guards.access import Row, casework, form, signed_in

ROWS: dict[str, Row] = {
    # Each role finds the pages of its own menu; files are found by casework alone (tests/daily/test_find.py).
    "cases:log": form(casework(200)),
    "daily:find": form(signed_in(200), empty=200),
}
