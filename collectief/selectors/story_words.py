"""What in a story may point at somebody, and what makes it hard to read: patterns only, and never more than a hint.

Nothing is looked up: no name of a resident is compared with anything.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

LONG_SENTENCE = 20  # words; B1 stays below
LONG_WORD = 15  # letters
SHOWN = 8


class Points(StrEnum):
    """What a piece of text may point with."""

    MAIL = "mail"
    PHONE = "phone"
    ADDRESS = "address"
    DATE = "date"
    AGE = "age"
    NUMBER = "number"
    NAME = "name"


LABELS: "dict[Points, _StrOrPromise]" = {
    Points.NAME: _("a name?"),
    Points.AGE: _("an exact age"),
    Points.ADDRESS: _("a street or address"),
    Points.DATE: _("a date"),
    Points.PHONE: _("a phone number"),
    Points.MAIL: _("an e-mail address"),
    Points.NUMBER: _("a long number"),
}
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december|"
    "january|february|march|may|june|july|august|october"
)
_STREET = (
    r"[A-ZÀ-Ý][\w'’-]*(?:straat|laan|weg|plein|hof|kade|dijk|singel|gracht|pad|steeg|park|plantsoen|dreef|burg|markt)"
)
_WORD = r"[^\W\d_][\w'’-]*"
_PATTERNS: tuple[tuple[Points, str], ...] = (
    (Points.MAIL, r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?:https?://|www\.)\S+"),
    (Points.ADDRESS, r"\b[1-9]\d{3}\s?[A-Z]{2}\b"),
    (Points.ADDRESS, rf"\b{_STREET}(?:\s+\d+\s?[a-zA-Z]?\b)?"),
    (Points.PHONE, r"(?:\+31|\b0)[\s-]?[1-9](?:[\s-]?\d){7,8}\b"),
    (Points.DATE, rf"\b\d{{1,2}}(?:e|ste|de)?\s+(?:{_MONTHS})(?:\s+\d{{4}})?\b"),
    (Points.DATE, r"\b\d{1,2}[-/.]\d{1,2}[-/.](?:\d{4}|\d{2})\b"),
    (Points.DATE, r"\b(?:19|20)\d{2}\b"),
    (Points.AGE, r"\b\d{1,3}[\s-]?(?:jarigen?|jaar\s+oud|year-old|years\s+old)\b"),
    (Points.AGE, r"\b(?:is|was|werd|wordt)\s+\d{1,3}(?:\s+jaar)?\b(?![-/.:]\d|\s+(?:uur|mensen|keer|euro))"),
    (Points.AGE, r"\b(?:van|op)\s+\d{1,3}\s+jaar\b"),
    (Points.NUMBER, r"\b\d{5,}\b"),
    (
        Points.NAME,
        r"\b(?:[Mm]eneer|[Mm]evrouw|[Dd]hr\.|[Mm]w\.)\s+(?:(?:van|de|der|den|ten|ter)\s+)*[A-ZÀ-Ý][\w'’-]*",
    ),
)
_FOUND = re.compile("|".join(f"(?P<p{at}>{pattern})" for at, (_kind, pattern) in enumerate(_PATTERNS)))
_CAPITAL = re.compile(r"\b[A-ZÀ-Ý][\w'’-]*|\b[A-Z]\.")
_SENTENCE_END = re.compile(r"(?:[.!?…]+[\"'”’)]*\s+|\n\s*\n|^\s*[-•]\s+|[:]\s+[\"'“‘])", re.MULTILINE)
_OPENING = " \t\n\"'“‘”’(-•"
# Capitals that point at nobody.
_HARMLESS = frozenset({
    "ik", "wij", "we", "u", "nederland", "nederlands", "nederlandse", "engels", "arabisch", "turks", "pools", "wmo",
    "ggz", "ggd", "uwv", "svb", "god", "kerst", "pasen", "ramadan", "sinterklaas", "koningsdag", "oké", "tv",
})  # fmt: skip
# What people at a desk write, and what they would say at a kitchen table.
_OFFICE_WORDS = frozenset({
    "betrokkene", "betrokkenen", "casus", "cliënt", "cliënten", "cliëntsysteem", "conform", "derhalve", "doelgroep",
    "draagkracht", "draagvlak", "empowerment", "faciliteren", "faciliteert", "hulpvraag", "implementeren", "indicatie",
    "integraal", "integrale", "interventie", "interventies", "maatwerk", "middels", "monitoren", "multiproblematiek",
    "participatie", "participeren", "preventief", "preventieve", "problematiek", "professional", "professionals",
    "regie", "respectievelijk", "signaleren", "teneinde", "traject", "trajecten", "voorliggend", "voorliggende",
    "vraagverlegenheid", "zelfredzaam", "zelfredzaamheid", "zorgdragen",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Part:
    """A piece of the text; `label` says with what it may point at somebody, and is empty where it does not."""

    text: str
    label: "_StrOrPromise" = ""


@dataclass(frozen=True, kw_only=True)
class Pointer:
    label: "_StrOrPromise"
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Reading:
    """How a text reads. It is shown, and stops nobody."""

    words: int
    sentences: int
    long_sentences: tuple[str, ...]
    hard_words: tuple[str, ...]

    @property
    def is_plain(self) -> bool:
        return not self.long_sentences and not self.hard_words

    @property
    def words_per_sentence(self) -> int:
        return round(self.words / max(1, self.sentences))


def parts_of(text: str, *, known: Collection[str] = ()) -> tuple[Part, ...]:
    """The text in pieces, with what may point at somebody apart. `known` are names that everybody may read."""
    parts: list[Part] = []
    end = 0
    for start, stop, kind in sorted(_spans(text, known=known)):
        if start < end:
            continue
        if start > end:
            parts.append(Part(text=text[end:start]))
        parts.append(Part(text=text[start:stop], label=LABELS[kind]))
        end = stop
    if end < len(text):
        parts.append(Part(text=text[end:]))
    return tuple(parts)


def pointers_in(parts: Sequence[Part]) -> tuple[Pointer, ...]:
    """The same by kind, each word once."""
    found: dict[str, dict[str, None]] = {}
    for part in parts:
        if part.label:
            found.setdefault(str(part.label), {})[" ".join(part.text.split())] = None
    order = [str(label) for label in LABELS.values()]
    return tuple(Pointer(label=label, words=tuple(found[label])) for label in order if label in found)


def reading_of(text: str) -> Reading:
    """Long sentences and hard words, counted and shown."""
    sentences = [one for one in _sentences(text) if re.search(r"\w", one)]
    words = [re.findall(_WORD, one) for one in sentences]
    long = [one for one, said in zip(sentences, words, strict=True) if len(said) > LONG_SENTENCE]
    hard = dict.fromkeys(
        word.lower()
        for said in words
        for word in said
        if (len(word) >= LONG_WORD and word[0].islower()) or word.lower() in _OFFICE_WORDS
    )
    return Reading(
        words=sum(len(said) for said in words),
        sentences=len(sentences),
        long_sentences=tuple(" ".join(one.split()) for one in long),
        hard_words=tuple(hard),
    )


def _sentences(text: str) -> list[str]:
    starts = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return [text[start:stop] for start, stop in pairwise(starts)]


def _spans(text: str, *, known: Collection[str]) -> Iterator[tuple[int, int, Points]]:
    taken: list[tuple[int, int]] = []
    for match in _FOUND.finditer(text):
        kind = next(kind for at, (kind, _pattern) in enumerate(_PATTERNS) if match[f"p{at}"])
        taken.append(match.span())
        yield *match.span(), kind
    public = {word.lower() for name in known for word in re.findall(_WORD, name)} | _HARMLESS
    names = []
    first = {start + len(part) - len(part.lstrip(_OPENING)) for start, part in _starts(text)}
    for match in _CAPITAL.finditer(text):
        if match[0].lower().rstrip(".") in public or any(a <= match.start() < b for a, b in taken):
            continue
        names.append((match, match.start() in first))
    # At the start of a sentence every word has a capital: it counts when it also stands with one elsewhere.
    sure = {match[0] for match, is_first in names if not is_first}
    for match, is_first in names:
        if not is_first or match[0] in sure:
            yield *match.span(), Points.NAME


def _starts(text: str) -> Iterator[tuple[int, str]]:
    at = 0
    for sentence in _sentences(text):
        yield at, sentence
        at += len(sentence)
