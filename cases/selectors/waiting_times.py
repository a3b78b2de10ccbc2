"""How long households waited for a partner, from our own requests: no promise of the partner, no personal data."""

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import lru_cache

from django.db.models import Count, F, Func, IntegerField, Q, QuerySet, Value
from django.db.models.functions import Coalesce, TruncQuarter
from django.urls import reverse

from cases.enums import InvolvementMode
from cases.models import CaseRights, Involvement
from netwerk.models import Organisation
from netwerk.selectors.waiting import Counted
from wijkteam.accounts.models import User
from wijkteam.core.periods import next_month
from wijkteam.core.prepared import Prepared, slot
from wijkteam.teams.models import Team

LOOKS_BACK = timedelta(days=730)


def counted(
    organisations: Collection[int] | None, *, today: date, since: date | None = None, by_quarter: bool = False
) -> Iterator[Counted]:
    """Requests to help for a while and referrals of all teams, sent from `since` (two years ago) on. One statement.

    They are counted in the database: however many there were, a row comes back for each partner, service and day. A
    consult is a question and does not count. `quarter` is that in which the request was sent.
    """
    days = Func(
        Coalesce("started_on", "declined_on", "cancelled_on", Value(today)),
        F("sent_on"),
        template="(%(expressions)s)",
        arg_joiner=" - ",
        output_field=IntegerField(),
    )
    rows = Involvement.objects.filter(
        sent_on__gte=since or today - LOOKS_BACK, sent_on__lte=today, mode__in=ASKED_TO_HELP
    )
    if organisations is not None:
        rows = rows.filter(organisation__in=organisations)
    keys = ["organisation", "service", "days"]
    if by_quarter:
        rows = rows.annotate(quarter=TruncQuarter("sent_on"))
        keys.append("quarter")
    began, left = Q(started_on__isnull=False), Q(declined_on__isnull=False) | Q(cancelled_on__isnull=False)
    for row in (
        rows.annotate(days=days)
        .order_by()
        .values(*keys)
        .annotate(
            began=Count("pk", filter=began),
            left=Count("pk", filter=~began & left),
            waits=Count("pk", filter=~began & ~left),
        )
    ):
        yield Counted(**row)


ASKED_TO_HELP = (InvolvementMode.TEMPORARY, InvolvementMode.REFERRED)


def quarters(*, today: date, back: int) -> tuple[date, ...]:
    """The first days of the last so many quarters, that of today last."""
    here = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    return tuple(next_month(here, step=-3 * step) for step in reversed(range(back)))


@lru_cache(maxsize=256)
def _late(shape: tuple[int, ...]) -> Prepared[tuple[int, int]]:
    """The statement that counts late requests of a team per organisation, for rights of this shape."""

    def build() -> QuerySet[Involvement, tuple[int, int]]:
        late = Involvement.objects.late(on=slot("today")).of_team(slot("team"), rights=CaseRights.slots(shape))
        return late.order_by().values_list("organisation").annotate(count=Count("pk"))

    return Prepared(build)


class RequestsOfCases:
    """What netwerk shows of it (netwerk.selectors.waiting.WaitingSource)."""

    def counted(self, organisations: Collection[int] | None, *, today: date) -> Iterator[Counted]:
        return counted(organisations, today=today)

    def late(self, team: Team, *, user: User, today: date) -> dict[int, int]:
        rights = CaseRights.of(user, on=today)
        return dict(_late(rights.shape)(team=team.pk, today=today, **rights.values(rights.shape)))

    def page_of(self, organisation: Organisation) -> str:
        return reverse("cases:waiting-of", args=[organisation.public_id])

    def list_of(self, team: Team) -> str:
        return f"{reverse('cases:late-partners')}?team={team.code}"
