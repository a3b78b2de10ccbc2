"""The three lists of the collective, beside each other."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Tab:
    label: "_StrOrPromise"
    url: str
    current: bool
    count: int | None = None


def collective_tabs(here: str, *, user: User) -> tuple[Tab, ...]:
    """None for who has one list only."""
    if not user.does_casework:
        return ()
    lists = (
        ("initiatives", _("Initiatives")),
        ("editions", _("Editions")),
        ("methods", _("Methods")),
        ("volunteers", _("Volunteers")),
        ("visits", _("Visits")),
        ("funding", _("At risk")),
        ("stories", _("Stories")),
    )
    return tuple(Tab(label=label, url=reverse(f"collectief:{name}"), current=name == here) for name, label in lists)


# What an app above has beside the assignments: key, label, name of the address.
_beside: "list[tuple[str, _StrOrPromise, str]]" = []


def register_beside_assignments(key: str, label: "_StrOrPromise", url_name: str) -> None:
    _beside.append((key, label, url_name))


def assignment_tabs(here: str, *, user: User) -> tuple[Tab, ...]:
    """What was agreed with the municipality: what to reach, and what one may decide."""
    if not user.does_casework:
        return ()
    lists = (("assignments", _("Assignments"), "collectief:assignments"), *_beside)
    return tuple(Tab(label=label, url=reverse(url_name), current=key == here) for key, label, url_name in lists)
