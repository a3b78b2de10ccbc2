"""`manage.py runserver` against the servers of a running demo: templates reload, errors show their source."""

from wijkteam.settings.demo import *  # noqa: F403  (settings are layered on purpose)
from wijkteam.settings.demo import TEMPLATE_LOADERS, TEMPLATES

DEBUG = True
TEMPLATES[0]["OPTIONS"]["loaders"] = [("template_partials.loader.Loader", TEMPLATE_LOADERS)]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
