"""Use cases: keep who lives where up to date."""

from datetime import date

from django.db import IntegrityError, transaction

from cases.enums import HouseholdRole
from cases.models import Household, HouseholdMember, Person
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class LivesElsewhere(Exception):
    """The person belongs to another main household on those days, or is in this one already."""


@transaction.atomic
def add_member(
    *, household: Household, person: Person, role: HouseholdRole, is_main: bool, starts_on: date, by: User
) -> HouseholdMember:
    """Let a person (new, or somebody the user may see) live in `household` from `starts_on` on.

    Raises:
        LivesElsewhere: end the other membership first, or say that the person does not mainly live here.
    """
    try:
        with transaction.atomic():
            if person._state.adding:
                person.save()
            return HouseholdMember.objects.create(
                household=household, person=person, role=role, is_main=is_main, starts_on=starts_on
            )
    except IntegrityError as error:
        if broken_constraint(error) in {"person_in_one_main_household", "person_once_in_a_household"}:
            raise LivesElsewhere from error
        raise


@transaction.atomic
def end_membership(*, member: HouseholdMember, ends_on: date, by: User) -> HouseholdMember:
    """The person no longer lives here from `ends_on` on; somebody who came that very day was never here."""
    if ends_on <= member.starts_on:
        member.delete()
        return member
    member.ends_on = ends_on
    member.save(update_fields=["ends_on"])
    return member
