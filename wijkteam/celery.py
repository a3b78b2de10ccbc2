"""The background worker: settings from Django, tasks from each app's `tasks` and `schedules`."""

import os

from celery import Celery
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkteam.settings.production")

# What an address that begins with redis:// or redis+socket:// is spoken to with.
TRANSPORT_ALIASES.update(dict.fromkeys(("redis", "rediss"), "wijkteam.core.careful:CarefulTransport"))
app = Celery("wijkteam", task_cls="wijkteam.core.bell:Bell")
app.conf.worker_consumer = "wijkteam.core.careful:CarefulConsumer"
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedules", force=False)
