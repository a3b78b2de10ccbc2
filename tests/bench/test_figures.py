"""What `make bench` prints, from times that are known."""

import re

import pytest

from local.bench.__main__ import NAMES, TARGETS, WHO, _anew
from local.bench.browsing import FormReader, UnexpectedAnswer
from local.bench.figures import Result, bench_line, growth_lines, medians, percentile, table, to_json

RESULT = Result(
    work="W3", ours=(30.0, 12.1, 11.0, 12.6, 12.0), limit=(6.0, 5.0, 7.0), queries=5, bytes=11800, limit_bytes=11790
)


def test_the_line_has_the_form_that_is_agreed() -> None:
    line = bench_line(RESULT, size=20000)
    assert line == "BENCH size=20000 work=W3 ours_ms=12.1 limit_ms=6.0 ratio=2.02 queries=5 bytes=11800"
    assert re.fullmatch(
        r"BENCH size=\d+ work=W\d ours_ms=\d+\.\d limit_ms=\d+\.\d ratio=\d+\.\d\d queries=\d+ bytes=\d+", line
    )


@pytest.mark.parametrize(("share", "expected"), [(1, 1.0), (50, 10.0), (95, 19.0), (100, 20.0)])
def test_percentile_is_one_of_the_values(share: int, expected: float) -> None:
    assert percentile([float(number) for number in range(20, 0, -1)], share) == expected


def test_one_slow_answer_shows_in_the_spread_and_not_in_the_median() -> None:
    assert RESULT.ours_ms == 12.1
    assert RESULT.spread == pytest.approx(30.0 / 12.1)


def test_the_table_says_what_is_over_the_aim() -> None:
    over, within = table([RESULT], targets={"W3": 1.5})[1], table([RESULT], targets={"W3": 2.5})[1]
    assert over.endswith("0.52 over")
    assert "over" not in within


def test_growth_compares_with_what_was_kept_at_a_smaller_size() -> None:
    kept = medians(to_json([RESULT]))
    slower = Result(work="W3", ours=(24.2,), limit=(6.0,), queries=5, bytes=1, limit_bytes=1)
    new = Result(work="W4", ours=(1.0,), limit=(1.0,), queries=1, bytes=1, limit_bytes=1)
    lines = growth_lines([slower, new], kept, size=200_000, earlier_size=20_000)
    assert lines == ["GROWTH work=W3 from=20000 to=200000 factor=2.00"]


def test_every_work_has_an_aim_and_somebody_who_does_it() -> None:
    assert set(NAMES) == set(TARGETS) == set(WHO) == {f"W{number}" for number in range(1, 7)}


PAGE = """
<form><input name="toon" value="x"></form>
<form method="post"><input type="hidden" name="csrfmiddlewaretoken" value="token">
  <input name="request_key" value="8d9cbd2a-0000-4000-8000-000000000000">
  <input name="person-0-family_name"><input type="checkbox" name="safe"><input type="radio" name="who" value="a">
  <input type="radio" name="who" value="b" checked><select name="area"><option value="">-</option>
  <option value="7">Punt</option><option value="8" selected>Plein</option></select><textarea name="note"></textarea>
  <button name="save">Opslaan</button></form>
"""


def test_a_form_is_read_as_a_browser_would_send_it() -> None:
    fields = FormReader(PAGE, holding="family_name").fields
    assert fields == {
        "csrfmiddlewaretoken": "token",
        "request_key": "8d9cbd2a-0000-4000-8000-000000000000",
        "person-0-family_name": "",
        "who": "b",
        "area": "8",
        "note": "",
    }
    with pytest.raises(UnexpectedAnswer, match="no form with a field telephone"):
        FormReader(PAGE, holding="telephone")


def test_each_case_that_is_logged_is_another_one() -> None:
    fields = FormReader(PAGE, holding="family_name").fields
    first, second = _anew(fields), _anew(fields)
    assert first["request_key"] != second["request_key"]
    assert first["person-0-family_name"] != second["person-0-family_name"]
    assert first["area"] == second["area"] == "8"
    assert len(_anew(fields, tail="{turn}")["request_key"].replace("{turn}", "1")) == 36
