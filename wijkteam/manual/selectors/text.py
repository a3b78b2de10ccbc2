"""The few marks that a page of the manual is written with, as pieces that a template draws.

    ## Heading                      1. a step            - a point            > a remark
    ![board]  a picture             **Save** what stands on a button or in a menu
    [open a case](casus-openen)     a link to another page of the manual
    {case-coordinator} {teams+} {Team}   a word of this municipality: one, several, at the start of a sentence

Nothing here becomes markup: the template writes the tags and escapes the text. That, and the words of the
municipality, is why this is not a library for Markdown.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from wijkteam.areas.selectors.words import word

Kind = Literal["heading", "paragraph", "steps", "points", "remark", "picture"]
_WORD = re.compile(r"\{([A-Za-z-]+)(\+?)\}")
_PIECE = re.compile(r"\*\*(?P<label>[^*]+)\*\*|\[(?P<text>[^\]]+)\]\((?P<link>[a-z0-9-]+)\)")
_LINE = re.compile(r"(?P<heading>## )|(?P<steps>\d+\. )|(?P<points>- )|(?P<remark>> )|(?P<picture>!\[)")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """A run of text; `label` stands on the screen itself, `link` is another page of the manual."""

    text: str
    is_label: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class Block:
    """Lines that belong together. A heading, a paragraph and a remark have one; a picture has its name as text."""

    kind: Kind
    lines: tuple[tuple[Piece, ...], ...]

    @property
    def text(self) -> str:
        return " ".join(piece.text for line in self.lines for piece in line)


def in_words(text: str) -> str:
    """The same text in the words of this municipality."""

    def found(match: re.Match[str]) -> str:
        return word(match[1].lower(), plural=bool(match[2]), cap=match[1][0].isupper())

    return _WORD.sub(found, text)


def pieces(line: str) -> Iterator[Piece]:
    end = 0
    for match in _PIECE.finditer(line):
        if match.start() > end:
            yield Piece(text=line[end : match.start()])
        yield Piece(text=match["label"] or match["text"], is_label=bool(match["label"]), link=match["link"] or "")
        end = match.end()
    if end < len(line):
        yield Piece(text=line[end:])


def _kind_of(line: str) -> Kind:
    match = _LINE.match(line)
    return match.lastgroup if match else "paragraph"  # type: ignore[return-value]  # the groups are the kinds


def _content(line: str, kind: Kind) -> str:
    if kind == "picture":
        return line.removeprefix("![").removesuffix("]")
    match = _LINE.match(line)
    return line[match.end() :] if match else line


def blocks(text: str) -> tuple[Block, ...]:
    """What stands in the text of a page. Lines of one kind after each other are a list; an empty line ends it."""
    found: list[Block] = []
    for filled, group in groupby(text.splitlines(), key=lambda line: bool(line.strip())):
        if not filled:
            continue
        for kind, lines in groupby(group, key=_kind_of):
            contents = [_content(line.strip(), kind) for line in lines]
            if kind in {"steps", "points"}:
                found.append(Block(kind=kind, lines=tuple(tuple(pieces(content)) for content in contents)))
            elif kind in {"heading", "picture"}:
                found += [Block(kind=kind, lines=(tuple(pieces(content)),)) for content in contents]
            else:
                found.append(Block(kind=kind, lines=(tuple(pieces(" ".join(contents))),)))
    return tuple(found)
