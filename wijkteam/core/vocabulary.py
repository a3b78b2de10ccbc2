"""What a role is called in this municipality. The words live in `areas`, above us, which registers itself here."""

from collections.abc import Callable

_source: Callable[[str], str] | None = None


def use(source: Callable[[str], str]) -> None:
    """Let `role_name` ask `source`; called once, when the program starts."""
    global _source
    _source = source


def role_name(role: str) -> str:
    """In the language of the reader; the role itself as long as nobody knows a word for it."""
    return _source(role) if _source else role
