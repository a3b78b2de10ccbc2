"""Use case: a household moves."""

from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError, transaction

from cases.enums import MoveKind
from cases.models import Household, HouseholdAddress
from cases.services.change_household import HOUSEHOLD_FIELDS
from cases.services.detect_change import HasChanged, fingerprint
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area
from wijkteam.core.constraints import broken_constraint


class MovedBeforeThat(Exception):
    """The household moved again after that day; correct the address instead."""


@dataclass(frozen=True, kw_only=True)
class NewAddress:
    street: str
    postcode: str
    city: str
    area: Area


def move_house(*, household: Household, to: NewAddress, moved_on: date, means: MoveKind, seen: str, by: User) -> None:
    """Live at `to` from `moved_on` on; where the household lived until then stays in its history.

    Cases keep the neighbourhood that they were opened in.

    Raises:
        HasChanged: a colleague changed the address in the meantime.
        MovedBeforeThat: addresses follow each other in time.
    """
    try:
        with transaction.atomic():
            stored = Household.objects.select_for_update(no_key=True).get(pk=household.pk)
            if fingerprint(stored, HOUSEHOLD_FIELDS) != seen:
                raise HasChanged(stored)
            last = stored.addresses.filter(came_from=None).order_by("-ends_on").first()
            if last is not None and moved_on <= last.ends_on:
                raise MovedBeforeThat
            HouseholdAddress.objects.create(
                household=stored,
                street=stored.street,
                postcode=stored.postcode,
                city=stored.city,
                area_id=stored.area_id,
                starts_on=last.ends_on if last else None,
                ends_on=moved_on,
                move_means=means,
                moved_by=by,
            )
            stored.street, stored.postcode, stored.city, stored.area = to.street, to.postcode, to.city, to.area
            stored.save(update_fields=["street", "postcode", "city", "area"])
    except IntegrityError as error:
        if broken_constraint(error) in {"household_has_one_address_at_a_time", "address_ends_after_start"}:
            raise MovedBeforeThat from error
        raise
