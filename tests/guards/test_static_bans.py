"""G32: what may not stand in the source at all. The failure names the line and what to do instead."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from tests.promises import Measured

BASE = Path(settings.BASE_DIR)
PYTHON = [BASE / "wijkteam", BASE / "cases", BASE / "collectief", BASE / "netwerk"]
MARKUP = [BASE / "templates"]
SCRIPTS = [BASE / "static"]

IN_PYTHON = {
    r"\bmark_safe\b": "use format_html or a template: text of people must never become markup",
    r"\bSafeString\(|\bSafeText\(": "use format_html or a template",
    r"\bcsrf_exempt\b": "every post carries its token",
    r"\.raw\(|\.extra\(|\bRawSQL\b": "use the ORM",
    r"fields\s*=\s*[\"']__all__[\"']": "name the fields: a new one must not become editable by itself",
    r"\bexclude\s*=\s*\[.*\]\s*#?\s*form": "name the fields that a form has",
    r"\bpickle\b|\bmarshal\b|yaml\.load\(": "reads code: use JSON",
    r"\beval\(|\bexec\(": "runs text as code",
    r"\bautoescape\s+off": "escape everything",
    r"(?:logger|logging|log)\.(?:debug|info|warning|error|exception)\(f[\"']": "log ids and fixed words only",
    r"datetime\.now\(\)|date\.today\(\)|datetime\.utcnow": "the clock comes in as an argument, in Amsterdam's time",
}
IN_MARKUP = {
    r"\|\s*safe\b|\|\s*safeseq\b": "text of people must never become markup",
    r"autoescape\s+off": "escape everything",
    r"\shx-on|\sdata-hx-on": "no script in attributes: put it in static/js",
    r"\son[a-z]+\s*=\s*[\"']": "no script in attributes: put it in static/js",
    r"\sstyle\s*=\s*[\"']": "no inline style: the content security policy blocks it; use a class",
    r"<style\b": "no inline style: put it in static/css",
    r"<script(?![^>]*\ssrc=)[^>]*>": "no inline script: put it in static/js",
    r"javascript:": "no script in addresses",
    r"\b(?:src|href)\s*=\s*[\"']https?://(?!www\.w3\.org)": "nothing is loaded from elsewhere",
}
IN_SCRIPTS = {
    r"\beval\(|new Function\(": "runs text as code, and the content security policy blocks it",
    r"\.innerHTML\s*=|insertAdjacentHTML|document\.write": "text of people must never become markup",
    r"localStorage|sessionStorage|indexedDB": "nothing about people stays in the browser",
    r"https?://(?!www\.w3\.org)": "nothing is loaded from elsewhere",
}
# The line that may, and why.
ALLOWED: dict[tuple[str, str], str] = {
    ("wijkteam/core/charts/area_map.py", "SafeString("): "draws SVG; each text in it goes through escape()",
    ("wijkteam/core/charts/ink.py", "SafeString("): "draws SVG; each text in it goes through escape()",
    ("wijkteam/core/charts/lines.py", "SafeString("): "draws SVG out of numbers alone",
    ("wijkteam/core/context_processors.py", "SafeString("): "an empty text in place of a template's own output",
    ("wijkteam/core/templatetags/ui.py", "SafeString("): "icons of a package, and a block that Django rendered",
}


def _lines(folders: list[Path], suffix: str) -> Iterator[tuple[str, int, str]]:
    for folder in folders:
        for path in sorted(folder.rglob(f"*{suffix}")):
            for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
                yield str(path.relative_to(BASE)), number, line


@pytest.mark.parametrize(
    ("folders", "suffix", "bans"),
    [(PYTHON, ".py", IN_PYTHON), (MARKUP, ".html", IN_MARKUP), (SCRIPTS, ".js", IN_SCRIPTS)],
    ids=["python", "templates", "scripts"],
)
def test_g32_banned(folders: list[Path], suffix: str, bans: dict[str, str], measured: Measured) -> None:
    read = 0
    found = []
    for path, number, line in _lines(folders, suffix):
        read += 1
        for pattern, instead in bans.items():
            hit = re.search(pattern, line)
            if hit and (path, hit.group().strip()) not in ALLOWED:
                found.append(f"{path}:{number} has {hit.group().strip()!r}: {instead}")
    assert read > 50, f"there is nothing to scan in {folders}"
    assert not found, "\n" + "\n".join(found)
    measured.add("G32", "lines read, 0 banned", read)


@pytest.mark.parametrize(
    ("bans", "bad"),
    [
        (IN_PYTHON, "return mark_safe(note)"),
        (IN_PYTHON, 'fields = "__all__"'),
        (IN_PYTHON, "Case.objects.raw(sql)"),
        (IN_PYTHON, 'logger.info(f"{case}")'),
        (IN_MARKUP, "{{ note|safe }}"),
        (IN_MARKUP, '<div style="color: red">'),
        (IN_MARKUP, "<script>alert(1)</script>"),
        (IN_MARKUP, '<a onclick="go()">'),
        (IN_MARKUP, '<div hx-on:click="go()">'),
        (IN_SCRIPTS, "box.innerHTML = text"),
    ],
)
def test_g32_the_scan_sees_what_it_should(bans: dict[str, str], bad: str) -> None:
    assert any(re.search(pattern, bad) for pattern in bans)


def test_g32_external_scripts_are_allowed() -> None:
    assert not any(
        re.search(pattern, "<script src=\"{% static 'js/app.js' %}\" defer></script>") for pattern in IN_MARKUP
    )


def test_a_form_in_a_part_gets_its_token() -> None:
    """`{% include ... only %}` leaves the token behind: htmx makes up for it, without JavaScript nothing does."""
    templates = BASE / "templates"
    with_forms = {
        str(path.relative_to(templates))
        for path in templates.rglob("*.html")
        if "{% csrf_token %}" in path.read_text("utf-8")
    }
    lost = [
        f"{path.relative_to(BASE)} includes {name}: add csrf_token=csrf_token before `only`"
        for path in templates.rglob("*.html")
        for name, given in re.findall(r'{%\s*include "([^"]+)"([^%]*)\bonly\s*%}', path.read_text("utf-8"))
        if name in with_forms and "csrf_token=csrf_token" not in given
    ]
    assert with_forms
    assert not lost, "\n" + "\n".join(lost)
