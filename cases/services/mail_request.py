"""Use cases: mail a partner the link under which they answer a request, and take that link back."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Value
from django.db.models.functions import Greatest
from django.utils import timezone

from cases.models import Involvement, RequestLink
from cases.models.request_link import LASTS_DAYS
from cases.selectors.request_links import address_of
from cases.services.involve_partner import InvolvementHasChanged
from cases.services.lock_case import lock_open_case
from cases.services.record_sharing import SharingDoesNotRun
from cases.tasks.request_mail import mail_link
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class NoMailAddress(Exception):
    """The directory knows no e-mail address of who was asked."""


def mail_request(*, involvement: Involvement, by: User, at: datetime, request_key: UUID) -> RequestLink:
    """Have a link mailed to who was asked; an earlier one stops working. The same `request_key` makes it once.

    Raises:
        CaseIsClosed
        InvolvementHasChanged: it was answered or called off.
        SharingDoesNotRun: what was asked may no longer be shown to them.
        NoMailAddress
    """
    try:
        with transaction.atomic():
            return _mail_request(involvement=involvement, by=by, at=at, request_key=request_key)
    except IntegrityError as error:
        rule = broken_constraint(error)
        if "request_key" in rule:
            return RequestLink.objects.get(request_key=request_key, involvement=involvement)
        if rule == "request_link_is_for_what_waits":
            raise InvolvementHasChanged from error
        if rule == "sharing_record_runs":
            raise SharingDoesNotRun from error
        raise


def _mail_request(*, involvement: Involvement, by: User, at: datetime, request_key: UUID) -> RequestLink:
    lock_open_case(involvement.case)
    made = RequestLink.objects.filter(request_key=request_key, involvement=involvement).first()
    if made is not None:
        return made
    today = timezone.localdate(at)
    waiting = Involvement.objects.unanswered().filter(pk=involvement.pk)
    locked = waiting.select_for_update(of=("self",), no_key=True).select_related("organisation", "professional").first()
    if locked is None:
        raise InvolvementHasChanged
    if not Involvement.objects.readable_outside(on=today).filter(pk=locked.pk).exists():
        raise SharingDoesNotRun
    email = address_of(locked)
    if not email:
        raise NoMailAddress
    locked.links.filter(revoked_at=None).update(revoked_at=Greatest(F("created_at"), Value(at)), revoked_by=by)
    link = RequestLink.objects.create(
        involvement=locked,
        email=email,
        created_at=at,
        created_by=by,
        starts_on=today,
        expires_on=today + timedelta(days=LASTS_DAYS),
        request_key=request_key,
    )
    # Without a broker the round of every minute sends it.
    transaction.on_commit(lambda: mail_link.delay(request_link_id=link.pk), robust=True)
    return link


@transaction.atomic
def take_back(*, link: RequestLink, by: User, at: datetime) -> None:
    """From now on the link opens nothing. Taking it back twice changes nothing."""
    RequestLink.objects.filter(pk=link.pk, revoked_at=None).update(
        revoked_at=Greatest(F("created_at"), Value(at)), revoked_by=by
    )
