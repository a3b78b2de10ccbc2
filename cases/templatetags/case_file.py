"""What every page about one case has in common."""

from typing import Any

from django import template

from cases.models import Case
from cases.selectors.file_parts import tabs_of

register = template.Library()


@register.inclusion_tag("cases/_parts.html")
def case_parts(case: Case, here: str) -> dict[str, Any]:
    """The tabs of a case file; `here` is the key of the part that is open (see cases.selectors.file_parts)."""
    return {"tabs": tabs_of(case, here=here)}
