"""A municipality's own installation: refuses to start on a missing or default secret and on DEBUG."""

from django.core.exceptions import ImproperlyConfigured

from wijkteam.settings import environment as env
from wijkteam.settings.base import *  # noqa: F403  (settings are layered on purpose)
from wijkteam.settings.base import (
    DATABASES,
    DB_ROLE,
    EMAIL_HOST,
    EMAIL_USE_SSL,
    EMAIL_USE_TLS,
    OIDC_CLIENT_ID,
    OIDC_CLIENT_SECRET,
    OIDC_ISSUER,
)

if env.boolean("WIJKTEAM_DEBUG", default=False):
    raise ImproperlyConfigured(
        "WIJKTEAM_DEBUG shows source code and data to visitors: production does not start with it."
    )

SECRET_KEY = env.secret("WIJKTEAM_SECRET_KEY")
SECRET_KEY_FALLBACKS = env.items("WIJKTEAM_SECRET_KEY_FALLBACKS", "")
if any(len(key) < env.SECRET_MIN_LENGTH for key in SECRET_KEY_FALLBACKS):
    raise ImproperlyConfigured("WIJKTEAM_SECRET_KEY_FALLBACKS holds a key that is too short to have been one.")
ALLOWED_HOSTS = env.items("WIJKTEAM_ALLOWED_HOSTS")
BASE_URL = env.text("WIJKTEAM_BASE_URL").rstrip("/")
if not BASE_URL.startswith("https://"):
    raise ImproperlyConfigured("WIJKTEAM_BASE_URL must start with https:// in production.")
if "*" in ALLOWED_HOSTS or not ALLOWED_HOSTS:
    raise ImproperlyConfigured("WIJKTEAM_ALLOWED_HOSTS must name the host names of this installation.")
CSRF_TRUSTED_ORIGINS = [BASE_URL]
METRICS_TOKEN = env.secret("WIJKTEAM_METRICS_TOKEN") if env.text("WIJKTEAM_METRICS_TOKEN", "") else ""
VALKEY_URL = env.text("WIJKTEAM_VALKEY_URL")

DATABASES["default"]["PASSWORD"] = env.secret(f"WIJKTEAM_DB_PASSWORD_{DB_ROLE.upper()}")
if DB_ROLE == "web":
    DATABASES["report"]["PASSWORD"] = env.secret("WIJKTEAM_DB_PASSWORD_REPORT")

if EMAIL_HOST and "@" not in env.text("WIJKTEAM_MAIL_FROM", ""):
    raise ImproperlyConfigured(
        "WIJKTEAM_MAIL_FROM must be the address that mail comes from, beside WIJKTEAM_MAIL_HOST."
    )
if EMAIL_HOST and not (EMAIL_USE_TLS or EMAIL_USE_SSL) and EMAIL_HOST not in {"localhost", "127.0.0.1", "::1"}:
    raise ImproperlyConfigured(
        "WIJKTEAM_MAIL_SECURITY=none is for a mail server on this machine only: mails hold links that let people in."
    )

if OIDC_ISSUER and not (OIDC_ISSUER.startswith("https://") and OIDC_CLIENT_ID and OIDC_CLIENT_SECRET):
    raise ImproperlyConfigured(
        "WIJKTEAM_OIDC_ISSUER must start with https://, and needs WIJKTEAM_OIDC_CLIENT_ID and "
        "WIJKTEAM_OIDC_CLIENT_SECRET beside it."
    )

SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = True
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]
SECURE_HSTS_SECONDS = 2 * 365 * 24 * 60 * 60
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
LANGUAGE_COOKIE_SECURE = True
