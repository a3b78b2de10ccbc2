"""Normal variation beside a line of months: the band, the ring and the sentence say the same, and no hidden figure."""

import datetime as dt
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.translation import override

from wijkteam.core.periods import next_month
from wijkteam.reports.selectors.report_page import HIDDEN, _flow_lines, _open_lines, _share_lines
from wijkteam.reports.selectors.trend import trend_of

FIRST = dt.date(2026, 1, 1)
USUAL = [40.0, 44.0, 42.0, 38.0, 41.0, 45.0, 39.0, 42.0, 40.0, 43.0, 41.0, 42.0]


def months(count: int) -> list[dt.date]:
    found = [FIRST]
    while len(found) < count:
        found.append(next_month(found[-1]))
    return found


def judged(values: list[float | None], **known: Any) -> Any:
    with override("nl"):
        return trend_of(values, months=months(len(values)), **known)


def test_noise_is_called_noise() -> None:
    trend = judged(list(USUAL))
    assert trend.band
    assert trend.places == []
    assert not trend.is_news
    assert trend.finding == "Binnen wat gewoon is: tussen 34 en 49, volgens deze 12 maanden."


def test_one_month_outside_is_named_and_ringed() -> None:
    trend = judged([*USUAL[:2], 70, *USUAL[3:]])
    assert trend.places == [2]
    assert "In maart meer dan gewoon: kijk wat er was." in trend.finding
    assert "volgens deze 12 maanden" in trend.finding


def test_two_months_below_are_named_together() -> None:
    trend = judged([42.0, 41.0, 42.0, 41.0, 42.0, 41.0, 42.0, 5.0, 5.0, 42.0, 41.0, 42.0, 41.0, 42.0])
    assert trend.places == [7, 8]
    assert "In augustus en september minder dan gewoon" in trend.finding


def test_a_run_of_eight_months_is_a_change() -> None:
    trend = judged([12, 15, 12, 15, *[17, 18] * 4])
    assert trend.places == []
    assert "Mei tot en met december lagen 8 maanden op rij boven het midden: er is iets veranderd." in trend.finding


@pytest.mark.parametrize(("step", "word"), [(10, "stijgt"), (-10, "daalt")])
def test_what_only_climbs_or_falls_has_no_usual_level(step: int, word: str) -> None:
    trend = judged([500 + step * place for place in range(12)])
    assert trend.band is None
    assert word in trend.finding


def test_too_few_months_say_so() -> None:
    trend = judged([*USUAL[:6], None, None, None])
    assert trend.band is None
    assert trend.finding == (
        "Nog te weinig maanden om te zeggen wat gewoon is: 6 maanden zijn bekend, 10 op rij zijn nodig."
    )


def series(*opened: Any) -> list[dict[str, Any]]:
    return [
        {
            "month": f"{month:%Y-%m}",
            "open_at_end": value,
            "opened": value,
            "closed": value,
            "prevention_share": value,
            "prevention_floor": 35,
        }
        for month, value in zip(months(len(opened)), opened, strict=True)
    ]


def test_the_report_draws_limits_from_published_figures_only() -> None:
    """A hidden month is a gap, and no figure of the picture changes with what it was."""
    values = [40, 45, 40, HIDDEN, 40, 45, 40, 40, 45, 40, 45, 40]
    with override("nl"):
        for made in (_open_lines(series(*values), base=5), _share_lines(series(*values))):
            assert made
            assert made.band
            assert "11 maanden" in made.note
            assert made.note in made.description
            drawing = ElementTree.fromstring(made.svg())  # noqa: S314  (our own drawing)
            assert [one for one in drawing.iter("rect") if "chart__band" in one.get("class", "")]
        flow = _flow_lines(series(*values), base=5)
    assert flow
    assert flow.band is None
    assert "In: Binnen wat gewoon is" in flow.note
    assert "Uit: Binnen wat gewoon is" in flow.note


def test_one_step_of_rounding_is_not_called_news_in_a_report() -> None:
    with override("nl"):
        made = _open_lines(series(*[40] * 11, 45), base=5)
        loud = _open_lines(series(*[40] * 11, 50), base=5)
    assert made
    assert made.marked == []
    assert loud
    assert loud.marked == [(0, 11)]
    assert loud.svg().count('class="chart__dot--open"') == 1
