"""What a PDF for everybody must have, looked up in the file itself: the rules of PDF/UA-1 that its structure can show.

No validator of the whole standard can be had here (docs of the design, stack.md): this is what we check, and no more.
"""

import io
import re
from collections.abc import Iterator
from typing import Any

import pikepdf


def problems(content: bytes, *, language: str = "nl-NL") -> list[str]:
    """Empty when all is well."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [*_document(pdf, language), *_structure(pdf), *_pages(pdf), *_fonts(pdf)]


def kinds(content: bytes) -> list[str]:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        return [str(tag.S) for tag in tags(pdf.Root.StructTreeRoot)]


def tags(node: Any) -> Iterator[Any]:
    """Every element of the structure, in the order in which it is read."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from tags(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node and node.get("/Type") != "/MCR":
            yield node
        if "/K" in node:
            yield from tags(node.K)


def _document(pdf: pikepdf.Pdf, language: str) -> Iterator[str]:
    root = pdf.Root
    if str(root.get("/Lang")) != language:
        yield f"language is {root.get('/Lang')}"
    if not root.get("/MarkInfo", pikepdf.Dictionary()).get("/Marked"):
        yield "is not marked as tagged"
    if not root.get("/ViewerPreferences", pikepdf.Dictionary()).get("/DisplayDocTitle"):
        yield "does not show its title"
    if pdf.is_encrypted:
        yield "is encrypted"
    if "/AcroForm" in root or "/JavaScript" in root.get("/Names", pikepdf.Dictionary()) or "/OpenAction" in root:
        yield "does something by itself"
    with pdf.open_metadata() as metadata:
        if metadata.get("pdfuaid:part") != "1":
            yield "does not claim PDF/UA-1"
        if not metadata.get("dc:title"):
            yield "has no title"


def _structure(pdf: pikepdf.Pdf) -> Iterator[str]:
    every = list(tags(pdf.Root.StructTreeRoot))
    if "/ParentTree" not in pdf.Root.StructTreeRoot:
        yield "has no way back from the text to its structure"
    level = 0
    for tag in every:
        kind = str(tag.S)
        if heading := re.fullmatch(r"/H([1-6])", kind):
            if int(heading[1]) > level + 1:
                yield f"heading {heading[1]} follows heading {level}"
            level = int(heading[1])
        if kind in {"/Figure", "/Formula"} and not str(tag.get("/Alt", "")).strip():
            yield "a picture has no words"
        if kind == "/TH" and "/Scope" not in _attributes(tag):
            yield "a head of a table does not say what it is the head of"
        if kind == "/Table":
            yield from _table(tag)
        if kind == "/L" and not {str(child.S) for child in _children(tag)} <= {"/LI", "/Caption", "/L"}:
            yield "a list holds something else than items"


def _table(table: Any) -> Iterator[str]:
    rows = [tag for tag in tags(table.K) if str(tag.S) == "/TR"]
    widths = {sum(int(_attributes(cell).get("/ColSpan", 1)) for cell in _children(row)) for row in rows}
    if len(widths) > 1:
        yield f"rows of a table have {sorted(widths)} cells"
    if not any(str(cell.S) == "/TH" for row in rows for cell in _children(row)):
        yield "a table has no head"


def _children(tag: Any) -> list[Any]:
    kids = tag.get("/K", pikepdf.Array())
    listed = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in listed if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]


def _attributes(tag: Any) -> dict[str, Any]:
    given = tag.get("/A", pikepdf.Array())
    every = list(given) if isinstance(given, pikepdf.Array) else [given]
    found: dict[str, Any] = {}
    for one in every:
        if isinstance(one, pikepdf.Dictionary):
            found |= dict(one.items())
    return found


def _pages(pdf: pikepdf.Pdf) -> Iterator[str]:
    for number, page in enumerate(pdf.pages, 1):
        if "/StructParents" not in page:
            yield f"page {number} does not belong to the structure"
        notes = page.get("/Annots", pikepdf.Array())
        if len(notes) and page.get("/Tabs") != "/S":
            yield f"page {number} is not walked through in the order of its structure"
        for note in notes:
            if note.get("/Subtype") == "/Link" and not str(note.get("/Contents", "")).strip():
                yield f"a link on page {number} has no words"
        yield from _marked(page, number)


def _marked(page: Any, number: int) -> Iterator[str]:
    """Every text and drawing stands in the structure or is said to be decoration."""
    depth = 0
    for instruction in pikepdf.parse_content_stream(page):
        name = str(instruction.operator)
        if name in {"BDC", "BMC"}:
            depth += 1
        elif name == "EMC":
            depth -= 1
        elif name in {"Tj", "TJ", "'", '"', "Do", "f", "S", "B", "f*"} and not depth:
            yield f"page {number} draws {name} outside of the structure"
            return
    if depth:
        yield f"page {number} does not end what it marks"


def _fonts(pdf: pikepdf.Pdf) -> Iterator[str]:
    for page in pdf.pages:
        for font in page.get("/Resources", pikepdf.Dictionary()).get("/Font", pikepdf.Dictionary()).values():
            name = str(font.get("/BaseFont"))
            inner = font.DescendantFonts[0] if "/DescendantFonts" in font else font
            described = inner.get("/FontDescriptor", pikepdf.Dictionary())
            if not {"/FontFile", "/FontFile2", "/FontFile3"} & set(described.keys()):
                yield f"font {name} is not in the file"
            if "/ToUnicode" not in font:
                yield f"font {name} cannot be read aloud"
