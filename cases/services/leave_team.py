"""What somebody must hand over before leaving a team. That it happened is seen to by the database."""

from cases.models import CaseCoordinator
from wijkteam.teams.models import TeamMembership


def count_to_hand_over(membership: TeamMembership) -> int:
    """The open cases of the team that this worker coordinates: a number, and nothing about them."""
    return CaseCoordinator.objects.current().filter(worker=membership.user_id, case__team=membership.team_id).count()
