"""The words of this municipality in templates. `{% load words %}`

{% word "case-coordinator" %}                 regisseur
{% word "case-coordinator" plural cap %}      Regisseurs
{% word "team" as team %}                     for use in a {% blocktranslate %}
{% role_name user.role cap %}                 Teamlid
"""

from collections.abc import Callable

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.template.context import Context
from django.utils.html import conditional_escape

from wijkteam.areas.enums import WordKey
from wijkteam.areas.selectors.words import role_name as name_of_role
from wijkteam.areas.selectors.words import word as find_word

register = template.Library()


class _WordNode(template.Node):
    def __init__(
        self, find: Callable[..., str], key: FilterExpression, options: dict[str, bool], variable: str | None
    ) -> None:
        self.find, self.key, self.options, self.variable = find, key, options, variable

    def render(self, context: Context) -> str:
        found = self.find(self.key.resolve(context), **self.options)
        if self.variable is None:
            return conditional_escape(found)
        context[self.variable] = found
        return ""


def _parse(parser: Parser, token: Token, *, find: Callable[..., str], allowed: set[str]) -> _WordNode:
    name, *arguments = token.split_contents()
    variable = None
    if len(arguments) >= 3 and arguments[-2] == "as":
        variable, arguments = arguments[-1], arguments[:-2]
    if not arguments or not set(arguments[1:]) <= allowed:
        raise template.TemplateSyntaxError(f"{{% {name} KEY [{'] ['.join(sorted(allowed))}] [as NAME] %}}")
    options = dict.fromkeys(arguments[1:], True)
    return _WordNode(find, parser.compile_filter(arguments[0]), options, variable)


@register.tag
def word(parser: Parser, token: Token) -> _WordNode:
    """What a WordKey is called here: `{% word "team" [plural] [cap] [as name] %}`."""
    node = _parse(parser, token, find=find_word, allowed={"plural", "cap"})
    literal = node.key.token[1:-1]
    if node.key.token[0] in "\"'" and literal not in WordKey.values:
        raise template.TemplateSyntaxError(f'There is no word "{literal}"; there are {", ".join(WordKey.values)}.')
    return node


@register.tag
def role_name(parser: Parser, token: Token) -> _WordNode:
    """What a role is called here: `{% role_name user.role [cap] [as name] %}`."""
    return _parse(parser, token, find=name_of_role, allowed={"cap"})
