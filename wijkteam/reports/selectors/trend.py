"""What a row of months says against its own normal variation: a band for the picture and a sentence (detection.xmr)."""

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.dates import MONTHS
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from wijkteam.core.charts import Band
from wijkteam.core.charts.ink import number
from wijkteam.detection.xmr import FEWEST_POINTS, Kind, Limits, Signal, limits_of, signals_in


@dataclass(frozen=True, kw_only=True)
class Trend:
    """`places` are the figures outside the limits. Without limits there is no band and the finding says why."""

    band: Band | None
    places: Sequence[int]
    finding: str
    is_news: bool


def trend_of(
    values: Sequence[float | None],
    *,
    months: Sequence[dt.date],
    grain: float = 1,
    highest: float | None = None,
    decimals: int = 0,
) -> Trend:
    """Judge months that are over: what is usual comes from these same months, hidden ones left out.

    A figure that only climbs or falls keeps to no level, and then its middle says nothing: that is what is said.
    """
    limits = limits_of(values, grain=grain, highest=highest)
    if limits is None:
        return Trend(band=None, places=(), finding=_too_few(values), is_news=False)
    signals = signals_in(values, limits)
    outside = [signal for signal in signals if signal.kind is Kind.OUTSIDE]
    if 3 * len(outside) > limits.points:
        return Trend(band=None, places=(), finding=_no_level(values), is_news=True)
    # The outermost figures that are still usual: what is rounded to the limit itself would be called news beside it.
    step = 10**decimals
    low = number(math.ceil(limits.low * step - 1e-9) / step, decimals)
    high = number(math.floor(limits.high * step + 1e-9) / step, decimals)
    return Trend(
        band=Band(
            low=limits.low,
            high=limits.high,
            centre=limits.centre,
            label=_("usual: %(low)s to %(high)s") % {"low": low, "high": high},
        ),
        places=[signal.last for signal in outside],
        finding=_finding(signals, limits=limits, months=months, low=low, high=high),
        is_news=bool(signals),
    )


def both_findings(came: Trend, went: Trend) -> str:
    """Of two lines in one picture; said once when neither can be judged."""
    if came.band is None and came.finding == went.finding:
        return came.finding
    return " ".join(
        [_("In: %(finding)s") % {"finding": came.finding}, _("Out: %(finding)s") % {"finding": went.finding}]
    )


def _too_few(values: Sequence[float | None]) -> str:
    count = sum(value is not None for value in values)
    return ngettext(
        "Too few months to say what is usual: %(count)s month is known, %(needed)s in a row are needed.",
        "Too few months to say what is usual: %(count)s months are known, %(needed)s in a row are needed.",
        count,
    ) % {"count": count, "needed": FEWEST_POINTS}


def _no_level(values: Sequence[float | None]) -> str:
    known = [value for value in values if value is not None]
    half = len(known) // 2
    if sum(known[-half:]) > sum(known[:half]):
        return _("These months it climbs: there is no fixed level to compare a month with.")
    return _("These months it falls: there is no fixed level to compare a month with.")


def _finding(signals: Sequence[Signal], *, limits: Limits, months: Sequence[dt.date], low: str, high: str) -> str:
    about = {"low": low, "high": high, "count": limits.points}
    if not signals:
        return _("Within what is usual: between %(low)s and %(high)s, going by these %(count)s months.") % about
    return " ".join(
        [
            *_outside(signals, months),
            *_last_run(signals, months),
            _("Usual is %(low)s to %(high)s, going by these %(count)s months.") % about,
        ]
    )


def _outside(signals: Sequence[Signal], months: Sequence[dt.date]) -> list[str]:
    said = []
    for is_above in (True, False):
        found = [signal for signal in signals if signal.kind is Kind.OUTSIDE and signal.is_above == is_above]
        names = [str(MONTHS[months[signal.last].month]) for signal in found]
        if names:
            listed = (
                names[0]
                if len(names) == 1
                else _("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
            )
            words = (
                _("More than usual in %(months)s: look what happened.")
                if is_above
                else _("Less than usual in %(months)s: look what happened.")
            )
            said.append(words % {"months": listed})
    return said


def _last_run(signals: Sequence[Signal], months: Sequence[dt.date]) -> list[str]:
    run = next((signal for signal in reversed(signals) if signal.kind is Kind.RUN), None)
    if run is None:
        return []
    about = {
        "count": run.last - run.first + 1,
        "first": MONTHS[months[run.first].month],
        "last": MONTHS[months[run.last].month],
    }
    words = (
        _("%(first)s to %(last)s were %(count)s months in a row above the middle: something changed.")
        if run.is_above
        else _("%(first)s to %(last)s were %(count)s months in a row below the middle: something changed.")
    )
    return [capfirst(words % about)]
