"""Terms, holds, destruction lists and what is left of a file."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import factory
from django.db import connection, transaction

from cases.enums import ClosingReason
from cases.models import Case
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.teams import TeamFactory, TeamMembershipFactory
from wijkteam.accounts.enums import Role
from wijkteam.core.periods import start_of
from wijkteam.retention.enums import Ground, TakeoutGoal, TakeoutState
from wijkteam.retention.models import DestructionEntry, DestructionList, LegalHold, Residue, RetentionTerm, Takeout

AT = datetime(2026, 5, 4, 9, tzinfo=UTC)


class RetentionTermFactory(Factory[RetentionTerm]):
    class Meta:
        model = RetentionTerm

    ground = Ground.OTHER
    years = 10
    source = "Selectielijst gemeenten 2020, 8.4"
    decided_by = factory.SubFactory(UserFactory, privacy_officer=True)
    decided_at = AT


class LegalHoldFactory(Factory[LegalHold]):
    """Runs; `lifted` does not any more."""

    class Meta:
        model = LegalHold

    class Params:
        lifted = factory.Trait(
            lifted_at=AT + timedelta(days=1),
            lifted_by=factory.SubFactory(UserFactory, privacy_officer=True),
            lifted_because="De zaak is klaar.",
        )

    case = factory.SubFactory(CaseFactory, closed=True)
    reason = "Er loopt een klacht."
    until = date(2099, 1, 1)
    placed_by = factory.SubFactory(UserFactory, privacy_officer=True)
    placed_at = AT


class DestructionListFactory(Factory[DestructionList]):
    """Drawn up; `reviewed` and `approved` are the next steps of the road, and then eight days went by."""

    class Meta:
        model = DestructionList

    class Params:
        reviewed = factory.Trait(
            reviewed_by=factory.SubFactory(UserFactory, privacy_officer=True), reviewed_at=AT + timedelta(hours=1)
        )
        approved = factory.Trait(
            reviewed=True,
            approved_by=factory.SubFactory(UserFactory, administrator=True),
            approved_at=AT + timedelta(hours=2),
        )
        confirmed = factory.Trait(
            approved=True,
            confirmed_by=factory.SelfAttribute("drawn_up_by"),
            confirmed_at=AT + timedelta(days=8),
        )
        ended = factory.Trait(confirmed=True, ended_at=AT + timedelta(days=9))

    until = date(2026, 5, 4)
    drawn_up_by = factory.SubFactory(UserFactory, administrator=True)
    drawn_up_at = AT


class DestructionEntryFactory(Factory[DestructionEntry]):
    """A file that was closed long ago."""

    class Meta:
        model = DestructionEntry

    class Params:
        case = factory.LazyAttribute(lambda one: closed_long_ago())

    destruction = factory.SubFactory(DestructionListFactory)
    case_id = factory.LazyAttribute(lambda one: one.case.pk)
    number = factory.LazyAttribute(lambda one: one.case.number)
    team = factory.LazyAttribute(lambda one: one.case.team)
    closed_on = factory.LazyAttribute(lambda one: one.case.closed_on)
    changed_on = factory.SelfAttribute("closed_on")
    ground = Ground.OTHER
    years = 15
    due_on = factory.LazyAttribute(lambda one: one.changed_on.replace(year=one.changed_on.year + one.years))


LONG_AGO = date(2009, 3, 2)


def closed_long_ago(*, on: date = LONG_AGO, filled: Callable[[Case], object] | None = None, **fields: Any) -> Case:
    """A file with a household of its own, of which the term is over; `filled` writes in it before it is closed."""
    membership = TeamMembershipFactory.create(starts_on=date(2000, 1, 1))
    with transaction.atomic():
        case = CaseFactory.create(
            opened_on=on.replace(year=on.year - 1), team=membership.team, coordinator=membership.user, **fields
        )
        if filled:
            filled(case)
        case.coordinators.update(ended_at=start_of(on))
        case.closed_on, case.closing_reason = on, ClosingReason.GOALS_REACHED
        case.save(update_fields=["closed_on", "closing_reason"])
    case.refresh_from_db()
    return case


class ResidueFactory(Factory[Residue]):
    """What is left of a file that went the whole road: PostgreSQL lets nobody else write it."""

    class Meta:
        model = Residue

    @classmethod
    def _create(cls, model_class: type[Residue], *args: Any, **kwargs: Any) -> Residue:
        entry = DestructionEntryFactory.create()
        signed = DestructionListFactory.create(confirmed=True)
        names = ("reviewed_by", "reviewed_at", "approved_by", "approved_at", "confirmed_by", "confirmed_at")
        DestructionList.objects.filter(pk=entry.destruction_id).update(
            **{name: getattr(signed, name) for name in names}
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT carry_out_destruction(%s)", [entry.pk])
        return Residue.objects.get(case_id=entry.case_id)


class TakeoutFactory(Factory[Takeout]):
    """Asked for. `allowed` waits for a worker; `ready` has a file (that nobody wrote), `refused` never will."""

    class Meta:
        model = Takeout

    class Params:
        allowed = factory.Trait(
            state=TakeoutState.WAITING,
            decided_by=factory.SubFactory(UserFactory, privacy_officer=True),
            decided_at=AT + timedelta(hours=1),
        )
        ready = factory.Trait(
            allowed=True,
            state=TakeoutState.READY,
            runs=1,
            key=b"closed",
            size=1000,
            sha256="0" * 64,
            made_at=AT + timedelta(hours=2),
            erase_at=AT + timedelta(days=7),
        )
        refused = factory.Trait(
            allowed=True,
            state=TakeoutState.REFUSED,
            refused_because="Nog geen afspraak met het archief.",
            ended_at=AT + timedelta(hours=1),
        )

    team = factory.SubFactory(TeamFactory)
    asked_by = factory.SubFactory(UserFactory, role=Role.TEAM_COORDINATOR)
    asked_at = AT
    goal = TakeoutGoal.MOVE
    reason = "Het team gaat verder in het systeem van de buurgemeente."
