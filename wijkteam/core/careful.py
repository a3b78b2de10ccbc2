"""How a worker takes messages up: as Celery does, but one that cannot be read ends the message, never the worker.

Who can write in the queue could otherwise stop us: Celery only looks at a message inside the part that does the work,
and takes a missing key for a lost connection, after which the same message comes again. What is no message at all ends
before that, in the transport: it would end the worker there.
"""

import logging
from base64 import b64decode
from collections.abc import Callable
from queue import Empty
from typing import Any
from uuid import UUID

from celery.worker.consumer import Consumer
from kombu.transport import redis
from kombu.utils.json import loads
from redis.exceptions import RedisError

log = logging.getLogger(__name__)
_THROWN_AWAY = "what is no message is thrown away from %s: %s"


def is_envelope(found: Any) -> bool:
    """Whether kombu itself can make a message of it. Ours are never compressed: that could fill the memory."""
    match found:
        case {
            "body": str(body),
            "headers": dict(head),
            "content-type": str(),
            "content-encoding": str(),
            "properties": {
                "delivery_tag": str(tag),
                "body_encoding": "base64",
                "delivery_info": {"exchange": str(), "routing_key": str()},
            },
        }:
            return "compression" not in head and _is_uuid(tag) and _is_base64(body)
    return False


def _is_base64(text: str) -> bool:
    try:
        b64decode(text)
    except ValueError:
        return False
    return True


def _is_uuid(text: str) -> bool:
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False


class CarefulQoS(redis.QoS):
    """What a worker was doing when it was killed is handed out again; nonsense among it would stop that for ever."""

    def restore_by_tag(self, tag: Any, client: Any = None, leftmost: bool = False) -> None:
        try:
            super().restore_by_tag(tag, client, leftmost)
        except (OSError, RedisError):
            raise  # of the connection: asked again in a moment
        except Exception as error:
            log.error(_THROWN_AWAY, "what was under way", type(error).__name__)
            with self.channel.conn_or_acquire(client) as connection:  # type: ignore[attr-defined]  # of this transport
                connection.pipeline().zrem(self.unacked_index_key, tag).hdel(self.unacked_key, tag).execute()


class CarefulChannel(redis.Channel):
    QoS = CarefulQoS

    def _brpop_read(self, **options: Any) -> Any:
        try:
            return super()._brpop_read(**options)  # type: ignore[misc]  # the stubs do not know it
        except (OSError, RedisError, Empty):
            raise
        except Exception as error:  # it is out of the queue by now
            log.error(_THROWN_AWAY, "the queue", type(error).__name__)
            raise Empty from None

    def _handle_message(self, client: Any, response: Any) -> Any:
        """Of the channel of orders to workers; kombu would write what it cannot read in the log."""
        found = super()._handle_message(client, response)  # type: ignore[misc]  # as above
        if bytes(found["type"]).endswith(b"message"):
            try:
                loads(found["data"].decode())
            except Exception as error:
                log.error(_THROWN_AWAY, "a channel", type(error).__name__)
                found["data"] = b""
        return found


class CarefulTransport(redis.Transport):
    Channel = CarefulChannel

    def _deliver(self, message: Any, queue: Any) -> None:
        if is_envelope(message):
            super()._deliver(message, queue)
        else:
            log.error(_THROWN_AWAY, "the queue", "its form")


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
