"""The rules of the borders of areas."""

from collections.abc import Callable
from typing import Any

from tests.factories import AreaShapeFactory, DistrictFactory
from tests.guards.past_the_code import twice

RULES: list[tuple[str, Callable[[], Any]]] = [
    ("areas_areashape_area_id_key", lambda: twice(AreaShapeFactory.create, area=DistrictFactory.create())),
    ("shape_has_a_size", lambda: AreaShapeFactory.create(west=1, east=1, label_x=1, rings=[[1, 1, 2, 0, 0, 2]])),
    ("shape_has_a_size", lambda: AreaShapeFactory.create(label_width=0)),
    ("shape_holds_its_name", lambda: AreaShapeFactory.create(label_x=129_999)),
    ("shape_holds_its_name", lambda: AreaShapeFactory.create(label_y=161_001)),
    ("shape_says_its_source", lambda: AreaShapeFactory.create(source="")),
]
