"""Two people at the same moment: answers, versions and follow-ups, from two real connections."""

import uuid
from datetime import date

import pytest

from netwerk.enums import Answer, PressureStep
from netwerk.models import Endorsement, PressureFollowUp, Principles
from netwerk.services.principles import (
    AnswerDetails,
    AnswerTooEarly,
    VersionHasChanged,
    record_answer,
    write_principles,
)
from netwerk.services.report_pressure import AlreadySettled, follow_up_pressure
from tests.factories import OrganisationFactory, PressureSignalFactory, UserFactory
from tests.netwerk.test_at_once import at_once

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
TODAY = date(2026, 5, 4)


def test_two_colleagues_write_down_an_answer() -> None:
    """The text that ships becomes one row, and one answer holds."""
    organisation, by = OrganisationFactory.create(), UserFactory.create()

    def record(who: str) -> object:
        details = AnswerDetails(answer=Answer.ENDORSED, starts_on=TODAY, signed_by=who, note="")
        return record_answer(organisation=organisation, details=details, seen=1, by=by)

    gave = at_once(lambda: record("De een"), lambda: record("De ander"))
    assert sum(isinstance(one, AnswerTooEarly) for one in gave) == 1, gave
    assert Endorsement.objects.get().principles == Principles.objects.get()


def test_two_administrators_write_a_version() -> None:
    by = UserFactory.create(administrator=True)
    gave = at_once(
        lambda: write_principles(text="De een", seen=1, by=by, today=TODAY),
        lambda: write_principles(text="De ander", seen=1, by=by, today=TODAY),
    )
    assert sum(isinstance(one, VersionHasChanged) for one in gave) == 1, gave
    assert list(Principles.objects.order_by("version").values_list("version", flat=True)) == [1, 2]


def test_nothing_is_added_to_what_is_settled_at_the_same_moment() -> None:
    signal, by = PressureSignalFactory.create(), UserFactory.create()

    def settle() -> object:
        return follow_up_pressure(
            signal=signal, step=PressureStep.SETTLED, on=TODAY, text="Klaar", by=by, request_key=uuid.uuid4()
        )

    gave = at_once(settle, settle)
    assert sum(isinstance(one, AlreadySettled) for one in gave) == 1, gave
    assert PressureFollowUp.objects.get().step == PressureStep.SETTLED
