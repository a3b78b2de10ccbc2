"""What somebody may change of what they see. Seeing is decided by `visible_to` on the querysets."""

from datetime import date
from urllib.parse import urlencode

from netwerk.models import PressureSignal
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


def own_teams(*, user: User, on: date) -> list[Team]:
    """The teams whose rings, agreements and relations somebody changes; who has one also keeps the directory."""
    return list(Team.objects.of_worker(user, on=on).order_by("name", "pk")) if user.does_casework else []


def chosen_team(teams: list[Team], code: str) -> Team | None:
    """The own team that an address names, or else the first; somebody else's team is never the answer."""
    return next((team for team in teams if team.code == code), teams[0] if teams else None)


def named_team(teams: list[Team], code: str) -> Team | None:
    """The team that an address names."""
    return next((team for team in teams if team.code == code), None)


def team_query(teams: list[Team], team: Team | None) -> str:
    """What keeps the chosen team in an address; nothing for who has one team only."""
    return f"?{urlencode({'team': team.code})}" if team and len(teams) > 1 else ""


def may_correct_pressure(signal: PressureSignal, *, user: User, on: date) -> bool:
    """Who reported it, and the coordinators of its team: somebody must be able to take a name out."""
    if signal.reported_by_id == user.pk:
        return True
    return user.role == Role.TEAM_COORDINATOR and Team.objects.of_worker(user, on=on).filter(pk=signal.team_id).exists()
