"""G25 at its full size: two hundred files, and a worker that is killed again and again."""

from pathlib import Path

import pytest

from tests.promises import Measured
from tests.retention.test_killed_worker import MOMENTS, _messages_go_through_the_broker, walk

__all__ = ["_messages_go_through_the_broker"]
pytestmark = [pytest.mark.nightly, pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
FILES = 200


def test_g25_two_hundred_files_with_kills(tmp_path: Path, measured: Measured) -> None:
    moments = MOMENTS * 5
    walk(tmp_path, files=FILES, moments=moments)
    measured("G25", f"{FILES} files, {len(moments)} kills, 0 words left", part="gone")
