"""Every change of a tracked row is kept by a database trigger: bulk updates and plain SQL included."""

from collections.abc import Callable
from typing import TypeVar

import pghistory
from django.db.models import Model

AnyModel = TypeVar("AnyModel", bound=type[Model])


def track_changes(*, exclude: tuple[str, ...] = ()) -> Callable[[AnyModel], AnyModel]:
    """Class decorator: keep each inserted, changed and deleted row in a history table, but for the fields `exclude`."""
    events = (pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent())
    track: Callable[[AnyModel], AnyModel] = pghistory.track(*events, exclude=list(exclude))
    return track
