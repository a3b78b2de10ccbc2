"""What every installation shares. Nothing here is a secret and nothing here is unsafe."""

from pathlib import Path
from typing import Any

from celery.schedules import crontab
from django.core.exceptions import ImproperlyConfigured
from django.db.backends.postgresql.psycopg_any import IsolationLevel
from django.utils.translation import gettext_lazy as _

from wijkteam.settings import environment as env

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR = env.path("WIJKTEAM_VAR", BASE_DIR / "var")

DEBUG = False
ALLOWED_HOSTS = env.items("WIJKTEAM_ALLOWED_HOSTS", "localhost,127.0.0.1")
BASE_URL = env.text("WIJKTEAM_BASE_URL", "http://127.0.0.1:8000").rstrip("/")

INSTALLED_APPS = [
    "wijkteam.core",
    "wijkteam.accounts",
    "wijkteam.audit",
    "wijkteam.drafts",
    "wijkteam.daily",
    "wijkteam.areas",
    "wijkteam.teams",
    "wijkteam.hours",
    "netwerk",
    "collectief",
    "cases",
    "wijkteam.reports",
    "wijkteam.retention",
    "wijkteam.manual",
    "template_partials.apps.SimpleAppConfig",
    "django_htmx",
    "guardian",
    "pgtrigger",
    "pghistory",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django.forms",  # its templates, for those of ours that include them
]

MIDDLEWARE = [
    "wijkteam.core.logs.RequestLogMiddleware",
    "wijkteam.core.middleware.OwnOriginMiddleware",
    "csp.middleware.CSPMiddleware",  # before what answers by itself: the way to https and static files carry it too
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "wijkteam.core.middleware.PrivateByDefaultMiddleware",
    "wijkteam.core.middleware.RequestSizeMiddleware",
    "wijkteam.core.middleware.NoZeroBytesMiddleware",
    "wijkteam.core.replica.ReplicaMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "wijkteam.accounts.middleware.LanguageMiddleware",
    "wijkteam.accounts.middleware.SessionLimitsMiddleware",
    "wijkteam.areas.middleware.VocabularyMiddleware",
    "wijkteam.drafts.middleware.LostSessionMiddleware",
    "wijkteam.accounts.middleware.SignInRequiredMiddleware",
    "wijkteam.accounts.middleware.RolesMiddleware",
    "wijkteam.accounts.middleware.HistoryMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "wijkteam.core.middleware.BusyMiddleware",
    "wijkteam.core.middleware.OnlyForSavingMiddleware",
    "wijkteam.audit.middleware.DailyLimitMiddleware",
]

ROOT_URLCONF = "wijkteam.urls"
WSGI_APPLICATION = "wijkteam.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
FORM_RENDERER = "wijkteam.core.forms.Renderer"

TEMPLATE_LOADERS = ["django.template.loaders.filesystem.Loader", "django.template.loaders.app_directories.Loader"]
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "OPTIONS": {
            "loaders": [
                ("template_partials.loader.Loader", [("django.template.loaders.cached.Loader", TEMPLATE_LOADERS)])
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wijkteam.core.context_processors.interface",
            ],
        },
    },
]


def database(role: str, **options: Any) -> dict[str, Any]:
    """Connection settings of one of our four PostgreSQL roles: owner, web, worker, report."""
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.text("WIJKTEAM_DB_NAME", "wijkteam"),
        "HOST": env.text("WIJKTEAM_DB_HOST", str(VAR / "run")),
        "PORT": env.text("WIJKTEAM_DB_PORT", "5432"),
        "USER": f"wijkteam_{role}",
        "PASSWORD": env.text(f"WIJKTEAM_DB_PASSWORD_{role.upper()}", ""),
        "CONN_HEALTH_CHECKS": True,
        **options,
    }


# Each page is one transaction: what it read of people is logged together with it, and nothing half-done is saved.
DB_ROLE = env.text("WIJKTEAM_DB_ROLE", "web")
_web_timeouts = "-c statement_timeout=15s -c lock_timeout=3s -c idle_in_transaction_session_timeout=30s"
# A list joins eight tables, mostly from a case to what it has one of. PostgreSQL tries every order that eight could
# have: 12 ms of planning for 1 ms of work. Beyond five it keeps ours, and plans in 2 (docs/indexes.md).
_as_written = "-c join_collapse_limit=5"
_timeouts = {
    "web": f"{_web_timeouts} {_as_written}",
    "worker": "-c statement_timeout=10min -c lock_timeout=10s",
    "owner": "",
}
# A history trigger asks for this setting with each row. One that is missing costs it a failed subtransaction, which
# walks over all that waits for the commit: thousands of rows in one transaction then take minutes, not seconds.
_every_trigger_counts = "-c pgtrigger.ignore={}"
# Behind PgBouncer (transaction pooling) a connection cannot bring settings along: then the roles have them.
POOLER = env.boolean("WIJKTEAM_DB_POOLER", default=False)
# A database that went away is tried again within two seconds, however long it was gone: the pool's own five minutes of
# trying wait longer after each time. Who waits for it is told so after five seconds.
POOL = {"min_size": 1, "max_size": 8, "timeout": 5.0, "reconnect_timeout": 5.0}
DATABASES: dict[str, dict[str, Any]] = {
    "default": database(
        DB_ROLE,
        ATOMIC_REQUESTS=True,
        DISABLE_SERVER_SIDE_CURSORS=POOLER,
        OPTIONS={
            **({} if POOLER else {"options": f"{_timeouts[DB_ROLE]} {_every_trigger_counts}"}),
            **({"pool": POOL} if DB_ROLE == "web" else {}),
        },
    ),
    # What a commissioner reads comes through a role that can read published reports and nothing else.
    "report": database("report", OPTIONS={} if POOLER else {"options": _web_timeouts}, TEST={"MIRROR": "default"}),
}
DATABASE_ROUTERS = ["wijkteam.core.replica.ReplicaRouter", "wijkteam.core.database_roles.ReportRouter"]
# A copy of the server that follows it, for figures (wijkteam/core/replica.py); the role of the pages, read-only.
REPLICA_HOST = env.text("WIJKTEAM_REPLICA_HOST", "")
REPLICA_SECONDS_BEHIND = env.integer("WIJKTEAM_REPLICA_SECONDS_BEHIND", 10)


def replica(host: str, port: str) -> dict[str, Any]:
    return database(
        "web",
        HOST=host,
        PORT=port,
        CONN_MAX_AGE=300,
        OPTIONS={
            "options": "" if POOLER else "-c statement_timeout=5s -c default_transaction_read_only=on",
            "connect_timeout": 2,
            "isolation_level": IsolationLevel.REPEATABLE_READ,  # one page, one moment
        },
    )


if REPLICA_HOST and DB_ROLE == "web":
    DATABASES["replica"] = replica(REPLICA_HOST, env.text("WIJKTEAM_REPLICA_PORT", "5432"))

VALKEY_URL = env.text("WIJKTEAM_VALKEY_URL", f"unix://{VAR}/run/valkey.sock")
CACHES = {
    "default": {
        "BACKEND": "wijkteam.core.cache.OptionalCache",
        "LOCATION": env.cache_url(VALKEY_URL),
        "KEY_PREFIX": "wijkteam",
        # A hung cache must not hang a page: a quarter of a second, then pages do without it for some seconds.
        "OPTIONS": {"socket_timeout": 0.25, "socket_connect_timeout": 0.25},
    }
}
SESSION_ENGINE = "wijkteam.accounts.models.session"
SESSION_COOKIE_AGE = 10 * 60 * 60  # a working day; then one signs in again, however busy one was
SESSION_IDLE_SECONDS = env.integer("WIJKTEAM_SESSION_IDLE_SECONDS", 15 * 60)
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["wijkteam.accounts.backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "accounts:home"
LOGOUT_REDIRECT_URL = "account_login"

ACCOUNT_ADAPTER = "wijkteam.accounts.adapters.AccountAdapter"
MFA_ADAPTER = "wijkteam.accounts.adapters.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_USER_DISPLAY = "wijkteam.accounts.adapters.display_name"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {
    # Passwords are counted in accounts/services/limit_guesses.py; what is counted here are codes, after the password.
    "login": None,
    "login_failed": "5/15m/key",
}
# Signing in with the municipality's own accounts (OpenID Connect); without an issuer there is no such page.
OIDC_ISSUER = env.text("WIJKTEAM_OIDC_ISSUER", "").rstrip("/")
OIDC_CLIENT_ID = env.text("WIJKTEAM_OIDC_CLIENT_ID", "")
OIDC_CLIENT_SECRET = env.text("WIJKTEAM_OIDC_CLIENT_SECRET", "")
OIDC_NAME = env.text("WIJKTEAM_OIDC_NAME", "")
# Which values of `amr` count as a second factor; none: our own is asked.
OIDC_SECOND_FACTOR_AMR = env.items("WIJKTEAM_OIDC_SECOND_FACTOR_AMR", "")
# For a provider that never says `email_verified`, and whose addresses only the municipality gives out.
OIDC_TRUST_EMAIL = env.boolean("WIJKTEAM_OIDC_TRUST_EMAIL", default=False)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A whole team comes in at nine from one address, with two requests each; a passkey cannot be guessed.
MFA_RATE_LIMITS = {"webauthn_login": "200/m/ip"}
# How long saying again that it is you holds, before what leaves the application and what changes an account.
ACCOUNT_REAUTHENTICATION_TIMEOUT = 10 * 60
MFA_FORMS = {
    "add_webauthn": "wijkteam.accounts.forms.AddPasskeyForm",
    "edit_webauthn": "wijkteam.accounts.forms.RenamePasskeyForm",
    "activate_totp": "wijkteam.accounts.forms.ActivateAppForm",
    "authenticate": "wijkteam.accounts.forms.CodeForm",
    "reauthenticate": "wijkteam.accounts.forms.CodeAgainForm",
}
MFA_TOTP_ISSUER = "Wijkteam"
# Production always asks for a second factor; only the demo and the tests may switch it off.
SECOND_FACTOR_REQUIRED = True

ANONYMOUS_USER_NAME = None
GUARDIAN_MONKEY_PATCH_USER = False
# Guardian's backend knows no end date: exceptions are asked through `Case.objects.visible_to` only.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]
PGHISTORY_APPEND_ONLY = True
PGTRIGGER_MIGRATIONS = False  # see wijkteam.core.history.install_after_migrate
PGHISTORY_OBJ_FIELD_RELATED_NAME = "+"

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", _("Dutch")), ("en", _("English"))]
LANGUAGE_COOKIE_SAMESITE = "Lax"
LOCALE_PATHS: list[Path] = []
FORMAT_MODULE_PATH = ["wijkteam.core.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"

STATIC_URL = "/static/"
STATIC_ROOT = env.path("WIJKTEAM_STATIC_ROOT", VAR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "wijkteam.core.finders.StyleSheetFinder",
    "wijkteam.core.finders.NpmFinder",
]
NODE_MODULES = env.path("WIJKTEAM_NODE_MODULES", BASE_DIR / "node_modules")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
# Files of households: outside every folder that is served; they leave through the view that asks who may see them.
ATTACHMENTS_ROOT = env.path("WIJKTEAM_ATTACHMENTS", VAR / "attachments")
# What a team takes along, closed, for a week: on a disk that web and workers share, and that no backup is made of.
TAKEOUTS_ROOT = env.path("WIJKTEAM_TAKEOUTS", VAR / "takeouts")
# The seals of the read log: copy the file every day to where no administrator of the database comes.
# The term of the read log (NEN 7513). Longer is allowed; the database itself refuses to throw away earlier.
READ_LOG_YEARS = env.integer("WIJKTEAM_READ_LOG_YEARS", 5)
# How many households somebody opens in a day: told from the first on, no new ones above the second (ADR 44).
HOUSEHOLDS_WARN = env.integer("WIJKTEAM_HOUSEHOLDS_WARN", 40)
HOUSEHOLDS_STOP = env.integer("WIJKTEAM_HOUSEHOLDS_STOP", 120)
if not 1 <= HOUSEHOLDS_WARN < HOUSEHOLDS_STOP <= 1000:
    raise ImproperlyConfigured("WIJKTEAM_HOUSEHOLDS_WARN must be below WIJKTEAM_HOUSEHOLDS_STOP, both from 1 to 1000.")
LOG_SEALS = env.path("WIJKTEAM_LOG_SEALS", VAR / "seals" / "read-log.jsonl")
# What was destroyed, by number, for `manage.py replay_destructions` after a restore: keep it apart from the backups.
DESTRUCTION_LEDGER = env.path("WIJKTEAM_DESTRUCTION_LEDGER", VAR / "destroyed.jsonl")
# The socket of clamd. Empty: no virus scanner, and every file says so. With a scanner that is away files wait.
CLAMAV_SOCKET = env.text("WIJKTEAM_CLAMAV_SOCKET", "")
MAX_REQUEST_BYTES = 25 * 1024 * 1024

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "manifest-src": ["'self'"],
        "worker-src": ["'self'"],
        "base-uri": ["'none'"],
        "object-src": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}


def _headers_of_static_files(headers: Any, path: str, url: str) -> None:
    headers["Cross-Origin-Resource-Policy"] = "same-origin"


WHITENOISE_ADD_HEADERS_FUNCTION = _headers_of_static_files
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500
# How many proxies stand before us and add X-Forwarded-For; 0 means that the header is ignored.
TRUSTED_PROXIES = env.integer("WIJKTEAM_TRUSTED_PROXIES", 0)
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

CELERY_BROKER_URL = env.broker_url(VALKEY_URL)
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 10 * 60
# A task is handed out again after 30 minutes without an answer, well over its time limit: never two at once.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 30 * 60,
    "unacked_restore_interval": 5,
    "unacked_restore_throttle": 1,
    # A worker waits for messages; a page only rings the bell (wijkteam/core/bell.py).
    **(
        {"socket_timeout": 0.25, "socket_connect_timeout": 0.25, "max_retries": 0, "interval_start": 0}
        if DB_ROLE == "web"
        else {"socket_timeout": 5, "socket_connect_timeout": 2}
    ),
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE = {
    "send-conference-mail": {"task": "cases.send_conference_mail", "schedule": crontab(minute="*/5")},
    # Asking every hour "is the report of last month there?" survives a lost schedule file and a night switched off.
    "make-due-reports": {"task": "reports.make_due_reports", "schedule": crontab(minute=5)},
    # What was asked for and nobody finished: a lost message, a worker that was killed.
    "sweep-report-jobs": {"task": "reports.sweep_jobs", "schedule": 60},
    # Each hour that is over, twenty minutes later at the latest; the whole of the log is compared every night.
    "seal-read-log": {"task": "audit.seal_log", "schedule": crontab(minute=20)},
    "check-read-log": {"task": "audit.check_log", "schedule": crontab(hour=4, minute=40)},
    "keep-log-months": {"task": "audit.keep_months", "schedule": crontab(hour=1, minute=25)},
    "sweep-caseloads": {"task": "cases.sweep_caseloads", "schedule": 60},
    "remove-sessions": {"task": "accounts.remove_sessions", "schedule": crontab(hour=3, minute=35)},
    # A quarter follows the last of its months within ten minutes of its publication.
    "make-due-period-reports": {"task": "reports.make_due_period_reports", "schedule": crontab(minute="*/10")},
    "remove-old-drafts": {"task": "drafts.remove_old", "schedule": crontab(hour=3, minute=40)},
    "send-digests": {"task": "daily.send_digests", "schedule": crontab(minute="*/5")},
    "remove-old-digests": {"task": "daily.remove_old_mails", "schedule": crontab(hour=3, minute=42)},
    "scan-waiting-files": {"task": "cases.scan_waiting_files", "schedule": crontab(minute="*/5")},
    # What is left of an information round when a worker stopped, or the mail server was away.
    "deliver-rounds": {"task": "collectief.deliver_waiting_rounds", "schedule": 60},
    "erase-names-of-groups": {"task": "collectief.erase_names", "schedule": crontab(hour=3, minute=45)},
    "send-visit-mail": {"task": "collectief.send_visit_mail", "schedule": 60},
    "erase-volunteers": {"task": "collectief.erase_volunteers", "schedule": crontab(hour=3, minute=47)},
    "erase-names-of-signallers": {"task": "collectief.erase_signallers", "schedule": crontab(hour=3, minute=46)},
    "mail-reports": {"task": "reports.mail_waiting_reports", "schedule": 60},
    "mail-signal-answers": {"task": "collectief.mail_signal_answers", "schedule": 60},
    "sweep-files": {"task": "cases.sweep_files", "schedule": crontab(hour=3, minute=50)},
    "mend-search-words": {"task": "cases.mend_search_words", "schedule": crontab(hour=3, minute=55)},
    # A notice that could not be sent at once goes out within the minute.
    "announce-emergencies": {"task": "cases.announce_emergencies", "schedule": 60},
    # So does a mail to a partner: somebody may sit waiting for a code.
    "send-request-mail": {"task": "cases.send_request_mail", "schedule": 60},
    "find-opportunities": {"task": "cases.find_opportunities", "schedule": crontab(hour=4, minute=5)},
    # Files of a confirmed destruction list of which the worker was killed, or the message lost.
    "sweep-destructions": {"task": "retention.sweep", "schedule": 60},
    # What a team takes along: of which the worker was killed, and what is a week old.
    "sweep-takeouts": {"task": "retention.sweep_takeouts", "schedule": 60},
    "keep-destruction-ledger": {"task": "retention.keep_ledger", "schedule": crontab(minute=25)},
    "look-at-log": {"task": "audit.look_at_log", "schedule": crontab(hour=2, minute=30)},
    "draw-sample": {"task": "audit.draw_sample", "schedule": crontab(hour=2, minute=45)},
    "shut-unused-accounts": {"task": "accounts.shut_unused", "schedule": crontab(hour=3, minute=30)},
    "refresh-facts": {"task": "reports.refresh_facts", "schedule": crontab(hour=4, minute=20)},
}

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"json": {"()": "wijkteam.core.logs.JsonFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "pgtrigger": {"level": "WARNING"},  # it would name each of its triggers at each migrate
        # Our own line says the same without an address; what it adds is a mistake of ours, which stays.
        "django.request": {"level": "ERROR"},
        "django.server": {"handlers": ["console"], "level": "ERROR", "propagate": False},
    },
}
# What the tests measured of each promise (tests/promises.py writes it); a release can carry it along.
PROMISES_RESULTS = env.path("WIJKTEAM_PROMISES_RESULTS", BASE_DIR / ".results")
# What nightly tests found last, kept with the code: they take hours, and a clone begins with what is known.
PROMISES_KEPT = BASE_DIR / "docs" / "nightly.json"
# Backups (docs/operating.md): where the database hands over, where it goes, and the public half of the key.
BACKUP_HANDED_OVER = env.path("WIJKTEAM_BACKUP_HANDED_OVER", VAR / "handed-over")
BACKUP_STORE = env.text("WIJKTEAM_BACKUP_STORE", "")
BACKUP_KEY = env.text("WIJKTEAM_BACKUP_KEY", "")
# Whoever reads the figures (/metrics) says this; empty: there is no such page.
METRICS_TOKEN = env.text("WIJKTEAM_METRICS_TOKEN", "")
# Mail leaves by a server of the municipality. Without one nothing is lost: what is to be mailed waits for a sweep.
EMAIL_HOST = env.text("WIJKTEAM_MAIL_HOST", "")
EMAIL_PORT = env.integer("WIJKTEAM_MAIL_PORT", 587)
EMAIL_HOST_USER = env.text("WIJKTEAM_MAIL_USER", "")
EMAIL_HOST_PASSWORD = env.text("WIJKTEAM_MAIL_PASSWORD", "")
_MAIL_SECURITY = env.choice("WIJKTEAM_MAIL_SECURITY", ("starttls", "tls", "none"))
EMAIL_USE_TLS = _MAIL_SECURITY == "starttls"
EMAIL_USE_SSL = _MAIL_SECURITY == "tls"
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.text("WIJKTEAM_MAIL_FROM", "wijkteam@localhost")
# Whom to tell of a hole, for /.well-known/security.txt: mailto: or https://.
SECURITY_CONTACT = env.text("WIJKTEAM_SECURITY_CONTACT", "")
# The colour of the municipality, as #7a1f3d: headers, links and buttons follow it. Refused when it cannot be read.
THEME_COLOUR = env.text("WIJKTEAM_THEME_COLOUR", "")
# The pictures of the screens, made by `make pictures`; the manual does without those that are not there.
PICTURES = env.path("WIJKTEAM_PICTURES", BASE_DIR / "docs" / "pictures")
# Whom to tell about a barrier, on the accessibility statement: an e-mail address.
ACCESSIBILITY_CONTACT = env.text("WIJKTEAM_ACCESSIBILITY_CONTACT", "")
DEMO = False  # seed_demo makes invented people only where this is on
