"""`make demo`: production settings in all but TLS and the second factor, on one machine, with invented people."""

from django.core.exceptions import ImproperlyConfigured

from wijkteam.settings import environment as env
from wijkteam.settings.base import *  # noqa: F403  (settings are layered on purpose)
from wijkteam.settings.base import ALLOWED_HOSTS, INSTALLED_APPS, VAR

SECRET_KEY = env.text("WIJKTEAM_SECRET_KEY", "only-for-commands-outside-make-demo")
SECOND_FACTOR_REQUIRED = False
# Everybody knows its passwords and nobody has a second factor: it answers to this machine alone.
_ELSEWHERE = [host for host in ALLOWED_HOSTS if host not in {"localhost", "127.0.0.1", "[::1]"}]
if _ELSEWHERE:
    raise ImproperlyConfigured(
        f"The demo answers to this machine alone, not to {', '.join(_ELSEWHERE)}. "
        "An installation runs with wijkteam.settings.production."
    )
# Nothing is mailed to anybody: each mail is a file to read.
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = VAR / "mail"
DEMO = True  # invented people may be made
# Passkeys on http://localhost: nothing leaves this machine.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
INSTALLED_APPS = [*INSTALLED_APPS, "wijkteam.demo"]
