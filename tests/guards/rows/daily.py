"""What everybody uses every day: finding, logging, the day and the week, the daily mail."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone

from tests.guards.access import Row, button, casework, everybody, form, page, signed_in
from tests.guards.world import World
from wijkteam.daily.notifications.digest_mail import stop_url
from wijkteam.daily.services.calendar_feed import make_address


def fetch(world: World) -> Mapping[str, Any]:
    """The address that a calendar program asks: of `colleague`, and whoever has it reads along."""
    token = make_address(user=world.people["colleague"], with_names=False, at=timezone.now())
    return {"token": token}


def stop(world: World) -> Mapping[str, Any]:
    return {"token": stop_url(world.people["colleague"]).rstrip("/").rpartition("/")[2]}


ROWS: dict[str, Row] = {
    "cases:log": form(casework(200)),
    # Each role finds the pages of its own menu; files are found by casework alone (tests/daily/test_find.py).
    "daily:find": form(signed_in(200), empty=200),
    "daily:calendar": page(casework(200)),
    "daily:calendar-address": form(casework(200), empty=200),
    "daily:calendar-address-end": button(casework(302)),
    # Without a session: the token is the key, and opens one calendar without names.
    "daily:feed": Row(get=everybody(200), post=everybody(405), at=fetch),
    "daily:digest": form(casework(200)),
    "daily:digest-stop": Row(get=everybody(200), post=everybody(200), at=stop),
}
