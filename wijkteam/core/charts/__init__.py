"""Our own charts: typed figures in, SVG out, for a page (`svg()`) and for a PDF (`svg(standalone=True)`).

Each has `table()`, the same figures as a table. `{% chart x %}` puts a chart on a page with that table under it.
No library: those tried broke the content security policy or took a hundred times as long (docs/adr).
"""

from wijkteam.core.charts.area_map import AreaMap, MapArea, Step, steps_of
from wijkteam.core.charts.bars import Bar, Columns, HorizontalBars, Range, Ranges
from wijkteam.core.charts.ecogram import Ecogram, Person
from wijkteam.core.charts.ink import DataTable, Marker, Row
from wijkteam.core.charts.lines import Band, Line, Lines, sparkline
from wijkteam.core.charts.multiples import Multiple, Multiples
from wijkteam.core.charts.pairs import Pair, Pairs
from wijkteam.core.charts.scores import Score, Scores
from wijkteam.core.charts.spans import Span, Spans
from wijkteam.core.charts.stacked import LegendEntry, Part, Stacked, Whole

__all__ = [
    "AreaMap",
    "Band",
    "Bar",
    "Columns",
    "DataTable",
    "Ecogram",
    "HorizontalBars",
    "LegendEntry",
    "Line",
    "Lines",
    "MapArea",
    "Marker",
    "Multiple",
    "Multiples",
    "Pair",
    "Pairs",
    "Part",
    "Person",
    "Range",
    "Ranges",
    "Row",
    "Score",
    "Scores",
    "Span",
    "Spans",
    "Stacked",
    "Step",
    "Whole",
    "sparkline",
    "steps_of",
]
