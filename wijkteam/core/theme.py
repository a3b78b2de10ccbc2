"""A municipality's own colour, by one setting: WIJKTEAM_THEME_COLOUR=#7a1f3d.

All tints are made from that colour; in the dark it is made lighter until it can be read. A colour that cannot be read
on our light pages is refused when the program starts, with the contrast that it has. The colours of states (late, well)
and of charts never follow it: there a colour means something.
"""

import re

from django.core.exceptions import ImproperlyConfigured

Colour = tuple[int, int, int]
ENOUGH = 4.5  # WCAG 2.2 AA for text
_WHITE: Colour = (255, 255, 255)
_BLACK: Colour = (0, 0, 0)
# The tokens that stand behind or before it, of static/css/tokens.css; a test compares them.
BEHIND_LIGHT = {"--wt-surface": "#fff", "--wt-bg": "#faf7f1", "--wt-surface-2": "#f5f0e8"}
BEHIND_DARK = {"--wt-surface": "#1d2324", "--wt-bg": "#141819", "--wt-surface-2": "#262d2e"}


def read_colour(text: str) -> Colour:
    digits = text.removeprefix("#")
    if not re.fullmatch(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})", text):
        raise ImproperlyConfigured(f"WIJKTEAM_THEME_COLOUR is {text!r}: write a colour as #7a1f3d.")
    if len(digits) == 3:
        digits = "".join(one * 2 for one in digits)
    red, green, blue = (int(digits[place : place + 2], 16) for place in (0, 2, 4))
    return red, green, blue


def _luminance(colour: Colour) -> float:
    parts = [one / 255 for one in colour]
    red, green, blue = (one / 12.92 if one <= 0.04045 else ((one + 0.055) / 1.055) ** 2.4 for one in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """As WCAG counts it: from 1 (the same) to 21 (black on white)."""
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def _mix(colour: Colour, other: Colour, share: float) -> Colour:
    """`share` of the other in it."""
    red, green, blue = (round(mine + (theirs - mine) * share) for mine, theirs in zip(colour, other, strict=True))
    return red, green, blue


def _until_readable(colour: Colour, towards: Colour, behind: list[Colour], enough: float) -> Colour:
    for percent in range(101):
        tint = _mix(colour, towards, percent / 100)
        if all(contrast(tint, one) >= enough for one in behind):
            return tint
    raise AssertionError("white and black can be read on what stands behind them")


def _hex(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def require_readable(colour: Colour) -> None:
    """Raises ImproperlyConfigured when links and buttons of this colour could not be read."""
    for name, behind in BEHIND_LIGHT.items():
        found = contrast(colour, read_colour(behind))
        if found < ENOUGH:
            raise ImproperlyConfigured(
                f"WIJKTEAM_THEME_COLOUR {_hex(colour)} has a contrast of {found:.1f} on {name} ({behind}); at least"
                f" {ENOUGH} is needed. Take a darker tint of it."
            )


def theme_css(setting: str) -> str:
    """The tokens of a municipality, outside every layer so that they win; nothing for the colours of the product."""
    if not setting:
        return ""
    colour = read_colour(setting)
    require_readable(colour)
    dark = [read_colour(behind) for behind in BEHIND_DARK.values()]
    soft = _mix(colour, _WHITE, 0.88)
    soft_dark = _mix(colour, read_colour(BEHIND_DARK["--wt-bg"]), 0.72)
    lighter = _until_readable(colour, _WHITE, dark, 7)
    tokens = {
        "brand": (colour, lighter),
        "brand-strong": (
            _until_readable(_mix(colour, _BLACK, 0.25), _BLACK, [soft], 7),
            _until_readable(lighter, _WHITE, [*dark, soft_dark], 9),
        ),
        "brand-soft": (soft, soft_dark),
        "on-brand": (_WHITE, _until_readable(_mix(colour, _BLACK, 0.8), _BLACK, [lighter], ENOUGH)),
        "header-bg": (
            _until_readable(_mix(colour, _BLACK, 0.15), _BLACK, [_WHITE], 7),
            _until_readable(_mix(colour, _BLACK, 0.6), _BLACK, [_WHITE], 10),
        ),
    }
    pairs = "".join(f"--wt-{name}:light-dark({_hex(light)},{_hex(night)});" for name, (light, night) in tokens.items())
    return f":root{{{pairs}}}"
