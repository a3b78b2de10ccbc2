"""The rules of asking partners."""

from collections.abc import Callable
from datetime import date
from typing import Any

from cases.enums import InvolvementMode
from cases.models import Involvement
from tests.factories import (
    CaseFactory,
    InvolvementFactory,
    OrganisationFactory,
    ProfessionalFactory,
    ServiceFactory,
    SharingRecordFactory,
    WorkingAgreementFactory,
)
from tests.guards.past_the_code import change

DAY = date(2020, 1, 1)
MARCH = date(2026, 3, 20)


def referred_twice(**fields: Any) -> None:
    first = InvolvementFactory.create(referred=True, **fields)
    same = {"case": first.case, "organisation": first.organisation, "sharing": first.sharing}
    Involvement.objects.create(
        **same,
        service=first.service,
        mode=InvolvementMode.REFERRED,
        outside_agreement="x",
        question="x",
        sent_on=first.sent_on,
        sent_by=first.sent_by,
    )


def with_service() -> dict[str, Any]:
    service = ServiceFactory.create()
    return {"service": service, "organisation": service.organisation}


def under_an_agreement(**fields: Any) -> None:
    case = CaseFactory.create()
    organisation = OrganisationFactory.create()
    agreement = WorkingAgreementFactory.create(**({"team": case.team, "organisation": organisation} | fields))
    InvolvementFactory.create(case=case, organisation=organisation, agreement=agreement)


RULES: list[tuple[str, Callable[[], Any]]] = [
    ("involvement_asks_something", lambda: InvolvementFactory.create(question="")),
    ("involvement_has_a_ground_to_share", lambda: InvolvementFactory.create(sharing=None)),
    (
        "involvement_has_a_ground_to_share",
        lambda: InvolvementFactory.create(anonymous=True, temporary=True),
    ),
    ("temporary_involvement_has_an_end", lambda: InvolvementFactory.create(temporary=True, ends_on=None)),
    ("involvement_ends_after_it_was_asked", lambda: InvolvementFactory.create(ends_on=DAY)),
    ("referral_keeps_to_an_agreement", lambda: InvolvementFactory.create(referred=True, outside_agreement="")),
    ("involvement_accepted_in_time", lambda: InvolvementFactory.create(accepted_on=DAY)),
    ("involvement_started_in_time", lambda: InvolvementFactory.create(accepted=True, started_on=DAY)),
    ("involvement_started_in_time", lambda: InvolvementFactory.create(started_on=MARCH)),
    ("involvement_finished_in_time", lambda: InvolvementFactory.create(finished=True, started_on=None)),
    ("involvement_finished_in_time", lambda: InvolvementFactory.create(finished=True, finished_on=DAY)),
    ("involvement_finished_in_time", lambda: InvolvementFactory.create(finished=True, outcome="")),
    ("involvement_declined_as_a_whole", lambda: InvolvementFactory.create(declined=True, decline_reason="")),
    ("involvement_declined_as_a_whole", lambda: InvolvementFactory.create(declined=True, started=True)),
    ("involvement_declined_as_a_whole", lambda: InvolvementFactory.create(declined=True, cancelled=True)),
    ("involvement_declined_as_a_whole", lambda: InvolvementFactory.create(declined=True, declined_on=DAY)),
    ("involvement_called_off_as_a_whole", lambda: InvolvementFactory.create(cancelled=True, cancel_reason="")),
    ("involvement_called_off_as_a_whole", lambda: InvolvementFactory.create(cancelled=True, finished=True)),
    ("involvement_called_off_as_a_whole", lambda: InvolvementFactory.create(cancelled=True, started=True)),
    ("warm_handover_says_how", lambda: InvolvementFactory.create(handover_on=MARCH)),
    ("warm_handover_says_how", lambda: InvolvementFactory.create(handover_how="Samen gebeld", handover_on=DAY)),
    ("case_has_one_open_referral_per_service", lambda: referred_twice(**with_service())),
    ("case_has_one_open_referral_without_service", referred_twice),
    (
        "referral_waits_for_the_question",
        lambda: InvolvementFactory.create(referred=True, case__underlying_question=" "),
    ),
    ("involvement_names_one_organisation", lambda: InvolvementFactory.create(service=ServiceFactory.create())),
    (
        "involvement_names_one_organisation",
        lambda: InvolvementFactory.create(professional=ProfessionalFactory.create()),
    ),
    ("involvement_agreement_in_force", lambda: under_an_agreement(team=CaseFactory.create().team)),
    ("involvement_agreement_in_force", lambda: under_an_agreement(organisation=OrganisationFactory.create())),
    ("involvement_agreement_in_force", lambda: under_an_agreement(ended=True)),
    ("involvement_agreement_in_force", lambda: under_an_agreement(starts_on=date(2026, 3, 10))),
    # A record of another case, of another receiver, and one that had ended.
    ("sharing_record_runs", lambda: InvolvementFactory.create(sharing=SharingRecordFactory.create())),
    ("sharing_record_runs", lambda: InvolvementFactory.create(sharing__ends_on=date(2026, 3, 9))),
    ("sharing_record_runs", lambda: InvolvementFactory.create(sent_on=date(2026, 3, 1))),
    ("involvement_stays_as_it_was", lambda: change(InvolvementFactory.create(), question="Iets anders")),
    ("involvement_stays_as_it_was", lambda: change(InvolvementFactory.create(declined=True), decline_note="x")),
    (
        "involvement_stays_as_it_was",
        lambda: change(InvolvementFactory.create(started=True), started_on=date(2026, 4, 1)),
    ),
]

ONCE: list[tuple[type[Any], Callable[..., Any]]] = [(Involvement, InvolvementFactory.create)]
