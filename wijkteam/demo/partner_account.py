"""Somebody at a partner with an account: asked twice, at the table next week; and one who answers from a mail."""

import datetime as dt
import random

from cases.enums import AnswerKind
from cases.models import Involvement, RequestAnswer, RequestLink
from cases.models.request_link import LASTS_DAYS
from netwerk.models import Organisation, PartnerAccess, Professional
from wijkteam.accounts.models import User
from wijkteam.core.mail_links import LinkUse
from wijkteam.core.periods import start_of
from wijkteam.demo.accounts import MARIJKE, SAMIRA
from wijkteam.demo.calendar import Calendar

WORKS_AT = "Budgethuis Balans"


def make_partner_account(calendar: Calendar) -> None:
    """Before the requests are made: she is invited by name. Given by a team coordinator, for half a year."""
    organisation = Organisation.objects.filter(name=WORKS_AT).first()
    account = User.objects.filter(username=SAMIRA.username).first()
    giver = User.objects.filter(username=MARIJKE.username).first()
    if organisation is None or account is None or giver is None:
        return
    professional = Professional.objects.create(
        organisation=organisation,
        name=SAMIRA.name,
        function="Consulent schuldregeling",
        email="samira.bakker@example.org",
        starts_on=calendar.start,
    )
    given_on = calendar.ago(40)
    PartnerAccess.objects.create(
        user=account,
        professional=professional,
        starts_on=given_on,
        ends_on=given_on + dt.timedelta(days=183),
        given_at=start_of(given_on) + dt.timedelta(hours=10),
        given_by=giver,
    )


def answer_from_a_mail(calendar: Calendar, organisation: str, name: str, chance: random.Random) -> None:
    """The last request to this partner that waits was mailed, opened, and answered with "later"."""
    waiting = Involvement.objects.unanswered().filter(organisation__name__startswith=organisation)
    asked = waiting.select_related("organisation", "sent_by").order_by("-sent_on", "-pk").first()
    if asked is None or asked.sent_on >= calendar.today:
        return
    mailed = start_of(asked.sent_on) + dt.timedelta(hours=15)
    link = RequestLink.objects.create(
        involvement=asked,
        email=asked.organisation.email or "aanmelden@example.org",
        digest=RequestLink.digests_of(f"{chance.getrandbits(256):x}")[0],
        created_at=mailed,
        created_by=asked.sent_by,
        starts_on=asked.sent_on,
        expires_on=asked.sent_on + dt.timedelta(days=LASTS_DAYS),
        sent_at=mailed,
    )
    opened = mailed + dt.timedelta(hours=18, minutes=chance.randrange(50))
    link.uses.create(at=opened, outcome=LinkUse.OPENED)
    RequestAnswer.objects.create(
        involvement=asked,
        link=link,
        at=opened + dt.timedelta(minutes=6),
        kind=AnswerKind.LATER,
        name=name,
        later_on=calendar.today + dt.timedelta(days=5),
        words="Maandag bespreken wij wie er ruimte heeft.",
    )
