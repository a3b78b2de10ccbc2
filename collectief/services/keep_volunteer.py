"""Use cases: a volunteer comes, is thanked, helps somewhere, stops, and is forgotten."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone

from collectief.enums import MatchEnd, StopReason
from collectief.models import Certificate, Initiative, VisitLink, VisitMatch, Volunteer, VolunteerRole, VolunteerThanks
from collectief.services.visit_somebody import Ending, end_match, last_day, take_links_back
from wijkteam.accounts.models import User
from wijkteam.areas.models import Theme
from wijkteam.core.constraints import broken_constraint

# What the register of retention says, and the page of somebody who stopped.
NAMES_KEPT_MONTHS = 6
# Where the mailbox stood of somebody who is forgotten.
NOBODY = "vergeten@voorbeeld.invalid"


class HasStopped(Exception):
    """The volunteer stopped, maybe a moment ago."""


class HelpsThereAlready(Exception):
    """In that period this volunteer has a role in that initiative."""


def add_volunteer(*, volunteer: Volunteer, themes: Sequence[Theme], request_key: UUID) -> Volunteer:
    """Write down somebody new. The same key gives the same row again."""
    if earlier := Volunteer.objects.filter(request_key=request_key, team=volunteer.team).first():
        return earlier
    try:
        with transaction.atomic():
            volunteer.request_key = request_key
            volunteer.save(force_insert=True)
            volunteer.themes.set(themes)
            return volunteer
    except IntegrityError as error:
        if "request_key" not in broken_constraint(error):
            raise
        return Volunteer.objects.get(request_key=request_key, team=volunteer.team)


def lock_active(volunteer: Volunteer) -> Volunteer:
    """The row as it is now, locked.

    Raises:
        HasStopped
    """
    locked = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    if not locked.is_active:
        raise HasStopped
    return locked


@transaction.atomic
def stop_volunteer(*, volunteer: Volunteer, reason: StopReason, by: User, at: datetime) -> Volunteer:
    """No longer a volunteer here; roles and visits end. Who does not want to stand here withdraws consent."""
    on = timezone.localdate(at)
    locked = Volunteer.objects.select_for_update(no_key=True).get(pk=volunteer.pk)
    if not locked.is_active:
        return locked
    for match in VisitMatch.objects.running().filter(volunteer=locked):
        end_match(match=match, ending=Ending(reason=MatchEnd.VOLUNTEER), on=last_day(match, on))
    take_links_back(volunteer=locked, by=by, at=at)
    locked.roles.filter(starts_on__gte=on).delete()
    locked.roles.filter(Q(ends_on=None) | Q(ends_on__gt=on)).update(ends_on=on)
    locked.stopped_on, locked.stop_reason = max(on, locked.started_on), reason
    if reason == StopReason.WITHDRAWN:
        locked.withdrawn_on = max(on, locked.consent_on, locked.stopped_on)
    locked.save(update_fields=["stopped_on", "stop_reason", "withdrawn_on"])
    return locked


@transaction.atomic
def thank(*, volunteer: Volunteer, on: date, how: str, by: User, request_key: UUID) -> VolunteerThanks:
    """Say thank you, and write down that it was said.

    Raises:
        HasStopped
    """
    locked = lock_active(volunteer)
    given = {"given_on": on, "how": how, "given_by": by}
    return locked.thanks.get_or_create(request_key=request_key, defaults=given)[0]


@transaction.atomic
def add_certificate(*, volunteer: Volunteer, certificate: Certificate, request_key: UUID) -> Certificate:
    """A training that was followed, or a certificate that was shown.

    Raises:
        HasStopped
    """
    locked = lock_active(volunteer)
    if earlier := locked.certificates.filter(request_key=request_key).first():
        return earlier
    certificate.volunteer, certificate.request_key = locked, request_key
    certificate.save(force_insert=True)
    return certificate


def give_role(
    *, volunteer: Volunteer, initiative: Initiative, role: str, starts_on: date, ends_on: date | None
) -> VolunteerRole:
    """Somebody helps in an initiative from a day on.

    Raises:
        HasStopped
        HelpsThereAlready
    """
    try:
        with transaction.atomic():
            locked = lock_active(volunteer)
            return locked.roles.create(initiative=initiative, role=role, starts_on=starts_on, ends_on=ends_on)
    except IntegrityError as error:
        if broken_constraint(error) != "volunteer_role_once_at_a_time":
            raise
        raise HelpsThereAlready from error


def end_role(*, role: VolunteerRole, on: date) -> None:
    """No longer helps there; what had not begun is as if it never was. Twice changes nothing."""
    if role.starts_on >= on:
        role.delete()
    else:
        VolunteerRole.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), pk=role.pk).update(ends_on=on)


@transaction.atomic
def erase_volunteers(*, stopped_before: date, on: date) -> int:
    """Take away all words about who stopped before that day, and about who no longer agrees. Returns how many."""
    over = Volunteer.objects.select_for_update(no_key=True).filter(
        Q(stopped_on__lt=stopped_before) | Q(withdrawn_on__isnull=False), erased_on=None
    )
    gone = [one.pk for one in over]
    Certificate.objects.filter(volunteer__in=gone).delete()
    VolunteerThanks.objects.filter(volunteer__in=gone).delete()
    VolunteerRole.objects.filter(volunteer__in=gone).update(role="")
    VisitLink.objects.filter(volunteer__in=gone).update(email=NOBODY)
    Volunteer.themes.through.objects.filter(volunteer__in=gone).delete()
    return Volunteer.objects.filter(pk__in=gone).update(
        name="", phone="", email="", offers="", where="", thanks_wish="", wish="",
        languages=[], day_parts=[], interests=[], area=None, organisation=None, erased_on=on,
    )  # fmt: skip
