"""Use cases: keep who lives where, and how to reach them, up to date."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.enums import HouseholdRole
from cases.models import Household, HouseholdMember, Person
from cases.services.detect_change import lock_unchanged
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint

HOUSEHOLD_FIELDS = ("name", "street", "postcode", "city", "area")
PERSON_FIELDS = ("given_name", "family_name", "birth_date", "phone", "email", "language")


class LivesElsewhere(Exception):
    """The person belongs to another main household on those days, or is in this one already."""


@transaction.atomic
def save_household(*, household: Household, seen: str, by: User) -> Household:
    """Save the new values that `household` holds. Its cases keep the neighbourhood they were opened in.

    Raises:
        HasChanged: somebody else saved in the meantime.
    """
    lock_unchanged(household, fields=HOUSEHOLD_FIELDS, seen=seen)
    household.save(update_fields=HOUSEHOLD_FIELDS)
    return household


@transaction.atomic
def save_person(*, person: Person, seen: str, by: User) -> Person:
    """Save the new values that `person` holds.

    Raises:
        HasChanged: somebody else saved in the meantime.
    """
    lock_unchanged(person, fields=PERSON_FIELDS, seen=seen)
    person.save(update_fields=PERSON_FIELDS)
    return person


@transaction.atomic
def add_member(
    *,
    household: Household,
    person: Person,
    role: HouseholdRole,
    is_main: bool,
    starts_on: date,
    by: User,
    leaves: HouseholdMember | None = None,
) -> HouseholdMember:
    """Let a person (new, or somebody the user may see) live in `household` from `starts_on` on.

    `leaves` is the main membership that ends that day, in the same act, when the person moves here.

    Raises:
        LivesElsewhere: end the other membership first, or say that the person does not mainly live here.
    """
    try:
        with transaction.atomic():
            if person._state.adding:
                person.save()
            else:
                # One after the other: two who check each other's row would wait for each other.
                Person.objects.select_for_update(no_key=True).get(pk=person.pk)
            if leaves is not None:
                end_membership(member=leaves, ends_on=starts_on, by=by)
            return HouseholdMember.objects.create(
                household=household, person=person, role=role, is_main=is_main, starts_on=starts_on
            )
    except IntegrityError as error:
        if broken_constraint(error) in {"person_in_one_main_household", "person_once_in_a_household"}:
            raise LivesElsewhere from error
        raise


@transaction.atomic
def end_membership(*, member: HouseholdMember, ends_on: date, by: User) -> None:
    """The person no longer lives there from `ends_on` on; somebody who came that very day was never there."""
    if ends_on <= member.starts_on:
        member.delete()
        return
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
