"""The rules of the network."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from netwerk.enums import Level, LevelReason
from netwerk.models import RelationMoment
from tests.factories import (
    KeptRowFactory,
    LocationFactory,
    OrganisationFactory,
    ProfessionalFactory,
    RelationFactory,
    RelationMomentFactory,
    RingMembershipFactory,
    ServiceFactory,
    TeamFactory,
    UserFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change, twice
from wijkteam.hours.enums import WorkKind

DAY = date(2020, 1, 1)
MOMENT = datetime(2026, 3, 16, 9, tzinfo=UTC)


def moved_without_a_reason() -> None:
    left = RingMembershipFactory.create(ended=True)
    RingMembershipFactory.create(team=left.team, organisation=left.organisation, starts_on=left.ends_on)


def in_two_rings(**fields: Any) -> None:
    first = RingMembershipFactory.create()
    RingMembershipFactory.create(team=first.team, organisation=first.organisation, reason="Verhuisd", **fields)


def next_version(version: int, **fields: Any) -> None:
    first = WorkingAgreementFactory.create(ended=True)
    WorkingAgreementFactory.create(
        team=first.team, organisation=first.organisation, version=version, **{"starts_on": first.ends_on, **fields}
    )


def second_running() -> None:
    """Past the rule that versions follow each other, which would stop it first."""
    first = WorkingAgreementFactory.create(ended=True)
    second = WorkingAgreementFactory.create(
        team=first.team, organisation=first.organisation, version=2, starts_on=first.ends_on, ends_on=date(2026, 6, 1)
    )
    WorkingAgreementFactory.create(
        team=first.team, organisation=first.organisation, version=3, starts_on=second.ends_on
    )


def second_relation() -> None:
    twice(RelationFactory.create, team=TeamFactory.create(), organisation=OrganisationFactory.create())


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("organisation_ends_after_start", lambda: OrganisationFactory.create(ends_on=DAY)),
    ("organisation_has_a_name", lambda: OrganisationFactory.create(name="")),
    ("organisation_kind_is_known", lambda: OrganisationFactory.create(kind="circus")),
    ("service_ends_after_start", lambda: ServiceFactory.create(ends_on=DAY)),
    ("service_has_a_name", lambda: ServiceFactory.create(name="")),
    ("service_outside_the_neighbourhood_says_why", lambda: ServiceFactory.create(level=Level.CITY)),
    ("service_outside_the_neighbourhood_says_why", lambda: ServiceFactory.create(level_reason=LevelReason.SAFETY)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting_weeks=4)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting_stated_on=DAY)),
    ("service_waiting_has_its_day", lambda: ServiceFactory.create(waiting=True, waiting_weeks=261)),
    ("location_can_be_found", lambda: LocationFactory.create(street="")),
    ("kept_row_once_per_table", lambda: twice(KeptRowFactory.create, hsds_id="a")),
    ("kept_row_says_what_it_is", lambda: KeptRowFactory.create(table="")),
    ("kept_row_says_what_it_is", lambda: KeptRowFactory.create(hsds_id="")),
    ("professional_ends_after_start", lambda: ProfessionalFactory.create(ends_on=DAY)),
    ("professional_has_a_name", lambda: ProfessionalFactory.create(name="")),
    ("ring_ends_after_start", lambda: RingMembershipFactory.create(ended=True, ends_on=DAY)),
    ("ring_is_first_or_second", lambda: RingMembershipFactory.create(ring=3)),
    ("ring_left_with_date_and_reason", lambda: RingMembershipFactory.create(ends_on=date(2026, 1, 1))),
    ("ring_left_with_date_and_reason", lambda: RingMembershipFactory.create(end_reason="Weg")),
    ("ring_one_at_a_time", in_two_rings),
    ("ring_move_has_a_reason", moved_without_a_reason),
    ("ring_stays_as_it_was", lambda: change(RingMembershipFactory.create(ended=True), ring=2)),
    ("ring_stays_as_it_was", lambda: change(RingMembershipFactory.create(), ring=2)),
    ("agreement_ends_after_start", lambda: WorkingAgreementFactory.create(ends_on=DAY)),
    ("agreement_is_reviewed_after_start", lambda: WorkingAgreementFactory.create(review_on=DAY)),
    ("agreement_says_something", lambda: WorkingAgreementFactory.create(consult="", refer="")),
    ("agreement_lead_is_known", lambda: WorkingAgreementFactory.create(lead="nobody")),
    ("agreement_wait_is_possible", lambda: WorkingAgreementFactory.create(max_wait_weeks=0)),
    ("agreement_ended_with_date_and_reason", lambda: change(WorkingAgreementFactory.create(), ended_at=MOMENT)),
    ("agreement_ended_with_date_and_reason", lambda: WorkingAgreementFactory.create(end_reason="Klaar")),
    ("agreement_one_running", second_running),
    ("agreement_one_at_a_time", lambda: next_version(2, starts_on=date(2025, 6, 1))),
    ("agreement_versions_are_consecutive", lambda: next_version(3)),
    ("agreement_versions_are_consecutive", lambda: WorkingAgreementFactory.create(version=2)),
    ("ended_agreement_is_frozen", lambda: change(WorkingAgreementFactory.create(ended=True), refer="Anders")),
    ("ended_agreement_is_frozen", lambda: WorkingAgreementFactory.create(ended=True).delete()),
    ("ended_agreement_is_frozen", lambda: change(WorkingAgreementFactory.create(), version=2)),
    (
        "relation_once_per_team",
        second_relation,
    ),
    ("relation_rhythm_is_possible", lambda: RelationFactory.create(rhythm_weeks=0)),
    ("moment_kind_is_known", lambda: RelationMomentFactory.create(kind="fax")),
    ("moment_exchange_is_known", lambda: RelationMomentFactory.create(exchange="both")),
    ("moment_hours_are_of_its_author", lambda: change(RelationMomentFactory.create(), author=UserFactory.create())),
    ("moment_hours_are_of_its_author", lambda: change(RelationMomentFactory.create().time_entry, kind=WorkKind.TEAM)),
    ("moment_hours_are_of_its_author", lambda: change(RelationMomentFactory.create(), happened_on=DAY)),
]
# Sent twice, written once.
ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(RelationMoment, RelationMomentFactory.create)]
