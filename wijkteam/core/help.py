"""The help of a page, for the frame round it. The manual, above us, registers itself here when the program starts."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Help:
    """What a screen is for, in one sentence, and where the manual says how."""

    about: str
    title: str
    url: str


@dataclass(frozen=True, kw_only=True)
class TourStep:
    """One step of the tour for a first day, shown on the page that it is about."""

    number: int
    count: int
    title: str
    text: str

    @property
    def back(self) -> int | None:
        return self.number - 2 if self.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.number if self.number < self.count else None


_about: Callable[[str], Help | None] | None = None
_tour: Callable[[str, int, str], TourStep | None] | None = None


def use(*, about: Callable[[str], Help | None], tour: Callable[[str, int, str], TourStep | None]) -> None:
    global _about, _tour
    _about, _tour = about, tour


def help_of(address: str) -> Help | None:
    """For the name of an address; None where no manual is installed, or it does not speak of this address."""
    return _about(address) if _about else None


def tour_step(*, role: str, step: int, address: str) -> TourStep | None:
    """The step somebody is at, when this is the page it is about."""
    return _tour(role, step, address) if _tour else None
