"""Every change of a tracked row is kept by a database trigger: bulk updates and plain SQL included."""

from collections.abc import Callable
from typing import Any, TypeVar

import pghistory
import pgtrigger
from django.db import connections
from django.db.models import Model

AnyModel = TypeVar("AnyModel", bound=type[Model])


def track_changes(*, exclude: tuple[str, ...] = ()) -> Callable[[AnyModel], AnyModel]:
    """Class decorator: keep each inserted, changed and deleted row in a history table, but for the fields `exclude`."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track: Callable[[AnyModel], AnyModel] = pghistory.track(*events, exclude=list(exclude))
    return track


def install_after_migrate(*, using: str, **_: Any) -> None:
    """Put the triggers of all tracked models in the database, after every migrate: safe to run again.

    They follow the models, so they stand in no migration: half of all steps would be theirs.
    """
    if connections[using].settings_dict["USER"] == "wijkteam_owner":
        pgtrigger.install(database=using)
