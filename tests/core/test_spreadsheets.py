"""Spreadsheets of somebody else: read as they are, and nothing that one asks for is believed (G13)."""

import datetime as dt
import gc
import io
import resource
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from tests.promises import Measured
from wijkteam.core.spreadsheets import FOR_A_PAGE, Limits, SpreadsheetRefused, read_spreadsheet

ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 office:version="1.3"><office:body><office:spreadsheet><table:table table:name="Lijst">
<table:table-row><table:table-cell office:value-type="string"><text:p>Naam</text:p></table:table-cell>
<table:table-cell office:value-type="string"><text:p>Geboren</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="string"><text:p>Prins</text:p></table:table-cell>
<table:table-cell office:value-type="date" office:date-value="1950-01-02"><text:p>02-01-1950</text:p></table:table-cell>
</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def ods() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("content.xml", ODS.replace("\n", ""), zipfile.ZIP_DEFLATED)
        package.writestr("META-INF/manifest.xml", "<manifest/>")
    return held.getvalue()


def xlsx(*cells: tuple[int, int, object], hidden: bool = False) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True, "default_date_format": "dd-mm-yyyy"})
    sheet = book.add_worksheet("Lijst")
    for row, column, value in cells:
        sheet.write(row, column, value)
    if hidden:
        other = book.add_worksheet("Oud")
        other.write(0, 0, "verborgen")
        other.hide()
    book.close()
    return held.getvalue()


def test_cells_keep_their_kind_and_their_place() -> None:
    day = dt.datetime.fromisoformat("2020-01-02")
    content = xlsx((2, 1, "Naam"), (3, 1, 12), (3, 2, 2.5), (4, 1, day), (4, 2, True), hidden=True)
    (sheet,) = read_spreadsheet(content)
    assert sheet.name == "Lijst"
    assert sheet.rows == [[], [], [None, "Naam"], [None, 12, 2.5], [None, dt.date(2020, 1, 2), True]]


def test_open_document() -> None:
    (sheet,) = read_spreadsheet(ods())
    assert sheet.rows == [["Naam", "Geboren"], ["Prins", dt.date(1950, 1, 2)]]


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_comma_separated_in_every_way(delimiter: str, encoding: str) -> None:
    text = f'Naam{delimiter}Straat\r\nYılmaz{delimiter}"Dam 1\nboven"\r\n'.replace("ı", "ï")
    (sheet,) = read_spreadsheet(text.encode(encoding))
    assert sheet.rows == [["Naam", "Straat"], ["Yïlmaz", "Dam 1\nboven"]]


def test_the_line_that_excel_writes_first_keeps_its_number() -> None:
    (sheet,) = read_spreadsheet(b"sep=;\r\na;b\r\n1;2\r\n")
    assert sheet.rows == [[], ["a", "b"], ["1", "2"]]


def test_a_formula_comes_as_its_value_and_text_stays_text() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    sheet.write_formula(0, 0, "=1+1", None, 2)
    sheet.write_string(0, 1, "=cmd|' /C calc'!A0")
    book.close()
    assert read_spreadsheet(held.getvalue())[0].rows == [[2, "=cmd|' /C calc'!A0"]]


def zip_bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return held.getvalue()


def lying_zip() -> bytes:
    """Says that it holds a hundred bytes."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("content.xml", b"<a>" + b" " * 400_000_000)
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    content = bytearray(held.getvalue())
    real = (400_000_003).to_bytes(4, "little")
    return bytes(content).replace(real, (100).to_bytes(4, "little"))


def entities() -> bytes:
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("META-INF/manifest.xml", "<m/>")
        head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e0 "boom">{levels}]>'
        package.writestr(
            "content.xml", ODS.replace('<?xml version="1.0" encoding="UTF-8"?>', head).replace("Prins", "&e11;")
        )
    return held.getvalue()


def one_text_everywhere() -> bytes:
    """Two hundred megabytes of text out of a file that stays within every other limit."""
    return xlsx(*((row, column, "x" * 2_000) for row in range(4_900) for column in range(20)))


BOMBS: dict[str, Callable[[], bytes]] = {
    "far-cell": lambda: xlsx((0, 0, "a"), (1_048_575, 16_383, "z")),
    "far-row": lambda: xlsx((0, 0, "a"), (1_048_575, 0, "z")),
    "zip-bomb": zip_bomb,
    "lying-zip": lying_zip,
    "entities": entities,
    "many-rows": lambda: ("a;b\n" * (FOR_A_PAGE.rows + 1)).encode(),
    "many-columns": lambda: (";".join("a" * 500) + "\n").encode(),
    "long-cell": lambda: b'a;b\n"' + b"x" * 1_900_000 + b'";2\n',
    "one-text-everywhere": one_text_everywhere,
    "large": lambda: b"a;b\n" * 600_000,
    "old-excel": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 1000,
    "not-a-sheet": lambda: b"\x00\x01\x02\x03",
    "broken-zip": lambda: b"PK\x03\x04 and nothing more",
    "empty": lambda: b"",
    "blank": lambda: b"\n\n;;;\n",
}


def memory(which: str) -> float:
    """Of this process in MB, from the kernel: VmRSS now, VmHWM at its largest."""
    line = next(one for one in Path("/proc/self/status").read_text().splitlines() if one.startswith(which))
    return int(line.split()[1]) / 1024


def processor_seconds() -> float:
    """Of this process and of those that it waited for: what another program does at the same time does not count."""
    return time.process_time() + sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])


@pytest.mark.parametrize("name", BOMBS)
def test_g13_what_asks_too_much_is_refused_in_words(name: str, measured: Measured) -> None:
    content = BOMBS[name]()
    gc.collect()
    Path("/proc/self/clear_refs").write_text("5")  # from here on the kernel keeps our largest size anew
    before, begun, spent = memory("VmRSS"), time.monotonic(), processor_seconds()
    with pytest.raises(SpreadsheetRefused) as refused:
        read_spreadsheet(content)
    seconds, larger = processor_seconds() - spent, memory("VmHWM") - before
    assert str(refused.value).endswith(".")
    assert seconds <= 2
    assert larger <= 20
    # Nothing of it waits for something that never comes: a busy machine gets time before this says that it hangs.
    assert time.monotonic() - begun < 20
    measured.worst("G13", "slowest refusal", seconds, "s", part="time")
    measured.add("G13", "bombs refused", 1, part="time")
    measured.worst("G13", "largest growth of the process that reads", larger, "MB", part="memory")


def test_g13_a_row_more_or_less() -> None:
    limits = Limits(size=10_000, unpacked=10_000, rows=3, columns=2)
    assert len(read_spreadsheet(b"a,b\n1,2\n\n3,4\n", limits=limits)[0].rows) == 4
    with pytest.raises(SpreadsheetRefused, match="3"):
        read_spreadsheet(b"a,b\n1,2\n\n3,4\n5,6\n", limits=limits)
    with pytest.raises(SpreadsheetRefused, match="2"):
        read_spreadsheet(b"a,b,c\n", limits=limits)
