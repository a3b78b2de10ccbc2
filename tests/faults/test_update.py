"""G11: a table is changed while people read and write it, and while somebody has it in a long transaction."""

import threading
import time

import psycopg
import pytest
from django.db import connection, models

from cases.models import Case
from tests.conftest import as_owner
from tests.faults.rig import Answer, Rig, contact, get, post
from tests.faults.sessions import session_of
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.core.locks import patiently
from wijkteam.hours.models import TimeEntry

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
ROWS = 1_000_000
A_FEW = 20_000
# Somebody has the table in a transaction for so many seconds.
OPEN_FOR = 6.0
SHORT = 3.0
A_SECOND = 20


def grow(case: Case, user: User, rows: int) -> None:
    """Without the history of each row, which is not what is measured here."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ALTER TABLE hours_timeentry DISABLE TRIGGER USER")
        cursor.execute(
            "INSERT INTO hours_timeentry"
            " (team_id, user_id, worked_on, minutes, kind, area_id, note, public_id, created_at)"
            " SELECT %s, %s, DATE '2026-01-01' + n %% 300, 15, 'team', %s, '', gen_random_uuid(), now()"
            " FROM generate_series(1, %s) n",
            [case.team_id, user.pk, case.area_id, rows],
        )
        cursor.execute("ALTER TABLE hours_timeentry ENABLE TRIGGER USER")


@pytest.mark.parametrize(
    ("rows", "open_for"), [(A_FEW, SHORT), pytest.param(ROWS, OPEN_FOR, marks=pytest.mark.nightly)]
)
def test_g11_a_table_changes_while_people_work(
    small_rig: Rig, case: Case, colleague: User, measured: Measured, rows: int, open_for: float
) -> None:
    """Beside other tests how long somebody waited says nothing, so the short one leaves that out."""
    if rows < ROWS:
        measured.is_a_try()
    rig = small_rig
    grow(case, colleague, rows)
    person = {"session": session_of(colleague)}
    rig.programs["web"] = rig.start_web(workers=1)
    rig.wait_for_web()
    page, form = f"/casussen/{case.public_id}/", f"/casussen/{case.public_id}/contact/"
    get(rig.port, page, person)
    answers: list[Answer] = []
    stop = threading.Event()

    def read() -> None:
        while not stop.is_set():
            began = time.monotonic()
            answers.append(get(rig.port, "/uren/", person))
            time.sleep(max(0, 4 / A_SECOND - (time.monotonic() - began)))

    readers = [threading.Thread(target=read) for _ in range(4)]
    field = models.IntegerField(null=True)
    field.set_attributes_from_name("added_by_a_test")
    settings = connection.settings_dict
    held = psycopg.connect(
        host=settings["HOST"], port=settings["PORT"], dbname=settings["NAME"], user=settings["USER"],
        password=settings["PASSWORD"],
    )  # fmt: skip
    held.execute("SELECT count(*) FROM hours_timeentry")  # and goes on holding it
    threading.Timer(open_for, held.close).start()
    tries = 0

    def change() -> None:
        nonlocal tries
        tries += 1
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '1s'")
        with connection.schema_editor() as editor:
            editor.add_field(TimeEntry, field)

    for reader in readers:
        reader.start()
    try:
        with as_owner():
            patiently(change)
        # The version before goes on: it knows nothing of the column.
        written = post(rig.port, form, person, contact("6b0b4a1e-7a55-4a43-9d5b-0f4b7f0f7d11"))
    finally:
        stop.set()
        for reader in readers:
            reader.join()
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("ALTER TABLE hours_timeentry DROP COLUMN IF EXISTS added_by_a_test")
    assert tries > 1, "it did not have to wait: nothing was tried"
    assert {answer.status for answer in answers} == {200}
    assert written.status == 302
    worst = max(answer.seconds for answer in answers)
    assert worst <= 1.5 or rows < ROWS
    measured("G11", f"{len(answers)} requests on {rows:,} rows while it changed: 0 errors", part="errors")
    measured.worst("G11", "worst read", worst, "s", part="read")
    measured("G11", "wrote on the new table without knowing it", part="old")
