"""The containers that make backups, as far as it can be checked without a container engine."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import yaml
from django.conf import settings

from local.install import ROOT
from local.postgres import SUPERUSER, Cluster
from tests.faults.rig import HANDS_OVER
from wijkteam.core.backups import age
from wijkteam.core.backups.put_away import Store
from wijkteam.core.backups.restore import restore

MAIN: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
BACKUP: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / "backup" / "compose.yml").read_text())


def test_postgresql_keeps_its_settings_and_hands_over() -> None:
    main, more = MAIN["services"]["postgres"]["command"], BACKUP["services"]["postgres"]["command"]
    assert more[: len(main)] == main
    added = dict(option.removeprefix("--").split("=", 1) for option in more[len(main) :])
    as_tested = {name: value.replace("../handed-over", "/handed-over") for name, value in HANDS_OVER.items()}
    assert added == as_tested
    assert BACKUP["services"]["handover"]["image"] == MAIN["services"]["postgres"]["image"]


def test_what_makes_backups_reaches_nobody_and_knows_no_secret() -> None:
    for name in ("handover", "backup"):
        service = BACKUP["services"][name]
        assert service["network_mode"] == "none"
        assert "ports" not in service
        assert not [key for key in service.get("environment", {}) if "PASSWORD" in key or "SECRET" in key]
    assert BACKUP["services"]["backup"]["volumes"][1].endswith(":ro")


def test_a_copy_is_handed_over_closed_and_put_back(tmp_path: Path) -> None:
    """The script of the container, on a server of ours; then what the other container does, with its own settings."""
    cluster = Cluster(tmp_path / "postgres", settings=HANDS_OVER | {"archive_timeout": "1"})
    cluster.start()
    try:
        handed_over = cluster.data.parent / "handed-over"
        handed_over.mkdir()
        owner = cluster.data.stat()
        os.chown(handed_over, owner.st_uid, owner.st_gid)
        with cluster.superuser() as connection:
            connection.execute("CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n")
        environment = {
            "PATH": f"{cluster.program / 'bin'}:{os.environ['PATH']}",
            "HANDED_OVER": str(handed_over),
            "CONNECT": f"--host={cluster.socket_dir} --port={cluster.port} --username={SUPERUSER}",
            "ONCE": "1",
        }
        subprocess.run(["sh", str(ROOT / "deploy" / "backup" / "handover.sh")], env=environment, check=True)
        private, public = age.make_key()
        store = tmp_path / "store"
        subprocess.run(
            [sys.executable, "-W", "ignore", "manage.py", "backup", "put-away"],
            cwd=ROOT,
            env={
                "PATH": os.environ["PATH"],
                "DJANGO_SETTINGS_MODULE": "wijkteam.settings.backup",
                "WIJKTEAM_VAR": str(tmp_path / "var"),
                "WIJKTEAM_BACKUP_HANDED_OVER": str(handed_over),
                "WIJKTEAM_BACKUP_STORE": str(store),
                "WIJKTEAM_BACKUP_KEY": public,
            },
            check=True,
        )
        assert len(Store(folder=store, public="").wholes()) == 1
        assert not list(handed_over.glob("whole-*"))
        assert (tmp_path / "var" / "backup" / "last.json").exists()
    finally:
        cluster.remove()
    second = Cluster(tmp_path / "second", settings={"archive_mode": "off"})
    try:
        second.adopt(lambda data: restore(store, private=private, data=data, attachments=tmp_path / "attachments"))
        second.start()
        with second.superuser() as connection:
            assert connection.execute("SELECT count(*) FROM kept").fetchone() == (1000,)
    finally:
        second.remove()
    assert settings.BACKUP_STORE == ""
