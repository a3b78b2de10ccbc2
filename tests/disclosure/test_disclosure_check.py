"""`manage.py disclosure_check`: the method, to try on anybody's tables."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

VECTORS = Path(__file__).parent / "vectors.json"


def test_g29_a_line_of_json_for_each_case(tmp_path: Path) -> None:
    cases = [case for case in json.loads(VECTORS.read_text()) if case["name"].startswith(("V3", "V4"))]
    spoiled = {**cases[0], "name": "wrong", "expect": {**cases[0]["expect"], "secondary": []}}
    file = tmp_path / "cases.json"
    file.write_text(json.dumps([*cases, spoiled]))
    out = StringIO()
    call_command("disclosure_check", str(file), stdout=out)
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    assert [line["name"] for line in lines] == [*(case["name"] for case in cases), "wrong"]
    assert [line["equal"] for line in lines] == [True] * len(cases) + [False]
    assert set(lines[0]) == {"name", "helpers", "published", "seconds", "equal"}


def test_a_case_without_an_expectation_is_neither_equal_nor_different(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"cells": [{"id": "a", "true": 3}, {"id": "b", "true": 14}]}))
    out = StringIO()
    call_command("disclosure_check", str(file), stdout=out)
    line = json.loads(out.getvalue())
    assert (line["name"], line["published"], line["equal"]) == ("1", {"a": "x", "b": 15}, None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "is not JSON"),
        ('[{"name": "first", "cells": [{"id": "a"}]}]', r"Case 1 \(first\): cells\[0\].true: is missing"),
        ("[[]]", "Case 1"),
        ('[{"cells": [], "expect": 3}]', "expect: must be an object"),
    ],
)
def test_a_broken_file_says_where(tmp_path: Path, text: str, message: str) -> None:
    file = tmp_path / "cases.json"
    file.write_text(text)
    with pytest.raises(CommandError, match=message) as caught:
        call_command("disclosure_check", str(file))
    assert caught.value.returncode == 2
