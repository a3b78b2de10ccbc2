"""Initiatives, and the volunteers of one's own teams, in the search box of every page."""

from datetime import date

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Coalesce
from django.utils.translation import gettext_lazy as _

from collectief.models import Initiative, Volunteer
from wijkteam.accounts.models import User
from wijkteam.daily.selectors import find

CASEWORKERS = frozenset({"team-member", "team-coordinator"})


def _initiatives(user: User, on: date) -> QuerySet[Initiative]:
    return Initiative.objects.visible_to(user, on=on).running(on=on)


def _volunteers(user: User, on: date) -> QuerySet[Volunteer]:
    return Volunteer.objects.visible_to(user, on=on).active().exclude(name="")


def register() -> None:
    find.register(
        find.RowSource(
            key="initiatives",
            heading=_("Initiatives"),
            icon="plant-2",
            order=40,
            roles=CASEWORKERS,
            rows=_initiatives,
            searched=("name", "place"),
            title=Cast(F("name"), TextField()),
            detail=Cast(F("rhythm"), TextField()),
            public_id=F("public_id"),
            url_name="collectief:initiative",
        )
    )
    find.register(
        find.RowSource(
            key="volunteers",
            heading=_("Volunteers and active residents"),
            icon="heart-handshake",
            order=35,
            roles=CASEWORKERS,
            rows=_volunteers,
            searched=("name",),
            title=Cast(F("name"), TextField()),
            detail=Coalesce(Cast(F("area__name"), TextField()), Value("", output_field=TextField())),
            public_id=F("public_id"),
            url_name="collectief:volunteer",
        )
    )
