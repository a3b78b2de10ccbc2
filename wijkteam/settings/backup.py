"""For the container that puts backups away: no database and no secret; folders and the public half of a key."""

from wijkteam.settings.base import *  # noqa: F403  (settings are layered on purpose)
from wijkteam.settings.base import ALLOWED_HOSTS, DATABASES

SECRET_KEY = "signs nothing: this process serves nobody"  # noqa: S105
ALLOWED_HOSTS.clear()
DATABASES.clear()
