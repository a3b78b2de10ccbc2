"""Whether objects and rows are as the published schema says."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from netwerk.services.hsds.problems import Findings
from netwerk.services.hsds.schema import TABLES, Field, Table

ID_LENGTH = 64
DEPTH = 30
_UUID = re.compile(r"[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?")
# A lone surrogate or a null cannot be stored, whatever a file says.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

At = Callable[[str], str]


def is_empty(value: object) -> bool:
    return value is None or value == ""


def check_tree(table: Table, obj: object, path: str, findings: Findings, *, depth: int = 0) -> None:
    """An object of a JSON file with everything that nests in it; `path` is where it stands, as in services[2]."""
    if not isinstance(obj, dict):
        findings.problem(path, _("this must be an object, between { and }. It is %(what)s.") % {"what": kind_of(obj)})
        return
    if depth > DEPTH:
        findings.problem(path, _("this nests deeper than the standard ever does. Leave the inner copies out."))
        return
    for twice in getattr(obj, "doubled", ()):
        findings.problem(below(path, twice), _("this name stands in the object twice. Keep one."))
    check_fields(table, obj, lambda name: below(path, name), findings)
    for name, child in table.many.items():
        inner = obj.get(name)
        if isinstance(inner, list):
            for number, one in enumerate(inner):
                check_tree(TABLES[child], one, f"{below(path, name)}[{number}]", findings, depth=depth + 1)
        elif inner is not None:
            told = _("this must be a list, between [ and ]. It is %(what)s.") % {"what": kind_of(inner)}
            findings.problem(below(path, name), told)
    for name, link in table.one.items():
        if obj.get(name) is not None:
            check_tree(TABLES[link.table], obj[name], below(path, name), findings, depth=depth + 1)


def below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def check_fields(table: Table, obj: dict[str, Any], at: At, findings: Findings, *, tabular: bool = False) -> None:
    """The own fields of one object or row."""
    needed = (*table.required, *table.tabular_required) if tabular else table.required
    for name in needed:
        value = obj.get(name)
        if value is None or (name in {"id", "name"} and not str(value).strip()):
            findings.problem(at(name), _("this must be filled in. Fill it in, or leave the whole row or object out."))
    for name, value in obj.items():
        field = table.fields.get(name)
        if field and value is not None:
            _check_value(field, value, at, findings)
        elif field is None and name not in table.many and name not in table.one:
            _check_unknown(value, name, at, findings)


def _check_value(field: Field, value: object, at: At, findings: Findings) -> None:
    if field.type == "number":
        if isinstance(value, bool) or not isinstance(value, int | float):
            told = _("this must be a number. It is %(what)s.") % {"what": kind_of(value)}
            findings.problem(at(field.name), told)
        return
    if not isinstance(value, str):
        findings.problem(at(field.name), _("this must be text. It is %(what)s.") % {"what": kind_of(value)})
        return
    if _UNSTORABLE.search(value):
        findings.problem(at(field.name), _("there is a character in it that cannot be stored. Take it out."))
    if field.name == "id" and len(value) > ID_LENGTH:
        findings.problem(at(field.name), _("an id has at most %(number)s characters.") % {"number": ID_LENGTH})
    if value == "":
        return
    if field.enum and value not in field.enum:
        said = {"value": value[:60], "choices": ", ".join(field.enum)}
        findings.problem(at(field.name), _("“%(value)s” is none of: %(choices)s.") % said)
    if told := _format_problem(field, value):
        findings.problem(at(field.name), told)
    if told := _format_remark(field, value):
        findings.remark(at(field.name), told)


def _format_problem(field: Field, value: str) -> str:
    if field.format == "date" and not _is_day(value):
        return _("“%(value)s” is not a date. Write it as 2026-12-31.") % {"value": value[:60]}
    if field.format == "time" and not _TIME.fullmatch(value):
        return _("“%(value)s” is not a time. Write it as 09:30.") % {"value": value[:60]}
    if field.format == "date-time" and not (_MOMENT.fullmatch(value) and _is_day(value[:10])):
        return _("“%(value)s” is not a moment. Write it as 2026-12-31T09:30:00Z.") % {"value": value[:60]}
    return ""


def _format_remark(field: Field, value: str) -> str:
    if field.format == "uuid" and not _UUID.fullmatch(value):
        return _("“%(value)s” is not a UUID, as the standard asks. It is kept as it is.") % {"value": value[:60]}
    if field.format == "email" and not is_email(value):
        return _("“%(value)s” is not an e-mail address. It is kept in the file, and not shown.") % {"value": value[:60]}
    if field.format == "uri" and not is_uri(value):
        told = _(
            "“%(value)s” is not a full address, such as https://example.org. It is kept in the file, and not shown."
        )
        return told % {"value": value[:60]}
    return ""


def _check_unknown(value: object, name: str, at: At, findings: Findings, *, depth: int = 0) -> None:
    """What the standard does not know is kept; it must only be possible to store it."""
    if depth > DEPTH:
        findings.problem(at(name), _("this nests deeper than the standard ever does. Leave the inner copies out."))
    elif (isinstance(value, str) and _UNSTORABLE.search(value)) or _UNSTORABLE.search(name):
        findings.problem(at(name), _("there is a character in it that cannot be stored. Take it out."))
    elif isinstance(value, dict):
        for key, inner in value.items():
            _check_unknown(inner, str(key), lambda part: f"{at(name)}.{part}", findings, depth=depth + 1)
    elif isinstance(value, list):
        for inner in value:
            _check_unknown(inner, name, at, findings, depth=depth + 1)


def _is_day(value: str) -> bool:
    try:
        return len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


def is_email(value: str) -> bool:
    try:
        validate_email(value)
    except ValidationError:
        return False
    return True


def is_uri(value: str) -> bool:
    try:
        parts = urlsplit(value)
    except ValueError:
        return False
    return bool(parts.scheme and (parts.netloc or parts.path)) and " " not in value


def kind_of(value: object) -> str:
    if value is None:
        return _("empty")
    if isinstance(value, bool):
        return _("true or false")
    if isinstance(value, int | float):
        return _("a number")
    if isinstance(value, str):
        return _("text")
    return _("a list") if isinstance(value, list) else _("an object")
