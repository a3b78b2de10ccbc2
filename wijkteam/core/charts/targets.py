"""How far something is on its way to a number, with a mark where it should be today; words beside it say the same."""

from django.utils.safestring import SafeString

from wijkteam.core.charts.ink import Frame

_BAR = 14


def target_bar(*, reached: float, expected: float, target: float, is_behind: bool) -> SafeString:
    """A filled part of a track; the mark stands where one should be today."""
    frame = Frame(standalone=False)
    parts = [frame.rect("track", x=frame.x(0), y=5, width=frame.span(1), height=_BAR, round=4)]
    done = min(reached / target, 1)
    if done > 0:
        mark = "high" if is_behind else "bar"
        parts.append(frame.rect(mark, x=frame.x(0), y=5, width=frame.span(max(done, 0.01)), height=_BAR, round=4))
    if 0 < expected < target:
        x = frame.x(expected / target)
        parts.append(frame.line("marker-halo", x1=x, y1=0, x2=x, y2=_BAR + 10))
        parts.append(frame.line("marker", x1=x, y1=0, x2=x, y2=_BAR + 10))
    return frame.cell(parts, height=_BAR + 10)
