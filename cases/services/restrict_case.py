"""Use cases: keep a file for named people, change who they are, and open it to the team again."""

from collections.abc import Iterable
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cases.enums import RestrictionKind
from cases.models import Case, CaseRestriction, CaseRestrictionPerson, PlanReadingLink, RequestLink
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class IsRestrictedAlready(Exception):
    """A colleague restricted this file a moment ago."""


class IsNotRestricted(Exception):
    """There is no restriction any more."""


class IsNeeded(Exception):
    """The coordinator of the case stays named, and so does the last person who may see it."""


@transaction.atomic
def restrict_case(
    *, case: Case, kind: RestrictionKind, note: str, named: Iterable[User], by: User, at: datetime
) -> CaseRestriction:
    """From now on only `named` and the coordinator of the case know of this household. Holds for a closed case, too.

    What the family reads along with stops: who may still have such an address is asked anew, and gets another one.

    Raises:
        IsRestrictedAlready: look again who is named.
    """
    locked = Case.objects.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    try:
        with transaction.atomic():
            made = CaseRestriction.objects.create(case=case, kind=kind, note=note, started_at=at, started_by=by)
    except IntegrityError as error:
        if broken_constraint(error) == "case_has_one_restriction_at_a_time":
            raise IsRestrictedAlready from error
        raise
    people = [CaseRestrictionPerson(restriction=made, user=user, added_at=at, added_by=by) for user in named]
    # The database named the coordinator already.
    CaseRestrictionPerson.objects.bulk_create(people, ignore_conflicts=True)
    revoke_reading_links(household_id=locked.household_id, by=by, at=at)
    return made


def revoke_reading_links(*, household_id: int, by: User, at: datetime) -> None:
    """Of every file of this household, and those of partners. The cases are locked, as they are where one is made."""
    cases = Case.objects.select_for_update(of=("self",), no_key=True).filter(household=household_id).order_by("pk")
    ids = list(cases.values_list("pk", flat=True))
    over = {"revoked_at": Greatest(F("created_at"), at), "revoked_by": by}
    PlanReadingLink.objects.filter(case__in=ids, revoked_at=None).update(**over)
    RequestLink.objects.filter(involvement__case__in=ids, revoked_at=None).update(**over)


def _lock(case: Case) -> CaseRestriction:
    active = CaseRestriction.objects.active().filter(case=case).select_for_update(of=("self",)).first()
    if active is None:
        raise IsNotRestricted
    return active


@transaction.atomic
def name_person(*, case: Case, user: User, by: User, at: datetime) -> None:
    """Let one more colleague in; naming somebody twice changes nothing.

    Raises:
        IsNotRestricted: the file was opened to the team in the meantime.
    """
    active = _lock(case)
    people = [CaseRestrictionPerson(restriction=active, user=user, added_at=at, added_by=by)]
    CaseRestrictionPerson.objects.bulk_create(people, ignore_conflicts=True)


@transaction.atomic
def unname_person(*, case: Case, user: User, by: User, at: datetime) -> None:
    """This person no longer sees the file.

    Raises:
        IsNotRestricted: the file was opened to the team in the meantime.
        IsNeeded: the coordinator stays, and somebody stays.
    """
    active = _lock(case)
    try:
        with transaction.atomic():
            active.people.filter(user=user, removed_at=None).update(removed_at=at, removed_by=by)
            with_checks(active)
    except IntegrityError as error:
        if broken_constraint(error) in {"restricted_case_names_its_coordinator", "restriction_names_somebody"}:
            raise IsNeeded from error
        raise


def with_checks(active: CaseRestriction) -> None:
    """Ask now what the database would ask at the end of the transaction."""
    with transaction.get_connection().cursor() as cursor:
        cursor.execute("SELECT cases_check_restriction(%s)", [active.pk])


@transaction.atomic
def lift_restriction(*, case: Case, because: str, by: User, at: datetime) -> None:
    """The team sees the file again.

    Raises:
        IsNotRestricted: somebody was first.
    """
    active = _lock(case)
    active.lifted_at = max(at, active.started_at)
    active.lifted_by = by
    active.lifted_because = because
    active.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
