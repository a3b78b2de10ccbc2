"""G34: each item of levels 1 and 2 of ASVS 5.0 is answered in docs/asvs.md, by something that exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.promises import Measured

BASE = Path(settings.BASE_DIR)
# The levels of the items of each section, in their order: V1.1.1 and V1.1.2 are of level 2, and so on.
LEVELS = """
V1.1:22 V1.2:1111122223 V1.3:112222222223 V1.4:222 V1.5:123 V2.1:122 V2.2:112 V2.3:12223 V2.4:23 V3.1:3 V3.2:113
V3.3:12223 V3.4:11222233 V3.5:11122333 V3.6:3 V3.7:22333 V4.1:12233 V4.2:23333 V4.3:22 V4.4:1222 V5.1:2 V5.2:112333
V5.3:113 V5.4:222 V6.1:122 V6.2:111111112222 V6.3:11223333 V6.4:112233 V6.5:22222333 V6.6:2223 V6.7:33 V6.8:2222
V7.1:222 V7.2:1111 V7.3:22 V7.4:11222 V7.5:223 V7.6:22 V8.1:1233 V8.2:1123 V8.3:133 V8.4:23 V9.1:111 V9.2:1222
V10.1:22 V10.2:223 V10.3:22223 V10.4:1111122222233333 V10.5:22222 V10.6:22 V10.7:222 V11.1:2233 V11.2:22233
V11.3:11233 V11.4:1222 V11.5:23 V11.6:23 V11.7:33 V12.1:12233 V12.2:11 V12.3:22223 V13.1:2333 V13.2:222223 V13.3:2233
V13.4:1222233 V14.1:22 V14.2:12223333 V14.3:122 V15.1:12233 V15.2:12233 V15.3:1222222 V15.4:3333 V16.1:2 V16.2:22222
V16.3:2222 V16.4:222 V16.5:2223 V17.1:23 V17.2:22223333 V17.3:22
"""
ROW = re.compile(r"^\| (V[\d.]+) \| (\d) \| (.*?) \| (.*) \|$")
TEST = re.compile(r"^test `(tests/[\w/]+\.py)::(\w+|\*)`(?: \([^)]+\))?$")
DOCUMENT = re.compile(r"^document \[([\w./-]+)\]\(\1\)(?:: (.+))?$")


def wanted() -> dict[str, int]:
    items: dict[str, int] = {}
    for part in LEVELS.split():
        section, levels = part.split(":")
        items |= {f"{section}.{place}": int(level) for place, level in enumerate(levels, 1)}
    assert [list(items.values()).count(level) for level in (1, 2, 3)] == [70, 183, 92], "as the standard counts them"
    return {item: level for item, level in items.items() if level < 3}


def rows() -> list[tuple[str, int, str, str]]:
    lines = (BASE / "docs" / "asvs.md").read_text("utf-8").splitlines()
    matches = [match for line in lines if (match := ROW.match(line))]
    return [(match[1], int(match[2]), match[3], match[4]) for match in matches]


def problem(answer: str) -> str:
    """What is wrong with an answer; empty when it is one."""
    if answer.startswith("not applicable because "):
        return "" if len(answer.removeprefix("not applicable because ")) > 8 else "no reason"
    if match := DOCUMENT.match(answer):
        path = BASE / "docs" / match[1]
        return "" if path.is_file() else "no such document"
    if match := TEST.match(answer):
        path = BASE / match[1]
        if not path.is_file():
            return "no such file"
        name = match[2]
        there = "def test_" in path.read_text("utf-8") if name == "*" else f"def {name}(" in path.read_text("utf-8")
        return "" if there else "no such test"
    return "neither a test, nor a document, nor a reason"


def test_g34_each_item_is_answered(measured: Measured) -> None:
    found = rows()
    assert {item: level for item, level, _, _ in found} == wanted()
    assert len(found) == len(wanted()), "each once"
    assert not {item: why for item, _, about, answer in found if (why := problem(answer) if about else "says nothing")}
    kinds = [answer.split(" ")[0] for _, _, _, answer in found]
    said = ", ".join(f"{kinds.count(kind)} {name}" for kind, name in
                     {"test": "by a test", "document": "by a document", "not": "not applicable"}.items())  # fmt: skip
    measured("G34", f"{len(found)} items: {said}; 0 empty")


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "test `tests/core/test_logs.py::test_that_is_not_there`",
        "test `tests/core/test_nothing.py::test_x`",
        "document [nowhere.md](nowhere.md)",
        "not applicable because no",
        "yes",
    ],
)
def test_an_empty_answer_is_seen(answer: str) -> None:
    assert problem(answer)
