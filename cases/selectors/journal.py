"""What the form for a contact proposes."""

from datetime import date

from cases.models import Case
from cases.selectors.case_page import household_members


def names_of(case: Case, *, today: date) -> list[str]:
    """Who lives in the household of a case now. One statement."""
    return [member.name for member in household_members(case, today=today)]


def is_escalating(case: Case) -> bool:
    """Whether an escalation runs now; the case was asked for with `for_list`."""
    return getattr(case, "escalated_since", None) is not None
