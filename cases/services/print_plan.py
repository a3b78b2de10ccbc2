"""Use case: the plan as a PDF for the family."""

from datetime import datetime
from pathlib import Path

from cases.selectors.plan_letter import Letter, letter_data
from wijkteam.core.pdf import make_pdf

_TEMPLATE = Path(__file__).parent.parent / "typst" / "letter.typ"


def print_plan(*, letter: Letter, at: datetime) -> bytes:
    """An accessible PDF with the words of the letter."""
    return make_pdf(_TEMPLATE, letter_data(letter), at=at)
