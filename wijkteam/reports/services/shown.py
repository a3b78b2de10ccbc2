"""A figure as it may be shown, and shares of such figures."""

from typing import Final, Literal

from wijkteam.disclosure import Rules

HIDDEN: Final = "hidden"
Shown = int | Literal["hidden"]


def percentage(part: Shown, whole: Shown) -> Shown:
    """A share from two published counts, in per cent; in steps of five where the whole is under a hundred."""
    if part == HIDDEN or whole == HIDDEN or not whole:
        return HIDDEN
    share = 100 * int(part) / int(whole)
    return min(100, Rules().rounded(round(share)) if int(whole) < 100 else round(share))
