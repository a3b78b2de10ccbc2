"""The tour for a first day: three to six pages of a role, with what one does there. docs: interface, "Help"."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.enums import Role
from wijkteam.core.help import TourStep

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, kw_only=True)
class Stop:
    """A page without parameters, so that everybody of the role has it."""

    address: str
    title: "_StrOrPromise"
    text: "_StrOrPromise"


_CASEWORK = (
    Stop(
        address="cases:my-work",
        title=_("Begin your day here"),
        text=_("This page shows what needs you: late first. Is it empty? Then nothing is waiting for you."),
    ),
    Stop(
        address="cases:board",
        title=_("New questions come in here"),
        text=_("Take a question, find out what it is about, and choose: answer it, pass it on, or open a case."),
    ),
    Stop(
        address="cases:list",
        title=_("Your cases"),
        text=_("Open a case to read the plan and to log a contact. The time of a contact counts as hours at once."),
    ),
    Stop(
        address="collectief:opportunities",
        title=_("When many people ask the same"),
        text=_(
            "The application says when a theme comes up more often than chance explains. Your team decides what to do."
        ),
    ),
)
TOURS: dict[str, Sequence[Stop]] = {
    Role.TEAM_MEMBER: (
        *_CASEWORK,
        Stop(
            address="netwerk:directory",
            title=_("Who can help"),
            text=_("All organisations around your team, with their services and how long people wait."),
        ),
        Stop(
            address="hours:list",
            title=_("Your hours"),
            text=_("Most hours come from your contacts by themselves. Here you add the rest, and correct a mistake."),
        ),
    ),
    Role.TEAM_COORDINATOR: (
        *_CASEWORK[:2],
        Stop(
            address="reports:dashboard",
            title=_("How your team is doing"),
            text=_("Caseload, waiting, and the hours for prevention against what was agreed: while the month runs."),
        ),
        _CASEWORK[3],
        Stop(
            address="hours:list",
            title=_("Hours, yours and those of the team"),
            text=_("Most hours come from contacts by themselves. Here you add the rest, and look at the team's week."),
        ),
        Stop(
            address="reports:drafts",
            title=_("The monthly report"),
            text=_("On the first of the month a draft stands here. You write what the figures mean, and publish it."),
        ),
    ),
    Role.COMMISSIONER: (
        Stop(
            address="reports:start",
            title=_("What is new for you"),
            text=_("New reports, answers to your questions, and what a team proposed to look at together."),
        ),
        Stop(
            address="reports:list",
            title=_("The reports"),
            text=_("Each month and quarter, for each team. Every figure says how much it varies by chance."),
        ),
        Stop(
            address="reports:questions",
            title=_("Ask about a line"),
            text=_("In a report you can ask a question beside any line. The team answers here."),
        ),
    ),
    Role.ADMINISTRATOR: (
        Stop(
            address="accounts:list",
            title=_("Who may sign in"),
            text=_("Make an account and hand over its link. Somebody leaves? Block the account the same day."),
        ),
        Stop(
            address="teams:manage-list",
            title=_("The teams"),
            text=_(
                "Who works where and until when, the areas, the opening hours, and the hours agreed for prevention."
            ),
        ),
        Stop(
            address="areas:words",
            title=_("Your own words"),
            text=_("Does your municipality say something else than we do? Change it here and it changes everywhere."),
        ),
        Stop(
            address="reports:administration",
            title=_("Is everything running?"),
            text=_("Here you see whether work is waiting that the application does by itself."),
        ),
    ),
    Role.PRIVACY_OFFICER: (
        Stop(
            address="audit:oversight",
            title=_("What waits for you"),
            text=_("Every night we look for patterns in who read what. You ask, and write down what you found."),
        ),
        Stop(
            address="audit:list",
            title=_("Who read which file"),
            text=_("Every time somebody opens a file, a line is added here. Nobody can change or remove it."),
        ),
        Stop(
            address="cases:emergencies",
            title=_("Emergency access"),
            text=_("Somebody opened a file in need, with a reason. Somebody else judges it within three working days."),
        ),
        Stop(
            address="retention:register",
            title=_("What is kept, and how long"),
            text=_("Each kind of data with its purpose, its ground and its period: the register of the GDPR."),
        ),
    ),
    Role.PARTNER: (
        Stop(
            address="cases:partner-desk",
            title=_("What the team asks of you"),
            text=_("Each request stands here. You answer it on its own page: yes, no, or later."),
        ),
        Stop(
            address="accounts:me",
            title=_("Your account"),
            text=_("Choose your language and your password here. Your account has an end date."),
        ),
        Stop(
            address="manual:contents",
            title=_("Help"),
            text=_("The question mark at the top of each page brings you back to this manual."),
        ),
    ),
}


def step_on(role: str, step: int, address: str) -> TourStep | None:
    """The step, when this address is where it belongs."""
    stops = TOURS.get(role, ())
    if not 0 <= step < len(stops) or stops[step].address != address:
        return None
    stop = stops[step]
    return TourStep(number=step + 1, count=len(stops), title=str(stop.title), text=str(stop.text))
