"""Use case: the methods that come with the application are there, without undoing what was changed here."""

import tomllib
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction

from collectief.models import Method
from wijkteam.areas.models import Theme

CATALOGUE = Path(__file__).parent.parent / "methods.toml"


def shipped_methods() -> dict[str, dict[str, Any]]:
    """By key, as they stand in the file."""
    return tomllib.loads(CATALOGUE.read_text("utf-8"))


@transaction.atomic
def load_methods() -> int:
    """Add what is new, and follow the file where nobody changed a field. Safe to run again. Gives how many are new."""
    there = {method.key: method for method in Method.objects.filter(key__isnull=False)}
    themes = {theme.code: theme for theme in Theme.objects.all()}
    added = 0
    for key, told in shipped_methods().items():
        codes = told.pop("themes", [])
        method = there.get(key)
        if method is None:
            method = Method.objects.create(
                key=key, public_id=uuid5(NAMESPACE_URL, f"method:{key}"), shipped=told, **told
            )
            added += 1
        elif method.shipped != told:
            for name, value in told.items():
                if name not in method.shipped or getattr(method, name) == method.shipped[name]:
                    setattr(method, name, value)
            method.shipped = told
            method.save()
        if not method.themes.exists():
            method.themes.set(themes[code] for code in codes if code in themes)
    return added


def restore_method(*, method: Method) -> Method:
    """Back to the text and the figures as they came."""
    for name, value in method.shipped.items():
        setattr(method, name, value)
    method.save()
    return method
