"""The detector of opportunities: what it promises about false alarms and planted doublings, and what it must not do."""

import json
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from wijkteam.detection import WeeklyCounts, alarms, read_counts
from wijkteam.detection.simulation import AREAS, PAST, THEMES, false_alarms, simulate


def test_the_promise_at_three_questions_a_week() -> None:
    """200 years and 600 plantings print the figures of docs/detection.md; here a quarter of that, with their error."""
    rates = simulate(3.0, years=50, plantings=150)
    assert rates.false_alarms_per_year <= 1.2
    assert rates.found_of_10 >= 7.5
    assert rates.weeks is not None
    assert rates.weeks <= 8


def test_areas_that_always_differ_raise_no_alarm() -> None:
    assert false_alarms(3.0, years=30, seed=5, spread=0.3) <= 45


def _counts(usual: float = 4.0, *, weeks: int = PAST + 20, seed: int = 3) -> WeeklyCounts:
    chance = np.random.default_rng(seed)
    return WeeklyCounts(
        weeks=tuple(f"{week:04d}" for week in range(weeks)),
        areas=tuple(f"area {number}" for number in range(AREAS)),
        themes=tuple(f"theme {number}" for number in range(THEMES)),
        questions=chance.poisson(usual, size=(weeks, AREAS, THEMES)).astype(np.float64),
        residents=np.full((weeks, AREAS), 10_000.0),
    )


def test_a_rise_in_one_area_is_found_where_it_is() -> None:
    counts = _counts()
    counts.questions[PAST:, 2, 1] += 8
    found = [alarm for alarm in alarms(counts, first_week=PAST) if (alarm.area, alarm.theme) == ("area 2", "theme 1")]
    assert len(found) == 1, "one rise is one alarm, however many weeks it lasts"
    assert found[0].observed > 2 * found[0].expected
    assert counts.weeks.index(found[0].week) < PAST + 8


def test_a_rise_everywhere_is_no_opportunity_of_one_area() -> None:
    counts = _counts()
    counts.questions[PAST:, :, 1] *= 2
    assert len([alarm for alarm in alarms(counts, first_week=PAST) if alarm.theme == "theme 1"]) <= 1


def test_fewer_than_five_questions_are_nobodys_business() -> None:
    counts = _counts(0.0)
    counts.questions[PAST, 0, 0] = 4
    assert list(alarms(counts)) == []


def test_a_larger_area_may_ask_more() -> None:
    counts = _counts()
    counts.questions[:, 0, :] = np.random.default_rng(9).poisson(12.0, size=(len(counts.weeks), THEMES))
    counts.residents[:, 0] = 30_000.0
    assert len(list(alarms(counts, first_week=PAST))) <= 2


def _rows(*, planted: bool) -> Iterator[str]:
    chance = np.random.default_rng(11)
    yield "theme,questions,week,area,residents,remark"
    for year, last in ((2024, 52), (2025, 52)):
        for week in range(1, last + 1):
            for area in "ABCDEFGH":
                for theme in ("debts", "housing"):
                    usual = 9.0 if planted and (year, area, theme) == (2025, "C", "debts") and week >= 30 else 3.0
                    if number := chance.poisson(usual):  # a missing row is zero
                        yield f"{theme},{number},{year}-W{week:02d},{area},8000,"


def test_the_command_reads_anybodys_counts(tmp_path: Path) -> None:
    path = tmp_path / "counts.csv"
    path.write_text("\ufeff" + "\r\n".join(_rows(planted=True)), "utf-8")
    out = StringIO()
    call_command("detect", str(path), stdout=out)
    found = [json.loads(line) for line in out.getvalue().splitlines()]
    assert all(set(one) == {"week", "area", "theme", "expected", "observed", "window"} for one in found)
    planted = [one for one in found if (one["area"], one["theme"]) == ("C", "debts") and one["week"] >= "2025-W30"]
    assert planted
    assert planted[0]["week"] <= "2025-W37"
    assert planted[0]["window"] in (4, 8)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "line 1"),
        ("week,area,theme,questions\n2026-W01,a,b,3", "residents"),
        ("week,area,theme,questions,residents\n2026-W01,a,b,3,1000\n2026-W60,a,b,3,1000", "line 3, column week"),
        ("week,area,theme,questions,residents\n2026-W01,a,b,-3,1000", "line 2, column questions"),
        ("week,area,theme,questions,residents\n2026-W01,a,b,3,0", "line 2, column residents"),
        ("week,area,theme,questions,residents\n2026-W01,,b,3,900", "line 2, column area: is empty"),
        ("week,area,theme,questions,residents\n2026-W01,a,b,3,nan", "line 2, column residents"),
        ("week,area,theme,questions,residents\n1900-W01,a,b,3,9\n2026-W01,a,b,3,9", "too long"),
        ("week,area,theme,questions,residents\n", "no row"),
    ],
)
def test_a_file_that_cannot_be_read_says_where(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "counts.csv"
    path.write_text(text, "utf-8")
    with pytest.raises(CommandError, match=said):
        call_command("detect", str(path), stdout=StringIO())


def test_weeks_in_between_and_rows_that_repeat() -> None:
    counts = read_counts(
        ["week,area,theme,questions,residents", "2026-W53,a,x,1,100", "2026-W53,a,x,2,100", "2027-W02,a,x,4,120"]
    )
    assert counts.weeks == ("2026-W53", "2027-W01", "2027-W02")
    assert counts.questions[:, 0, 0].tolist() == [3, 0, 4]
    assert counts.residents[:, 0].tolist() == [100, 100, 120]


def test_the_simulation_prints_its_two_rates() -> None:
    out = StringIO()
    call_command("detector_simulation", years=1, plantings=4, stdout=out)
    last = out.getvalue().splitlines()[-1]
    assert last.startswith("DETECTOR false_alarms_per_year=")
    assert " found_of_10=" in last
    assert " median_weeks=" in last
