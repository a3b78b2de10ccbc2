"""Messages to workers: a bell that says there is work. The work itself stands in a row, where a sweep finds it.

So a queue that is dead or hangs costs a minute and never a page: `delay` tries once, for a fraction of a second, and
leaves the queue alone for a moment when that fails.
"""

import logging
from typing import TYPE_CHECKING, Any, Final

from celery import Task
from celery.exceptions import OperationalError as CeleryError
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from wijkteam.core.away import Away

log = logging.getLogger(__name__)
queue: Final = Away()
if TYPE_CHECKING:
    _Task = Task[Any, Any]
else:
    _Task = Task


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
