"""The web application, as granian serves it."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wijkteam.settings.production")
application = get_wsgi_application()
# What was loaded stays: looking through it for garbage at every full collection held up whoever was waiting.
gc.collect()
gc.freeze()
