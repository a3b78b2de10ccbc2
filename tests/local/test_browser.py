"""The browser for the browser tests: found, brought, or asked for in words."""

from pathlib import Path

import pytest

from local import browser
from local.console import Failed

WORKS = "#!/bin/sh\necho '<html><head><title>seen</title></head></html>'\n"
EMPTY_SHELL = "#!/bin/sh\necho 'install the snap'\nexit 1\n"


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A machine with no browser: an empty PATH of its own, and nothing anywhere else."""
    monkeypatch.delenv("WIJKTEAM_BROWSER", raising=False)
    monkeypatch.setattr(browser, "ELSEWHERE", ())
    monkeypatch.setattr(browser, "_of_playwright", lambda: iter(()))
    monkeypatch.setattr(browser, "_run", _only_programs_of(tmp_path, browser._run))
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    monkeypatch.setattr(
        "local.browser.shutil.which", lambda name: str(tmp_path / name) if (tmp_path / name).exists() else None
    )
    return tmp_path


def _only_programs_of(folder: Path, real: object) -> object:
    """Commands of the machine itself (Playwright, apt-get) do nothing; programs in `folder` run."""

    def run(command: list[str], *, seconds: float = 60, quiet: bool = False) -> str:
        if not command[0].startswith(str(folder)):
            ran.append(command)
            for name in command:
                if name == "chromium" and "apt-get" in command:
                    install(folder, "chromium", WORKS)
            return ""
        answer = real(command, seconds=seconds, quiet=quiet)  # type: ignore[operator]
        assert isinstance(answer, str)
        return answer

    ran: list[list[str]] = []
    return run


def install(folder: Path, name: str, text: str) -> Path:
    program = folder / name
    program.write_text(text)
    program.chmod(0o755)
    return program


def test_an_installed_one_is_found(machine: Path) -> None:
    program = install(machine, "google-chrome", WORKS)
    assert browser.find_or_bring() == program


def test_an_empty_shell_does_not_count(machine: Path) -> None:
    install(machine, "chromium", EMPTY_SHELL)
    program = install(machine, "google-chrome", WORKS)
    assert browser.find_or_bring() == program


def test_a_chosen_one_goes_first(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "chromium", WORKS)
    chosen = install(machine, "my-browser", WORKS)
    monkeypatch.setenv("WIJKTEAM_BROWSER", str(chosen))
    assert browser.find_or_bring() == chosen


def test_a_chosen_one_that_does_not_work_is_told(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WIJKTEAM_BROWSER", str(install(machine, "my-browser", EMPTY_SHELL)))
    with pytest.raises(Failed, match="my-browser"):
        browser.find_or_bring()


def test_debians_package_is_the_last_resort(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    install(machine, "apt-get", EMPTY_SHELL)
    monkeypatch.setattr(browser, "_as_administrator", lambda: ["sudo", "-n"])
    assert browser.find_or_bring() == machine / "chromium"


def test_without_any_it_says_how_to_go_on(machine: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "_as_administrator", lambda: None)
    with pytest.raises(Failed, match="apt-get install chromium"):
        browser.find_or_bring()


@pytest.mark.browser
def test_the_browser_of_this_machine_shows_a_page() -> None:
    assert browser.shows_a_page(browser.find_or_bring())
