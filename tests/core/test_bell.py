"""Asking for work from a process that serves pages."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
AS_A_WEB_PROCESS = """
import json, sys
import wijkteam.wsgi
from celery import current_app
from kombu import Connection
from wijkteam.core.bell import ring_after_commit

current_app.conf.update(task_always_eager=False, broker_url="memory://")
names = json.loads(sys.argv[1])
for name, key in names.items():
    ring_after_commit(name, **{key: 0})
with Connection("memory://") as queue:
    got = [queue.default_channel.basic_get("celery") for _ in names]
print(json.dumps([message and message.headers["task"] for message in got]))
"""


@pytest.mark.django_db
def test_pages_can_ask_for_each_task() -> None:
    """A web process has not loaded the modules of tasks: it once found none, and people waited for the sweep."""
    names = {}
    for path in (path for app in ("wijkteam", "cases") for path in ROOT.joinpath(app).rglob("services/**/*.py")):
        text = path.read_text()
        if name := re.search(r'(?m)^RUN = "([^"]+)"', text):
            names[name[1]] = re.findall(r"ring_after_commit\(RUN, (\w+)=", text)[0]
    assert len(names) > 3
    asked = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", AS_A_WEB_PROCESS, json.dumps(names)],
        cwd=ROOT,
        env=os.environ | {"WIJKTEAM_DB_NAME": connection.settings_dict["NAME"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert json.loads(asked.stdout.splitlines()[-1]) == list(names), asked.stderr
