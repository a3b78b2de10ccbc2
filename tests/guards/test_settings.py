"""G19: production does not start on a missing, short or example secret, nor on DEBUG, nor without TLS."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from tests.promises import Measured

BASE = Path(settings.BASE_DIR)
LONG = "rustig-hoekje-onder-de-kastanjes-bij-het-water-4711"
GOOD = {
    "WIJKTEAM_SECRET_KEY": f"{LONG}-geheim",
    "WIJKTEAM_ALLOWED_HOSTS": "wijkteam.example",
    "WIJKTEAM_BASE_URL": "https://wijkteam.example",
    "WIJKTEAM_VALKEY_URL": "redis://valkey:6379",
    "WIJKTEAM_DB_PASSWORD_WEB": f"{LONG}-web",
    "WIJKTEAM_DB_PASSWORD_WORKER": f"{LONG}-worker",
    "WIJKTEAM_DB_PASSWORD_OWNER": f"{LONG}-owner",
    "WIJKTEAM_DB_PASSWORD_REPORT": f"{LONG}-report",
}
START = "import django as d; d.setup(); s = d.conf.settings; print(s.DEBUG, s.SECURE_SSL_REDIRECT)"


def start(changes: dict[str, str | None]) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WIJKTEAM_")}
    chosen: dict[str, str | None] = {"DJANGO_SETTINGS_MODULE": "wijkteam.settings.production", **GOOD, **changes}
    env = kept | {name: value for name, value in chosen.items() if value is not None}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", START], cwd=BASE, env=env, capture_output=True, text=True, check=False
    )


def test_g19_production_starts_when_all_is_chosen() -> None:
    done = start({})
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["False", "True"]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"WIJKTEAM_SECRET_KEY": None}, "WIJKTEAM_SECRET_KEY"),
        ({"WIJKTEAM_SECRET_KEY": ""}, "WIJKTEAM_SECRET_KEY"),
        ({"WIJKTEAM_SECRET_KEY": "short"}, "WIJKTEAM_SECRET_KEY"),
        ({"WIJKTEAM_SECRET_KEY": "changeme"}, "WIJKTEAM_SECRET_KEY"),
        ({"WIJKTEAM_DB_PASSWORD_WEB": None}, "WIJKTEAM_DB_PASSWORD_WEB"),
        ({"WIJKTEAM_DB_PASSWORD_WEB": "postgres"}, "WIJKTEAM_DB_PASSWORD_WEB"),
        ({"WIJKTEAM_DB_PASSWORD_REPORT": None}, "WIJKTEAM_DB_PASSWORD_REPORT"),
        ({"WIJKTEAM_DB_ROLE": "worker", "WIJKTEAM_DB_PASSWORD_WORKER": None}, "WIJKTEAM_DB_PASSWORD_WORKER"),
        ({"WIJKTEAM_VALKEY_URL": None}, "WIJKTEAM_VALKEY_URL"),
        ({"WIJKTEAM_ALLOWED_HOSTS": None}, "WIJKTEAM_ALLOWED_HOSTS"),
        ({"WIJKTEAM_ALLOWED_HOSTS": "*"}, "WIJKTEAM_ALLOWED_HOSTS"),
        ({"WIJKTEAM_BASE_URL": None}, "WIJKTEAM_BASE_URL"),
        ({"WIJKTEAM_BASE_URL": "http://wijkteam.example"}, "WIJKTEAM_BASE_URL"),
        ({"WIJKTEAM_MAIL_HOST": "mail.example"}, "WIJKTEAM_MAIL_FROM"),
        (
            {
                "WIJKTEAM_MAIL_HOST": "mail.example",
                "WIJKTEAM_MAIL_FROM": "w@mail.example",
                "WIJKTEAM_MAIL_SECURITY": "none",
            },
            "WIJKTEAM_MAIL_SECURITY",
        ),
        ({"WIJKTEAM_MAIL_SECURITY": "ssl"}, "WIJKTEAM_MAIL_SECURITY"),
        ({"WIJKTEAM_OIDC_ISSUER": "http://inloggen.example"}, "WIJKTEAM_OIDC_ISSUER"),
        ({"WIJKTEAM_OIDC_ISSUER": "https://inloggen.example"}, "WIJKTEAM_OIDC_CLIENT_ID"),
        ({"WIJKTEAM_DEBUG": "true"}, "WIJKTEAM_DEBUG"),
        ({"WIJKTEAM_TRUSTED_PROXIES": "one"}, "WIJKTEAM_TRUSTED_PROXIES"),
    ],
)
def test_g19_production_refuses(changes: dict[str, str | None], named: str, measured: Measured) -> None:
    done = start(changes)
    assert done.returncode != 0
    assert "ImproperlyConfigured" in done.stderr
    assert named in done.stderr.splitlines()[-1], "the message names what to set"
    measured.add("G19", "starts refused", 1, part="start")


def test_g19_no_secret_is_printed_when_it_refuses() -> None:
    secret = "te-kort-maar-toch-geheim"
    done = start({"WIJKTEAM_SECRET_KEY": secret})
    assert secret not in done.stdout + done.stderr


def test_the_demo_answers_to_this_machine_alone() -> None:
    """Its passwords are in the manual and it asks for no second factor."""
    demo: dict[str, str | None] = {"DJANGO_SETTINGS_MODULE": "wijkteam.settings.demo"}
    done = start({**demo, "WIJKTEAM_ALLOWED_HOSTS": "wijkteam.example"})
    assert done.returncode != 0
    assert "wijkteam.example" in done.stderr.splitlines()[-1]
    assert start({**demo, "WIJKTEAM_ALLOWED_HOSTS": "localhost,127.0.0.1"}).returncode == 0


def test_settings_of_ones_own_cannot_leave_the_second_factor_out(tmp_path: Path) -> None:
    (tmp_path / "softer.py").write_text(
        "from wijkteam.settings.production import *\nSECOND_FACTOR_REQUIRED = False\n", encoding="utf-8"
    )
    done = start({"PYTHONPATH": str(tmp_path), "DJANGO_SETTINGS_MODULE": "softer"})
    assert done.returncode != 0
    assert "second factor" in done.stderr.splitlines()[-1]
