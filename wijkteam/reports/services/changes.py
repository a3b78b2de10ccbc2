"""What is different in a later version of a report: from what was published in both, and nothing else. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wijkteam.reports.enums import DEFINED

# Not figures of the month by themselves: they follow others.
_LEFT_OUT = frozenset({"series", "teams", "changes"})


def changes_between(earlier: Mapping[str, Any], later: Mapping[str, Any]) -> dict[str, Any]:
    """Every figure and every row of a table that says something else, as both versions say it."""
    rows = [
        {"table": "figures", "key": key, "before": before, "after": after}
        for key, before, after in _changed(earlier["figures"], later["figures"])
        if key in DEFINED
    ]
    for table in later:
        if table not in _LEFT_OUT and isinstance(later[table], list):
            rows += _rows(table, earlier.get(table, []), later[table])
    return {"since_version": earlier["version"], "rows": rows}


def _rows(
    table: str, earlier: Sequence[Mapping[str, Any]], later: Sequence[Mapping[str, Any]]
) -> Iterable[dict[str, Any]]:
    """Of a table with one number in each row: themes, districts and whatever comes beside them."""
    number = "reached" if table == "assignments" else "households"
    before = {row["code"]: row.get(number) for row in earlier if "code" in row}
    after = {row["code"]: row.get(number) for row in later if "code" in row}
    named = {row["code"]: row for row in later if "code" in row}
    for code, old, new in _changed(before, after):
        names = {"name": named[code]["name"], "name_en": named[code].get("name_en", named[code]["name"])}
        yield {"table": table, "key": code, **names, "before": old, "after": new}


def _changed(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterable[tuple[str, Any, Any]]:
    for key, new in after.items():
        old = before.get(key)
        if old != new:
            yield key, old, new
