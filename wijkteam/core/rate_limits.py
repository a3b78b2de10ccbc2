"""How often one address may do a public thing, counted in the shared cache."""

from dataclasses import dataclass

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.crypto import salted_hmac


@dataclass(frozen=True, kw_only=True)
class Limit:
    """At most `times` per `seconds` for one address, in fixed windows."""

    name: str
    times: int
    seconds: int


def client_address(request: HttpRequest) -> str:
    """The visitor's address; X-Forwarded-For counts only as far as our own proxies wrote it."""
    proxies: int = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    if proxies and len(forwarded) >= proxies:
        return forwarded[-proxies]
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def is_within(limit: Limit, request: HttpRequest) -> bool:
    """Count this request; False when the address has had its share.

    The address itself is not kept: the key is a keyed hash that disappears with the window.
    """
    digest = salted_hmac("rate-limit", client_address(request)).hexdigest()[:24]
    key = f"limit:{limit.name}:{digest}"
    cache.add(key, 0, timeout=limit.seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # the window closed between the two calls
        cache.set(key, 1, timeout=limit.seconds)
        return True
    return count <= limit.times
