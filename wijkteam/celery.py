"""The background worker: settings from Django, tasks from each app's `tasks` and `schedules`."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkteam.settings.production")

app = Celery("wijkteam", task_cls="wijkteam.core.bell:Bell")
app.conf.worker_consumer = "wijkteam.core.careful:CarefulConsumer"
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedules", force=False)
