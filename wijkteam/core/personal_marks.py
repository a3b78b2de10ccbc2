"""What in a text looks as if it is about one person: figures and addresses that do not belong in a public word.

It finds marks, no names: it helps who types in a hurry, and proves nothing about a text without them.
"""

import re
from enum import StrEnum

_DIGITS_BEFORE = r"(?<![\d.,])"
_BSN = re.compile(rf"{_DIGITS_BEFORE}\d(?:[ .]?\d){{7,8}}(?![\d])")
_PHONE = re.compile(r"(?<!\d)(?:(?:\+|00)31[ .()-]{0,2}(?:\(0\))?|0)[ .-]?[1-9](?:[ .-]?\d){8}(?!\d)")
_EMAIL = re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>.]{2,}")
_POSTCODE = re.compile(r"(?<![\w])[1-9]\d{3} ?[A-Z]{2}(?![\w])")
_MONTHS = (
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december"
    "|jan|feb|mrt|apr|jun|jul|aug|sep|sept|okt|nov|dec"
    "|january|february|march|may|june|july|august|october"
)
_DATE = re.compile(
    rf"(?<!\d)(?:\d{{1,2}}[-/. ]\d{{1,2}}[-/. ](?P<numeric>(?:19|20)\d\d)"
    rf"|\d{{1,2}} (?:{_MONTHS})\.? (?P<written>(?:19|20)\d\d)"
    rf"|(?P<iso>(?:19|20)\d\d)-\d\d-\d\d)(?!\d)",
    re.IGNORECASE,
)
_BORN = re.compile(
    rf"\bgeb(?:oren|\.|oortedatum)?\b[^.\n]{{0,20}}?(?:{_DATE.pattern.replace('?P<', '?P<b_')})", re.IGNORECASE
)
# A date further back than this is a birth rather than an appointment or the day of a meeting.
_YEARS_BACK = 2


class Mark(StrEnum):
    BSN = "bsn"
    PHONE = "phone"
    EMAIL = "email"
    BIRTH = "birth"
    POSTCODE = "postcode"


def personal_marks(text: str, *, year: int) -> list[Mark]:
    """The kinds of marks in a text that is written in `year`, each once."""
    found = []
    if any(_passes_eleven(match[0]) for match in _BSN.finditer(_PHONE.sub(" ", text))):
        found.append(Mark.BSN)
    if _PHONE.search(text):
        found.append(Mark.PHONE)
    if _EMAIL.search(text):
        found.append(Mark.EMAIL)
    if _BORN.search(text) or any(_year(match) <= year - _YEARS_BACK for match in _DATE.finditer(text)):
        found.append(Mark.BIRTH)
    if _POSTCODE.search(text):
        found.append(Mark.POSTCODE)
    return found


def is_citizen_service_number(text: str) -> bool:
    """Whether this whole text is one: nine figures (or eight, when a spreadsheet swallowed a nought) that pass."""
    return bool(_BSN.fullmatch(text.strip())) and _passes_eleven(text)


def without_citizen_service_numbers(text: str, *, instead: str) -> str:
    """The same text with `instead` in the place of each."""
    phones = [match.span() for match in _PHONE.finditer(text)]

    def put(match: "re.Match[str]") -> str:
        in_a_phone = any(begin <= match.start() < end for begin, end in phones)
        return match[0] if in_a_phone or not _passes_eleven(match[0]) else instead

    return _BSN.sub(put, text)


def _year(match: "re.Match[str]") -> int:
    return int(match["numeric"] or match["written"] or match["iso"])


def _passes_eleven(written: str) -> bool:
    """The check that every citizen service number passes: 9 times the first figure … minus the last."""
    figures = [int(one) for one in written if one.isdigit()]
    figures = [0] * (9 - len(figures)) + figures
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return any(figures) and sum(w * f for w, f in zip(weights, figures, strict=True)) % 11 == 0
