"""A list of four thousand rows takes four times as long as one of a thousand, and not more."""

import time
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Person
from cases.services.caseload.check import Choices, check
from cases.services.caseload.columns import guess_layout
from cases.services.caseload.known import Books
from cases.services.caseload.take_in import take_in
from tests.cases.caseload.lists import rows, team_for_lists, workbook
from wijkteam.core.spreadsheets import read_spreadsheet
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
FEW, MANY, AT_MOST = 1_000, 4_000, 1.5


def seconds() -> float:
    """Of the processor, in this process and in the server that works for it: other programs do not count."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        said = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    return time.process_time() + (int(said[11]) + int(said[12])) / 100


def seconds_a_row(count: int, *, since: int) -> float:
    content = workbook(rows(count, since=since))
    today = timezone.localdate()
    layout = guess_layout(read_spreadsheet(content))
    assert layout is not None
    begun = seconds()
    books = Books(teams=list(Team.objects.all()), today=today)
    checked = check(layout, books=books, choices=Choices(), today=today)
    take_in(checked, content=content, by=None, at=timezone.now())
    return (seconds() - begun) / count


def test_time_grows_with_the_rows_and_not_faster() -> None:
    team_for_lists()
    few = seconds_a_row(FEW, since=0)
    many = seconds_a_row(MANY, since=1_000_000)
    assert Person.objects.count() == FEW + MANY
    assert many <= AT_MOST * few, f"{few * 1000:.2f} ms a row of {FEW}, {many * 1000:.2f} ms of {MANY}"
