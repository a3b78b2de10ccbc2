"""How each rule of PostgreSQL can be broken: the RULES of the modules of this package.

A module has RULES (the name of the constraint, and what breaks it) and may have ONCE (models with a `request_key`, and
how to make one).
"""

import importlib
import pkgutil
from collections.abc import Callable
from typing import Any

RULES: list[tuple[str, Callable[[], Any]]] = []
ONCE: list[tuple[type[Any], Callable[..., Any]]] = []
for _module in pkgutil.iter_modules(__path__):
    _broken = importlib.import_module(f"{__name__}.{_module.name}")
    RULES += _broken.RULES
    ONCE += getattr(_broken, "ONCE", [])
