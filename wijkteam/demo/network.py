"""The partners around the teams: directory, rings with their moves, agreements, and the contacts with them."""

import datetime as dt
import random
import uuid
from typing import Any

from netwerk.enums import Exchange, Lead, MomentKind, Ring
from netwerk.models import (
    Location,
    Organisation,
    Professional,
    Relation,
    RelationMoment,
    RingMembership,
    Service,
    WorkingAgreement,
)
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.demo.municipality import TeamSetting
from wijkteam.demo.texts import partners as texts
from wijkteam.demo.texts.partners import PartnerText
from wijkteam.hours.enums import WorkKind
from wijkteam.hours.models import TimeEntry

LONG_BEFORE = dt.timedelta(days=900)
EXCHANGES = (
    "", "", "", Exchange.WE_ASKED, Exchange.WE_ASKED, Exchange.THEY_ASKED, Exchange.WE_HELPED, Exchange.THEY_HELPED,
)  # fmt: skip


def make_network(calendar: Calendar, settings: list[TeamSetting], chance: random.Random) -> None:
    """Everything of the network; teams and hours are in the database. Contacts use the network hours there are."""
    directory = _directory(calendar, settings, chance)
    for setting in settings:
        places = _rings(calendar, setting, directory, chance)
        _agreements(calendar, setting, directory)
        _relations(calendar, setting, places, chance)


def _uuid(chance: random.Random) -> uuid.UUID:
    return uuid.UUID(int=chance.getrandbits(128), version=4)


def _directory(
    calendar: Calendar, settings: list[TeamSetting], chance: random.Random
) -> list[tuple[PartnerText, Organisation]]:
    themes = {theme.code: theme for theme in Theme.objects.all()}
    near = {setting.text.key: setting for setting in settings}
    found = []
    for number, text in enumerate(texts.PARTNERS):
        setting = near.get(text.near, settings[0])
        area = sorted(setting.neighbourhoods, key=lambda one: one.code)[number % len(setting.neighbourhoods)]
        starts_on = calendar.start - LONG_BEFORE
        stated_on = calendar.today - dt.timedelta(days=20 + 30 * (number % 8))
        slug = "".join(sign for sign in text.name.lower() if sign.isalpha())[:24]
        organisation = Organisation.objects.create(
            public_id=_uuid(chance),
            hsds_id=str(_uuid(chance)),
            name=text.name,
            kind=text.kind,
            description=text.about,
            website=f"https://{slug}.example.org/",
            phone=f"020-00{chance.randrange(10000, 99999)}",
            email=f"info@{slug}.example.org",
            starts_on=starts_on,
        )
        organisation.themes.set([themes[code] for code in text.themes])
        place = Location.objects.create(
            public_id=_uuid(chance),
            hsds_id=str(_uuid(chance)),
            organisation=organisation,
            name="" if text.near else "Hoofdkantoor",
            street=f"{setting.text.street.rsplit(' ', 1)[0]} {chance.randrange(3, 120)}",
            postcode=f"{setting.text.digits} ZZ",
            city="Amsterdam",
            area=area if text.near else None,
        )
        service = Service.objects.create(
            public_id=_uuid(chance),
            hsds_id=str(_uuid(chance)),
            organisation=organisation,
            name=text.service,
            level=text.level,
            level_reason=text.reason,
            waiting_weeks=text.weeks,
            waiting_stated_on=None if text.weeks is None else stated_on,
            starts_on=starts_on,
        )
        service.themes.set([themes[code] for code in text.themes])
        service.locations.set([place])
        Professional.objects.create(
            public_id=_uuid(chance),
            hsds_id=str(_uuid(chance)),
            organisation=organisation,
            name=text.person[0],
            function=text.person[1],
            phone=f"06-0000{chance.randrange(1000, 9999)}",
            email=f"{text.person[0].split()[0].lower()}@{slug}.example.org",
            starts_on=starts_on,
        )
        found.append((text, organisation))
    return found


def _coordinator(setting: TeamSetting) -> User:
    text = next(worker for worker in setting.text.workers if worker.is_coordinator)
    return next(membership.user for membership in setting.memberships if membership.user.name == text.name)


def _rings(
    calendar: Calendar, setting: TeamSetting, directory: list[tuple[PartnerText, Organisation]], chance: random.Random
) -> list[RingMembership]:
    """Who is round the corner or walks in every week stands close by; a few moved, one left."""
    by = _coordinator(setting)
    own = [(text, one) for text, one in directory if text.near in {"", setting.text.key}]
    changing = chance.sample(range(len(own)), 4)
    days = [calendar.today - dt.timedelta(days=days) for days in (300, 210, 120, 45)]
    written = []

    def place(organisation: Organisation, ring: Ring, **fields: Any) -> None:
        written.append(
            RingMembership(
                public_id=_uuid(chance), team=setting.team, organisation=organisation, ring=ring, placed_by=by, **fields
            )
        )

    for number, (text, organisation) in enumerate(own):
        ring = (
            Ring.FIRST
            if text.near or (not text.agreed and text.most is None and text.reason != "safety")
            else Ring.SECOND
        )
        starts_on = calendar.start - dt.timedelta(days=chance.randrange(30, 700))
        if number not in changing:
            place(organisation, ring, starts_on=starts_on)
            continue
        at = changing.index(number)
        moved_on, other = days[at], Ring.SECOND if ring == Ring.FIRST else Ring.FIRST
        if at == 3:
            place(organisation, ring, starts_on=moved_on, reason=texts.CAME)
            continue
        reason = (texts.CLOSER if ring == Ring.FIRST else texts.FURTHER)[at % 2]
        place(organisation, other, starts_on=starts_on, ends_on=moved_on, end_reason=reason)
        place(organisation, ring, starts_on=moved_on, reason=reason)
    return RingMembership.objects.bulk_create(written)


def _agreements(calendar: Calendar, setting: TeamSetting, directory: list[tuple[PartnerText, Organisation]]) -> None:
    """Half of them were agreed anew: a shorter wait, or the team keeping the coordination."""
    by = _coordinator(setting)
    for number, (text, organisation) in enumerate((text, one) for text, one in directory if text.agreed):
        assert text.agreed is not None  # noqa: S101  (picked for it)
        consult, involve, refer = text.agreed
        first_on = calendar.start - dt.timedelta(days=200 + 17 * number)
        anew_on = calendar.today - dt.timedelta(days=330 - 40 * number)
        has_second = number % 2 == 0
        review_on = first_on + dt.timedelta(days=365) if has_second else calendar.today + dt.timedelta(60 * number - 80)
        common: dict[str, Any] = {
            "team": setting.team,
            "organisation": organisation,
            "made_by": by,
            "consult": consult,
            "involve": involve,
            "refer": refer,
        }
        first = {**common, "refer": f"{refer} Eerst een brief van de huisarts."} if has_second else common
        WorkingAgreement.objects.create(
            **first,
            version=1,
            starts_on=first_on,
            ends_on=anew_on if has_second else None,
            review_on=review_on,
            lead=Lead.TOGETHER if has_second else Lead.TEAM,
            waiting_note="" if has_second else "Na vier weken bellen wij elkaar.",
            max_wait_weeks=(text.most or 6) + 2 if has_second else text.most,
            ended_at=start_of(anew_on) if has_second else None,
            end_reason="Vervangen door versie 2" if has_second else "",
        )
        if has_second:
            WorkingAgreement.objects.create(
                **common,
                version=2,
                starts_on=anew_on,
                review_on=anew_on + dt.timedelta(days=365),
                lead=Lead.TEAM,
                lead_note="de regisseur blijft regisseur, ook tijdens de behandeling",
                max_wait_weeks=text.most,
                waiting_note="Duurt het langer, dan belt de aanmeldcoördinator ons en spreken we af wat intussen kan.",
            )


def _relations(calendar: Calendar, setting: TeamSetting, places: list[RingMembership], chance: random.Random) -> None:
    """Contacts on the network hours that the team wrote, mostly with the first ring; some partners go cold."""
    hours = TimeEntry.objects.filter(team=setting.team, kind=WorkKind.NETWORK).select_related("user")
    current = sorted((place for place in places if place.ends_on is None), key=lambda place: place.organisation_id)
    neglected = {place.organisation_id for place in chance.sample(current, min(3, len(current)))}
    # by its place in the row, not by its number: numbers differ from one database to the next
    warmth = {id(place): (5 if place.ring == Ring.FIRST else 2) + turn % 4 for turn, place in enumerate(places)}
    moments = []
    for entry in hours.order_by("worked_on", "pk"):
        around = [
            place
            for place in places
            if place.starts_on <= entry.worked_on
            and (place.ends_on is None or place.ends_on > entry.worked_on)
            and (place.organisation_id not in neglected or entry.worked_on < calendar.today - dt.timedelta(days=150))
        ]
        if not around or chance.random() < 0.15:
            continue
        (place,) = chance.choices(around, [warmth[id(place)] for place in around])
        moments.append(
            RelationMoment(
                public_id=_uuid(chance),
                team=setting.team,
                organisation_id=place.organisation_id,
                author=entry.user,
                time_entry=entry,
                happened_on=entry.worked_on,
                kind=chance.choice(tuple(MomentKind)),
                exchange=chance.choice(EXCHANGES),
                note=chance.choice(texts.NOTES),
            )
        )
    RelationMoment.objects.bulk_create(moments)
    now = list(setting.workers(calendar.today))
    Relation.objects.bulk_create(
        Relation(
            team=setting.team,
            organisation_id=place.organisation_id,
            rhythm_weeks=chance.choice((8, 12, 13) if place.ring == Ring.FIRST else (13, 26)),
            keeper=chance.choice(now) if chance.random() < 0.7 else None,
        )
        for place in current
        if place.organisation_id in neglected or chance.random() < 0.8
    )
