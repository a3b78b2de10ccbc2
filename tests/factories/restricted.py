"""Restricted files and emergency access."""

from datetime import UTC, datetime, timedelta
from typing import Any

import factory
from django.utils import timezone

from cases.enums import EmergencyKind, RestrictionKind, ReviewResult
from cases.models import BreakGlass, CaseRestriction, CaseRestrictionPerson
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory


class CaseRestrictionFactory(Factory[CaseRestriction]):
    """Of an open case: its coordinator is named by the database. `people=[user]` names more."""

    class Meta:
        model = CaseRestriction

    class Params:
        lifted = factory.Trait(
            lifted_at=datetime(2026, 4, 1, 9, tzinfo=UTC),
            lifted_by=factory.SubFactory(UserFactory),
            lifted_because="De collega is verhuisd.",
        )

    case = factory.SubFactory(CaseFactory)
    kind = RestrictionKind.COLLEAGUE
    note = "Een collega woont in dezelfde straat."
    started_at = datetime(2026, 3, 10, 9, tzinfo=UTC)
    started_by = factory.SubFactory(UserFactory)

    @factory.post_generation  # type: ignore[untyped-decorator]  # factory_boy does not say
    def people(self: CaseRestriction, create: bool, given: list[Any] | None, **_: Any) -> None:
        for user in given or ():
            CaseRestrictionPersonFactory.create(restriction=self, user=user)


class CaseRestrictionPersonFactory(Factory[CaseRestrictionPerson]):
    class Meta:
        model = CaseRestrictionPerson

    restriction = factory.SubFactory(CaseRestrictionFactory)
    user = factory.SubFactory(UserFactory)
    added_at = factory.SelfAttribute("restriction.started_at")


class BreakGlassFactory(Factory[BreakGlass]):
    """Runs now; `ended` is of an hour earlier, `judged` was looked at by somebody else."""

    class Meta:
        model = BreakGlass

    class Params:
        ended = factory.Trait(started_at=datetime(2026, 3, 16, 9, tzinfo=UTC))
        judged = factory.Trait(
            ended=True,
            reviewed_at=datetime(2026, 3, 17, 9, tzinfo=UTC),
            reviewed_by=factory.SubFactory(UserFactory),
            result=ReviewResult.JUSTIFIED,
            review_note="Nagevraagd bij de politie.",
        )

    user = factory.SubFactory(UserFactory)
    case = factory.SubFactory(CaseFactory)
    household = factory.LazyAttribute(lambda one: one.case.household if one.case else None)
    number = factory.LazyAttribute(lambda one: one.case.number if one.case else "2026-99999")
    kind = EmergencyKind.DANGER
    reason = "De politie staat nu bij het gezin aan de deur."
    started_at = factory.LazyFunction(lambda: timezone.now() - timedelta(minutes=5))
    ends_at = factory.LazyAttribute(lambda one: one.started_at + timedelta(minutes=60))
