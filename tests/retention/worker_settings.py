"""For a Celery worker of a test: the worker's role, and the files and the ledger of the test that starts it."""

import os
from pathlib import Path

from wijkteam.settings.test import *  # noqa: F403
from wijkteam.settings.test import DATABASES, database

DATABASES["default"] = database(
    "worker", OPTIONS={"options": "-c statement_timeout=2min -c lock_timeout=10s -c pgtrigger.ignore={}"}
)
CELERY_TASK_ALWAYS_EAGER = False
ATTACHMENTS_ROOT = Path(os.environ["WIJKTEAM_ATTACHMENTS_OF_TEST"])
DESTRUCTION_LEDGER = Path(os.environ["WIJKTEAM_LEDGER_OF_TEST"])
