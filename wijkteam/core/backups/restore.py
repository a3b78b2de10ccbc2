"""Putting a backup back: a data folder that PostgreSQL recovers from when it starts, and the files of households."""

import json
import shutil
import subprocess
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from wijkteam.core.backups import age
from wijkteam.core.backups.put_away import Store, digest, moment


class NoBackup(Exception):
    """There is none from before that moment, or it is not whole any more."""


def restore(store: Path, *, private: str, data: Path, attachments: Path, until: datetime | None = None) -> datetime:
    """Fill the empty folders `data` and `attachments`. Returns when the backup began that was taken.

    PostgreSQL, started on `data`, recovers to the last thing that was put away, or to just before `until`. After that
    run `manage.py migrate` (rights) and, where there is one, `manage.py replay_destructions`.

    Raises:
        NoBackup
        age.NotOurs: another key, or somebody changed it.
    """
    if any(folder.exists() and any(folder.iterdir()) for folder in (data, attachments)):
        raise NoBackup("A folder to restore into must be empty.")
    names = [name for name in Store(folder=store, public="").wholes() if until is None or moment(name) < until]
    if not names:
        raise NoBackup("There is no whole backup from before that moment.")
    name = names[-1]
    whole = store / "whole" / name
    for file, known in json.loads((whole / "manifest.json").read_text("utf-8"))["files"].items():
        if digest(whole / file) != known["sha256"]:
            raise NoBackup(f"{name}/{file} is not what was put away.")
    _unpack(whole / "base.tar.gz.age", data, private, packed=True)
    _unpack(whole / "attachments.tar.age", attachments, private, packed=False)
    data.chmod(0o700)
    log = data / "put_away"
    log.mkdir()
    for closed in sorted((store / "log").glob("*.age")):
        with closed.open("rb") as source, (log / closed.stem).open("wb") as target:
            age.open_closed(source, target, private=private)
    settings = ["restore_command = 'cp put_away/%f %p'", "archive_mode = off", "recovery_target_action = 'promote'"]
    if until is not None:
        settings += [f"recovery_target_time = '{until.astimezone(UTC).isoformat()}'", "recovery_target_inclusive = off"]
    with (data / "postgresql.auto.conf").open("a") as auto:
        auto.write("\n".join(["", *settings, ""]))
    (data / "recovery.signal").touch()
    return moment(name)


def _unpack(closed: Path, folder: Path, private: str, *, packed: bool) -> None:
    """Opened to a file first: nothing is unpacked of what turns out to be changed."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent) as beside:
        plain = Path(beside) / "plain"
        with closed.open("rb") as source, plain.open("wb") as target:
            age.open_closed(source, target, private=private)
        command = [shutil.which("tar") or "tar", "--extract", "--directory", str(folder), "--file", str(plain)]
        subprocess.run([*command, *(["--gzip"] if packed else [])], check=True)  # noqa: S603  (our own command)
