"""Child processes that cannot outlive us, and the folders they can reach."""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

# A unix socket's address holds 108 bytes on Linux and 104 on macOS, its end marker included.
LONGEST_SOCKET_PATH = 103
# The longest name that one of our servers puts in its socket folder.
_LONGEST_SOCKET_NAME = ".s.PGSQL.5432.lock"
_PR_SET_PDEATHSIG = 1


class ServerFailed(Exception):
    """A server did not start or stop as it should. The text is for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class Account:
    """The system account that a server runs as."""

    uid: int
    gid: int
    name: str


def own_account() -> Account:
    return _account(os.geteuid(), os.getegid())


def unprivileged_account() -> Account:
    """Who a server runs as that refuses to run as root: ourselves, or for root `nobody`."""
    if os.geteuid() != 0:
        return own_account()
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return Account(uid=65534, gid=65534, name="nobody")
    return Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)


def _account(uid: int, gid: int) -> Account:
    try:
        name = pwd.getpwuid(uid).pw_name
    except KeyError:
        name = str(uid)
    return Account(uid=uid, gid=gid, name=name)


def spawn(
    command: Sequence[str | os.PathLike[str]],
    *,
    log: int | IO[bytes],
    env: Mapping[str, str],
    cwd: Path,
    account: Account,
    death_signal: signal.Signals = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a server as our child, in a session of its own, with its output in `log`.

    Ctrl-C in the terminal does not reach it: whoever started it stops it, in the right order. On
    Linux the kernel sends it `death_signal` when the thread that called this ends, however that
    ends, so call it from a thread that lives as long as the server should.
    """
    changes = account.uid != os.geteuid()
    with warnings.catch_warnings():
        # Python 3.12 warns of running Python between fork and exec beside threads. What runs there is
        # one system call, looked up before.
        warnings.simplefilter("ignore", DeprecationWarning)
        return subprocess.Popen(
            [os.fspath(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            env=dict(env),
            cwd=cwd,
            start_new_session=True,
            preexec_fn=_die_with_parent(death_signal),
            user=account.uid if changes else None,
            group=account.gid if changes else None,
            extra_groups=[] if changes else None,
        )


def run_as(
    command: Sequence[str | os.PathLike[str]],
    *,
    account: Account,
    env: Mapping[str, str] | None = None,
    timeout: float = 120,
) -> subprocess.CompletedProcess[str]:
    """Run a short command as `account`, from the root folder, and return what it said."""
    changes = account.uid != os.geteuid()
    return subprocess.run(
        [os.fspath(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
        cwd="/",
        env=dict(env or minimal_environment()),
        timeout=timeout,
        user=account.uid if changes else None,
        group=account.gid if changes else None,
        extra_groups=[] if changes else None,
    )


def minimal_environment() -> dict[str, str]:
    """What a server needs of our environment: not our secrets, not our language."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": "/"}


def _die_with_parent(death_signal: signal.Signals) -> Callable[[], None] | None:
    if not sys.platform.startswith("linux"):
        return None
    libc = ctypes.CDLL(None, use_errno=True)  # looked up here: after the fork nothing may be loaded
    number = int(death_signal)

    def ask_for_signal() -> None:
        libc.prctl(_PR_SET_PDEATHSIG, number, 0, 0, 0)

    return ask_for_signal


def can_enter(folder: Path, *, account: Account) -> bool:
    """Whether `account` may go through every folder on the way to this one, and into it."""
    return run_as(["/bin/sh", "-c", 'cd "$1"', "sh", folder], account=account).returncode == 0


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def works_in(pid: int, folder: Path) -> bool:
    """Whether the process with this number has `folder` as its working folder or in its command.

    A process number alone says nothing: after a crash or in a new container it soon belongs to
    somebody else.
    """
    try:
        return Path(os.readlink(f"/proc/{pid}/cwd")) == folder.resolve()
    except FileNotFoundError:
        if Path("/proc/self").exists():
            return False
    except PermissionError:
        return False
    command = ["ps", "-o", "command=", "-p", str(pid)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False)
    return str(folder.resolve()) in answer.stdout


def socket_folder(home: Path, *, account: Account) -> Path:
    """A folder for unix sockets that only `account` may enter (and root), with a path that is short enough.

    It is remembered in `home`, so that a start after a crash uses it again instead of leaving one
    more behind. `forget_socket_folder` removes it.
    """
    remembered = _remembered_socket_folder(home)
    if remembered is not None and _belongs_to(remembered, account):
        return remembered
    for base in _distinct(Path(tempfile.gettempdir()), Path("/tmp"), Path("/var/tmp")):  # noqa: S108
        if not base.is_dir() or not can_enter(base, account=account):
            continue
        folder = Path(tempfile.mkdtemp(prefix="wijkteam-", dir=base.resolve()))
        if len(os.fsencode(folder / _LONGEST_SOCKET_NAME)) > LONGEST_SOCKET_PATH:
            folder.rmdir()
            continue
        os.chown(folder, account.uid, account.gid)
        (home / "socket_dir").write_text(f"{folder}\n")
        return folder
    raise ServerFailed("There is no temporary folder with a short path for the servers' sockets (/tmp).")


def forget_socket_folder(home: Path) -> None:
    folder = _remembered_socket_folder(home)
    if folder is not None:
        shutil.rmtree(folder, ignore_errors=True)
    (home / "socket_dir").unlink(missing_ok=True)


def _remembered_socket_folder(home: Path) -> Path | None:
    try:
        folder = Path((home / "socket_dir").read_text().strip())
    except FileNotFoundError:
        return None
    return folder if folder.name.startswith("wijkteam-") and folder.is_dir() else None


def _belongs_to(folder: Path, account: Account) -> bool:
    status = folder.lstat()
    return status.st_uid == account.uid and status.st_mode & 0o077 == 0


def _distinct(*paths: Path) -> Iterable[Path]:
    return dict.fromkeys(paths)


def log_tail(log: Path, *, lines: int = 20) -> str:
    """The last lines of a log, to show with an error; empty when there is none."""
    try:
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:])
    except FileNotFoundError:
        return ""
