"""What a team and a partner agreed."""

from datetime import date

from netwerk.models import Organisation, WorkingAgreement
from wijkteam.teams.models import Team


def agreement_in_force(*, team: Team, organisation: Organisation, on: date) -> WorkingAgreement | None:
    """The version that holds between the two on that day. One query."""
    return WorkingAgreement.objects.in_force(on=on).filter(team=team, organisation=organisation).first()
