"""For a Celery worker of a test: a process of its own, with the worker's role and messages through Valkey."""

from wijkteam.settings.test import *  # noqa: F403
from wijkteam.settings.test import DATABASES, database

DATABASES["default"] = database("worker", OPTIONS={"options": "-c statement_timeout=2min -c lock_timeout=10s"})
CELERY_TASK_ALWAYS_EAGER = False
