"""Which households somebody may be in already: by date of birth and a name that is (nearly) the same, or by address.

Each way begins with an index that leaves a handful of rows, so that it is as quick with 200,000 cases as with 200.
"""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Protocol

from django.contrib.postgres.search import TrigramSimilarity
from django.db.models import Value

from cases.models import HouseholdMember
from cases.models.household import folded

if TYPE_CHECKING:
    from django_stubs_ext import ValuesQuerySet

# Two spellings of one name (Yilmaz, Yildiz is 0.4; Jansen, Janssen 0.6): measured on Dutch and Turkish surnames.
ALIKE = 0.5


class Named(Protocol):
    """Somebody who was typed in a form, or is stored."""

    @property
    def given_name(self) -> str: ...
    @property
    def family_name(self) -> str: ...
    @property
    def birth_date(self) -> date | None: ...


def households_like(
    people: Sequence[Named], *, street: str, postcode: str
) -> "ValuesQuerySet[HouseholdMember, int] | None":
    """Numbers of households, whoever may know of them: filter before you show. None when there is nothing to go by."""
    alike = [_same_birth_date(person, person.birth_date) for person in people if person.birth_date is not None]
    if street:
        alike += [_same_address(person, street, postcode) for person in people]
    if not alike:
        return None
    return alike[0].union(*alike[1:]) if len(alike) > 1 else alike[0]


def _same_birth_date(person: Named, birth_date: date) -> "ValuesQuerySet[HouseholdMember, int]":
    name = folded(Value(f"{person.given_name} {person.family_name}".strip()))
    # By date of birth first, a handful of rows with an index: a likeness alone has thousands to compare.
    return (
        HouseholdMember.objects.filter(person__birth_date=birth_date)
        .alias(likeness=TrigramSimilarity("person__search_name", name))  # type: ignore[arg-type]  # an expression is allowed too
        .filter(likeness__gte=ALIKE)
        .values_list("household_id", flat=True)
    )


def _same_address(person: Named, street: str, postcode: str) -> "ValuesQuerySet[HouseholdMember, int]":
    here = HouseholdMember.objects.filter(
        person__search_name__contains=folded(Value(person.family_name)), household__street__iexact=street
    )
    if postcode:
        here = here.filter(household__postcode__iexact=postcode)
    return here.values_list("household_id", flat=True)
