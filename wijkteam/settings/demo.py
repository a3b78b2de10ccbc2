"""`make demo`: production settings in all but TLS and the second factor, on one machine, with invented people."""

from wijkteam.settings import environment as env
from wijkteam.settings.base import *  # noqa: F403  (settings are layered on purpose)
from wijkteam.settings.base import INSTALLED_APPS

SECRET_KEY = env.text("WIJKTEAM_SECRET_KEY", "only-for-commands-outside-make-demo")
SECOND_FACTOR_REQUIRED = False
DEMO = True  # invented people may be made
INSTALLED_APPS = [*INSTALLED_APPS, "wijkteam.demo"]
