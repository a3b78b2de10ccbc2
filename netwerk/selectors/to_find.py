"""Organisations and the people who work there in the search box of every page."""

from datetime import date

from django.db.models import F, QuerySet, TextField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext_lazy as _

from netwerk.models import Organisation, Professional
from wijkteam.accounts.models import User
from wijkteam.daily.selectors import find

CASEWORKERS = frozenset({"team-member", "team-coordinator"})


def _organisations(user: User, on: date) -> QuerySet[Organisation]:
    return Organisation.objects.visible_to(user, on=on).active(on=on)


def _professionals(user: User, on: date) -> QuerySet[Professional]:
    return Professional.objects.visible_to(user, on=on).working(on=on)


def _people(title: str, detail: str) -> tuple[str, str]:
    return title, detail.removeprefix(" · ")


def register() -> None:
    find.register(
        find.RowSource(
            key="organisations",
            heading=_("Organisations"),
            icon="building-community",
            order=20,
            roles=CASEWORKERS,
            rows=_organisations,
            searched=("name", "description"),
            title=Cast(F("name"), TextField()),
            detail=Cast(F("phone"), TextField()),
            public_id=F("public_id"),
            url_name="netwerk:organisation",
        )
    )
    find.register(
        find.RowSource(
            key="professionals",
            heading=_("People of the network"),
            icon="users",
            order=30,
            roles=CASEWORKERS,
            rows=_professionals,
            searched=("name", "function"),
            title=Cast(F("name"), TextField()),
            detail=Concat(F("function"), Value(" · "), F("organisation__name"), output_field=TextField()),
            public_id=F("organisation__public_id"),
            url_name="netwerk:organisation",
            finish=_people,
        )
    )
