"""The least a Django page needs: a session, a login, a template. Nothing of the application is loaded."""

import os

_VALKEY = os.environ["WIJKTEAM_VALKEY_URL"].removeprefix("unix://")

SECRET_KEY = os.environ["WIJKTEAM_SECRET_KEY"]
DEBUG = False
ALLOWED_HOSTS = ["127.0.0.1"]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "local.bench.limit",
]
MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
]
AUTH_USER_MODEL = "limit.Account"
LOGIN_URL = "/login/"
ROOT_URLCONF = "local.bench.limit.urls"
WSGI_APPLICATION = "local.bench.limit.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": []},
    }
]
# The same server, role and connections as ours.
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": os.environ["WIJKTEAM_DB_NAME"],
        "HOST": os.environ["WIJKTEAM_DB_HOST"],
        "PORT": os.environ["WIJKTEAM_DB_PORT"],
        "USER": "wijkteam_web",
        "PASSWORD": os.environ["WIJKTEAM_DB_PASSWORD_WEB"],
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }
}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": f"unix://{_VALKEY}?db=1",
        "KEY_PREFIX": "limit",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.cache"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "Europe/Amsterdam"
