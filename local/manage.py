"""Run a management command on the demo that runs now: `python -m local.manage COMMAND ...`.

VAR names the data folder and ROLE the database role (owner, web or worker; owner when not given).
With DJANGO_SETTINGS_MODULE=wijkteam.settings.dev, `runserver 8001` serves the demo's data from the
source as it is edited.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import NoReturn

from local.console import Failed, complain
from local.demo import data_folder
from local.install import ROOT
from local.installation import ConnectAs, running_environment


def main(arguments: Sequence[str]) -> NoReturn:
    try:
        environment = running_environment(data_folder(), _role(os.environ.get("ROLE") or "owner"))
    except Failed as failure:
        complain(str(failure))
        sys.exit(1)
    if chosen := os.environ.get("DJANGO_SETTINGS_MODULE"):
        environment["DJANGO_SETTINGS_MODULE"] = chosen
    os.chdir(ROOT)
    os.execve(sys.executable, [sys.executable, "manage.py", *arguments], environment)  # noqa: S606


def _role(name: str) -> ConnectAs:
    roles: dict[str, ConnectAs] = {"owner": "owner", "web": "web", "worker": "worker"}
    if name not in roles:
        raise Failed("ROLE is owner, web or worker.")
    return roles[name]


if __name__ == "__main__":
    main(sys.argv[1:])
