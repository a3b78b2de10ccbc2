"""A list of fifty thousand rows is taken in within a minute, by a process that stays small."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from cases.models import Case, Person
from tests.cases.caseload.lists import rows, team_for_lists, workbook

ROWS = int(os.environ.get("WIJKTEAM_IMPORT_ROWS", "50000"))
SECONDS, MEGABYTES = 60, 300
# The process says itself how large it was at its largest: what its parent was does not count.
MEASURED = """
import sys
from django.core.management import execute_from_command_line
try:
    execute_from_command_line(sys.argv[1:])
finally:
    print([line for line in open("/proc/self/status") if line.startswith("VmHWM")][0], file=sys.stderr)
"""

pytestmark = [pytest.mark.nightly, pytest.mark.django_db(transaction=True)]


def test_fifty_thousand_rows_in_a_minute(tmp_path: Path) -> None:
    team_for_lists()
    path = tmp_path / "list.xlsx"
    path.write_bytes(workbook(rows(ROWS)))
    begun = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", MEASURED, "manage.py", "import_caseload", str(path)],
        env=os.environ | {"WIJKTEAM_DB_NAME": connection.settings_dict["NAME"]},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )
    seconds = time.monotonic() - begun
    largest = int(done.stderr.rpartition("VmHWM:")[2].split()[0]) / 1024
    assert sys.__stdout__
    sys.__stdout__.write(f"\n{ROWS} rows, {path.stat().st_size / 1e6:.1f} MB: {seconds:.1f} s, {largest:.0f} MB\n")
    assert done.returncode == 0, done.stderr[-2000:]
    assert Person.objects.count() == ROWS
    assert Case.objects.count() == ROWS - ROWS // 4
    assert seconds <= SECONDS
    assert largest <= MEGABYTES
