"""Asking about a line of a report. `{% load talks %}`"""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from wijkteam.core.templatetags.ui import icon
from wijkteam.reports.selectors.wording import Talk

register = template.Library()


@register.simple_tag
def ask(talk: Talk) -> SafeString:
    """The way to ask about a line, and how many asked already; a report has a hundred, so none takes a template."""
    told = (
        format_html('<span class="count">{}</span><span class="visually-hidden">{}</span>', talk.count, _("asked"))
        if talk.count
        else ""
    )
    return format_html(
        '<a class="ask no-print" href="{}" title="{}">{}<span class="visually-hidden">{}</span>{}</a>',
        talk.url,
        _("Ask a question"),
        icon("message-circle"),
        _("Ask a question about %(line)s") % {"line": talk.label},
        told,
    )
