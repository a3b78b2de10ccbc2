"""What somebody may change of what they see. Seeing is decided by `visible_to` on the querysets."""

from datetime import date

from collectief.models import Initiative
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


def can_change_initiative(*, user: User, initiative: Initiative, on: date) -> bool:
    """Everybody who works in the team that carries it. Runs a query."""
    return user.does_casework and Team.objects.of_worker(user, on=on).filter(pk=initiative.team_id).exists()
