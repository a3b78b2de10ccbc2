"""The lines of a published report that can be spoken of: each has a key that stays the same from month to month."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from wijkteam.reports.enums import DEFINED, Chapter
from wijkteam.reports.selectors.report_page import name_of_row, shown

CHAPTER, THEME, DISTRICT, TEAM = "chapter:", "theme:", "district:", "team:"
ASSIGNMENT, LAW, COURSE = "assignment:", "law:", "course:"
# Where on the page of the report a chapter stands.
ANCHORS = {
    Chapter.CASELOAD: "caseload",
    Chapter.PREVENTION: "preventie",
    Chapter.LINK: "verband",
    Chapter.NETWORK: "netwerk",
    Chapter.ASSIGNMENTS: "opdrachten",
}
# A chapter of later stands at the end until it is named here.
_ELSEWHERE = "leeswijzer"


@dataclass(frozen=True, kw_only=True)
class ReportLine:
    """One line as it was published; a chapter has no value. `team` is the code of the team that it is about."""

    key: str
    label: str
    value: str
    anchor: str
    team: str = ""


def line_of(content: Mapping[str, Any], key: str) -> ReportLine | None:
    """None when this report has no such line. Runs no query."""
    kind, colon, code = key.partition(":")
    if not colon:
        return _figure(content, key)
    rows = {
        "theme": (content["themes"], _("Open households: %(name)s")),
        "district": (content["districts"], _("Open households in %(name)s")),
    }
    if kind in rows:
        found = next((row for row in rows[kind][0] if row["code"] == code), None)
        if found is None:
            return None
        label = rows[kind][1] % {"name": name_of_row(found)}
        return ReportLine(key=key, label=label, value=shown(found["households"]), anchor="caseload")
    if kind in {"assignment", "law", "course"}:
        return _of_table(content, kind, code)
    if kind == "team":
        team = next((one for one in content["teams"] if one["code"] == code), None)
        return team and ReportLine(key=key, label=team["name"], value="", anchor="caseload", team=code)
    if kind == "chapter" and code in Chapter.values:
        chapter = Chapter(code)
        return ReportLine(key=key, label=str(chapter.label), value="", anchor=ANCHORS.get(chapter, _ELSEWHERE))
    return None


def assignment_key(code: str) -> str:
    """Of what was reached: the line of an assignment that people ask about."""
    return f"{ASSIGNMENT}{code}:reached"


def _of_table(content: Mapping[str, Any], kind: str, code: str) -> ReportLine | None:
    """A row of the tables of later: an assignment, a law, the course of a theme."""
    if kind == "assignment":
        found = _row(content.get("assignments", ()), code.removesuffix(":reached"))
        if found is None or not code.endswith(":reached"):
            return None
        team = str(found.get("team", ""))
        return ReportLine(
            key=assignment_key(found["code"]),
            label=found["title"],
            value=shown(found["reached"]),
            anchor="opdrachten",
            team=team,
        )
    if kind == "law":
        found = _row(content.get("laws", ()), code)
        return found and ReportLine(
            key=f"{LAW}{code}",
            label=_("Households by law: %(name)s") % {"name": name_of_row(found)},
            value=shown(found["households"]),
            anchor="geheel",
        )
    found = _row(content.get("courses", ()), code)
    return found and ReportLine(
        key=f"{COURSE}{code}",
        label=_("Course of the theme: %(name)s") % {"name": name_of_row(found)},
        value=shown(found["here_now"]),
        anchor="verband",
    )


def _row(rows: Sequence[Mapping[str, Any]], code: str) -> Any:
    return next((row for row in rows if row["code"] == code), None)


def _figure(content: Mapping[str, Any], key: str) -> ReportLine | None:
    definition, value = DEFINED.get(key), content["figures"].get(key)
    if definition is None or value is None:
        return None
    anchor = ANCHORS.get(definition.chapter, _ELSEWHERE)
    return ReportLine(key=key, label=str(definition.label), value=shown(value, definition.unit), anchor=anchor)
