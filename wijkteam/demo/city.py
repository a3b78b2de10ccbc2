"""The real areas and their figures, from the file of CBS that comes with the code."""

import csv
import re
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.text import slugify

from wijkteam import areas
from wijkteam.areas.models import Area, AreaFigure, FigureKind

FILE = Path(areas.__file__ or "").parent / "data" / "cbs_ses_woa_amsterdam_2019.csv"


def load_areas() -> None:
    with FILE.open(encoding="utf-8-sig", newline="") as stream:
        header, *rows = list(csv.reader(stream, delimiter=";"))
    kinds = [FigureKind.objects.create(key=slugify(label)[:200], label=label) for label in header[3:]]
    known: dict[str, Area] = {}
    for year, name, padded, *values in rows:
        code = padded.strip()
        parent = None if code.startswith("GM") else f"WK{code[2:8]}" if code.startswith("BU") else f"GM{code[2:6]}"
        area = known[code] = Area.objects.create(
            code=code, year=int(year), kind=code[:2], name=name.strip(), parent=known[parent] if parent else None
        )
        for kind, value in zip(kinds, values, strict=True):
            text = re.sub(r"\s", "", value)
            try:
                AreaFigure.objects.create(area=area, kind=kind, value=Decimal(text))
            except InvalidOperation:
                continue
