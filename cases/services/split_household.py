"""Use case: some of a household go to live on their own: separated parents, a child that leaves home."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.models import Household, HouseholdMember, HouseholdSplit
from cases.services.change_household import end_membership
from cases.services.move_house import NewAddress
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint


class Goes(StrEnum):
    """What somebody does. Who lives in both has one main home: a child of separated parents."""

    STAYS = "stays"
    GOES = "goes"
    MAINLY_HERE = "mainly-here"
    MAINLY_THERE = "mainly-there"


class NobodyLeft(Exception):
    """Somebody has to stay, and somebody has to go."""


class MembersHaveChanged(Exception):
    """Somebody else lives here by now, or no longer: look again."""


@dataclass(frozen=True, kw_only=True)
class NewHome:
    name: str
    address: NewAddress


def split_household(
    *,
    household: Household,
    home: NewHome,
    choices: Mapping[UUID, Goes],
    split_on: date,
    by: User,
    at: datetime,
    request_key: UUID | None = None,
) -> HouseholdSplit:
    """Make a second household of some who live here (by the public id of the person), from `split_on` on.

    The file stays with this household, and nothing of it is copied: the other one begins without a case.
    The same `request_key` again gives the split that is there.

    Raises:
        NobodyLeft: one household cannot be empty.
        MembersHaveChanged: the choices are not about who lives here.
    """
    try:
        with transaction.atomic():
            return _split(household, home, choices, split_on=split_on, by=by, at=at, request_key=request_key)
    except IntegrityError as error:
        if request_key is not None and "request_key" in broken_constraint(error):
            return HouseholdSplit.objects.get(request_key=request_key)
        if broken_constraint(error) in {"person_in_one_main_household", "person_once_in_a_household"}:
            raise MembersHaveChanged from error
        raise


def _split(
    household: Household,
    home: NewHome,
    choices: Mapping[UUID, Goes],
    *,
    split_on: date,
    by: User,
    at: datetime,
    request_key: UUID | None,
) -> HouseholdSplit:
    Household.objects.select_for_update(of=("self",)).get(pk=household.pk)
    if request_key is not None:
        done = HouseholdSplit.objects.filter(request_key=request_key).first()
        if done is not None:
            return done
    members = list(HouseholdMember.objects.current(on=split_on).filter(household=household).select_related("person"))
    if {member.person.public_id for member in members} != set(choices):
        raise MembersHaveChanged
    chosen = [choices[member.person.public_id] for member in members]
    if all(choice == Goes.GOES for choice in chosen) or not set(chosen) & {Goes.GOES, Goes.MAINLY_THERE}:
        raise NobodyLeft
    made = Household.objects.create(
        name=home.name,
        street=home.address.street,
        postcode=home.address.postcode,
        city=home.address.city,
        area=home.address.area,
    )
    for member, choice in zip(members, chosen, strict=True):
        _place(member, choice, made, split_on=split_on, by=by)
    return HouseholdSplit.objects.create(
        household=household, made=made, split_on=split_on, at=at, by=by, request_key=request_key
    )


def _place(member: HouseholdMember, choice: Goes, made: Household, *, split_on: date, by: User) -> None:
    if choice == Goes.STAYS:
        return
    lives = {"person": member.person, "role": member.role, "starts_on": split_on}
    main_here = member.is_main
    if choice != Goes.MAINLY_HERE and (main_here or choice == Goes.GOES):
        end_membership(member=member, ends_on=split_on, by=by)
        if choice == Goes.MAINLY_THERE:
            HouseholdMember.objects.create(household=member.household, is_main=False, **lives)
    # Who has a main home elsewhere keeps it: this one is a second for them in both households.
    HouseholdMember.objects.create(household=made, is_main=main_here and choice != Goes.MAINLY_HERE, **lives)
