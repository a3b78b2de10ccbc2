"""G08 at its full size: at each moment seven times, 56 kills in all."""

from pathlib import Path
from typing import Any

import pytest

from tests.promises import Measured
from tests.reports.conftest import Place, place
from tests.reports.test_killed_worker import MOMENTS, _messages_go_through_the_broker, killed_at, next_worker, wanted

__all__ = ["_messages_go_through_the_broker", "next_worker", "place", "wanted"]
pytestmark = [pytest.mark.nightly, pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("again", range(7))
@pytest.mark.parametrize("moment", MOMENTS)
def test_g08_killed_fifty_times(
    place: Place, wanted: dict[str, Any], tmp_path: Path, next_worker: Path, moment: str, again: int, measured: Measured
) -> None:
    killed_at(moment, place, wanted, tmp_path, next_worker, measured, at_full_size=True)
