"""Information rounds: who wants them, two that went, and for the first team a draft that is being written."""

import datetime as dt
from collections.abc import Sequence

from collectief.enums import RoundWish
from collectief.models import InformationRound, RoundDelivery, RoundRecipient, RoundRhythm
from collectief.notifications.round_letter import letter_of
from collectief.services.write_round import start_round
from netwerk.models import RingMembership
from wijkteam.accounts.models import User
from wijkteam.core.periods import start_of
from wijkteam.demo.calendar import Calendar
from wijkteam.teams.models import Team

_WEEKS = 6
_MOST = 9
_NEIGHBOURS = (("Bewonerscommissie", "bewoners"), ("Repair Café", "repareren"))


def make_rounds(calendar: Calendar) -> None:
    """For every team that has partners around it."""
    for place, team in enumerate(Team.objects.order_by("pk")):
        by = User.objects.filter(memberships__team=team, memberships__ends_on=None).order_by("pk").first()
        if by is None:
            continue
        recipients = _recipients(calendar, team, by)
        last = calendar.today - dt.timedelta(weeks=_WEEKS, days=-4)
        RoundRhythm.objects.create(
            team=team, every_weeks=_WEEKS, chosen_at=_at(last - dt.timedelta(weeks=8)), chosen_by=by
        )
        for day in (last - dt.timedelta(weeks=_WEEKS), last):
            _send(team, by, recipients, on=day)
        if place == 0:
            start_round(team=team, today=calendar.today, by=by, at=_at(calendar.yesterday))


def _at(day: dt.date) -> dt.datetime:
    return start_of(day) + dt.timedelta(hours=10, minutes=12)


def _recipients(calendar: Calendar, team: Team, by: User) -> list[RoundRecipient]:
    """The first ring as far as it has an address, and two groups of neighbours; one stopped."""
    wanted_on = calendar.today - dt.timedelta(days=300)
    first = RingMembership.objects.on(calendar.today).filter(team=team, ring=1).select_related("organisation")
    common = {"team": team, "wanted_on": wanted_on, "added_at": _at(wanted_on), "added_by": by}
    rows = [
        RoundRecipient(organisation=one.organisation, wish=RoundWish.AGREED, **common)
        for one in first.exclude(organisation__email="").order_by("organisation__name", "pk")[:_MOST]
    ]
    rows += [
        RoundRecipient(
            name=f"{name} {team.name}", email=f"{box}-{team.slug}@example.org", wish=RoundWish.ASKED, **common
        )
        for name, box in _NEIGHBOURS
    ]
    RoundRecipient.objects.bulk_create(rows)
    gone = _at(calendar.today - dt.timedelta(days=50))
    RoundRecipient.objects.create(
        name="Speeltuinvereniging",
        email=f"speeltuin-{team.slug}@example.org",
        wish=RoundWish.ASKED,
        stopped_at=gone,
        **common,
    )
    return rows


def _send(team: Team, by: User, recipients: Sequence[RoundRecipient], *, on: dt.date) -> InformationRound:
    """As it would have gone on that day. Nothing is mailed: these addresses are invented."""
    one = start_round(team=team, today=on, by=by, at=_at(on) - dt.timedelta(hours=1))
    letter = letter_of(one)
    one.body_text, one.body_html, one.sent_at, one.sent_by = letter.text, letter.html, _at(on), by
    one.save(update_fields=["body_text", "body_html", "sent_at", "sent_by"])
    RoundDelivery.objects.bulk_create(
        RoundDelivery(
            round=one,
            recipient=who,
            name=who.organisation.name if who.organisation else who.name,
            email=who.organisation.email if who.organisation else who.email,
            tries=1,
            sent_at=_at(on) + dt.timedelta(seconds=2 * number),
        )
        for number, who in enumerate(recipients)
    )
    return one
