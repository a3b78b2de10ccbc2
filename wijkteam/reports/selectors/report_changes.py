"""What a later version says that the one before did not, in sentences and by chapter."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from wijkteam.reports.enums import DEFINED, Chapter, Unit
from wijkteam.reports.selectors.report_page import HIDDEN, shown

_TABLES = {
    "laws": Chapter.LAWS,
    "assignments": Chapter.ASSIGNMENTS,
    "themes": Chapter.CASELOAD,
    "districts": Chapter.CASELOAD,
}
# Rounded or a class, so it is not exactly that.
_ABOUT = frozenset({Unit.HOUSEHOLDS, Unit.QUESTIONS, Unit.SIGNALS, Unit.CONTACTS, Unit.RESIDENTS, Unit.ATTENDANCES})


@dataclass(frozen=True, kw_only=True)
class ChapterOfChanges:
    title: str
    sentences: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class ReportChanges:
    """`since` is the number of the version before. Without chapters no figure is different."""

    since: int
    chapters: Sequence[ChapterOfChanges]

    @property
    def title(self) -> str:
        return _("What is different from version %(version)s") % {"version": self.since}

    @property
    def nothing(self) -> str:
        return _("No figure is different: what came in late does not show after rounding, or only the text changed.")


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One number of which two versions say something else: None where it did not stand in the report."""

    table: str
    key: str
    chapter: str
    what: str
    unit: Unit
    before: Any
    after: Any


def differences(content: Mapping[str, Any]) -> list[Difference]:
    """Empty for a first version, and where only the text is different."""
    rows = (content.get("changes") or {"rows": ()})["rows"]
    return [
        Difference(
            table=row["table"],
            key=row["key"],
            chapter=_chapter(row),
            what=_what(row),
            unit=DEFINED[row["key"]].unit if row["table"] == "figures" else Unit.HOUSEHOLDS,
            before=row["before"],
            after=row["after"],
        )
        for row in rows
        if row["table"] != "figures" or row["key"] in DEFINED
    ]


def report_changes(content: Mapping[str, Any]) -> ReportChanges | None:
    """None for a first version, and for one of before versions were compared."""
    kept = content.get("changes")
    if kept is None:
        return None
    by_chapter: dict[str, list[str]] = {}
    for one in differences(content):
        by_chapter.setdefault(one.chapter, []).append(_sentence(one))
    order = [chapter.value for chapter in Chapter]
    titles = {chapter.value: str(chapter.label) for chapter in Chapter}
    return ReportChanges(
        since=kept["since_version"],
        chapters=[
            ChapterOfChanges(title=titles[chapter], sentences=by_chapter[chapter])
            for chapter in order
            if chapter in by_chapter
        ],
    )


def _chapter(row: Mapping[str, Any]) -> str:
    if row["table"] == "figures":
        return DEFINED[row["key"]].chapter.value
    return _TABLES.get(row["table"], Chapter.CASELOAD).value


def _sentence(one: Difference) -> str:
    said = {"what": one.what, "before": _value(one.before, one.unit), "after": _value(one.after, one.unit)}
    if one.before is None:
        return _("%(what)s: now %(after)s; it did not stand in the report before.") % said
    if one.before == HIDDEN:
        return _("%(what)s: was protected, now %(after)s.") % said
    if one.after == HIDDEN:
        return _("%(what)s: was %(before)s, now protected.") % said
    return _("%(what)s: from %(before)s to %(after)s.") % said


def _what(row: Mapping[str, Any]) -> str:
    if row["table"] == "figures":
        return str(DEFINED[row["key"]].label)
    name = row["name_en"] if get_language() == "en" else row["name"]
    if row["table"] == "assignments":
        return f"{_('Reached')}, {name}"
    return _("Open households, %(name)s") % {"name": name}


def _value(value: Any, unit: Unit) -> str:
    if unit in _ABOUT and value not in (None, HIDDEN):
        return _("about %(number)s") % {"number": shown(value, unit)}
    text = shown(value, unit)
    return _("%(number)s hours") % {"number": text} if unit == Unit.HOURS and value not in (None, HIDDEN) else text
