from wijkteam.teams.models.agreement import CaseloadBand, HourlyRate, PreventionFloor
from wijkteam.teams.models.membership import Discipline, Employer, TeamMembership
from wijkteam.teams.models.team import OpeningHours, Team, TeamArea

__all__ = [
    "CaseloadBand",
    "Discipline",
    "Employer",
    "HourlyRate",
    "OpeningHours",
    "PreventionFloor",
    "Team",
    "TeamArea",
    "TeamMembership",
]
