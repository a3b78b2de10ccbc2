"""What the tests of a killed worker share: files full of words to look for, and a search in all that is kept."""

import contextlib
import datetime as dt
import os
import re
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone
from kombu import Connection

from cases.models import Case, Household, Person
from cases.services.store_file import write_file
from tests.conftest import as_owner
from tests.factories import (
    ActionFactory,
    AttachmentFactory,
    BreakGlassFactory,
    ConferenceItemFactory,
    ContactFactory,
    DraftFactory,
    EscalationFactory,
    ExplorationFactory,
    GoalFactory,
    HouseholdAddressFactory,
    NetworkPersonFactory,
    PlanFactory,
    ProvisionFactory,
    QuestionFactory,
    SafetyRecordFactory,
    SafetyStepFactory,
    SharingRecordFactory,
    UserFactory,
)
from tests.factories.retention import closed_long_ago
from wijkteam.celery import app
from wijkteam.retention.models import DestructionList
from wijkteam.retention.services.walk_list import approve_list, draw_up_list, review_list

CANARY = "kanarieweg"
LONG_AGO = dt.datetime(2009, 1, 12, 9, tzinfo=dt.UTC)


def fill(case: Case) -> None:
    """A file with something of each kind in it, among which what must never change."""
    worker = case.coordinators.get().worker
    ContactFactory.create(case=case, author=worker, occurred_at=LONG_AGO, text=f"{CANARY} contact")
    plan = PlanFactory.create(case=case, created_by=worker, in_force=True)
    ActionFactory.create(goal=GoalFactory.create(plan=plan, text=f"{CANARY} doel"), text=f"{CANARY} actie")
    exploration = ExplorationFactory.create(case=case)
    NetworkPersonFactory.create(exploration=exploration, name=f"{CANARY} buurvrouw")
    EscalationFactory.create(case=case, reason=f"{CANARY} escalatie", ended=True)
    record = SafetyRecordFactory.create(case=case, about=f"{CANARY} zorg")
    SafetyStepFactory.create(record=record, text=f"{CANARY} stap")
    SharingRecordFactory.create(case=case, ground=f"{CANARY} grond")
    ProvisionFactory.create(case=case, starts_on=dt.date(2005, 1, 1), provider=f"{CANARY} aanbieder")
    HouseholdAddressFactory.create(household=case.household, street=f"{CANARY} straat")
    BreakGlassFactory.create(case=case, reason=f"{CANARY} en dat was nodig, zei de politie.", ended=True)
    ConferenceItemFactory.create(
        case=case, conference__team=case.team, question=f"{CANARY} overleg", notes=f"{CANARY} verslag"
    )
    DraftFactory.create(user=worker, subject=case.public_id)
    file = AttachmentFactory.create(case=case, name=f"{CANARY}.pdf", added_by=worker)
    write_file(name=file.stored_as, content=f"%PDF-1.4 {CANARY}".encode())


def closed_file(number: int) -> Case:
    case = closed_long_ago(filled=fill)
    QuestionFactory.create(
        became_case=True, team=case.team, case=case, household=case.household, asked=f"{CANARY} vraag {number}"
    )
    Household.objects.filter(pk=case.household_id).update(name=f"{CANARY} gezin {number}", street=f"{CANARY} 1")
    Person.objects.filter(memberships__household=case.household_id).update(family_name=f"{CANARY} {number}")
    return case


def approved_list(count: int) -> DestructionList:
    """With so many files, authorised eight days ago."""
    with transaction.atomic():
        for number in range(count):
            closed_file(number)
        # What was typed in today is about long ago.
        Case.objects.update(last_contact_at=LONG_AGO)
    then = timezone.now() - dt.timedelta(days=8)
    by = UserFactory.create(administrator=True)
    made = draw_up_list(by=by, at=then, request_key=uuid.uuid4())
    made = review_list(destruction=made, by=UserFactory.create(privacy_officer=True), at=then)
    return approve_list(destruction=made, by=UserFactory.create(administrator=True), at=then)


def words_left() -> dict[str, int]:
    """In how many lines of which table, and in how many files on the disk, the word stands: every column, as text."""
    found: dict[str, int] = {}
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class "
            "WHERE relkind IN ('r', 'm') AND relnamespace = 'public'::regnamespace"
        )
        for (table,) in cursor.fetchall():
            with cursor.copy(f"COPY (SELECT t::text FROM {table} t) TO STDOUT") as copy:  # noqa: S608  (names of tables)
                data = b"".join(bytes(part) for part in copy)
            if number := len(re.findall(CANARY.encode(), data)):
                found[table] = number
    for path in Path(settings.ATTACHMENTS_ROOT).rglob("*"):
        if path.is_file() and CANARY.encode() in path.read_bytes():
            found["files on the disk"] = found.get("files on the disk", 0) + 1
    ledger = Path(settings.DESTRUCTION_LEDGER)
    if ledger.exists() and CANARY in ledger.read_text("utf-8"):
        found["ledger"] = 1
    with Connection(settings.CELERY_BROKER_URL) as broker:
        client: Any = broker.default_channel.client  # type: ignore[attr-defined]  # of Valkey
        for key in client.keys("*"):
            kept = client.dump(key) or b""
            if CANARY.encode() in kept:
                found["queue"] = found.get("queue", 0) + 1
    return found


@contextlib.contextmanager
def worker(folder: Path, queue: str, *, stops_at: str = "") -> Iterator[Path]:
    """A worker with one process, as production starts it. Gives the file that it makes where it stops."""
    stopped = folder / "stopped"
    stopped.unlink(missing_ok=True)
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.retention.worker_settings",
        "WIJKTEAM_DB_ROLE": "worker",
        "WIJKTEAM_DB_NAME": connection.settings_dict["NAME"],
        "WIJKTEAM_ATTACHMENTS_OF_TEST": str(settings.ATTACHMENTS_ROOT),
        "WIJKTEAM_LEDGER_OF_TEST": str(settings.DESTRUCTION_LEDGER),
        "WIJKTEAM_TEST_QUEUE": queue,
        "WIJKTEAM_TEST_STOPS_AT": stops_at,
        "WIJKTEAM_TEST_STOPPED": str(stopped),
    }
    command = [
        sys.executable, "-W", "ignore", "-m", "celery", "--app", "tests.retention.worker_that_stops", "worker",
        "--concurrency", "1", "--queues", queue, "--loglevel", "WARNING", "--without-gossip", "--without-mingle",
    ]  # fmt: skip
    with (folder / "worker.log").open("ab") as log:
        process = subprocess.Popen(
            command, env=environment, cwd=settings.BASE_DIR, stdout=log, stderr=log, start_new_session=True
        )
        try:
            yield stopped
        finally:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)  # the worker and the process that does its work, at once
            process.wait()


def wait_until(true: Any, folder: Path, *, seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, (folder / "worker.log").read_text()[-3000:]
        time.sleep(0.05)


def send(queue: str, name: str, **message: Any) -> None:
    with Connection(settings.CELERY_BROKER_URL) as broker:
        app.send_task(name, kwargs=message, queue=queue, connection=broker)
