"""The tests: real PostgreSQL and Valkey, started by tests/conftest.py, and no shortcut in what is promised."""

import os

os.environ.setdefault("WIJKTEAM_DB_ROLE", "web")

from wijkteam.settings import environment as env
from wijkteam.settings.base import *  # noqa: F403  (the role above must be known first)
from wijkteam.settings.base import CACHES, DATABASES, INSTALLED_APPS, VAR, database

SECRET_KEY = "tests-only"  # noqa: S105  (protects nothing)
SECOND_FACTOR_REQUIRED = False
# The owner creates the test database; tests/conftest.py then lets every test run as the web role.
DATABASES["default"] = database("owner", ATOMIC_REQUESTS=True, CONN_HEALTH_CHECKS=False)
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Tests empty their cache: each process of pytest-xdist has a database of its own in Valkey (gw0 -> 2, gw1 -> 3).
_worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
CACHES["default"]["LOCATION"] = (
    f"unix://{env.text('WIJKTEAM_VALKEY_URL', 'unix:///none').removeprefix('unix://')}?db={2 + _worker}"
)
# A machine that runs tests on all its cores is slow, not away.
CACHES["default"]["OPTIONS"] = {"socket_timeout": 10, "socket_connect_timeout": 10}
ATTACHMENTS_ROOT = VAR / f"attachments-of-tests-{os.getpid()}"
TAKEOUTS_ROOT = VAR / f"takeouts-of-tests-{os.getpid()}"
DESTRUCTION_LEDGER = VAR / f"destroyed-by-tests-{os.getpid()}.jsonl"
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CELERY_TASK_ALWAYS_EAGER = True
CELERY_TASK_EAGER_PROPAGATES = True
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
INSTALLED_APPS = [*INSTALLED_APPS, "wijkteam.demo"]
DEMO = True
# Passkeys on http://localhost: nothing leaves this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
