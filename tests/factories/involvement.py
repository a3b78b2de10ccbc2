from datetime import date

import factory

from cases.enums import DeclineReason, InvolvementMode
from cases.models import Involvement
from tests.factories.accounts import UserFactory
from tests.factories.base import Factory
from tests.factories.cases import CaseFactory
from tests.factories.netwerk import OrganisationFactory
from tests.factories.sharing import SharingRecordFactory


class InvolvementFactory(Factory[Involvement]):
    """A consult of March 2026 that waits for an answer; the traits are other ways and what came of it."""

    class Meta:
        model = Involvement

    class Params:
        anonymous = factory.Trait(is_anonymous=True, sharing=None)
        temporary = factory.Trait(mode=InvolvementMode.TEMPORARY, ends_on=date(2026, 9, 1))
        referred = factory.Trait(
            mode=InvolvementMode.REFERRED, outside_agreement="Er is geen andere plek", case__underlying_question="Rust"
        )
        accepted = factory.Trait(accepted_on=date(2026, 3, 12))
        started = factory.Trait(accepted=True, started_on=date(2026, 4, 9))
        finished = factory.Trait(started=True, finished_on=date(2026, 4, 20), outcome="Het lukt weer.")
        declined = factory.Trait(declined_on=date(2026, 3, 20), decline_reason=DeclineReason.CAPACITY)
        cancelled = factory.Trait(cancelled_on=date(2026, 3, 20), cancel_reason="Niet meer nodig")

    case = factory.SubFactory(CaseFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    mode = InvolvementMode.CONSULTED
    question = "Kunnen jullie meedenken?"
    sharing = factory.SubFactory(
        SharingRecordFactory, case=factory.SelfAttribute("..case"), organisation=factory.SelfAttribute("..organisation")
    )
    sent_on = date(2026, 3, 9)
    sent_by = factory.SubFactory(UserFactory)
