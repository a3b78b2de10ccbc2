"""In and out: a list that waits until its words are said, and a wish to take everything of the team along."""

from pathlib import Path

from django.conf import settings as django_settings

from cases.services.caseload.send_list import send_list
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import MARIJKE
from wijkteam.demo.calendar import Calendar
from wijkteam.retention.enums import TakeoutGoal
from wijkteam.retention.services.takeout.ask import ask_takeout
from wijkteam.teams.models import Team

_LIST = "caseload-osdorp.csv"


def make_carrying(calendar: Calendar) -> None:
    marijke = User.objects.filter(username=MARIJKE.username).first()
    team = Team.objects.of_worker(marijke, on=calendar.today).order_by("pk").first() if marijke else None
    if marijke is None or team is None:
        return
    at = start_of(calendar.today)
    ask_takeout(
        team=team,
        goal=TakeoutGoal.RESEARCH,
        reason="De hogeschool kijkt met ons wat helpt bij schulden. Alleen Marijke heeft het bestand, een maand lang.",
        by=marijke,
        at=at,
    )
    example = Path(django_settings.BASE_DIR) / "docs" / "examples" / _LIST
    if example.exists():  # a release may come without its documentation
        send_list(team=team, by=marijke, file_name=_LIST, content=example.read_bytes(), at=at)
