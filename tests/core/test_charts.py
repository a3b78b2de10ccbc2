"""The charts, read back as XML: where the marks are, what they say, and that no text becomes markup."""

import itertools
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from wijkteam.core import styleguide as samples
from wijkteam.core.charts import (
    AreaMap,
    Bar,
    Columns,
    HorizontalBars,
    Line,
    Lines,
    MapArea,
    Marker,
    Range,
    Ranges,
    Score,
    Scores,
    Stacked,
    sparkline,
)
from wijkteam.core.charts.ink import ticks

ALL: list[Callable[[], Any]] = [
    samples.horizontal_bars,
    samples.ranges,
    samples.balance,
    samples.balance_by_month,
    samples.flow,
    samples.questions,
    samples.signals,
]
NASTY = "<script>alert(\"x\")</script> & 'co'"


def parse(svg: str) -> ElementTree.Element:
    """The drawing without its namespace: what stands on a page has none."""
    return ElementTree.fromstring(svg.replace(' xmlns="http://www.w3.org/2000/svg"', ""))  # noqa: S314  (our own drawing)


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter("text")]


def of_class(root: ElementTree.Element, name: str) -> list[ElementTree.Element]:
    return [element for element in root.iter() if name in element.get("class", "").split()]


def percent(value: str | None) -> float:
    assert str(value).endswith("%"), f"{value} is no percentage"
    return float(str(value)[:-1])


@pytest.mark.parametrize("chart", ALL)
@pytest.mark.parametrize("standalone", [True, False])
def test_each_has_a_role_a_name_and_a_description(chart: Callable[[], Any], standalone: bool) -> None:
    made = chart()
    root = parse(made.svg(standalone=standalone))
    assert root.get("role") == "img"
    named, described = (root.find(f"*[@id='{ref}']") for ref in str(root.get("aria-labelledby")).split())
    assert named is not None
    assert named.tag == "title"
    assert named.text == made.title
    assert described is not None
    assert described.tag == "desc"
    assert described.text == made.description


@pytest.mark.parametrize("chart", ALL)
def test_on_a_page_the_style_sheet_colours_and_in_a_document_the_drawing_itself(chart: Callable[[], Any]) -> None:
    made = chart()
    page, document = made.svg(standalone=False), made.svg(standalone=True)
    assert "#" not in re.sub(r"<(title|desc|text)[^>]*>[^<]*", "", page), "a colour that cannot turn dark"
    assert "class=" not in document
    assert "%" not in re.sub(r">[^<]*<", "><", document)
    assert 'font-family="Source Sans 3"' in document
    for drawing in (page, document):
        assert "style" not in drawing, "the content security policy blocks it"


@pytest.mark.parametrize("chart", ALL)
def test_in_a_document_every_mark_lies_inside_the_picture(chart: Callable[[], Any]) -> None:
    root = parse(chart().svg(standalone=True))
    width, height = float(root.get("width", 0)), float(root.get("height", 0))
    for rect in root.iter("rect"):
        assert 0 <= float(rect.get("x", 0)) <= float(rect.get("x", 0)) + float(rect.get("width", 0)) <= width + 0.1
        assert 0 <= float(rect.get("y", 0)) <= float(rect.get("y", 0)) + float(rect.get("height", 0)) <= height + 0.1
    for text in root.iter("text"):
        assert 0 <= float(text.get("x", 0)) <= width
        assert 0 < float(text.get("y", 0)) <= height


@pytest.mark.parametrize("chart", ALL)
def test_the_table_has_a_cell_for_each_heading(chart: Callable[[], Any]) -> None:
    data = chart().table()
    assert data.caption
    assert data.rows
    assert {len(row) for row in data.rows} == {len(data.head)}


@pytest.mark.parametrize("standalone", [True, False])
def test_words_of_people_never_become_markup(standalone: bool) -> None:
    bars = HorizontalBars(
        key="x",
        title=NASTY,
        description=NASTY,
        label_heading="",
        value_heading="",
        bars=[Bar(label=NASTY, value=3, note=NASTY)],
        marker=Marker(value=2, label=NASTY),
    )
    lines = replace(samples.flow(), title=NASTY, labels=[NASTY] * 12, lines=[Line(label=NASTY, values=range(12))])
    for drawing in (bars.svg(standalone=standalone), lines.svg(standalone=standalone)):
        root = parse(drawing)
        assert not list(root.iter("script"))
        assert root.findtext("title") == NASTY


def test_bars_are_as_long_as_their_value_says() -> None:
    chart = replace(samples.horizontal_bars(), bars=[Bar(label="a", value=40), Bar(label="b", value=10)], marker=None)
    widths = [percent(parse(row.svg)[0].get("width")) for row in chart.rows]
    assert widths == [100, 25]


def test_a_fixed_scale_makes_two_charts_comparable() -> None:
    chart = replace(samples.horizontal_bars(), bars=[Bar(label="a", value=20)], marker=None, maximum=80)
    assert percent(parse(chart.rows[0].svg)[0].get("width")) == 25


def test_what_is_hidden_looks_the_same_whatever_the_other_values_are() -> None:
    few = replace(samples.horizontal_bars(), bars=[Bar(label="a", value=None, text="x"), Bar(label="b", value=11)])
    many = replace(few, bars=[Bar(label="a", value=None, text="x"), Bar(label="b", value=999)])
    assert few.rows[0].svg == many.rows[0].svg
    assert few.rows[0].text == "x"


def test_a_value_outside_its_band_is_told_in_words_and_in_shape() -> None:
    rows = [Range(label="a", value=21, low=12, high=18), Range(label="b", value=15, low=12, high=18)]
    chart = replace(samples.ranges(), ranges=[*rows, Range(label="c", value=9, low=12, high=18)])
    with override("nl"):
        assert [row.note for row in chart.rows] == ["boven de band", "", "onder de band"]
    shapes = ["circle" if "<circle" in row.svg else "diamond" for row in chart.rows]
    assert shapes == ["diamond", "circle", "diamond"]


def test_the_band_lies_between_its_two_values() -> None:
    chart = replace(samples.ranges(), ranges=[Range(label="a", value=None, low=10, high=15)], maximum=20)
    [band] = of_class(parse(chart.rows[0].svg), "chart__band")
    assert (percent(band.get("x")), percent(band.get("width"))) == (50, 25)
    assert "circle" not in chart.rows[0].svg


def test_parts_of_a_whole_follow_each_other_and_fill_it() -> None:
    chart = samples.balance()
    root = parse(chart.svg(standalone=False))
    series = [rect for rect in root.iter("rect") if "series-" in rect.get("class", "")]
    assert len(series) == len(chart.parts)
    at = 0.0
    for index, rect in enumerate(series):
        assert percent(rect.get("x")) == pytest.approx(at, abs=0.02)
        at += 100 * chart.wholes[0].share(index)
    assert at == pytest.approx(100)


def test_what_counts_for_the_floor_is_written_under_the_bar() -> None:
    root = parse(samples.balance().svg(standalone=False))
    assert "23% buurt en preventie" in texts(root)
    [bracket] = of_class(root, "chart__bracket")
    assert percent(bracket.get("x2")) == pytest.approx(100 * (74 + 48) / 522, abs=0.01)
    assert "afgesproken 35%" in texts(root)
    marker = of_class(root, "chart__marker")[-1]
    assert percent(marker.get("x1")) == 35


def test_a_part_too_small_for_words_has_none_and_stays_in_the_legend() -> None:
    chart = samples.balance()
    legend = {entry.label: entry for entry in chart.legend}
    assert legend["Team en scholing"].share == "6%"
    assert legend["Team en scholing"].text == "30 uur"
    assert "6%" not in texts(parse(chart.svg()))
    assert "44%" in texts(parse(chart.svg()))


def test_the_legend_of_many_wholes_has_no_figures() -> None:
    assert {entry.text for entry in samples.balance_by_month().legend} == {""}


def test_a_month_without_hours_says_so() -> None:
    last = samples.balance_by_month().rows[-1]
    assert last.text == "0 uur"
    assert of_class(parse(last.svg), "chart__hidden")


def test_a_line_breaks_where_nothing_is_known() -> None:
    strokes = list(parse(samples.questions().svg()).iter("polyline"))
    assert [len(str(stroke.get("points")).split()) for stroke in strokes] == [5, 6]


def test_a_line_keeps_its_width_while_its_view_stretches() -> None:
    root = parse(samples.flow().svg())
    views = [element for element in root.iter("svg") if element.get("preserveAspectRatio") == "none"]
    assert len(views) == 2
    assert all(stroke.get("vector-effect") == "non-scaling-stroke" for stroke in root.iter("polyline"))
    assert all(not list(view.iter("text")) for view in views), "text in a stretched view is unreadable"


@pytest.mark.parametrize("ends", [(5, 5, 5), (0, 0, 1), (30, 29, 28), (1, 30, 2)])
def test_names_at_the_end_of_lines_do_not_touch(ends: tuple[int, int, int]) -> None:
    chart = replace(
        samples.flow(),
        labels=["a", "b"],
        lines=[Line(label=f"reeks {index}", values=(30, value)) for index, value in enumerate(ends)],
    )
    root = parse(chart.svg())
    heights = sorted(float(text.get("y", 0)) for text in root.iter("text") if "reeks" in (text.text or ""))
    assert all(later - earlier >= 15.9 for earlier, later in itertools.pairwise(heights))
    assert heights[-1] <= chart.height + 5


def test_lines_are_told_apart_without_colour() -> None:
    drawing = samples.flow().svg()
    assert "chart__line--dashed" in drawing
    assert {"circle", "path"} <= {element.tag for element in parse(drawing).iter()}


def test_standing_bars_grow_from_the_axis() -> None:
    chart = replace(samples.signals(), bars=[Bar(label="a", value=5), Bar(label="b", value=10)])
    bars = of_class(parse(chart.svg()), "chart__bar")
    heights = [float(bar.get("height", 0)) for bar in bars]
    assert heights[1] == pytest.approx(2 * heights[0], abs=0.1)
    assert {float(bar.get("y", 0)) + float(bar.get("height", 0)) for bar in bars} == {chart.height}


def test_nothing_to_show_is_no_error() -> None:
    empty: list[Any] = [
        replace(samples.horizontal_bars(), bars=[], marker=None),
        replace(samples.ranges(), ranges=[]),
        replace(samples.flow(), labels=[], lines=[]),
        replace(samples.signals(), bars=[]),
        replace(samples.balance(), wholes=[]),
    ]
    for chart in empty:
        parse(chart.svg(standalone=False))
        assert chart.table().rows == []
    assert sparkline([]) == sparkline([4]) == ""


@given(st.floats(min_value=0.01, max_value=1e7))
def test_a_scale_has_few_round_values_and_reaches_the_highest(maximum: float) -> None:
    scale = ticks(maximum)
    assert scale[0] == 0
    assert maximum <= scale[-1] * (1 + 1e-6)
    assert 2 <= len(scale) <= 5
    assert scale[-1] < 2.6 * max(maximum, 0.4), "half of the picture would be empty"


def test_figures_are_written_as_people_here_write_them() -> None:
    chart = Columns(
        key="k",
        title="t",
        description="d",
        label_heading="",
        value_heading="",
        bars=[Bar(label="a", value=12345)],
    )
    with override("nl"):
        assert "12.345" in texts(parse(chart.svg()))
    with override("en"):
        assert "12,345" in texts(parse(chart.svg()))


def test_types_say_what_they_are() -> None:
    """The tag `{% chart %}` chooses by type; a new kind of chart must be added there."""
    assert {type(chart()) for chart in ALL} == {HorizontalBars, Ranges, Stacked, Lines, Columns}


@pytest.mark.parametrize(("label", "room"), [("in", "short"), ("instroom", ""), ("huishoudens met een plan", "long")])
def test_there_is_room_for_the_name_at_the_end_of_a_line(label: str, room: str) -> None:
    chart = replace(samples.flow(), lines=[Line(label=label, values=[1, 20])], labels=["a", "b"])
    kinds = str(parse(chart.svg()).get("class"))
    assert [name for name in ("short", "long") if f"chart--{name}-ends" in kinds] == ([room] if room else [])
    document = parse(chart.svg(standalone=True))
    end = next(text for text in document.iter("text") if label in (text.text or ""))
    starts, letters = float(end.get("x", 0)) + float(end.get("dx", 0)), len(end.text or "")
    assert starts + 6.2 * letters <= float(document.get("width", 0))


@pytest.mark.parametrize("value", [0.05, 0.12, 0.2, 0.35, 0.9])
def test_no_words_stand_under_the_marker(value: float) -> None:
    chart = replace(samples.balance(), marker=Marker(value=value, label="afspraak"))
    shares = [text for text in parse(chart.svg()).iter("text") if "on-series" in text.get("class", "")]
    assert len(shares) >= 5
    assert all(abs(percent(text.get("x")) - 100 * value) > 3 for text in shares)


# -- scores through time ---------------------------------------------------------------------------


def scores(*given: tuple[int, int, bool], target: int | None = None) -> Scores:
    """Days of May 2026, a score, and whether the people themselves gave it."""
    return Scores(
        key="scores",
        title=NASTY,
        description=NASTY,
        scores=[
            Score(day=date(2026, 5, day), value=value, who=NASTY, is_own=own, note=NASTY) for day, value, own in given
        ],
        target=target,
    )


@given(
    st.lists(st.tuples(st.integers(1, 31), st.integers(1, 5), st.booleans()), min_size=1, max_size=12),
    st.none() | st.integers(1, 5),
)
def test_a_score_stands_on_its_day_and_higher_is_better(
    given_rows: list[tuple[int, int, bool]], target: int | None
) -> None:
    rows = sorted(given_rows, key=lambda row: row[0])
    root = parse(scores(*rows, target=target).svg())
    places = root.findall("svg")
    assert [place.find("circle") is not None for place in places] == [own for _day, _value, own in rows]
    for (one, before), (other, after) in itertools.pairwise(zip(places, rows, strict=True)):
        up = float(str(one.get("y"))) - float(str(other.get("y")))
        along = percent(other.get("x")) - percent(one.get("x"))
        assert (up > 0, up < 0) == (after[1] > before[1], after[1] < before[1])
        assert (along > 0) == (after[0] > before[0])
        assert along >= 0
    assert len(of_class(root, "chart__marker")) == (target is not None)


def test_one_day_stands_in_the_middle_under_one_date() -> None:
    root = parse(scores((4, 2, True), (4, 3, False)).svg())
    assert len(of_class(root, "chart__line")) == 1
    assert sum("2026" in text for text in texts(root)) == 1


def test_no_score_yet_draws_the_scale_alone() -> None:
    chart = scores()
    root = parse(chart.svg())
    assert {"1", "2", "3", "4", "5"} <= set(texts(root))
    assert chart.table().rows == []


def test_scores_as_a_table_say_who_and_what_and_text_is_no_markup() -> None:
    chart = scores((4, 2, True))
    with override("nl"):
        assert chart.table().rows == [("4 mei 2026", "2", f"{NASTY}: {NASTY}")]
    for standalone in (True, False):
        assert "<script" not in chart.svg(standalone=standalone)


def test_names_on_a_map_are_no_markup() -> None:
    area = MapArea(
        name=NASTY, place=1, value=1, text=NASTY, href=f'/wijken/"{NASTY}', rings=[[0, 0, 900, 0, 0, 900, -900, 0]],
        west=0, north=0, east=900, south=900, label_x=450, label_y=450, label_width=100_000,
    )  # fmt: skip
    drawn = AreaMap(key="kaart", title=NASTY, description=NASTY, areas=[area, replace(area, value=None)], hidden="")
    root = parse(drawn.svg())
    assert NASTY in texts(root)
    assert "<script" not in drawn.svg()
