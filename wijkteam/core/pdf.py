"""Accessible PDF files from a typst template and data. Words in the data are shown, never evaluated."""

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst
from django.conf import settings

FONT_PACKAGE = "@expo-google-fonts/source-sans-3"
FONTS = ("400Regular", "400Regular_Italic", "600SemiBold", "700Bold")


class FontsAreMissing(Exception):
    """The npm package with the font of the PDF is not installed: run `npm ci`, or set WIJKTEAM_NODE_MODULES."""


@lru_cache(maxsize=8)
def _compiler(template: Path) -> typst.Compiler:
    folder = Path(settings.NODE_MODULES) / FONT_PACKAGE
    paths = [folder / name for name in FONTS]
    if not all(path.is_dir() for path in paths):
        raise FontsAreMissing
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[*map(str, paths)])
    return typst.Compiler(str(template), root=str(template.parent), font_paths=fonts)


def make_pdf(template: Path, data: Mapping[str, Any], *, at: dt.datetime) -> bytes:
    """PDF/UA-1 and PDF/A-2a: tagged, with a title and a language. The same data and moment give the same bytes.

    Raises:
        FontsAreMissing
    """
    made = _compiler(template).compile(
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
        format="pdf",
        pdf_standards=["ua-1", "a-2a"],
        timestamp=int(at.timestamp()),
    )
    assert isinstance(made, bytes)  # noqa: S101  (one document in, one file out)
    return made
