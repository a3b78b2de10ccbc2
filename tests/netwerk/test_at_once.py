"""Two people at the same moment: what PostgreSQL keeps whole, from two real connections."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from threading import Barrier

import pytest
from django.db import connections

from netwerk.enums import Ring
from netwerk.models import RingMembership, WorkingAgreement
from netwerk.services.move_in_rings import DayTooEarly, StandsThereAlready, move_in_rings
from netwerk.services.write_agreement import AgreementDetails, StartsTooEarly, make_version
from tests.factories import RingMembershipFactory, TeamMembershipFactory, WorkingAgreementFactory

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each act gave, or the exception that it raised."""
    barrier = Barrier(len(acts))

    def run(act: Callable[[], object]) -> object:
        try:
            barrier.wait(timeout=60)
            return act()
        except Exception as error:
            return error
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_colleagues_move_one_partner() -> None:
    place = RingMembershipFactory.create()
    by = TeamMembershipFactory.create(team=place.team).user

    def move(ring: Ring | None) -> object:
        return move_in_rings(
            team=place.team, organisation=place.organisation, ring=ring, on=date(2026, 5, 4), reason="Zo is het", by=by
        )

    gave = at_once(lambda: move(Ring.SECOND), lambda: move(Ring.SECOND))
    assert sum(isinstance(one, StandsThereAlready | DayTooEarly) for one in gave) == 1
    assert list(RingMembership.objects.order_by("starts_on").values_list("ring", "ends_on")) == [
        (1, date(2026, 5, 4)),
        (2, None),
    ]


def test_two_colleagues_write_the_next_version() -> None:
    first = WorkingAgreementFactory.create()
    by = TeamMembershipFactory.create(team=first.team).user

    def write(text: str) -> object:
        details = AgreementDetails(starts_on=date(2026, 5, 4), review_on=date(2027, 5, 4), consult=text)
        return make_version(
            team=first.team,
            organisation=first.organisation,
            details=details,
            by=by,
            at=datetime(2026, 5, 4, 9, tzinfo=UTC),
        )

    gave = at_once(lambda: write("Bel"), lambda: write("Mail"))
    assert sum(isinstance(one, StartsTooEarly) for one in gave) == 1
    assert list(WorkingAgreement.objects.order_by("version").values_list("version", "ends_on")) == [
        (1, date(2026, 5, 4)),
        (2, None),
    ]
