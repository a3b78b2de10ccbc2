"""G10: a backup put back in a second cluster, after the machine is gone and after a table was dropped."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from local.rehearse import rehearse, tables_of
from tests.faults.rig import Rig, Writers
from tests.promises import Measured
from wijkteam.core.backups import age, state
from wijkteam.core.backups.put_away import Store

pytestmark = [pytest.mark.nightly, pytest.mark.xdist_group("faults")]


def test_g10_a_backup_is_put_back_whole(rig: Rig, tmp_path: Path, measured: Measured, settings: Settings) -> None:
    settings.VAR = tmp_path / "var"
    private, public = age.make_key()
    store = Store(folder=tmp_path / "store", public=public)
    attachments = tmp_path / "attachments"
    attachments.mkdir()
    (attachments / "a").write_bytes(os.urandom(300_000))
    rig.run("web")
    rig.wait_for_web()
    rig.base_backup()
    with Writers(rig, pause=0.2) as writers:
        writers.wait_for_more(20, seconds=300)
        store.put_away(rig.handed_over, attachments)
        writers.wait_for_more(20, seconds=300)
    with rig.cluster.superuser("wijkteam") as connection:
        # A table of its own to drop: other tests go on with this installation.
        connection.execute("CREATE TABLE dropped_by_mistake AS SELECT * FROM cases_contact")
        before = tables_of(connection)
        dropped = datetime.now(UTC)
        time.sleep(1.5)
        connection.execute("DROP TABLE dropped_by_mistake")
        connection.execute("SELECT pg_switch_wal()")
        lost_at = datetime.now(UTC)
    _wait_for_log(rig, store, attachments)

    # To a minute before: everything is there, row by row.
    back = rehearse(store.folder, private=private, until=dropped)
    assert {name: rows for name, rows in back.tables.items() if rows != before[name]} == {}
    assert back.tables.keys() == before.keys()
    assert back.tables["dropped_by_mistake"][0] == back.tables["cases_contact"][0] >= len(writers.acknowledged)
    assert back.files == {"a": 300_000}
    # The last there is: without the table, so it really was the moment that brought it back.
    last = rehearse(store.folder, private=private)
    assert "dropped_by_mistake" not in last.tables
    assert last.tables["cases_contact"] == before["cases_contact"]
    assert last.last_change is not None
    with pytest.raises(age.NotOurs):
        rehearse(store.folder, private=age.make_key()[0])
    assert not state.is_late()
    gigabytes = _size(store.folder) / 1e9
    print(f"restored in {back.seconds:.1f} s; store {gigabytes:.3f} GB; last {lost_at - last.last_change}")  # noqa: T201  (a figure)
    assert back.seconds <= 15 * 60
    assert (lost_at - last.last_change).total_seconds() <= 5 * 60
    rows = sum(count for count, _ in back.tables.values())
    measured("G10", f"{len(back.tables)} tables, {rows} rows and their hashes, files: equal", part="equal")
    measured.worst("G10", "PostgreSQL took writes after", back.seconds, "s", part="rto")
    measured.worst("G10", "work lost", (lost_at - last.last_change).total_seconds(), "s", part="rpo")


def _wait_for_log(rig: Rig, store: Store, attachments: Path) -> None:
    """Until the segment with the last change lies in the store."""
    segment = rig.query("SELECT pg_walfile_name(pg_current_wal_lsn())")[0][0]
    end = time.monotonic() + 120
    while True:
        store.put_away(rig.handed_over, attachments)
        done = {file.stem for file in (store.folder / "log").glob("*.age")}
        if max((name for name in done if len(name) == 24), default="") >= _before(segment):
            return
        assert time.monotonic() < end, (segment, sorted(done)[-3:])
        time.sleep(0.5)


def _before(segment: str) -> str:
    return f"{int(segment, 16) - 1:024X}"


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
