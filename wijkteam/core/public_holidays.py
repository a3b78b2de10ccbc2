"""The public holidays of the Netherlands: on them no meeting is planned."""

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


def easter(year: int) -> dt.date:
    """Easter Sunday of the Gregorian calendar (the method of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, common = divmod(century, 4)
    moon = (19 * golden + century - leap - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * common + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * week) // 451
    month, day = divmod(moon + week - 7 * late + 114, 31)
    return dt.date(year, month, day + 1)


def public_holidays(year: int) -> "dict[dt.date, _StrOrPromise]":
    """By day, with the name."""
    sunday = easter(year)
    kings_day = dt.date(year, 4, 27)
    if kings_day.weekday() == 6:
        kings_day -= dt.timedelta(days=1)
    return {
        dt.date(year, 1, 1): _("New Year's Day"),
        sunday: _("Easter"),
        sunday + dt.timedelta(days=1): _("Easter Monday"),
        kings_day: _("King's Day"),
        dt.date(year, 5, 5): _("Liberation Day"),
        sunday + dt.timedelta(days=39): _("Ascension Day"),
        sunday + dt.timedelta(days=49): _("Whit Sunday"),
        sunday + dt.timedelta(days=50): _("Whit Monday"),
        dt.date(year, 12, 25): _("Christmas Day"),
        dt.date(year, 12, 26): _("Boxing Day"),
    }


def holiday_on(day: dt.date) -> "_StrOrPromise | None":
    return public_holidays(day.year).get(day)
