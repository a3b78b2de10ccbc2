"""What stands in one cell, read as a Dutch team writes it. Each function raises NotReadable with what to do."""

import datetime as dt
import re

from django.utils.translation import gettext as _

from cases.enums import ClosingReason, HouseholdRole
from cases.services.caseload.columns import plain
from wijkteam.core.spreadsheets import Cell
from wijkteam.core.spreadsheets.literal import without_mark

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb februari february febr",
            "mrt maart mar march maa",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oktober oct october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_EXCEL_DAYS = range(3_000, 80_000)  # 1908 to 2119
_NUMBERS = re.compile(r"^(\d{1,4})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{1,4})\.?$")
_WORDS = re.compile(r"^(?:[a-z]+\s+)?(\d{1,2})\s+([a-z]+)\s+(\d{2,4})$")
_WORDS_ENGLISH = re.compile(r"^([a-z]+)\s+(\d{1,2})\s+(\d{4})$")


class NotReadable(Exception):
    """The message names the value and says how to write it."""


def text(cell: Cell) -> str:
    """One line; a whole number without a point; nothing for an empty cell or a dash."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return _("yes") if cell else _("no")
    if isinstance(cell, dt.date):
        return cell.strftime("%d-%m-%Y")
    said = " ".join(without_mark(str(cell)).replace("\x00", "").split())
    return (
        "" if said in {"-", "--", "?", "n.v.t.", "nvt", "n/a", "NULL", "#N/A", "#N/B", "onbekend", "unknown"} else said
    )


def long_text(cell: Cell) -> str:
    """The same with its lines kept."""
    if not isinstance(cell, str):
        return text(cell)
    lines = [" ".join(line.split()) for line in without_mark(cell).replace("\x00", "").splitlines()]
    return "\n".join(lines).strip() if text(cell) else ""


def day(cell: Cell, *, latest: dt.date, month_first: bool = False) -> dt.date | None:
    """Day first, as is usual here, unless the whole column says otherwise; year first and a month in words too.

    Two digits of a year are the last such year that is not after `latest`.
    """
    if isinstance(cell, dt.datetime):
        return cell.date()
    if isinstance(cell, dt.date):
        return cell
    if isinstance(cell, int | float) and not isinstance(cell, bool) and int(cell) in _EXCEL_DAYS:
        return _EXCEL_EPOCH + dt.timedelta(days=int(cell))
    said = text(cell)
    if not said:
        return None
    bare = re.sub(r"[T ]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?$", "", said)
    if re.fullmatch(r"\d{8}", bare):  # 20240131, or 31012024
        parts = (bare[:4], bare[4:6], bare[6:]) if bare[:2] in {"19", "20"} else (bare[:2], bare[2:4], bare[4:])
    elif found := _NUMBERS.match(bare):
        parts = (found[1], found[2], found[3])
    else:
        in_words = plain(bare)
        named = _WORDS.match(in_words) or _WORDS_ENGLISH.match(in_words)
        if named is None:
            raise NotReadable(_not_a_day(said))
        first, second, year = named.groups()
        number, month = (first, second) if first.isdigit() else (second, first)
        if month not in _MONTHS:
            raise NotReadable(_not_a_day(said))
        parts = (number, str(_MONTHS[month]), year)
    try:
        if month_first and len(parts[0]) <= 2 and parts[0].isdigit() and _NUMBERS.match(bare):
            parts = (parts[1], parts[0], parts[2])
        return _of_numbers(*parts, latest=latest)
    except ValueError:
        raise NotReadable(_not_a_day(said)) from None


def _of_numbers(first: str, second: str, third: str, *, latest: dt.date) -> dt.date:
    if len(first) == 4:
        return dt.date(int(first), int(second), int(third))
    number, month, year = int(first), int(second), int(third)
    if len(third) <= 2:
        year += latest.year // 100 * 100
        if dt.date(year, 1, 1) > latest:
            year -= 100
    elif len(third) == 3:
        raise ValueError
    if month > 12 >= number:  # an English list
        number, month = month, number
    return dt.date(year, month, number)


_BEFORE = r"(?:(?:begin|eind|einde|half|medio|ca|circa|rond|omstreeks|sinds|vanaf|since|early|late|about) )?"
_SPANS = (
    ("month", re.compile(rf"^{_BEFORE}(?P<month>[a-z]+) (?P<year>\d{{4}})$")),
    ("month", re.compile(r"^(?P<month>\d{1,2}) (?P<year>\d{4})$")),
    ("month", re.compile(r"^(?P<year>\d{4}) (?P<month>\d{1,2})$")),
    ("week", re.compile(r"^(?:week|wk|w) ?(?P<week>\d{1,2}) (?P<year>\d{4})$")),
    ("week", re.compile(r"^(?P<year>\d{4}) (?:week|wk|w) ?(?P<week>\d{1,2})$")),
    ("quarter", re.compile(r"^(?:q|kwartaal |quarter )(?P<quarter>[1-4]) (?P<year>\d{4})$")),
    ("quarter", re.compile(r"^(?P<quarter>[1-4])e? kwartaal (?P<year>\d{4})$")),
    ("year", re.compile(rf"^{_BEFORE}(?P<year>\d{{4}})$")),
)
_SHORT_YEAR = re.compile(r"['’‘](\d{2})$")


def span(cell: Cell) -> tuple[dt.date, dt.date] | None:
    """First and last day of a week, month, quarter or year, for who no longer knew the day; None for anything else."""
    said = plain(_SHORT_YEAR.sub(r" 20\1", text(cell)))
    for kind, looks in _SPANS:
        if found := looks.match(said):
            try:
                return _span_of(kind, found)
            except (ValueError, KeyError):
                continue
    return None


def _span_of(kind: str, found: re.Match[str]) -> tuple[dt.date, dt.date]:
    year = int(found["year"])
    if not 1890 <= year <= 2200:
        raise ValueError
    if kind == "week":
        first = dt.date.fromisocalendar(year, int(found["week"]), 1)
        return first, first + dt.timedelta(days=6)
    if kind == "year":
        begin, months = 1, 12
    elif kind == "quarter":
        begin, months = 3 * int(found["quarter"]) - 2, 3
    else:
        begin, months = int(found["month"]) if found["month"].isdigit() else _MONTHS[found["month"]], 1
    after = begin + months
    return dt.date(year, begin, 1), dt.date(year + (after > 12), (after - 1) % 12 + 1, 1) - dt.timedelta(days=1)


_DAY_IN = re.compile(r"(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}(?!\d)")


def day_in(cell: Cell, *, latest: dt.date) -> dt.date | None:
    """The day in a cell with more words, as in “afgesloten 1-10-2026”; None when there is none."""
    found = _DAY_IN.search(text(cell))
    try:
        return day(found[0], latest=latest) if found else None
    except NotReadable:
        return None


def _not_a_day(said: str) -> str:
    return _("“%(value)s” is no date. Write it as 31-01-2024.") % {"value": said[:40]}


_YES = {"ja", "j", "yes", "y", "x", "1", "waar", "true", "v", "oui", "wel", "hoog", "ernstig", "aanwezig"}
_NO = {"nee", "n", "no", "0", "onwaar", "false", "geen", "niet", "none", "laag", "afwezig"}


def yes_or_no(cell: Cell) -> bool:
    if isinstance(cell, bool):
        return cell
    said = plain(text(cell))
    if not said or said in _NO:
        return False
    if said in _YES:
        return True
    raise NotReadable(_("“%(value)s” is not a yes or a no.") % {"value": text(cell)[:40]})


def is_closed(cell: Cell) -> bool | None:
    """What a status says: True closed, False open; None when it says neither."""
    said = plain(text(cell))
    words = set(said.split())
    if words & {"afgesloten", "gesloten", "closed", "beeindigd", "dicht", "uitgestroomd", "afgerond"}:
        return True
    if words & {
        "open",
        "lopend",
        "lopende",
        "actief",
        "active",
        "running",
        "nieuw",
        "new",
        "wacht",
        "wachtlijst",
        "intake",
    }:
        return False
    return None


_PREFIXES = set("van de den der het t 't ’t ter ten te la le du di el al ibn bin ben von zu zur dos da".split())  # noqa: SIM905  # reads as a line
_TITLES = re.compile(
    r"^(dhr|de heer|heer|mevr|mevrouw|mw|mej|fam|familie|gezin|gez|hr|mr|mrs|ms|miss|drs|ing|ir|dr|the family)\.?\s+",
    re.IGNORECASE,
)


def person_name(said: str) -> tuple[str, str]:
    """A whole name as (given, family): “Vries, J. de”, “Jan de Vries”, “mevr. A. van den Berg-Smit”, “fam. Yılmaz”."""
    bare = said.strip(" ,")
    while _TITLES.match(bare):
        bare = _TITLES.sub("", bare, count=1)
    if "," in bare:
        family, _comma, rest = bare.partition(",")
        words = rest.replace(",", " ").split()  # “Vries, de, J.” has two
        while words and words[0].casefold() in _PREFIXES:
            words.append(words.pop(0))
            if all(word.casefold() in _PREFIXES for word in words):
                break
        before: list[str] = []
        while words and words[-1].casefold() in _PREFIXES:
            before.insert(0, words.pop())
        return " ".join(words), " ".join([*before, family.strip()])
    words = bare.split()
    for place, word in enumerate(words[:-1]):
        if word.casefold() in _PREFIXES:
            return " ".join(words[:place]), " ".join(words[place:])
    return " ".join(words[:-1]), words[-1] if words else ""


def household_name(said: str) -> str:
    bare = said
    while _TITLES.match(bare):
        bare = _TITLES.sub("", bare, count=1)
    return bare or said


_POSTCODE = re.compile(r"^([1-9]\d{3})\s*([A-Za-z]{2})(?:[\s,]*(?:nr\.?|no\.?)?\s*(\d+\s?\S{0,6}))?$")


def postcode(said: str) -> tuple[str, str]:
    """The postcode, and the house number that some write behind it; both empty when it is none."""
    found = _POSTCODE.match(said.strip())
    return (f"{found[1]} {found[2].upper()}", found[3] or "") if found else ("", "")


_ROLES = {
    HouseholdRole.PARENT: "ouder vader moeder papa mama parent father mother stiefouder stiefvader stiefmoeder",
    HouseholdRole.CHILD: "kind zoon dochter child son daughter baby kleinkind stiefkind pleegkind jeugdige",
    HouseholdRole.ADULT: "volwassene volwassen partner man vrouw echtgenoot echtgenote adult spouse hoofdbewoner zelf",
}
_ROLE_OF = {word: role for role, words in _ROLES.items() for word in words.split()}


def role(said: str, *, birth_date: dt.date | None, today: dt.date) -> HouseholdRole:
    """What is written, else by age; “other” for what nobody can tell."""
    for word in plain(said).split():
        if word in _ROLE_OF:
            return _ROLE_OF[word]
    if said:
        return HouseholdRole.OTHER
    grown = birth_date is None or birth_date <= dt.date(today.year - 18, today.month, min(today.day, 28))
    return HouseholdRole.ADULT if grown else HouseholdRole.CHILD


_REASONS = {
    ClosingReason.GOALS_REACHED: "doel doelen bereikt gehaald behaald afgerond succes reached completed opgelost",
    ClosingReason.CONTINUES_ALONE: "zelfstandig zelf eigen kracht alone zelfredzaam",
    ClosingReason.OWN_NETWORK: "netwerk network familie mantelzorg",
    ClosingReason.COLLECTIVE: "collectief initiatief inloop welzijn collective groep",
    ClosingReason.REFERRED: "doorverwezen verwezen overgedragen overdracht verwijzing referred transferred",
    ClosingReason.WITHDRAWN: "gestopt stopt afgezien teruggetrokken afgehaakt contact withdrawn stopped",
    ClosingReason.MOVED: "verhuisd verhuizing moved vertrokken",
    ClosingReason.DECEASED: "overleden deceased died overlijden",
}
_REASON_OF = {word: reason for reason, words in _REASONS.items() for word in words.split()}


def closing_reason(said: str) -> ClosingReason | None:
    """None when none of the reasons fits; what was written then goes into the note."""
    for word in plain(said).split():
        if word in _REASON_OF:
            return _REASON_OF[word]
    return None


_DITTO = frozenset(
    (
        '"',
        "''",
        "”",
        "“",
        "„",
        "〃",
        "↑",
        "idem",
        "id.",
        "dito",
        "ditto",
        "zie boven",
        "als boven",
        "hetzelfde",
        "same",
        "same as above",
        "as above",
    )
)


def is_ditto(cell: Cell) -> bool:
    """Whether it says: what stands above."""
    return isinstance(cell, str) and cell.strip().casefold() in _DITTO


_POSTCODE_IN = re.compile(r"[,;]?\s*\b([1-9]\d{3})\s?(?!(?:nr|no|en|of|te)\b)([A-Za-z]{2})\b\s*([^\d,;/|]*)")
_PHONE_IN = re.compile(
    r"[,;/|]?\s*(?:\b(?:tel|telefoon|mob|mobiel|t|m)\b[.:]?\s*)?((?:\+31|0031|\b0)[\s\-()]*[1-9](?:[\s\-()]*\d){8})(?!\d)",
    re.IGNORECASE,
)


def address_parts(said: str) -> tuple[str, str, str, str]:
    """(street, postcode, town, telephone) of what stands in one cell; what is not in it is empty."""
    phone = postcode_found = town = ""
    if found := _PHONE_IN.search(said):
        phone = found[1].strip()
        said = said[: found.start()] + said[found.end() :]
    if found := _POSTCODE_IN.search(said):
        postcode_found, town = f"{found[1]} {found[2].upper()}", found[3].strip(" .-")
        said = said[: found.start()] + " " + said[found.end() :]
    return " ".join(said.split()).strip(" ,;/|-"), postcode_found, town, phone


def phone(said: str) -> str:
    """A number as a spreadsheet may have kept it: without its nought, or as 6,12345678E+08."""
    if found := re.fullmatch(r"(\d)[.,](\d{1,10})[Ee]\+?(\d{1,2})", said):
        digits, places = found[1] + found[2], int(found[3])
        said = digits.ljust(places + 1, "0") if places + 1 >= len(digits) else said
    said = re.sub(r"[.,]0+$", "", said)
    if said.isdigit() and len(said) == 9 and said[0] != "0":
        return f"0{said}"
    if said.isdigit() and len(said) == 11 and said.startswith("31"):
        return f"+{said}"
    return said
