"""G10: what was destroyed does not come back with a restored backup."""

import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case
from tests.conftest import as_owner
from tests.factories import ResidueFactory
from tests.factories.retention import closed_long_ago
from wijkteam.retention.models import Residue
from wijkteam.retention.services.keep_ledger import append_line, read_ledger, write_ledger

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def ledger(settings: object, tmp_path: Path) -> Path:
    path = tmp_path / "destroyed.jsonl"
    settings.DESTRUCTION_LEDGER = path  # type: ignore[attr-defined]
    return path


def test_g10_a_restored_file_goes_again(ledger: Path) -> None:
    """The database is that of before the destruction: the file is there, the ledger in it is not."""
    case, other = closed_long_ago(), closed_long_ago()
    line = {
        "list_id": "00000000-0000-0000-0000-000000000009", "case_id": case.pk, "case_public_id": str(case.public_id),
        "household_id": case.household_id, "household_gone": True, "people": [], "files": [], "rows": {},
        "ground": "wmo", "years": 15, "due_on": "2024-03-02", "destroyed_at": "2026-05-04T09:00:00Z", "destroyed_by": 1,
    }  # fmt: skip
    # A number that somebody else has by now is left alone: the pseudonym has to fit too.
    wrong = {**line, "case_id": other.pk, "case_public_id": "00000000-0000-0000-0000-00000000000a"}
    ledger.write_text(json.dumps(line) + "\n" + json.dumps(wrong) + "\n", "utf-8")
    with as_owner():
        call_command("replay_destructions")
        call_command("replay_destructions")
    assert list(Case.objects.values_list("pk", flat=True)) == [other.pk]
    assert Residue.objects.filter(case_public_id=case.public_id).count() == 1


def test_replaying_is_for_the_owner(ledger: Path) -> None:
    with pytest.raises(CommandError):
        call_command("replay_destructions")


def test_a_ledger_that_cannot_be_read_destroys_nothing(ledger: Path) -> None:
    case = closed_long_ago()
    ledger.write_text("onzin\n{}\n", "utf-8")
    with as_owner(), pytest.raises(CommandError):
        call_command("replay_destructions")
    assert Case.objects.filter(pk=case.pk).exists()


def test_each_file_comes_in_the_ledger_outside_the_database(ledger: Path) -> None:
    first, second = ResidueFactory.create(), ResidueFactory.create()
    append_line(case_id=first.case_id)
    assert [line["case_id"] for line in read_ledger(ledger)] == [first.case_id]
    with ledger.open("a", encoding="utf-8") as file:
        file.write('{"cut off by a cra')
    append_line(case_id=second.case_id)
    known = {line["case_id"] for line in read_ledger(ledger)}
    assert {first.case_id, second.case_id} <= known
    assert write_ledger() == 0
