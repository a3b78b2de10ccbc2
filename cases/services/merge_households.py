"""Use case: two households that are one become one, and no line of either file is lost."""

from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.enums import ClosingReason
from cases.models import (
    BreakGlass,
    Case,
    CaseRestriction,
    CaseRestrictionPerson,
    Household,
    HouseholdAddress,
    HouseholdMember,
    HouseholdMerge,
    HouseholdSplit,
    Person,
)
from cases.services.close_case import end_case, open_ends
from cases.services.merge_persons import AreMerged, CannotMerge, join_memberships, merge_persons
from cases.services.repoint import repoint
from cases.services.restrict_case import revoke_reading_links
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


def merge_households(
    *, keep: Household, merged: Household, same: Mapping[int, int], why: str, by: User, at: datetime
) -> HouseholdMerge:
    """Everything of `merged` becomes part of `keep`; `same` says which of its persons is which of `keep` (by number).

    Cases go along with their contacts, plans and questions. When both have an open case, that of `merged` ends with
    the reason "merged" and is an earlier episode. Whoever opens a case for `merged` at that moment is refused.

    Raises:
        AreMerged: one of the two was merged already.
        CannotMerge: together they break a rule; nothing was changed.
    """
    try:
        with transaction.atomic():
            return _merge(keep, merged, same=same, why=why, by=by, at=at)
    except IntegrityError as error:
        if broken_constraint(error) in {
            "merge_goes_to_a_living_household",
            "merged_household_takes_nothing",
            "cases_householdmerge_merged_id_key",
        }:
            raise AreMerged from error
        raise CannotMerge from error


def _merge(
    keep: Household, merged: Household, *, same: Mapping[int, int], why: str, by: User, at: datetime
) -> HouseholdMerge:
    both = [keep.pk, merged.pk]
    # First the cases and then the households, as everybody does who needs both; each in one order.
    list(Case.objects.select_for_update(of=("self",), no_key=True).filter(household__in=both).order_by("pk"))
    rows = {row.pk: row for row in Household.objects.select_for_update(of=("self",)).filter(pk__in=both).order_by("pk")}
    if HouseholdMerge.objects.filter(merged__in=both).exists():
        raise AreMerged
    stays, goes = rows[keep.pk], rows[merged.pk]
    surviving = Case.objects.open().filter(household=stays).first()
    ended = Case.objects.open().filter(household=goes).first()
    if surviving is None or ended is None:
        ended = None
    else:
        note = _("This household had two files. The work goes on in case %(number)s.") % {"number": surviving.number}
        left_open = "\n".join(str(end.text) for end in open_ends(ended))
        end_case(case=ended, reason=ClosingReason.MERGED, note=note, left_open=left_open, by=by, at=at)
    Case.objects.filter(household=goes).update(household=stays)
    _keep_addresses(stays, goes, by=by, at=at)
    for member in list(HouseholdMember.objects.filter(household=goes).order_by("starts_on", "pk")):
        join_memberships(member, household_id=stays.pk)
    repoint(goes, stays, but=(Case, HouseholdMember, HouseholdAddress, HouseholdMerge, HouseholdSplit, BreakGlass))
    made = HouseholdMerge.objects.create(
        household=stays,
        merged=goes,
        surviving_case=surviving if ended else None,
        ended_case=ended,
        why=why,
        at=at,
        by=by,
    )
    _merge_people(same, why=why, by=by, at=at)
    if CaseRestriction.objects.active().filter(case__household=stays).exists():
        _name_coordinator(stays, at=at)
        revoke_reading_links(household_id=stays.pk, by=by, at=at)
    return made


def _keep_addresses(stays: Household, goes: Household, *, by: User, at: datetime) -> None:
    HouseholdAddress.objects.filter(household=goes, came_from=None).update(came_from=goes)
    HouseholdAddress.objects.filter(household=goes).update(household=stays)
    if (goes.street, goes.postcode, goes.city) != (stays.street, stays.postcode, stays.city):
        HouseholdAddress.objects.create(
            household=stays,
            street=goes.street,
            postcode=goes.postcode,
            city=goes.city,
            area_id=goes.area_id,
            ends_on=timezone.localdate(at),
            came_from=goes,
            moved_by=by,
        )


def _merge_people(same: Mapping[int, int], *, why: str, by: User, at: datetime) -> None:
    people = Person.objects.in_bulk([*same.keys(), *same.values()])
    for goes, stays in same.items():
        merge_persons(keep=people[stays], merged=people[goes], why=why, by=by, at=at)


def _name_coordinator(stays: Household, *, at: datetime) -> None:
    """A restriction that came along lets in who goes on coordinating."""
    coordinator = User.objects.filter(coordinated__case__household=stays, coordinated__ended_at=None).first()
    if coordinator is not None:
        active = CaseRestriction.objects.active().filter(case__household=stays)
        CaseRestrictionPerson.objects.bulk_create(
            [
                CaseRestrictionPerson(restriction=one, user=coordinator, added_at=max(at, one.started_at))
                for one in active
            ],
            ignore_conflicts=True,
        )
