"""docs/promises.md, made of the table: each promise, its figures, and the tests that prove it."""

from collections import defaultdict
from collections.abc import Iterable
from os.path import basename

from wijkteam.core.promises.results import files_of_tests
from wijkteam.core.promises.table import PROMISES, Promise

_HEAD = """# Promises

What Wijkteam promises, in figures, and the tests that prove it. Made by `manage.py promises --document`; what the tests
measured last is told by `manage.py promises`, at the end of `make test` and `make test-nightly`, and on a page of the
application (`/beloften/`, a link at the foot of each page). A promise is *proven* when each of its figures was measured
by tests that passed, and *open* otherwise. What nightly tests found is kept with the code (docs/nightly.json, which
`make test-nightly` writes), with the commit and the moment: each promise tells at which version it was measured.

| | promise | figures asked | tests |
| --- | --- | --- | --- |
"""


def document() -> str:
    tests: dict[str, list[str]] = defaultdict(list)
    for number, path in files_of_tests():
        tests[number].append(path)
    return _HEAD + "".join(_row(promise, tests[promise.number]) for promise in PROMISES)


def _row(promise: Promise, paths: Iterable[str]) -> str:
    links = [f"[{basename(path)}](../{path})" for path in paths]
    if promise.document:
        links.append(f"[{basename(promise.document)}](../{promise.document})")
    asked = "<br>".join(str(part) for part in promise.parts.values())
    when = " (nightly)" if promise.is_nightly else ""
    return f"| {promise.number} | {promise.title}{when} | {asked} | {', '.join(links) or 'open'} |\n"
