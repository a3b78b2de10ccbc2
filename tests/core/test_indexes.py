"""docs/indexes.md argues for each index; none is there without, and none is argued for that is not there."""

import re

from django.apps import apps

from wijkteam.settings import base

OURS = ("wijkteam.", "cases.", "collectief.", "netwerk.")
LINE = re.compile(r"^\| `(\w+)` \| (.{15,}) \|$", re.MULTILINE)


def test_each_index_of_a_model_is_argued_for() -> None:
    named = [name for name, _why in LINE.findall((base.BASE_DIR / "docs" / "indexes.md").read_text())]
    indexes = {
        index.name for model in apps.get_models() if model.__module__.startswith(OURS) for index in model._meta.indexes
    }
    assert len(named) == len(set(named)), "an index is named twice"
    assert indexes - set(named) == set(), "say in docs/indexes.md which page asks for it"
    assert set(named) - indexes == set(), "these are gone: take them out of docs/indexes.md"
