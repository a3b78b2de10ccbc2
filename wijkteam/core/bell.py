"""Messages to workers: a bell that says there is work. The work itself stands in a row, where a sweep finds it.

So a queue that is dead or hangs costs a minute and never a page: `delay` tries once, for a fraction of a second, and
leaves the queue alone for a moment when that fails.
"""

import logging
from typing import TYPE_CHECKING, Any, Final

from celery import Task, current_app
from celery.exceptions import OperationalError as CeleryError
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from wijkteam.core.away import Away

log = logging.getLogger(__name__)
queue: Final = Away()
if TYPE_CHECKING:
    _Task = Task[Any, Any]
else:
    _Task = Task


def ring_after_commit(name: str, **ids: int) -> None:
    """Ask for a task by its name, once what it must find is written; for a service, which lies below the tasks.

    A web process loads no module of tasks until it asks for one of them.
    """

    def ring() -> None:
        if name not in current_app.tasks:
            current_app.loader.import_default_modules()
        current_app.tasks[name].delay(**ids)

    transaction.on_commit(ring, robust=True)


class Bell(_Task):
    """The class of all our tasks (wijkteam/celery.py)."""

    abstract = True

    def apply_async(self, *args: Any, **kwargs: Any) -> Any:
        """None when the message could not go. The scheduler, which brings its own connection, hears why."""
        if self.app.conf.task_always_eager or kwargs.get("producer") is not None:
            return super().apply_async(*args, **kwargs)
        if queue.is_away():
            log.warning("queue is away: %s waits for the sweep", self.name)
            return None
        try:
            sent = super().apply_async(*args, **{"retry": False, **kwargs})
        except (OperationalError, CeleryError, RedisError, OSError) as error:
            queue.failed()
            log.warning("queue is away (%s): %s waits for the sweep", type(error).__name__, self.name)
            return None
        queue.worked()
        return sent
