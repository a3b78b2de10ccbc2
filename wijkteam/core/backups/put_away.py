"""Putting away what the database hands over, closed, in a folder elsewhere; and throwing away what is too old.

The database server hands over in a folder of its own: `whole-*.tar.gz` (a base backup, made once a day by
pg_basebackup) and each segment of its log (archive_command, at least once a minute when something was written). Both
leave that folder as soon as they stand, closed and written to disk, in the store:

    whole/20261122T031500Z/base.tar.gz.age, attachments.tar.age, manifest.json (last: without it there is no backup)
    log/000000010000000000000007.age
"""

import hashlib
import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Final

from wijkteam.core.backups import age, state

KEPT_FOR: Final = timedelta(days=35)
_SEGMENT: Final = re.compile(r"[0-9A-F]{24}(?:\.[0-9A-F]{8}\.backup)?|[0-9A-F]{8}\.history")
_WHOLE: Final = re.compile(r"whole-(\d{8}T\d{6}Z)\.tar\.gz")
_MOMENT: Final = "%Y%m%dT%H%M%SZ"


@dataclass(frozen=True, kw_only=True)
class Store:
    """`public` is the public half of the key (`age1...`); the private half is nowhere on this machine."""

    folder: Path
    public: str

    def put_away(self, handed_over: Path, attachments: Path) -> int:
        """Take in everything that lies ready. Returns how many files that was."""
        taken = 0
        for file in sorted(handed_over.iterdir()):
            if _SEGMENT.fullmatch(file.name):
                self._close_file(file, self.folder / "log" / f"{file.name}.age")
                file.unlink()
                taken += 1
            elif match := _WHOLE.fullmatch(file.name):
                self._whole(file, attachments, match.group(1))
                file.unlink()
                taken += 1
        state.keep(log_at=datetime.now(UTC).isoformat())
        return taken

    def expire(self, *, now: datetime) -> list[str]:
        """Throw away what is older than KEPT_FOR, and the log that belongs to nothing any more. Returns their names."""
        gone = [name for name in self.wholes() if now - moment(name) > KEPT_FOR]
        for name in gone:
            shutil.rmtree(self.folder / "whole" / name)
        for broken in self._folders() - set(self.wholes()) - set(gone):
            if now - moment(broken) > timedelta(days=1):
                shutil.rmtree(self.folder / "whole" / broken)
        oldest = min((moment(name) for name in self.wholes()), default=now - KEPT_FOR)
        for file in (self.folder / "log").glob("*.age"):
            if file.stat().st_mtime < (oldest - timedelta(days=1)).timestamp():
                file.unlink()
                gone.append(file.name)
        return gone

    def wholes(self) -> list[str]:
        """Names of whole backups, the oldest first."""
        return sorted(name for name in self._folders() if (self.folder / "whole" / name / "manifest.json").exists())

    def _folders(self) -> set[str]:
        whole = self.folder / "whole"
        return {entry.name for entry in whole.iterdir()} if whole.exists() else set()

    def _whole(self, base: Path, attachments: Path, name: str) -> None:
        folder = self.folder / "whole" / name
        files = {"base.tar.gz.age": self._close_file(base, folder / "base.tar.gz.age")}
        attachments.mkdir(parents=True, exist_ok=True)
        # After the database, so that every file that it names is there.
        command = ["tar", "--create", "--directory", str(attachments), "--warning=no-file-changed", "."]
        with subprocess.Popen(command, stdout=subprocess.PIPE) as tar:  # noqa: S603  (our own command)
            if tar.stdout is not None:  # always: it was asked for
                files["attachments.tar.age"] = self._close(tar.stdout, folder / "attachments.tar.age")
        if tar.returncode not in (0, 1):  # 1: a file was taken away meanwhile
            raise OSError(f"tar ended with {tar.returncode}")
        _write_whole(folder / "manifest.json", [json.dumps({"began": name, "files": files}, indent=1).encode()])
        state.keep(whole_at=moment(name).isoformat())

    def _close_file(self, source: Path, target: Path) -> dict[str, object]:
        with source.open("rb") as stream:
            return self._close(stream, target)

    def _close(self, source: IO[bytes], target: Path) -> dict[str, object]:
        target.parent.mkdir(parents=True, exist_ok=True)
        unfinished = target.with_name(f"{target.name}.unfinished")
        with unfinished.open("wb") as stream:
            age.close(source, stream, public=self.public)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
        return {"bytes": target.stat().st_size, "sha256": digest(target)}


def moment(name: str) -> datetime:
    return datetime.strptime(name, _MOMENT).replace(tzinfo=UTC)


def name_of(at: datetime) -> str:
    return at.astimezone(UTC).strftime(_MOMENT)


def digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _write_whole(target: Path, parts: Iterable[bytes]) -> None:
    unfinished = target.with_name(f"{target.name}.unfinished")
    with unfinished.open("wb") as stream:
        stream.writelines(parts)
        stream.flush()
        os.fsync(stream.fileno())
    unfinished.replace(target)
