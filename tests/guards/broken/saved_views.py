"""The rules of saved views."""

from collections.abc import Callable
from typing import Any

from tests.factories import SavedViewFactory


def again(**more: Any) -> None:
    first = SavedViewFactory.create(is_default=True)
    SavedViewFactory.create(**{"user": first.user, "name": "Noord", "place": 2, **more})


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("saved_view_name_once", lambda: again(name="Zuid")),
    ("saved_view_place_once", lambda: again(place=1)),
    ("saved_view_one_default", lambda: again(is_default=True)),
    ("saved_view_at_most_twelve", lambda: SavedViewFactory.create(place=13)),
    ("saved_view_at_most_twelve", lambda: SavedViewFactory.create(place=0)),
    ("saved_view_has_a_name", lambda: SavedViewFactory.create(name="")),
    ("saved_view_page_is_known", lambda: SavedViewFactory.create(page="weer")),
    ("saved_view_period_is_offered", lambda: SavedViewFactory.create(months=7)),
]
