"""What a form draws twenty times on a page: each in one pass, where a template took half a millisecond.

`Renderer` (core/forms.py) asks here first; what is not here is a template of templates/django/forms/.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, Final

from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

Context = Mapping[str, Any]


def input_html(widget: Context) -> SafeString:
    value = widget["value"]
    shown = "" if value is None else format_html(' value="{}"', str(value))
    kind, attrs = widget["type"], flatatt(widget["attrs"])
    return format_html('<input type="{}" name="{}"{}{}>', kind, widget["name"], shown, attrs)


def _input(context: Context) -> SafeString:
    return input_html(context["widget"])


def _textarea(context: Context) -> SafeString:
    widget = context["widget"]
    return format_html(
        '<textarea name="{}"{}>\n{}</textarea>', widget["name"], flatatt(widget["attrs"]), widget["value"] or ""
    )


def _select(context: Context) -> SafeString:
    widget = context["widget"]
    groups = format_html_join("", "{}", ((group,) for group in _groups(widget["optgroups"])))
    return format_html('<select name="{}"{}>{}</select>', widget["name"], flatatt(widget["attrs"]), groups)


def _groups(groups: Sequence[tuple[str | None, Sequence[Context], int]]) -> Iterator[SafeString]:
    """Django makes a group of its own of each option that is in none: those are drawn together."""
    for name, together in groupby(groups, key=itemgetter(0)):
        options = _options(option for _name, some, _index in together for option in some)
        yield format_html('<optgroup label="{}">{}</optgroup>', name, options) if name else options


def _options(options: Iterable[Context]) -> SafeString:
    shown = ((str(one["value"]), flatatt(one["attrs"]) if one["attrs"] else "", one["label"]) for one in options)
    return format_html_join("", '<option value="{}"{}>{}</option>\n', shown)


def _field(context: Context) -> SafeString:
    """A field with its label, its hint and what is wrong with it; of several choices a group with a legend."""
    field = context["field"]
    errors, hint = field.errors, ""
    kind = "field field--error" if errors else "field"
    if field.is_single_checkbox:
        if field.help_text:
            hint = format_html('<span class="choice__hint" id="{}_helptext">{}</span>', field.auto_id, field.help_text)
        return format_html(
            '<div class="{}">{}<label class="choice" for="{}">{}<span>{}{}</span></label></div>',
            kind, errors or "", field.id_for_label, field, field.label, hint,
        )  # fmt: skip
    if field.help_text:
        hint = format_html('<p class="field__hint" id="{}_helptext">{}</p>', field.auto_id, field.help_text)
    optional = (
        format_html(' <span class="field__optional">{}</span>', _("(not required)")) if field.is_marked_optional else ""
    )
    if field.use_fieldset:
        described = flatatt({"aria-describedby": field.aria_describedby or None})
        return format_html(
            '<fieldset class="{}" id="{}_group"{}><legend class="field__label">{}{}</legend>{}{}{}</fieldset>',
            kind, field.auto_id, described, field.label, optional, hint, errors or "", field,
        )  # fmt: skip
    return format_html(
        '<div class="{}"><label class="field__label" for="{}">{}{}</label>{}{}{}</div>',
        kind, field.id_for_label, field.label, optional, hint, errors or "", field,
    )  # fmt: skip


_INPUTS: Final = (
    "checkbox", "checkbox_option", "date", "email", "file", "hidden", "input", "number", "password", "radio_option",
    "search", "tel", "text", "time", "url",
)  # fmt: skip
DRAWN: Final[Mapping[str, Callable[[Context], SafeString]]] = {
    **{f"django/forms/widgets/{name}.html": _input for name in _INPUTS},
    "django/forms/widgets/select.html": _select,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/field.html": _field,
}
