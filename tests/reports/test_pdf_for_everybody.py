"""The PDF of a report with every chapter, of a later version, and of a longer period: can it be read by everybody?"""

import io
from typing import Any

import pikepdf
import pytest

from tests.reports.conftest import NOW
from tests.reports.pdf_structure import kinds, problems
from tests.reports.test_files import READING, content
from wijkteam.reports.enums import FileKind
from wijkteam.reports.services.changes import changes_between
from wijkteam.reports.services.render_files import render_files
from wijkteam.reports.services.render_period_report import render_period_report

STORY = {
    "title": "De straat kookt samen",
    "text": "Eerst kwam niemand.\n\nNu eten er twaalf mensen mee.",
    "source": "composed",
    "team": "Wijkteam Çelik & zonen",
    "theme": "Geldzorgen",
    "initiatives": ["Kookgroep"],
}
PERIOD: dict[str, Any] = {
    "format": "wijkteam-period-report",
    "definitions_version": "1",
    "kind": "year",
    "start": "2026-01",
    "months": 12,
    "name": "Voorbeeldstad",
    "protection": {"threshold": 10, "rounded_to": 5, "hidden": "hidden"},
    "figures": {
        "opened": 120, "closed": 90, "opened:district:WK1": 110, "closed:district:WK1": 85,
        "opened:district:overig": "hidden", "closed:district:overig": "hidden", "opened:theme:geld": 80,
        "opened:theme:overig": 40, "ended": 90, "duration:0-91": 20, "duration:92-182": 30,
        "duration:183-365": "hidden", "duration:366+": 35, "outcome:goals": 40, "outcome:own": 20,
        "outcome:collective": "hidden", "outcome:referred": 10, "outcome:stopped": "hidden", "outcome:other": "hidden",
    },
    "districts": [
        {"code": "WK1", "name": "Noord", "name_en": "North"},
        {"code": "overig", "name": "Elders", "name_en": "Elsewhere"},
    ],
    "themes": [
        {"code": "geld", "name": "Geld en schulden", "name_en": "Money"},
        {"code": "overig", "name": "Overig", "name_en": "Other"},
    ],
}  # fmt: skip


def rows_of(pdf: bytes) -> int:
    return kinds(pdf).count("/TR")


@pytest.fixture(scope="module")
def second_version() -> bytes:
    first, later = content(), content(opened=32, closed=27, minutes_outreach=3000)
    later |= {"version": 2, "changes": changes_between(first, later)}
    files = render_files(later, reading=READING, reason="Uren kwamen later binnen.", published_at=NOW, stories=[STORY])
    return files[FileKind.PDF]


@pytest.fixture(scope="module")
def year() -> bytes:
    return render_period_report(PERIOD, published_at=NOW)[FileKind.PDF]


def test_a_later_version_with_every_chapter(second_version: bytes) -> None:
    assert problems(second_version) == []
    assert {"/H1", "/H2", "/Figure", "/Table", "/TH", "/L"} <= set(kinds(second_version))


def test_a_year(year: bytes) -> None:
    assert problems(year) == []
    assert kinds(year).count("/Figure") == 3
    assert rows_of(year) >= 4 + 3 + 5 + 7


def test_the_checks_see_what_is_wrong(year: bytes) -> None:
    """Each of these would pass a check that looks at nothing."""
    broken = io.BytesIO()
    with pikepdf.open(io.BytesIO(year)) as pdf:
        del pdf.Root.Lang
        del pdf.Root.MarkInfo
        _without_words(pdf.Root.StructTreeRoot)
        page = pdf.pages[0]
        page.contents_add(b"BT (zomaar) Tj ET", prepend=True)
        del page.StructParents
        pdf.save(broken)
    said = " ".join(problems(broken.getvalue()))
    for part in ("language", "tagged", "picture has no words", "outside of the structure", "belong to the structure"):
        assert part in said, part


def _without_words(node: Any) -> None:
    if isinstance(node, pikepdf.Array):
        for child in node:
            _without_words(child)
    elif isinstance(node, pikepdf.Dictionary):
        if node.get("/S") == "/Figure":
            node.Alt = pikepdf.String(" ")
        if "/K" in node:
            _without_words(node.K)
