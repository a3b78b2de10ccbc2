"""Use case: write down what a team may decide by itself, and correct it."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db import IntegrityError, transaction

from cases.enums import ProvisionKind
from cases.models import Mandate
from wijkteam.accounts.models import User
from wijkteam.core.constraints import broken_constraint
from wijkteam.teams.models import Team


class MandateOverlaps(Exception):
    """The team has a mandate for this kind in that period already."""


@dataclass(frozen=True, kw_only=True)
class MandateDetails:
    """`ends_on` is the first day without it."""

    kind: ProvisionKind
    up_to_euros: int | None
    up_to_hours: int | None
    up_to_months: int | None
    for_whom: str
    starts_on: date
    ends_on: date
    agreed_on: date
    agreed_with: str


def give_mandate(*, team: Team, details: MandateDetails, by: User, request_key: UUID) -> Mandate:
    """Sent twice it is one. Raises MandateOverlaps."""
    if sent := Mandate.objects.filter(request_key=request_key, team=team).first():
        return sent
    try:
        with transaction.atomic():
            return Mandate.objects.create(team=team, written_by=by, request_key=request_key, **vars(details))
    except IntegrityError as error:
        broken = broken_constraint(error)
        if broken == "mandate_one_at_a_time":
            if sent := Mandate.objects.filter(request_key=request_key, team=team).first():
                return sent
            raise MandateOverlaps from error
        if "request_key" in broken:
            return Mandate.objects.get(request_key=request_key)
        raise


def correct_mandate(*, mandate: Mandate, details: MandateDetails) -> Mandate:
    """The history keeps what stood there. Raises MandateOverlaps."""
    try:
        with transaction.atomic():
            locked = Mandate.objects.select_for_update().get(pk=mandate.pk)
            for name, value in vars(details).items():
                setattr(locked, name, value)
            locked.save(update_fields=list(vars(details)))
            return locked
    except IntegrityError as error:
        if broken_constraint(error) == "mandate_one_at_a_time":
            raise MandateOverlaps from error
        raise
