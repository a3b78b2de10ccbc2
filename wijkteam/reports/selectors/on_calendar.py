"""Days that one's teams agreed on with the municipality, on the calendar of who works there."""

from collections.abc import Iterable
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from wijkteam.accounts.models import User
from wijkteam.daily.selectors.calendar import Appointment
from wijkteam.reports.models import ReflectionPlan
from wijkteam.teams.models import Team


def on_calendar(user: User, first: date, until: date) -> Iterable[Appointment]:
    """One statement."""
    teams = Team.objects.of_worker(user, on=timezone.localdate())
    plans = ReflectionPlan.objects.planned().filter(day__gte=first, day__lt=until, thread__team__in=teams)
    for plan in plans.select_related("thread"):
        yield Appointment(
            uid=f"reflection-{plan.public_id}",
            day=plan.day,
            what=_("Sit down with the municipality"),
            place=plan.note,
            url=reverse("reports:thread", args=[plan.thread.public_id]),
            icon="messages",
        )
