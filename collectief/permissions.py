"""What somebody may change of what they see. Seeing is decided by `visible_to` on the querysets."""

from datetime import date

from collectief.models import Assignment, Edition, Initiative, OutreachMoment
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


def can_change_initiative(*, user: User, initiative: Initiative, on: date) -> bool:
    """Everybody who works in the team that carries it. Runs a query."""
    return user.does_casework and Team.objects.of_worker(user, on=on).filter(pk=initiative.team_id).exists()


def can_correct_outreach(*, user: User, moment: OutreachMoment) -> bool:
    """Who was there, and the team coordinator; both only while they see it (`visible_to`). Its hours follow."""
    return moment.author_id == user.pk or user.role == Role.TEAM_COORDINATOR


def leads(*, user: User, edition: Edition, on: date) -> bool:
    """Takes attendance and sees who takes part. Runs a query."""
    return Edition.objects.led_by(user, on=on).filter(pk=edition.pk).exists()


def can_change_edition(*, user: User, edition: Edition, on: date) -> bool:
    """Who leads it; and the team coordinator of the team that carries it, who finds another leader. Two queries."""
    if leads(user=user, edition=edition, on=on):
        return True
    return user.role == Role.TEAM_COORDINATOR and can_change_initiative(user=user, initiative=edition.initiative, on=on)


def can_change_methods(user: User) -> bool:
    return user.role in {Role.TEAM_COORDINATOR, Role.ADMINISTRATOR}


def can_change_assignment(*, user: User, assignment: Assignment, on: date) -> bool:
    """A draft, and what counts for it: whoever works in the team that carries it. Runs a query."""
    return user.does_casework and Team.objects.of_worker(user, on=on).filter(pk=assignment.team_id).exists()


def can_agree_assignment(*, user: User, assignment: Assignment, on: date) -> bool:
    """Agreeing with the municipality, ending, a new version: the team coordinator of that team. Runs a query."""
    return user.role == Role.TEAM_COORDINATOR and can_change_assignment(user=user, assignment=assignment, on=on)
