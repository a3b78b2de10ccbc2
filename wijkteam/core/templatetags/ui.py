"""Tags of the interface: icons, cards, people, amounts of time. `{% load ui %}`"""

from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from django import template
from django.conf import settings
from django.template.base import Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.template.loader_tags import BLOCK_CONTEXT_KEY, BlockContext
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.charts import (
    Columns,
    HorizontalBars,
    Lines,
    Multiples,
    Pairs,
    Ranges,
    Scores,
    Spans,
    Stacked,
    sparkline,
)
from wijkteam.core.finders import ICON_FOLDER, ICON_PACKAGE
from wijkteam.core.form_html import input_html

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

register = template.Library()


class UnknownIcon(Exception):
    """There is no icon of this name in Tabler's outline set."""


register.simple_tag(input_html, name="input")


@lru_cache(maxsize=512)
def _drawing(name: str) -> SafeString:
    """The inside of an icon: from the package, or in an image without it from what collectstatic copied."""
    for folder in (
        Path(settings.NODE_MODULES) / ICON_PACKAGE / "icons" / "outline",
        Path(settings.STATIC_ROOT) / ICON_FOLDER,
    ):
        path = folder / f"{name}.svg"
        if path.is_file():
            svg = path.read_text("utf-8")
            body = svg[svg.index(">", svg.index("<svg")) + 1 : svg.rindex("</svg>")]
            return SafeString(" ".join(body.split()))  # a file of a package, not text of people
    raise UnknownIcon(f'There is no icon "{name}"; see https://tabler.io/icons (outline) for the names.')


@lru_cache(maxsize=512)
def _icon(name: str) -> SafeString:
    return format_html(
        '<svg class="icon" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="1.75"'
        ' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{}</svg>',
        _drawing(name),
    )


@register.simple_tag
def icon(name: str) -> SafeString:
    """A Tabler outline icon, drawn in the text colour. It is never the only name of something."""
    return _icon(name)


@register.simple_block_tag
def card(
    content: str, *, title: "_StrOrPromise" = "", icon: str = "", tone: str = "", id: str = "", level: int = 2
) -> str:
    """A white panel. tone: soft | warning | flush; `id` names the heading's element for links and htmx."""
    return render_to_string(
        "components/card.html",
        {"content": content, "title": title, "icon": icon, "tone": tone, "id": id, "level": level},
    )


@register.simple_tag
def chart(chart: HorizontalBars | Multiples | Pairs | Ranges | Spans | Stacked | Lines | Columns | Scores) -> str:
    """A chart with the same figures as a table: the chart itself where that is one, else behind a disclosure."""
    one_stack = isinstance(chart, Stacked) and len(chart.wholes) == 1
    as_table = isinstance(chart, (HorizontalBars, Multiples, Pairs, Ranges, Spans, Stacked)) and not one_stack
    return render_to_string(
        "components/chart.html",
        {
            "chart": chart,
            "rows": chart.rows
            if isinstance(chart, (HorizontalBars, Multiples, Pairs, Ranges, Spans, Stacked)) and as_table
            else None,
            "value_heading": chart.total_heading if isinstance(chart, Stacked) else getattr(chart, "value_heading", ""),
            "svg": None if as_table or isinstance(chart, Multiples) else chart.svg(standalone=False),
            "legend": chart.legend if isinstance(chart, Stacked) else None,
            "marker": None if isinstance(chart, (Lines, Pairs, Ranges, Scores)) else chart.marker,
            "data": None if as_table and not isinstance(chart, Multiples) else chart.table(),
        },
    )


@register.simple_tag
def spark(values: Sequence[float | None]) -> SafeString:
    """A small line beside a number that says the same."""
    return sparkline(values)


class _HeadingNode(template.Node):
    def render(self, context: Context) -> SafeString:
        blocks: BlockContext = context.render_context[BLOCK_CONTEXT_KEY]
        block = blocks.get_block("title")
        return block.render(context) if block else SafeString("")


@register.tag
def heading(parser: Parser, token: Token) -> _HeadingNode:
    """What the page put in its `title` block, once more: the same words as heading."""
    return _HeadingNode()


@register.filter
def initials(name: object) -> str:
    """At most two letters of a name: first and last word that begin with a capital."""
    words = str(name).split()
    capitals = [word for word in words if word[:1].isupper()] or words
    return "".join(word[0] for word in (capitals[:1] + capitals[1:][-1:]))


@register.filter
def avatar_class(name: object) -> str:
    """One of five colours, always the same for the same name."""
    return f"avatar avatar--{sum(map(ord, str(name))) % 5 + 1}"


@register.filter
def duration(minutes: int | None) -> str:
    """Minutes as people say them: 45 min, 1 uur, 1 uur 30 min."""
    if minutes is None:
        return ""
    hours, rest = divmod(int(minutes), 60)
    if not hours:
        return _("%(minutes)d min") % {"minutes": rest}
    if not rest:
        return _("%(hours)d h") % {"hours": hours}
    return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": rest}
