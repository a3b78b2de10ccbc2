"""Use cases: who of a team knows the reporting code best (aandachtsfunctionaris), from when until when."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.models import SafetyOfficer
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class IsOfficerAlready(Exception):
    """In that period this person is one already."""


def appoint_officer(*, team: Team, user: User, starts_on: date, by: User) -> SafetyOfficer:
    """Raises IsOfficerAlready."""
    try:
        with transaction.atomic():
            return SafetyOfficer.objects.create(team=team, user=user, starts_on=starts_on)
    except IntegrityError as error:
        if broken_constraint(error) == "safety_officer_once_at_a_time":
            raise IsOfficerAlready from error
        raise


def end_officer(*, officer: SafetyOfficer, on: date, by: User) -> None:
    """From `on` on this person reads no safety record of the team any more. One that never began is taken back."""
    running = SafetyOfficer.objects.filter(pk=officer.pk, ends_on=None)
    if officer.starts_on >= on:
        running.delete()
    else:
        running.update(ends_on=on)
