"""The manual, its pictures and the tour, and the accessibility statement."""

from tests.guards.access import Row, button, everybody, form, page, signed_in

ROWS: dict[str, Row] = {
    "manual:contents": page(signed_in(200)),
    "manual:search": form(signed_in(200), empty=200),
    "manual:everything": page(signed_in(200)),
    "manual:page": page(signed_in(200), lambda world: {"slug": "eerste-dag"}),
    "manual:picture": page(signed_in(404), lambda world: {"name": "bestaat-niet"}),
    "manual:tour": button(signed_in(302)),
    "manual:accessibility": page(everybody(200)),
}
