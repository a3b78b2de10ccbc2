"""Who looks at the read log, and what a worker tells of their home."""

from tests.guards.access import Row, button, by_id, casework, form, only, page

_OFFICER = only(["privacy_officer"], 200)
_SENT = only(["privacy_officer"], 302)

ROWS: dict[str, Row] = {
    "audit:oversight": page(_OFFICER),
    "audit:readings": page(_OFFICER),
    "audit:flag": form(_OFFICER, by_id("flag")),
    "audit:take-flag": button(_SENT, by_id("flag")),
    "audit:sampled": form(_OFFICER, by_id("sampled")),
    "audit:take-sampled": button(_SENT, by_id("sampled")),
    "audit:limit": form(_OFFICER),
    "audit:home": form(casework(200)),
    "audit:forget-home": button(casework(302)),
}
