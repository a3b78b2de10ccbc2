"""The pages of the manual: one file for each page and language, in wijkteam/manual/pages/."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.manual.selectors.pictures import Picture, picture_of
from wijkteam.manual.selectors.text import Block, blocks, in_words

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

FOLDER = Path(__file__).resolve().parent.parent / "pages"
CHAPTERS: "dict[str, _StrOrPromise]" = {
    "begin": _("To begin with"),
    "cases": _("Households and cases"),
    "neighbourhood": _("The neighbourhood"),
    "network": _("Partners"),
    "month": _("Time and the month"),
    "administration": _("Administration and privacy"),
}


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file as it was written: its first lines say what it is, then comes the text."""

    slug: str
    title: str
    chapter: str
    order: int
    roles: frozenset[str]
    text: str


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A block with what only its kind has: the id of a heading, the file of a picture."""

    block: Block
    id: str = ""
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A page in a table of contents."""

    title: str
    url: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class Chapter:
    title: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True, kw_only=True)
class ManualPage:
    title: str
    slug: str
    drawn: tuple[Drawn, ...]
    headings: tuple[tuple[str, str], ...]
    next: Entry | None = None


@dataclass(frozen=True, kw_only=True)
class Contents:
    """`mine`: what the reader's role does; `others`: the rest of the manual."""

    mine: tuple[Chapter, ...]
    others: tuple[Chapter, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    title: str
    url: str
    excerpt: str


class NoSuchPage(Exception):
    """The manual has no page of this name."""


def _read(path: Path) -> Source:
    head, _rule, text = path.read_text("utf-8").partition("\n---\n")
    facts = dict(line.split(": ", 1) for line in head.splitlines())
    return Source(
        slug=path.stem,
        title=facts["title"],
        chapter=facts["chapter"],
        order=int(facts["order"]),
        roles=frozenset(facts["for"].split()) if facts["for"] != "everybody" else frozenset(Role.values),
        text=text,
    )


@lru_cache
def _statement(language: str) -> Source:
    return _read(FOLDER / "accessibility" / f"{language}.md")


@lru_cache
def sources(language: str) -> dict[str, Source]:
    """All pages of a language, in the order of the table of contents."""
    found = [_read(path) for path in (FOLDER / language).glob("*.md")]
    place = list(CHAPTERS).index
    return {source.slug: source for source in sorted(found, key=lambda one: (place(one.chapter), one.order))}


def _language() -> str:
    return "en" if (get_language() or settings.LANGUAGE_CODE).startswith("en") else "nl"


def _here() -> dict[str, Source]:
    return sources(_language())


def _entry(source: Source) -> Entry:
    return Entry(title=in_words(source.title), url=reverse("manual:page", args=[source.slug]), slug=source.slug)


def title_and_url(slug: str) -> tuple[str, str]:
    entry = _entry(_here()[slug])
    return entry.title, entry.url


def _plain(text: str) -> str:
    """Without accents and capitals."""
    return "".join(one for one in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(one))


def draw(source: Source) -> ManualPage:
    drawn: list[Drawn] = []
    headings: list[tuple[str, str]] = []
    for block in blocks(in_words(source.text)):
        if block.kind == "picture":
            picture = picture_of(block.text)
            if picture:  # made at set-up; without it the text says enough
                drawn.append(Drawn(block=block, picture=picture))
            continue
        id = f"{source.slug}-{len(headings) + 1}" if block.kind == "heading" else ""
        if id:
            headings.append((id, block.text))
        drawn.append(Drawn(block=block, id=id))
    return ManualPage(title=in_words(source.title), slug=source.slug, drawn=tuple(drawn), headings=tuple(headings))


def accessibility_statement() -> ManualPage:
    return draw(_statement(_language()))


def _for_role(role: str) -> list[Source]:
    return [source for source in _here().values() if role in source.roles]


def page_of(slug: str, *, role: str) -> ManualPage:
    """A page as this reader sees it, with the one that comes next for the role.

    Raises:
        NoSuchPage: there is none.
    """
    source = _here().get(slug)
    if source is None:
        raise NoSuchPage
    mine = _for_role(role)
    after = mine[mine.index(source) + 1 :][:1] if source in mine else []
    page = draw(source)
    return ManualPage(
        title=page.title,
        slug=page.slug,
        drawn=page.drawn,
        headings=page.headings,
        next=_entry(after[0]) if after else None,
    )


def _chapters(chosen: list[Source]) -> tuple[Chapter, ...]:
    found = []
    for key, title in CHAPTERS.items():
        entries = tuple(_entry(source) for source in chosen if source.chapter == key)
        if entries:
            found.append(Chapter(title=str(title), entries=entries))
    return tuple(found)


def contents_for(role: str) -> Contents:
    """The table of contents: first what the role does. A partner is shown nothing of the work inside."""
    mine = _for_role(role)
    rest = [] if role == Role.PARTNER else [source for source in _here().values() if source not in mine]
    return Contents(mine=_chapters(mine), others=_chapters(rest))


def whole_manual(role: str) -> list[ManualPage]:
    """Every page of a role, to print."""
    return [draw(source) for source in _for_role(role)]


def _excerpt(text: str, words: list[str]) -> str:
    """The first sentence in which one of the words stands."""
    sentences = re.split(r"(?<=[.!?]) ", text)
    return next((one for one in sentences if any(word in _plain(one) for word in words)), sentences[0])


def find_pages(asked: str, *, role: str) -> list[Hit]:
    """The pages in which every word stands, the best first: in the title, then in a heading, then how often."""
    words = _plain(asked).split()[:8]
    if not words:
        return []
    hits = []
    for source in _for_role(role) if role == Role.PARTNER else _here().values():
        page = draw(source)
        title = _plain(page.title)
        headings = _plain(" ".join(text for _id, text in page.headings))
        text = " ".join(one.block.text for one in page.drawn if one.block.kind != "picture")
        plain = _plain(text)
        if all(word in title or word in plain for word in words):
            weight = sum(20 * (word in title) + 5 * (word in headings) + min(plain.count(word), 4) for word in words)
            entry = _entry(source)
            mine = 10 * (role in source.roles)
            hits.append((-weight - mine, Hit(title=entry.title, url=entry.url, excerpt=_excerpt(text, words))))
    return [hit for _weight, hit in sorted(hits, key=lambda one: (one[0], one[1].title))]
