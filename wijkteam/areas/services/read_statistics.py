"""Read a statistics file of CBS (a StatLine export, or one like it) into rows, or say what is wrong and where.

Nothing here touches the database. Columns are found by their headers, in any order; every column of numbers becomes
a figure. Bytes with a byte-order mark, UTF-8 or Western European; `;`, `,`, tab or `|` between values.
"""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from wijkteam.areas.enums import AreaKind

_CODE = re.compile(r"GM[0-9]{4}|WK[0-9]{4}[0-9A-Z]{2}|BU[0-9]{4}[0-9A-Z]{4}")
# The country, its parts, provinces and COROP regions: codes of CBS, but no areas of a municipality.
_LARGER = re.compile(r"(NL|LD|PV|CR)[0-9]{2,4}")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")
_NUMBER = re.compile(r"[+-]?[0-9]+(?:[.,][0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}(?:\.[0-9]{3})+(?:,[0-9]+)?")
# Unknown, secret, impossible or nil, in the several ways in which CBS writes it.
_MISSING = frozenset({"", ".", "..", "...", "-", "--", "x", "*", "?", "#", "nvt", "n.v.t.", "na", "n/a", "null", "nan"})
_HEADER_WITHIN = 25
_PROBLEMS_SHOWN = 10
_MOST_DIGITS = Decimal(10) ** 11  # what the column of the table holds
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")

_CODE_HEADERS = ("regiocode", "codering", "gwbcode", "statcode", "code")
_CODES_UNDER_A_NAME = ("wijkenenbuurten", "regios", "regio")
_NAME_HEADERS = (
    "wijkenenbuurten",
    "regionaam",
    "gebiedsnaam",
    "statnaam",
    "gwbnaam",
    "naam",
    "regios",
    "regio",
    "gebied",
    "name",
)
_PERIOD_HEADERS = ("perioden", "periode", "periods", "period", "peiljaar", "jaar", "year")


class FileRefused(Exception):
    """The file cannot be read as statistics of areas; `problems` says what is wrong, each with line and column."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(problems[0])
        self.problems = list(problems)


@dataclass(frozen=True, kw_only=True, slots=True)
class AreaRow:
    line: int
    year: int
    code: str
    name: str
    values: tuple[Decimal | None, ...]

    @property
    def kind(self) -> AreaKind:
        return AreaKind(self.code[:2])

    @property
    def parent_code(self) -> str | None:
        if self.kind == AreaKind.DISTRICT:
            return f"GM{self.code[2:6]}"
        return f"WK{self.code[2:8]}" if self.kind == AreaKind.NEIGHBOURHOOD else None


@dataclass(frozen=True, kw_only=True)
class Statistics:
    """The rows of a file; `figures` are the headers of the numbers, in the order of each row's `values`."""

    rows: list[AreaRow]
    figures: list[str]
    left_out_columns: list[str]
    left_out_rows: int


def read_statistics(content: bytes, *, year: int | None = None, municipality: str | None = None) -> Statistics:
    """What `content` says about areas. `year` counts for a file without a column for the period.

    `municipality` (GM and four figures) keeps the rows of that one alone. Rows for the country, a province and the
    like are left out.

    Raises:
        FileRefused: not a file of this kind, or a line of it is wrong. At most ten problems are named.
    """
    lines = _lines(_text(content))
    return _Reader(lines, year=year, municipality=municipality).read()


def _text(content: bytes) -> str:
    if content.startswith(b"PK\x03\x04"):
        raise FileRefused(["This is a spreadsheet or zip file. Save it as CSV first, or unpack it."])
    is_utf_16 = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    for encoding in ["utf-16"] if is_utf_16 else ["utf-8-sig", "cp1252", "latin-1"]:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" in text:
            break
        return text
    raise FileRefused(["This is not a text file."])


def _lines(text: str) -> list[tuple[int, list[str]]]:
    """Line number and values of each line that holds something."""
    if not text.strip():
        raise FileRefused(["The file is empty."])
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    found: list[tuple[int, list[str]]] = []
    first = 1
    try:
        for values in reader:
            cleaned = [_CONTROL.sub("", value).replace("\xa0", " ").strip() for value in values]
            if any(cleaned):
                found.append((first, cleaned))
            first = reader.line_num + 1
    except csv.Error as error:
        raise FileRefused(
            [f"Line {reader.line_num}: the quotation marks or separators are not right ({error})."]
        ) from None
    return found


def _delimiter(text: str) -> str:
    """The separator that stands most often outside quotation marks in one of the first lines."""
    best, most = ";", 0
    for line in text.splitlines()[:_HEADER_WITHIN]:
        bare = re.sub(r'"[^"]*"', "", line)
        for candidate in ";\t|,":
            if (count := bare.count(candidate)) > most:
                best, most = candidate, count
    return best


def _plain(header: str) -> str:
    """A header without case, spaces, punctuation and the number that the open data service puts behind it."""
    return re.sub(r"[^a-z0-9]", "", re.sub(r"_[0-9]+$", "", header.strip().lower()))


def _is_about_codes(header: str) -> bool:
    plain = _plain(header)
    return any(word in plain for word in _CODE_HEADERS) and "postcode" not in plain


def _number(text: str) -> Decimal | None:
    """Raises ValueError when it is neither a number nor a way to say that there is none."""
    if text.lower() in _MISSING:
        return None
    bare = text.rstrip("*").replace(" ", "")  # an asterisk marks a provisional figure
    if _NUMBER.fullmatch(bare):
        return Decimal(bare.replace(",", "."))
    if _GROUPED.fullmatch(bare):
        return Decimal(bare.replace(".", "").replace(",", "."))
    raise ValueError(text)


def _says_number(text: str) -> bool:
    try:
        return _number(text) is not None
    except ValueError:
        return False


class _Reader:
    """One pass over the lines of a file; collects problems instead of stopping at the first."""

    def __init__(self, lines: list[tuple[int, list[str]]], *, year: int | None, municipality: str | None) -> None:
        self._year, self._municipality = year, municipality
        self._problems: list[str] = []
        self._more = 0
        self._left_out_rows = 0
        self._header_line, self._headers, self._body = self._split(lines)
        self._columns = len(self._headers)

    def read(self) -> Statistics:
        code = self._code_column()
        name = self._name_column(code)
        period = self._period_column()
        self._refuse_same_headers()
        self._stop_on_problems()
        figures, left_out = self._figure_columns({code, name, period})

        rows: list[AreaRow] = []
        seen: dict[tuple[str, int], int] = {}
        for line, values in self._data_lines(code, figures):
            row = self._row(line, values, code=code, name=name, period=period, figures=figures)
            if row is None:
                continue
            if (first := seen.setdefault((row.code, row.year), line)) != line:
                self._problem(line, code, f"{row.code} was there already, on line {first}, for {row.year}")
            rows.append(row)
        self._stop_on_problems()
        if not rows:
            raise FileRefused(["There are no municipalities, districts or neighbourhoods in this file."])
        return Statistics(
            rows=rows,
            figures=[self._headers[column] for column in figures],
            left_out_columns=left_out,
            left_out_rows=self._left_out_rows,
        )

    # -- the header ---------------------------------------------------------------------------------

    def _split(self, lines: list[tuple[int, list[str]]]) -> tuple[int, list[str], list[tuple[int, list[str]]]]:
        """The header is the first line that names a code column; a title may stand above it."""
        for index, (line, values) in enumerate(lines[:_HEADER_WITHIN]):
            if len(values) > 1 and any(_is_about_codes(value) for value in values):
                return line, values, lines[index + 1 :]
        for index, (line, values) in enumerate(lines[:_HEADER_WITHIN]):
            if len(values) > 1:  # the open data service gives codes under the name of the dimension
                return line, values, lines[index + 1 :]
        line, values = lines[0]
        return line, values, lines[1:]

    def _codes_in(self, column: int) -> int:
        """How many different areas the values of a column name."""
        values = {line[column].upper() for _, line in self._body if len(line) > column}
        return sum(1 for value in values if _CODE.fullmatch(value))

    def _code_column(self) -> int:
        by_header = [index for index, header in enumerate(self._headers) if _is_about_codes(header)]
        under_a_name = [index for index, header in enumerate(self._headers) if _plain(header) in _CODES_UNDER_A_NAME]
        candidates = [*by_header, *under_a_name]
        # A list of neighbourhoods may give the code of the municipality in a column of its own, on every line.
        best = max(candidates, key=self._codes_in, default=None)
        if best is not None and self._codes_in(best):
            return best
        if by_header:
            return by_header[0]
        named = ", ".join(f"“{header}”" for header in self._headers if header)
        raise FileRefused(
            [
                f"Line {self._header_line}: there is no column with the CBS code of the areas. Its header has the word "
                f"“code” in it, for example “Regiocode (gemeente, wijk, buurt) (code)”. The columns here are: {named}."
            ]
        )

    def _name_column(self, code: int) -> int:
        plain = {index: _plain(header) for index, header in enumerate(self._headers) if index != code}
        for wanted in _NAME_HEADERS:
            for index, header in plain.items():
                if header == wanted:
                    return index
        for index, header in plain.items():
            if "naam" in header and not header.startswith(("gemeente", "gm")):
                return index
        raise FileRefused(
            [
                f"Line {self._header_line}: there is no column with the names of the areas. Its header is for example "
                "“Wijken en buurten” or “Regionaam”."
            ]
        )

    def _period_column(self) -> int | None:
        for wanted in _PERIOD_HEADERS:
            for index, header in enumerate(self._headers):
                if _plain(header) == wanted:
                    return index
        if self._year is None:
            self._problems.append(
                f"Line {self._header_line}: there is no column with the period (“Perioden”). "
                "Give the year yourself with --year."
            )
        return None

    def _refuse_same_headers(self) -> None:
        counted = Counter(header.lower() for header in self._headers if header)
        for index, header in enumerate(self._headers):
            if header and counted.pop(header.lower(), 1) > 1:
                self._problem(self._header_line, index, "this header stands there more than once")

    def _figure_columns(self, taken: set[int | None]) -> tuple[list[int], list[str]]:
        """Columns of which most values are numbers; the headers of the others come second."""
        figures: list[int] = []
        left_out: list[str] = []
        for column, header in enumerate(self._headers):
            if column in taken:
                continue
            values = [line[column] for _, line in self._body if len(line) > column]
            said = [value for value in values if value.lower() not in _MISSING]
            numbers = sum(_says_number(value) for value in said)
            if not header:
                if said:
                    self._problem(self._header_line, column, "this column has figures but no header")
            elif _is_about_codes(header) or _plain(header) in {"id", "soortregio", "recs"} or 2 * numbers < len(said):
                left_out.append(header)
            else:
                figures.append(column)
        return figures, left_out

    # -- the lines under it ---------------------------------------------------------------------------

    def _data_lines(self, code: int, figures: list[int]) -> Iterator[tuple[int, list[str]]]:
        """Without the line of units that may stand under the header, and the source that may stand at the end."""
        for index, (line, values) in enumerate(self._body):
            said = [value for value in values if value]
            if len(said) == 1 and re.match(r"(bron|source|©|\(c\))", said[0], re.IGNORECASE):
                continue
            if (
                index == 0
                and len(values) == self._columns
                and not values[code]
                and not any(_says_number(values[column]) for column in figures)
            ):
                continue
            if len(values) != self._columns and any(values[self._columns :] or [len(values) < self._columns]):
                self._problem(line, None, f"there are {len(values)} values, and {self._columns} headers")
                continue
            yield line, values

    def _row(
        self, line: int, values: list[str], *, code: int, name: int, period: int | None, figures: list[int]
    ) -> AreaRow | None:
        """None for an area that is not ours, and after a problem."""
        area_code = values[code].upper()
        if _LARGER.fullmatch(area_code):
            self._left_out_rows += 1
            return None
        if not _CODE.fullmatch(area_code):
            self._problem(
                line,
                code,
                f"“{values[code][:40]}” is no code of a municipality (GM0363), district (WK036300) "
                "or neighbourhood (BU03630000)",
            )
            return None
        if self._municipality and area_code[2:6] != self._municipality[2:6]:
            self._left_out_rows += 1
            return None
        year = self._year_of(line, values, period)
        area_name = " ".join(values[name].split())
        if not area_name or len(area_name) > 100:
            self._problem(line, name, "there is no name" if not area_name else "this name has more than 100 characters")
        numbers = tuple(self._value(line, column, values[column]) for column in figures)
        if year is None:
            return None
        return AreaRow(line=line, year=year, code=area_code, name=area_name, values=numbers)

    def _year_of(self, line: int, values: list[str], period: int | None) -> int | None:
        if period is None:
            return self._year
        text = values[period]
        # 2019, 2019JJ00, 2019*, 1 januari 2019
        found = re.match(r"((?:19|20)[0-9]{2})(?:JJ[0-9]{2}|\*{1,2})?$", text, re.IGNORECASE)
        years = [found[1]] if found else _YEAR.findall(text)
        if len(years) != 1:
            self._problem(line, period, f"“{text[:40]}” is no year")
            return None
        return int(years[0])

    def _value(self, line: int, column: int, text: str) -> Decimal | None:
        try:
            value = _number(text)
        except ValueError:
            self._problem(line, column, f"“{text[:40]}” is no number")
            return None
        if value is None:
            return None
        if abs(value) >= _MOST_DIGITS:
            self._problem(line, column, f"{text[:40]} is too large")
            return None
        return value.quantize(Decimal("0.001"))

    def _problem(self, line: int, column: int | None, what: str) -> None:
        if len(self._problems) >= _PROBLEMS_SHOWN:
            self._more += 1
            return
        header = self._headers[column] if column is not None else ""
        place = f"column {column + 1} (“{header}”)" if column is not None and header else f"column {(column or 0) + 1}"
        self._problems.append(f"Line {line}, {place}: {what}." if column is not None else f"Line {line}: {what}.")

    def _stop_on_problems(self) -> None:
        if self._problems:
            raise FileRefused([*self._problems, *([f"And {self._more} more."] if self._more else [])])
