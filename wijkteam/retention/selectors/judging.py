"""A gathered file as whoever releases it reads it: what goes along, what stays at the side, and what is black."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.paginator import Page, Paginator
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User
from wijkteam.retention import permissions
from wijkteam.retention.enums import HiddenBecause
from wijkteam.retention.models import RequestFile
from wijkteam.retention.selectors.own_file import HIDE, SHARE, blackened, left_out_said

PER_PAGE = 60
# What to look at: everything that goes along, where somebody else is named, or what stays behind.
GOING, NAMED, ASIDE = "mee", "namen", "opzij"


@dataclass(frozen=True, kw_only=True)
class PassageRow:
    number: int
    title: str
    fields: Sequence[tuple[str, str]]
    mentions: str
    is_aside: bool
    goes_along: bool
    is_judged: bool
    notes: Sequence[str]


@dataclass(frozen=True, kw_only=True)
class View:
    """A tab."""

    url: str
    label: str
    count: int
    current: bool


@dataclass(frozen=True, kw_only=True)
class FilePage:
    one: RequestFile
    rows: "Page[PassageRow]"
    views: Sequence[View]
    here: str
    says: str
    may_release: bool
    hint: str


def file_page(one: RequestFile, content: Mapping[str, Any], *, user: User, view: str, number: int) -> FilePage:
    """Runs no query: the content was opened already."""
    rows = all_rows(one, content)
    chosen = {
        GOING: [row for row in rows if row.goes_along],
        NAMED: [row for row in rows if row.goes_along and row.mentions],
        ASIDE: [row for row in rows if row.is_aside],
    }
    view = view if view in chosen else GOING
    labels = {GOING: _("Goes along"), NAMED: _("Somebody else is named"), ASIDE: _("Stays behind")}
    may = permissions.may_release(user, one)
    left = sum(not row.goes_along for row in rows)
    return FilePage(
        one=one,
        rows=Paginator(chosen[view], PER_PAGE).get_page(number),
        views=[
            View(url=f"?toon={key}", label=labels[key], count=len(found), current=key == view)
            for key, found in chosen.items()
        ],
        here=view,
        says=left_out_said(left, sum(mark["kind"] == HIDE for mark in one.marks)),
        may_release=may,
        hint="" if may else _("You asked for this file. Somebody else looks it through and releases it."),
    )


def all_rows(one: RequestFile, content: Mapping[str, Any]) -> list[PassageRow]:
    marks: dict[str, list[Mapping[str, Any]]] = {}
    for mark in one.marks:
        marks.setdefault(str(mark["passage"]), []).append(mark)
    return [_row(index, passage, marks.get(passage["key"], [])) for index, passage in enumerate(content["passages"])]


def _row(index: int, passage: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> PassageRow:
    shared = any(mark["kind"] == SHARE for mark in marks)
    black = [mark for mark in marks if mark["kind"] == HIDE]
    reasons = [f"{capfirst(str(HiddenBecause(mark['because']).label))}: {mark['note']}" for mark in black]
    reasons += [_("May go along: %(why)s") % {"why": mark["note"]} for mark in marks if mark["kind"] == SHARE]
    return PassageRow(
        number=index,
        title=capfirst(str(apps.get_model(passage["table"])._meta.verbose_name)),
        fields=[(field["label"], blackened(field, black)["value"]) for field in passage["fields"]],
        mentions=", ".join(passage["mentions"]),
        is_aside=passage["is_aside"],
        goes_along=shared or not passage["is_aside"],
        is_judged=bool(marks),
        notes=list(dict.fromkeys(reasons)),
    )
