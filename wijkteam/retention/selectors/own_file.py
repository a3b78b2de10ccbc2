"""What a resident gets: a page to read and the same data for machines, without what was blacked out."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.template.loader import render_to_string
from django.utils.text import capfirst
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from wijkteam.retention.enums import HiddenBecause
from wijkteam.retention.selectors.own_data import LANGUAGE

HIDE, SHARE = "hide", "share"
_STYLE = """:root{color-scheme:light dark;font:1.0625rem/1.6 system-ui,sans-serif}body{max-width:46rem;margin:0 auto;
padding:1.5rem}h1,h2,h3{line-height:1.25}h2{margin-top:2.5rem}article{border-left:.25rem solid #7a8a99;margin:1rem 0;
padding:.25rem 1rem}dl{margin:0}dt{font-weight:600}dd{margin:0 0 .5rem;white-space:pre-line}table{border-collapse:
collapse;width:100%}th,td{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #7a8a99}
caption{text-align:left;font-weight:600}.scroll{overflow-x:auto}@media print{body{max-width:none}}
"""


@dataclass(frozen=True, kw_only=True)
class Table:
    title: str
    passages: Sequence[Sequence[tuple[str, str]]]


def judged(content: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> tuple[list[dict[str, Any]], int]:
    """The passages that go along, with what is black in them, and how many stay behind."""
    hidden: dict[str, list[Mapping[str, Any]]] = {}
    shared = {mark["passage"] for mark in marks if mark["kind"] == SHARE}
    for mark in marks:
        if mark["kind"] == HIDE:
            hidden.setdefault(str(mark["passage"]), []).append(mark)
    going, left = [], 0
    for passage in content["passages"]:
        if passage["is_aside"] and passage["key"] not in shared:
            left += 1
            continue
        going.append(
            {
                "table": passage["table"],
                "fields": [blackened(field, hidden.get(passage["key"], [])) for field in passage["fields"]],
            }
        )
    return going, left


def blackened(field: Mapping[str, Any], marks: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The field without the words that are hidden; each gap says why."""
    whole = next((mark for mark in marks if mark["field"] in {"", field["name"]} and mark["end"] is None), None)
    if whole is not None:
        return {"name": field["name"], "label": field["label"], "value": _gap(whole)}
    parts = sorted((mark for mark in marks if mark["field"] == field["name"]), key=lambda mark: -int(mark["start"]))
    if not parts:
        return dict(field)
    value = field["value"]
    ceiling = len(value)
    for mark in parts:
        start, end = int(mark["start"]), min(int(mark["end"]), ceiling)
        value = f"{value[:start]}{_gap(mark)}{value[end:]}"
        ceiling = start
    return {"name": field["name"], "label": field["label"], "value": value}


def _gap(mark: Mapping[str, Any]) -> str:
    return _("[left out: %(why)s]") % {"why": HiddenBecause(mark["because"]).label}


def make_archive(content: Mapping[str, Any], marks: Sequence[Mapping[str, Any]], *, at: datetime) -> bytes:
    """The same content and marks give the same bytes."""
    with override(LANGUAGE):
        passages, left = judged(content, marks)
        hidden = sum(mark["kind"] == HIDE for mark in marks)
        tables: dict[str, list[dict[str, Any]]] = {}
        for passage in passages:
            tables.setdefault(passage["table"], []).append(passage)
        context = {
            "name": content["name"],
            "made_on": localtime(datetime.fromisoformat(content["made_at"])),
            "tables": [
                Table(
                    title=capfirst(str(apps.get_model(label)._meta.verbose_name_plural)),
                    passages=[[(field["label"], field["value"]) for field in one["fields"]] for one in rows],
                )
                for label, rows in tables.items()
            ],
            "consulted": content["consulted"],
            "kept": content["kept"],
            "left": left,
            "hidden": hidden,
        }
        page = render_to_string("retention/own_file.html", context)
        data = {
            "about": content["name"],
            "made_at": content["made_at"],
            "data": {label: [_plain(one) for one in rows] for label, rows in tables.items()},
            "consulted": content["consulted"],
            "why_and_how_long": content["kept"],
            "parts_left_out": left,
            "passages_left_out": hidden,
        }
        return _zip(
            {
                "dit-staat-er-over-u.html": page.encode(),
                "stijl.css": _STYLE.encode(),
                "gegevens.json": json.dumps(data, ensure_ascii=False, indent=1).encode(),
            },
            at=at,
        )


def _plain(passage: Mapping[str, Any]) -> dict[str, Any]:
    return {
        field["name"]: {"label": field["label"], "value": field["value"], **_data(field)} for field in passage["fields"]
    }


def _data(field: Mapping[str, Any]) -> dict[str, Any]:
    return {"data": field["data"]} if "data" in field else {}


def _zip(files: Mapping[str, bytes], *, at: datetime) -> bytes:
    packed = io.BytesIO()
    moment = localtime(at).timetuple()[:6]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            entry = zipfile.ZipInfo(name, date_time=moment)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return packed.getvalue()


def left_out_said(left: int, hidden: int) -> str:
    parts = []
    if left:
        parts.append(ngettext("%(n)d part stays behind", "%(n)d parts stay behind", left) % {"n": left})
    if hidden:
        parts.append(ngettext("%(n)d passage is black", "%(n)d passages are black", hidden) % {"n": hidden})
    return ", ".join(parts)
