"""The demo's settings, without what a fault test does not need: files for browsers, and mail that leaves."""

from wijkteam.settings.demo import *  # noqa: F403
from wijkteam.settings.demo import STORAGES

STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"
