"""Use cases: give a professional of a partner an account for a while, give it again, and end it."""

from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from netwerk.models import PartnerAccess, Professional
from netwerk.models.partner_access import LONGEST_DAYS
from wijkteam.accounts.enums import Role
from wijkteam.accounts.models import User
from wijkteam.accounts.services.manage_account import create_account, disable_account, enable_account
from wijkteam.core.constraints import broken_constraint


class HasAccess(Exception):
    """This professional, or this account, has access in that period already."""


class WorksThereNoMore(Exception):
    """An account is for somebody who works at a partner now."""


def _works_now(professional: Professional, *, on: date) -> Professional:
    working = Professional.objects.working(on=on).filter(pk=professional.pk).select_related("organisation")
    found = working.select_for_update(of=("self",), no_key=True).first()
    if found is None or not found.organisation.is_active(on=on):
        raise WorksThereNoMore
    return found


def give_access(*, professional: Professional, username: str, ends_on: date, by: User, at: datetime) -> PartnerAccess:
    """A new account for one professional: hand over `password_link` to its owner.

    Raises:
        HasAccess
        WorksThereNoMore
    """
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            known = _works_now(professional, on=today)
            user = create_account(
                username=username, name=known.name, email=known.email, role=Role.PARTNER, by=by, at=at
            )
            return _keep(user, known, starts_on=today, ends_on=ends_on, by=by, at=at)
    except IntegrityError as error:
        raise _refusal(error) from error


def renew_access(*, access: PartnerAccess, ends_on: date, by: User, at: datetime) -> PartnerAccess:
    """The same account for the same person again, up to `ends_on`: from its end, or from today when that has passed.

    Raises:
        HasAccess
        WorksThereNoMore
    """
    today = timezone.localdate(at)
    try:
        with transaction.atomic():
            known = _works_now(access.professional, on=today)
            latest = PartnerAccess.objects.filter(user=access.user, ended_at=None).order_by("-ends_on").first()
            begins = max(today, latest.ends_on) if latest is not None else today
            made = _keep(access.user, known, starts_on=begins, ends_on=ends_on, by=by, at=at)
            if not access.user.is_active:
                enable_account(account=access.user, by=by, at=at)
            return made
    except IntegrityError as error:
        raise _refusal(error) from error


def _keep(
    user: User, professional: Professional, *, starts_on: date, ends_on: date, by: User, at: datetime
) -> PartnerAccess:
    return PartnerAccess.objects.create(
        user=user,
        professional=professional,
        starts_on=starts_on,
        ends_on=min(ends_on, starts_on + timedelta(days=LONGEST_DAYS)),
        given_at=at,
        given_by=by,
    )


def _refusal(error: IntegrityError) -> Exception:
    taken = {"partner_account_is_for_one_person", "professional_has_one_account"}
    return HasAccess() if broken_constraint(error) in taken else error


@transaction.atomic
def end_access(*, access: PartnerAccess, by: User, at: datetime) -> None:
    """Out at the next request; the account can be given again. Ending it twice changes nothing."""
    running = PartnerAccess.objects.filter(user=access.user_id, ended_at=None, ends_on__gt=timezone.localdate(at))
    for one in running.select_for_update(of=("self",)).order_by("pk"):
        one.ended_at, one.ended_by = max(at, one.given_at), by
        one.save(update_fields=["ended_at", "ended_by"])
    disable_account(account=access.user, by=by, at=at)
