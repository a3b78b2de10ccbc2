"""Figures of cases that stand beside a reflection: numbers of a team, never of a household."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from cases.models import Case
from collectief.selectors.figures import RECENT, Scope, register_figure


def open_cases(scope: Scope, on: date) -> int:
    return Case.objects.open().filter(scope.of_theme(), scope.in_area(), team=scope.team).count()


def new_cases(scope: Scope, on: date) -> int:
    opened = Case.objects.filter(opened_on__gt=on - RECENT, opened_on__lte=on)
    return opened.filter(scope.of_theme(), scope.in_area(), team=scope.team).count()


def case_figures() -> None:
    """Called when the app starts."""
    register_figure("open-cases", _("Open cases"), open_cases)
    register_figure("new-cases", _("New cases in eight weeks"), new_cases)
