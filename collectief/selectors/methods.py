"""What the pages of methods show."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from collectief.models import Edition, Method
from collectief.permissions import can_change_methods
from wijkteam.accounts.models import User

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class MethodRow:
    url: str
    name: str
    goal: str
    schedule: str
    people: str
    themes: tuple[str, ...]
    running: int
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class ChangedText:
    """A field that was changed here, with what came with the application."""

    label: "_StrOrPromise"
    came: str


@dataclass(frozen=True, kw_only=True)
class MethodPage:
    method: Method
    schedule: str
    people: str
    themes: tuple[str, ...]
    changed: tuple[ChangedText, ...]
    editions: tuple["EditionLink", ...]
    may_change: bool
    may_plan: bool


@dataclass(frozen=True, kw_only=True)
class EditionLink:
    url: str
    name: str
    initiative: str
    team: str
    is_running: bool


def schedule_in_words(method: Method) -> str:
    """ "6 meetings, every week, and a return meeting 3 months later"."""
    if not method.is_group:
        count = ngettext("%(number)d visit", "%(number)d visits", method.meetings)
    else:
        count = ngettext("%(number)d meeting", "%(number)d meetings", method.meetings)
    parts = [count % {"number": method.meetings}]
    if method.meetings > 1:
        rhythm = ngettext("every week", "every %(number)d weeks", method.interval_weeks)
        parts.append(rhythm % {"number": method.interval_weeks})
    if method.return_after_months:
        back = ngettext(
            "a return meeting %(number)d month later",
            "a return meeting %(number)d months later",
            method.return_after_months,
        )
        parts.append(back % {"number": method.return_after_months})
    return ", ".join(parts)


def people_in_words(method: Method) -> str:
    if method.min_participants == method.max_participants:
        one = ngettext("%(number)d participant", "%(number)d participants", method.max_participants)
        return one % {"number": method.max_participants}
    return _("%(low)d to %(high)d participants") % {"low": method.min_participants, "high": method.max_participants}


def _themes(method: Method) -> tuple[str, ...]:
    return tuple(sorted(str(theme) for theme in method.themes.all()))


def method_list(*, user: User) -> tuple[MethodRow, ...]:
    """Two statements, whatever the number of methods; those in use first."""
    methods = (
        Method.objects.visible_to(user)
        .prefetch_related("themes")
        .annotate(running=Count("editions", filter=Q(editions__closed_on=None)))
        .order_by("-is_active", "name", "pk")
    )
    return tuple(
        MethodRow(
            url=reverse("collectief:method", args=[method.public_id]),
            name=method.name,
            goal=method.goal,
            schedule=schedule_in_words(method),
            people=people_in_words(method),
            themes=_themes(method),
            running=method.running,  # type: ignore[attr-defined]  # annotated above
            is_active=method.is_active,
        )
        for method in methods
    )


def _changed(method: Method) -> tuple[ChangedText, ...]:
    found = []
    for name, came in method.shipped.items():
        if getattr(method, name) != came:
            label = method._meta.get_field(name).verbose_name  # type: ignore[union-attr]  # ours are all plain fields
            shown = (_("yes") if came else _("no")) if isinstance(came, bool) else str(came) if came != "" else "–"
            found.append(ChangedText(label=label, came=shown))
    return tuple(found)


def method_page(*, method: Method, user: User, today: date) -> MethodPage:
    """A method, what was changed of it here, and its editions."""
    editions: list[Edition] = []
    if user.does_casework:
        editions = list(
            Edition.objects.visible_to(user, on=today)
            .filter(method=method)
            .select_related("initiative__team")
            .order_by("closed_on", "-pk")[:20]
        )
    return MethodPage(
        method=method,
        schedule=schedule_in_words(method),
        people=people_in_words(method),
        themes=_themes(method),
        changed=_changed(method),
        editions=tuple(
            EditionLink(
                url=reverse("collectief:edition", args=[edition.public_id]),
                name=edition.name,
                initiative=edition.initiative.name,
                team=edition.initiative.team.name,
                is_running=edition.closed_on is None,
            )
            for edition in editions
        ),
        may_change=can_change_methods(user),
        may_plan=user.does_casework and method.is_active and method.is_group,
    )
