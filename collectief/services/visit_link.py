"""Use cases: a volunteer gets the address of an own page, asks for a code, and gets in."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from collectief.models import VisitLink, VisitMatch, Volunteer
from collectief.models.visit import LINK_LONGEST_DAYS
from collectief.services.keep_volunteer import lock_active
from collectief.services.visit_somebody import take_links_back
from collectief.tasks import mail_visit_code, mail_visit_link
from wijkteam.accounts.models import User
from wijkteam.core import mail_links
from wijkteam.core.constraints import broken_constraint


class NoMailAddress(Exception):
    """Nobody wrote down an e-mail address of this volunteer."""


class VisitsNobody(Exception):
    """There is nothing to tell: this volunteer visits nobody now."""


def mail_own_page(*, volunteer: Volunteer, by: User, at: datetime, request_key: UUID) -> VisitLink:
    """Have the address mailed; an earlier one stops working. The same key makes it once.

    Raises:
        HasStopped
        NoMailAddress
        VisitsNobody
    """
    if earlier := VisitLink.objects.filter(request_key=request_key, volunteer=volunteer).first():
        return earlier
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            locked = lock_active(volunteer)
            if not locked.email:
                raise NoMailAddress
            if not VisitMatch.objects.running().filter(volunteer=locked).exists():
                raise VisitsNobody
            take_links_back(volunteer=locked, by=by, at=at)
            link = VisitLink.objects.create(
                volunteer=locked,
                email=locked.email,
                created_at=at,
                created_by=by,
                starts_on=today,
                expires_on=today + timedelta(days=LINK_LONGEST_DAYS),
                request_key=request_key,
            )
            # Without a broker the round of every minute sends it.
            transaction.on_commit(lambda: mail_visit_link.delay(visit_link_id=link.pk), robust=True)
            return link
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return VisitLink.objects.get(request_key=request_key, volunteer=volunteer)


def ask_for_code(*, link: VisitLink, at: datetime) -> None:
    """Have a code mailed to the address of the link. Raises LinkIsOver, TooManyCodes."""
    live = VisitLink.objects.live(on=timezone.localdate(at))
    mail_links.ask_for_code(live, link, at=at, mail=lambda pk: mail_visit_code.delay(visit_code_id=pk))


def open_with_code(*, link: VisitLink, code: str, at: datetime) -> None:
    """Let the volunteer in, once for each code. Raises LinkIsOver, TooManyCodes, WrongCode."""
    live = VisitLink.objects.live(on=timezone.localdate(at))
    mail_links.open_with_code(live, link, code=code, at=at)
