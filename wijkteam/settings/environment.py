"""The one place that reads environment variables: typed, with a message that says how to go on."""

import os
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

# Values that appear in examples; whoever leaves one in place has not chosen a secret.
UNSAFE_SECRETS = {"", "secret", "changeme", "change-me", "password", "wijkteam", "postgres", "insecure"}
SECRET_MIN_LENGTH = 32


def text(name: str, default: str | None = None) -> str:
    """Raises ImproperlyConfigured when the variable is missing and there is no default."""
    value = os.environ.get(name, default)
    if value is None:
        raise ImproperlyConfigured(f"Set the environment variable {name} (see docs/operations.md).")
    return value


def integer(name: str, default: int) -> int:
    value = os.environ.get(name, "")
    if not value:
        return default
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}.") from None


def boolean(name: str, *, default: bool) -> bool:
    value = os.environ.get(name, "").strip().lower()
    if not value:
        return default
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name} must be true or false, not {value!r}.")


def choice(name: str, choices: tuple[str, ...]) -> str:
    """One of `choices`; the first when nothing was said."""
    value = os.environ.get(name, "").strip().lower() or choices[0]
    if value not in choices:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(choices)}, not {value!r}.")
    return value


def items(name: str, default: str | None = None) -> list[str]:
    return [item.strip() for item in text(name, default).split(",") if item.strip()]


def path(name: str, default: Path) -> Path:
    return Path(os.environ.get(name) or default)


def secret(name: str) -> str:
    """A secret that somebody chose: production does not start on a missing, short or example one."""
    value = text(name)
    if value.lower() in UNSAFE_SECRETS or len(value) < SECRET_MIN_LENGTH:
        raise ImproperlyConfigured(
            f"{name} is a default or shorter than {SECRET_MIN_LENGTH} characters. Generate one, for example with "
            "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'."
        )
    return value


def cache_url(valkey_url: str) -> str:
    """The cache lives in database 1, apart from the queue in database 0."""
    parts = urlsplit(valkey_url)
    if parts.scheme == "unix":
        return f"unix://{parts.path}?db=1"
    return urlunsplit(parts._replace(path="/1"))


def broker_url(valkey_url: str) -> str:
    parts = urlsplit(valkey_url)
    if parts.scheme == "unix":
        return f"redis+socket://{parts.path}?virtual_host=0"
    return urlunsplit(parts._replace(path="/0"))
