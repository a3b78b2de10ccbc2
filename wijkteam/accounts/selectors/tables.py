"""What pages of the administrator consist of: facts, tables and links, drawn by one template."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Link:
    label: "_StrOrPromise"
    url: str
    icon: str = ""
    # What a screen reader hears after the label, so that ten times "Change" are ten different links.
    about: "_StrOrPromise" = ""
    is_danger: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """`tone` makes it a badge: positive, warning, negative, info or plain."""

    text: "_StrOrPromise"
    url: str = ""
    tone: str = ""
    is_number: bool = False
    sub: "_StrOrPromise" = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """The first cell names the row."""

    cells: Sequence[Cell]
    links: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class Section:
    """A part of a page: its heading, what it is about, facts or rows, and what can be done there."""

    key: str
    title: "_StrOrPromise" = ""
    intro: "_StrOrPromise" = ""
    head: "Sequence[_StrOrPromise]" = ()
    rows: Sequence[Row] = ()
    facts: "Sequence[tuple[_StrOrPromise, _StrOrPromise]]" = ()
    links: Sequence[Link] = ()
    empty_icon: str = "list"
    empty_title: "_StrOrPromise" = ""
    empty_text: "_StrOrPromise" = ""

    @property
    def columns(self) -> "list[tuple[_StrOrPromise, bool]]":
        """Each heading, and whether numbers stand under it."""
        numbers = [cell.is_number for cell in self.rows[0].cells] if self.rows else [False] * len(self.head)
        return list(zip(self.head, numbers, strict=True))

    @property
    def has_row_links(self) -> bool:
        return any(row.links for row in self.rows)

    @property
    def body(self) -> "list[tuple[Row, list[tuple[_StrOrPromise, Cell]]]]":
        """Each row with its cells, each with the heading that a phone shows before it."""
        return [(row, list(zip(self.head, row.cells, strict=True))) for row in self.rows]


@dataclass(frozen=True, kw_only=True)
class AdminPage:
    title: "_StrOrPromise"
    sections: Sequence[Section]
    meta: "_StrOrPromise" = ""
    crumbs: "Sequence[tuple[_StrOrPromise, str]]" = ()
    links: Sequence[Link] = ()


@dataclass(frozen=True, kw_only=True)
class FormPage:
    """A page with one form; `submit` says what the button does."""

    title: "_StrOrPromise"
    submit: "_StrOrPromise"
    cancel_url: str
    intro: "_StrOrPromise" = ""
    warning: "_StrOrPromise" = ""
    crumbs: "Sequence[tuple[_StrOrPromise, str]]" = ()
    is_danger: bool = False
