"""A pytest plugin (`-p tests.servers`) that starts PostgreSQL and Valkey before Django reads its settings."""

import os
import secrets
import shutil
import tempfile
from pathlib import Path

import pytest

from local.postgres import ROLES, Cluster
from local.valkey import ValkeyServer


@pytest.hookimpl(tryfirst=True)
def pytest_load_initial_conftests(early_config: pytest.Config) -> None:
    """Once for all workers of xdist: they find the servers through the environment."""
    if "PYTEST_XDIST_WORKER" in os.environ:
        return
    folder = Path(tempfile.mkdtemp(prefix="wt-"))
    cluster = Cluster(folder / "postgres", durable=False)
    valkey = ValkeyServer(folder / "valkey", durable=False)

    def stop() -> None:
        valkey.stop()
        cluster.stop()
        cluster.remove()
        valkey.remove()
        shutil.rmtree(folder, ignore_errors=True)

    early_config.add_cleanup(stop)
    cluster.start()
    valkey.start()
    cluster.create_roles_and_database(
        name="wijkteam",
        passwords={role: secrets.token_urlsafe(16) for role in ROLES},
        owner_may_create_databases=True,
    )
    os.environ.update(cluster.environment() | valkey.environment() | {"WIJKTEAM_VAR": str(folder)})
