"""A data folder: whose it is, what is kept in it, and how it is thrown away."""

import json
import os
import socket
import stat
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from local.console import Failed
from local.installation import (
    Installation,
    fingerprint,
    require_free_port,
    running_environment,
    throw_away,
)
from local.manage import main as manage


@pytest.fixture
def var(tmp_path: Path) -> Path:
    return tmp_path / "var"


def installation_on(var: Path) -> Installation:
    return Installation(var, settings="wijkteam.settings.demo", port=8123, durable=False)


@pytest.fixture
def opened(var: Path) -> Iterator[Installation]:
    installation = installation_on(var)
    installation.open()
    yield installation
    installation.close()
    if (var / "MARKER").exists():  # not thrown away by the test itself
        throw_away(var)


@pytest.fixture(scope="module")
def standing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One with its servers running, for the tests that only use it."""
    installation = installation_on(tmp_path_factory.mktemp("standing") / "var")
    installation.open()
    installation.start_servers()
    yield installation
    installation.close()
    throw_away(installation.var)


def test_secrets_are_made_once_and_are_ours_alone(var: Path, opened: Installation) -> None:
    file = var / "secrets" / "secrets.json"
    made = json.loads(file.read_text())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert len(set(made.values())) == len(made) == 5
    assert min(map(len, made.values())) >= 48
    opened.close()
    opened.open()
    assert json.loads(file.read_text()) == made


def test_a_process_gets_the_role_it_needs_and_can_connect(standing: Installation) -> None:
    for role in ("owner", "web", "worker"):
        environment = standing.environment(role)
        with psycopg.connect(
            host=environment["WIJKTEAM_DB_HOST"],
            port=environment["WIJKTEAM_DB_PORT"],
            dbname=environment["WIJKTEAM_DB_NAME"],
            user=f"wijkteam_{environment['WIJKTEAM_DB_ROLE']}",
            password=environment[f"WIJKTEAM_DB_PASSWORD_{role.upper()}"],
        ) as connection:
            assert connection.execute("SELECT current_user").fetchone() == (f"wijkteam_{role}",)


def test_variables_of_the_shell_do_not_reach_the_processes(
    standing: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WIJKTEAM_DEBUG", "true")
    monkeypatch.setenv("GRANIAN_WORKERS", "9")
    environment = standing.environment("web")
    assert environment["DJANGO_SETTINGS_MODULE"] == "wijkteam.settings.demo"
    assert {"WIJKTEAM_DEBUG", "GRANIAN_WORKERS"}.isdisjoint(environment)


def test_a_running_installation_can_be_reached_by_commands(var: Path, opened: Installation) -> None:
    with pytest.raises(Failed, match="Nothing runs"):
        running_environment(var, "owner")
    opened.start_servers()
    assert running_environment(var, "worker") == opened.environment("worker")
    opened.close()
    with pytest.raises(Failed, match="Nothing runs"):
        running_environment(var, "owner")


def test_commands_say_so_when_nothing_runs(
    var: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VAR", str(var))
    with pytest.raises(SystemExit) as ended:
        manage(["check"])
    assert ended.value.code == 1
    assert "make demo" in capsys.readouterr().err


def test_only_one_at_a_time(var: Path, opened: Installation) -> None:
    with pytest.raises(Failed, match="in use"):
        installation_on(var).open()


def test_a_failed_command_shows_what_it_said(standing: Installation) -> None:
    with pytest.raises(Failed, match=r"(?s)no_such_command failed.*Unknown command"):
        standing.manage("no_such_command")
    assert "Unknown command" in (standing.log / "manage.log").read_text()


def test_somebody_elses_folder_stays_as_it_is(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    folder.mkdir()
    (folder / "letters").write_text("dear")
    with pytest.raises(Failed, match="letters"):
        installation_on(folder).open()
    with pytest.raises(Failed, match="not a data folder"):
        throw_away(folder)
    assert [entry.name for entry in folder.iterdir()] == ["letters"]


def test_throwing_away_needs_a_stopped_installation(var: Path, opened: Installation) -> None:
    with pytest.raises(Failed, match="in use"):
        throw_away(var)
    assert (var / "secrets" / "secrets.json").exists()


def test_throwing_away_leaves_nothing(var: Path, opened: Installation, tmp_path: Path) -> None:
    opened.start_servers()
    data = opened.cluster.data
    opened.close()
    (var / "made" / "by").mkdir(parents=True)
    (tmp_path / "elsewhere").mkdir()
    (var / "link").symlink_to(tmp_path / "elsewhere")
    assert throw_away(var)
    assert not var.exists()
    assert not data.exists()
    assert (tmp_path / "elsewhere").exists(), "a link is removed, not what it points at"


def test_what_commands_left_before_the_first_start_is_no_stranger(var: Path) -> None:
    """`manage.py collectstatic` outside the demo, for instance."""
    (var / "static").mkdir(parents=True)
    (var / "made").mkdir()
    installation = installation_on(var)
    installation.open()
    installation.close()
    assert throw_away(var)


def test_throwing_away_an_untouched_folder_leaves_no_trace(var: Path, opened: Installation) -> None:
    opened.close()
    assert throw_away(var)
    assert not var.exists()
    assert not throw_away(var)


def test_an_empty_database_after_seeding_broke_off(standing: Installation) -> None:
    with standing.cluster.superuser("wijkteam") as connection:
        connection.execute("CREATE TABLE half (done int)")
    standing.forget_database()
    with standing.cluster.superuser("wijkteam") as connection:
        assert connection.execute("SELECT to_regclass('half')").fetchone() == (None,)


def test_a_port_in_use_is_named_with_a_way_out() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen(1)
        port = other.getsockname()[1]
        with pytest.raises(Failed, match=rf"Port {port} is in use.*PORT="):
            require_free_port(port)
    require_free_port(port)


def test_work_is_done_again_when_its_inputs_change(opened: Installation) -> None:
    assert not opened.is_done("static", "one")
    opened.mark_done("static", "one")
    assert opened.is_done("static", "one")
    assert not opened.is_done("static", "two")
    opened.mark_undone("static")
    assert not opened.is_done("static", "one")


def test_a_fingerprint_sees_content_names_and_new_files(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    first = tmp_path / "app" / "a.py"
    first.write_text("one")
    seen = [fingerprint(["app/**/*.py"], root=tmp_path)]
    os.utime(first, (1, 1))
    assert fingerprint(["app/**/*.py"], root=tmp_path) == seen[0], "a date alone is no change"
    first.write_text("two")
    seen.append(fingerprint(["app/**/*.py"], root=tmp_path))
    first.rename(first.with_name("b.py"))
    seen.append(fingerprint(["app/**/*.py"], root=tmp_path))
    (tmp_path / "app" / "c.py").write_text("")
    seen.append(fingerprint(["app/**/*.py"], root=tmp_path))
    assert len(set(seen)) == 4
