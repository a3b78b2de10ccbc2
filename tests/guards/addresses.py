"""Every address of the application, as Django knows them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver


@dataclass(frozen=True, kw_only=True)
class Address:
    name: str
    route: str
    view: Callable[..., Any]
    parameters: frozenset[str]


def _walk(patterns: list[URLPattern | URLResolver], space: str = "", route: str = "") -> Iterator[Address]:
    for pattern in patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, here)
        else:
            yield Address(
                name=f"{space}{pattern.name or ''}",
                route=here,
                view=pattern.callback,
                parameters=frozenset(pattern.pattern.converters) | frozenset(pattern.pattern.regex.groupindex),
            )


def every_address() -> list[Address]:
    return list(_walk(get_resolver().url_patterns))
