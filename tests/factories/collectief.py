from datetime import UTC, date, datetime

import factory

from collectief.enums import InitiativeOwner, SignalFollowUp
from collectief.models import Initiative, Signal
from tests.factories.accounts import UserFactory
from tests.factories.areas import ThemeFactory
from tests.factories.base import Factory
from tests.factories.teams import TeamFactory


class InitiativeFactory(Factory[Initiative]):
    """A weekly walk-in that runs since 2025."""

    class Meta:
        model = Initiative

    class Params:
        ended = factory.Trait(ends_on=date(2026, 1, 1))

    team = factory.SubFactory(TeamFactory)
    name = factory.Sequence(lambda n: f"Inloop {n}")
    owner = InitiativeOwner.RESIDENTS
    theme = factory.SubFactory(ThemeFactory)
    starts_on = date(2025, 1, 1)


class SignalFactory(Factory[Signal]):
    """A signal that waits for somebody to look at it."""

    class Meta:
        model = Signal

    class Params:
        followed_up = factory.Trait(
            followed_up_at=datetime(2026, 3, 5, 9, tzinfo=UTC),
            followed_up_by=factory.SubFactory(UserFactory),
            follow_up=SignalFollowUp.LOOKED_INTO,
        )

    team = factory.SubFactory(TeamFactory)
    received_at = datetime(2026, 3, 2, 9, tzinfo=UTC)
    text = "De gordijnen bij de overkant blijven dicht."
