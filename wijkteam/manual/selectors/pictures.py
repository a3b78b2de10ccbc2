"""The pictures of the screens: what is on each, who sees it, and where its file is.

`make pictures` takes them from a running demo. A picture that nobody made is left out of the page.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

DESK, PHONE = (1280, 800), (390, 780)


@dataclass(frozen=True, kw_only=True)
class Screen:
    """`who` is a role; `path` an address, or what to click to get there from it."""

    who: str
    path: str
    shows: "_StrOrPromise"
    size: tuple[int, int] = DESK
    first: str = ""


SCREENS: dict[str, Screen] = {
    "mijn-werk": Screen(who="team-member", path="/mijn-werk/", shows=_("My work: what needs you today")),
    "casus": Screen(
        who="team-member",
        path="/casussen/",
        first="main table tbody th a",
        shows=_("The file of a case: the facts, the plan and the last contacts"),
    ),
    "casus-telefoon": Screen(
        who="team-member",
        path="/casussen/",
        first="main table tbody th a",
        size=PHONE,
        shows=_("The same file on a phone"),
    ),
    "hulpvragen": Screen(
        who="team-member", path="/hulpvragen/", shows=_("The board with questions for help, by what they wait for")
    ),
    "overzicht": Screen(
        who="team-coordinator", path="/overzicht/", shows=_("The overview of the team coordinator: caseload and hours")
    ),
    "kansen": Screen(
        who="team-member", path="/kansen/", shows=_("Opportunities: the same question, more often than chance explains")
    ),
    "initiatieven": Screen(who="team-member", path="/initiatieven/", shows=_("The initiatives of the neighbourhood")),
    "ringen": Screen(who="team-member", path="/netwerk/ringen/", shows=_("The two rings of partners round the team")),
    "maandbericht": Screen(
        who="commissioner",
        path="/rapporten/",
        first="main a[href*='/rapporten/'][href*='-']:not([href*='periode'])",
        shows=_("A monthly report: the figures with their meaning"),
    ),
    "wijk": Screen(
        who="team-member",
        path="/wijken/",
        first="main table tbody th a",
        shows=_("What is going on in a neighbourhood, in figures"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Picture:
    url: str
    shows: str
    width: int
    height: int


def file_of(name: str) -> Path | None:
    """Where the picture is, when somebody made it."""
    if name not in SCREENS:
        return None
    path = Path(settings.PICTURES) / f"{name}.webp"
    return path if path.is_file() else None


def picture_of(name: str) -> Picture | None:
    if file_of(name) is None:
        return None
    screen = SCREENS[name]
    width, height = screen.size
    url = reverse("manual:picture", args=[name])
    return Picture(url=url, shows=str(screen.shows), width=width, height=height)
