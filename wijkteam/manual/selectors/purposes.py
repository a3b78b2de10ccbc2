"""Which role uses which screens, and what for: read from the views themselves and the lines of `screens`.

The purpose of a screen is that of its page of the manual, so that a new screen has one from its first day.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from wijkteam.accounts.enums import Role
from wijkteam.accounts.permissions import EVERY_ROLE, allowed_roles
from wijkteam.manual.selectors.screens import SCREENS, Screen, screen_of

PURPOSES = {
    "helping a household": (
        "vraag-aannemen", "casus-openen", "mijn-werk", "contact-vastleggen", "vraag-achter-de-vraag", "plan-maken",
        "gezin", "delen-en-samenwerken", "casusoverleg", "voorzieningen", "casus-afsluiten",
    ),
    "keeping a household safe": ("veiligheid", "noodtoegang"),
    "dividing the work": ("casus-overdragen", "overzicht", "uren", "opdrachten-en-verhalen"),
    "working with the neighbourhood": (
        "signalen", "initiatieven", "methoden", "vrijwilligers", "informatieronde", "kansen-en-reflecties",
        "wijkanalyse",
    ),
    "working with partners": ("organisaties", "ringen-en-relaties", "onafhankelijkheid"),
    "answering as a partner": ("voor-partners",),
    "accounting for what was done": ("maandbericht-lezen", "maandbericht-maken"),
    "keeping the rules of privacy": ("inzage-en-bewaren", "verzoeken-van-bewoners", "gegevens-meenemen"),
    "keeping the application": ("accounts-en-teams", "inrichten"),
    "one's own account, and help": ("je-account", "eerste-dag"),
}  # fmt: skip


def _views(patterns: list[Any], space: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _views(pattern.url_patterns, f"{space}{pattern.namespace}:" if pattern.namespace else space)
        elif isinstance(pattern, URLPattern):
            yield f"{space}{pattern.name or ''}", pattern.callback


@dataclass(frozen=True, kw_only=True)
class Use:
    """`is_public`: some page of it is for whoever has no account, so it shows nothing of the file of a household."""

    roles: frozenset[Role] = frozenset()
    is_public: bool = False


def users_of_screens() -> dict[Screen, Use]:
    """Who may open some address of each line. What names no roles is a library's page about one's own account."""
    found = dict.fromkeys(SCREENS, Use())
    for name, view in _views(get_resolver().url_patterns):
        screen = screen_of(name)
        if screen is None:
            continue
        use = found[screen]
        if not getattr(view, "login_required", True) and not view.__module__.startswith("allauth."):
            found[screen] = replace(use, is_public=True)
        else:
            roles = allowed_roles(view)
            found[screen] = replace(use, roles=use.roles | (frozenset(EVERY_ROLE) if roles is None else roles))
    return found


def purpose_table() -> list[str]:
    """As a table of docs/authorisation.md: purpose, what is seen and done there, and who may."""
    used = users_of_screens()
    lines = [
        f"| purpose | what | {' | '.join(role.value for role in EVERY_ROLE)} | anybody |",
        f"| --- | --- |{' --- |' * len(EVERY_ROLE)} --- |",
    ]
    for purpose, pages in PURPOSES.items():
        for screen in SCREENS:
            if screen.page in pages:
                marks = " | ".join("x" if role in used[screen].roles else " " for role in EVERY_ROLE)
                lines.append(f"| {purpose} | {screen.about} | {marks} | {'x' if used[screen].is_public else ' '} |")
    return lines
