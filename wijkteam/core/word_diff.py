"""Two texts beside each other, word by word."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

CAME, WENT = "came", "went"
_WORDS = re.compile(r"\s+|[\w’'-]+|[^\w\s]")


@dataclass(frozen=True, kw_only=True)
class Piece:
    """Words that stayed (`kind` is empty), came in (`came`) or went out (`went`)."""

    kind: str
    text: str


def word_pieces(before: str, after: str) -> tuple[Piece, ...]:
    """The words of both texts in reading order: what went stands before what came in its place."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    pieces: list[Piece] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(Piece(kind="", text="".join(old[i1:i2])))
            continue
        if i2 > i1:
            pieces.append(Piece(kind=WENT, text="".join(old[i1:i2])))
        if j2 > j1:
            pieces.append(Piece(kind=CAME, text="".join(new[j1:j2])))
    return tuple(pieces)
