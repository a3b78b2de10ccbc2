"""How often a team asked partners to help a household: for reciprocity in the network, which knows no households."""

from collections.abc import Collection, Mapping
from datetime import date

from django.db.models import Count

from cases.models import Case, Involvement
from netwerk.selectors import reciprocity
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team


def asked_of_partners(
    team: Team, user: User, organisations: Collection[int], since: date, today: date
) -> Mapping[int, int]:
    """By organisation, of the cases of the team that this person may know of. One statement and one for the rights."""
    visible = Case.objects.visible_to(user, on=today).filter(team=team)
    rows = Involvement.objects.filter(
        case__in=visible, organisation__in=organisations, sent_on__gt=since, sent_on__lte=today, cancelled_on=None
    )
    return dict(rows.order_by().values_list("organisation").annotate(Count("pk")))


def register() -> None:
    """Called when the application starts."""
    reciprocity.register(asked_of_partners)
