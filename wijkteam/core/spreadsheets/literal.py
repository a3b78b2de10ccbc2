"""Text for a spreadsheet of somebody else."""

from typing import Final

_STARTS_A_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def literal(text: str) -> str:
    """The text as a spreadsheet must take it: never as a formula."""
    return f"'{text}" if text.lstrip(" ").startswith(_STARTS_A_FORMULA) else text


def without_mark(text: str) -> str:
    """The way back: a mark that only says "this is text" is no part of the text."""
    return text[1:] if text.startswith("'") and text[1:].lstrip(" ").startswith(_STARTS_A_FORMULA) else text
