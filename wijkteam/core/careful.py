"""How a worker takes messages up: as Celery does, but one that cannot be read ends the message, never the worker.

Who can write in the queue could otherwise stop us: Celery only looks at a message inside the part that does the work,
and takes a missing key for a lost connection, after which the same message comes again.
"""

import logging
from collections.abc import Callable
from typing import Any

from celery.worker.consumer import Consumer
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class CarefulConsumer(Consumer):
    connection_errors: tuple[type[Exception], ...]

    def create_task_handler(self, *args: Any, **kwargs: Any) -> Callable[[Any], None]:
        take_up = super().create_task_handler(*args, **kwargs)

        def handler(message: Any) -> None:
            try:
                if self._is_ours(message):
                    take_up(message)
                    return
                reason = "its form"
            except (OSError, RedisError):
                raise  # of the connection: the consumer makes a new one
            except Exception as error:
                reason = type(error).__name__
            log.error("a message that none of us sent is thrown away: %s", reason)
            if not message.acknowledged:
                message.reject_log_error(log, self.connection_errors)

        return handler

    def _is_ours(self, message: Any) -> bool:
        """A known task of our own with an id and its arguments, as JSON."""
        head, kind = message.headers, message.content_type
        if kind != "application/json" or not isinstance(head, dict) or not isinstance(head.get("id"), str):
            return False
        # None of ours waits for a moment, ends by a time of its own or has another name.
        if any(head.get(name) is not None for name in ("expires", "eta", "shadow")):
            return False
        # Celery trusts a time limit, and one that is none takes the place of a process for ever.
        limits = head.get("timelimit") or [None, None]
        if not (isinstance(limits, list) and [type(one) in (int, type(None)) for one in limits] == [True, True]):
            return False
        match message.decode():
            case [list(), dict(), dict()]:
                name = head.get("task")
                return isinstance(name, str) and name in self.app.tasks and not name.startswith("celery.")
        return False
