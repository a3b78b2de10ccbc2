"""The rules of accounts for professionals of partners."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from tests.factories import PartnerAccessFactory, ProfessionalFactory, TeamMembershipFactory, UserFactory
from tests.guards.past_the_code import change
from wijkteam.accounts.enums import Role

BEFORE = datetime(2020, 1, 1, tzinfo=UTC)
LATER = {"starts_on": date(2026, 9, 1), "ends_on": date(2027, 3, 1)}


def overlapping(**fields: Any) -> None:
    first = PartnerAccessFactory.create()
    PartnerAccessFactory.create(**{name: getattr(first, name) for name in fields})


def account_of_two() -> None:
    PartnerAccessFactory.create(user=PartnerAccessFactory.create().user, **LATER)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("partner_access_lasts_a_year_at_most", lambda: PartnerAccessFactory.create(ends_on=date(2026, 3, 1))),
    ("partner_access_lasts_a_year_at_most", lambda: PartnerAccessFactory.create(ends_on=date(2027, 3, 3))),
    ("partner_access_ended_by_somebody", lambda: PartnerAccessFactory.create(ended=True, ended_by=None)),
    ("partner_access_ended_by_somebody", lambda: PartnerAccessFactory.create(ended=True, ended_at=BEFORE)),
    ("partner_account_is_for_one_person", lambda: overlapping(user=True, professional=True)),
    ("professional_has_one_account", lambda: overlapping(professional=True)),
    ("partner_account_stays_of_one_person", account_of_two),
    ("partner_access_is_for_partners", lambda: PartnerAccessFactory.create(user=UserFactory.create())),
    (
        "partner_access_stays_as_given",
        lambda: change(PartnerAccessFactory.create(), ends_on=date(2026, 10, 1)),
    ),
    (
        "partner_access_stays_as_given",
        lambda: change(PartnerAccessFactory.create(), professional=ProfessionalFactory.create()),
    ),
    (
        "partner_access_stays_as_given",
        lambda: change(PartnerAccessFactory.create(ended=True), ended_at=None, ended_by=None),
    ),
    ("partner_account_stays_one", lambda: change(UserFactory.create(partner=True), role=Role.TEAM_MEMBER)),
    ("partner_account_stays_one", lambda: change(UserFactory.create(), role=Role.PARTNER)),
    ("partner_works_in_no_team", lambda: TeamMembershipFactory.create(user=UserFactory.create(partner=True))),
]
