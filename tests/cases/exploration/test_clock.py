"""The terms of the Wmo: computed by the database, extended with a reason, and absent where they do not apply."""

from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import ClockPhase
from cases.models import Case, ClockExtension, StatutoryClock
from cases.selectors.clock import clock_deadlines
from tests.cases.conftest import TODAY, statements
from tests.factories import (
    AgreedTermsFactory,
    CaseFactory,
    ClockExtensionFactory,
    QuestionFactory,
    StatutoryClockFactory,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def clock_is_kept(case: Case) -> None:
    AgreedTermsFactory.create(municipality=case.team.municipality, uses_statutory_clock=True)


def url(case: Case) -> str:
    return reverse("cases:clock", args=[case.public_id])


def step(clock: StatutoryClock, name: str) -> str:
    return reverse("cases:clock-step", args=[clock.case.public_id, clock.public_id, name])


def test_where_it_does_not_apply_there_is_no_trace(signed_in: Client, case: Case) -> None:
    AgreedTermsFactory.create(municipality=case.team.municipality)
    assert "Wmo" not in signed_in.get(reverse("cases:exploration", args=[case.public_id])).text
    assert signed_in.get(url(case)).status_code == 404
    assert signed_in.post(reverse("cases:clock-start", args=[case.public_id]), {}).status_code == 404
    assert not StatutoryClock.objects.exists()


def test_it_applies_from_the_day_of_the_agreement_on(signed_in: Client, case: Case) -> None:
    municipality = case.team.municipality
    AgreedTermsFactory.create(
        municipality=municipality, starts_on=TODAY - timedelta(days=9), ends_on=TODAY, uses_statutory_clock=True
    )
    AgreedTermsFactory.create(municipality=municipality, starts_on=TODAY)
    assert signed_in.get(url(case)).status_code == 404


@pytest.mark.usefixtures("clock_is_kept")
def test_it_starts_from_the_day_of_the_question(signed_in: Client, case: Case) -> None:
    QuestionFactory.create(became_case=True, case=case, team=case.team)  # of the second of March
    start = reverse("cases:clock-start", args=[case.public_id])
    assert "Laat ze lopen vanaf 2 maart 2026" in signed_in.get(reverse("cases:exploration", args=[case.public_id])).text
    assert signed_in.get(start).context["form"]["reported_on"].value() == date(2026, 3, 2)
    for _ in range(2):
        assert signed_in.post(start, {"reported_on": "2026-03-02"}).status_code == 302
    clock = StatutoryClock.objects.get()
    assert (clock.own_plan_due_on, clock.investigation_due_on) == (date(2026, 3, 9), date(2026, 4, 13))
    assert clock.decision_due_on is None
    assert "21 dagen te laat" in signed_in.get(url(case)).text


@pytest.mark.usefixtures("clock_is_kept")
def test_from_report_to_decision(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(case=case)
    signed_in.post(step(clock, "bevestigd"), {"on": "2026-03-03"})
    signed_in.post(step(clock, "onderzoek"), {"on": "2026-04-20"})
    signed_in.post(step(clock, "aanvraag"), {"on": "2026-04-28"})
    text = signed_in.get(url(case)).text
    assert "7 dagen te laat" in text  # the investigation
    assert "nog 8 dagen (12 mei 2026)" in text  # the decision
    decide = reverse("cases:clock-decide", args=[case.public_id, clock.public_id])
    signed_in.post(decide, {"decision": "granted", "on": "2026-05-01"})
    clock.refresh_from_db()
    assert (clock.decision, clock.decided_on) == ("granted", date(2026, 5, 1))
    assert "Besloten op 1 mei 2026: toegekend." in signed_in.get(url(case)).text
    assert signed_in.get(step(clock, "onderzoek")).status_code == 403


@pytest.mark.usefixtures("clock_is_kept")
@pytest.mark.parametrize(
    ("name", "day"),
    [("bevestigd", "2026-03-01"), ("aanvraag", "2026-04-13"), ("aanvraag", "2026-09-09"), ("onderzoek", "morgen")],
)
def test_days_in_an_order_that_cannot_be(signed_in: Client, case: Case, name: str, day: str) -> None:
    clock = StatutoryClockFactory.create(case=case)
    assert signed_in.post(step(clock, name), {"on": day}).status_code == 422
    clock.refresh_from_db()
    assert (clock.confirmed_on, clock.applied_on, clock.investigation_done_on) == (None, None, None)


def test_after_six_weeks_without_investigation_one_can_apply(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(case=case)
    assert signed_in.post(step(clock, "aanvraag"), {"on": "2026-04-14"}).status_code == 302
    clock.refresh_from_db()
    assert clock.decision_due_on == date(2026, 4, 28)


def test_more_time_needs_a_reason_and_the_agreement_of_the_resident(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(case=case)
    extend = reverse("cases:clock-extend", args=[case.public_id, clock.public_id, "onderzoek"])
    given = {"until": "2026-05-11", "reason": "De zus is weg.", "told_on": "2026-04-10"}
    for missing in given:
        assert signed_in.post(extend, {**given, missing: ""}).status_code == 422
    assert signed_in.post(extend, {**given, "until": "2026-04-13"}).status_code == 422
    assert not ClockExtension.objects.exists()
    assert signed_in.post(extend, given).status_code == 302
    extension = ClockExtension.objects.get()
    assert (extension.phase, extension.agreed_on, extension.told_on) == (
        ClockPhase.INVESTIGATION,
        date(2026, 4, 10),
        None,
    )
    text = signed_in.get(url(case)).text
    assert "nog 7 dagen (11 mei 2026)" in text
    assert "De bewoner ging akkoord op 10 april 2026." in text
    assert signed_in.post(extend, given).status_code == 422  # the same once more gives no later day


def test_more_time_for_the_decision_is_told(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(
        case=case, investigation_done_on=date(2026, 4, 20), applied_on=date(2026, 4, 27)
    )
    extend = reverse("cases:clock-extend", args=[case.public_id, clock.public_id, "besluit"])
    signed_in.post(extend, {"until": "2026-05-25", "reason": "Wacht op advies.", "told_on": "2026-05-04"})
    assert clock.extensions.get().told_on == date(2026, 5, 4)
    assert clock_deadlines([case], TODAY)[0].due_on == date(2026, 5, 25)


def test_it_can_stop_without_a_decision(signed_in: Client, case: Case) -> None:
    clock = StatutoryClockFactory.create(case=case)
    stop = reverse("cases:clock-stop", args=[case.public_id, clock.public_id])
    assert signed_in.post(stop, {"on": "2026-05-04"}).status_code == 422
    signed_in.post(stop, {"on": "2026-05-04", "reason": "no-application"})
    clock.refresh_from_db()
    assert not clock.is_running
    assert clock_deadlines([case], TODAY) == []


def test_the_deadlines_of_many_cases_in_one_statement(signed_in: Client, case: Case) -> None:
    late = StatutoryClockFactory.create(case=case)
    extended = StatutoryClockFactory.create(case=CaseFactory.create(team=case.team))
    ClockExtensionFactory.create(clock=extended, until=date(2026, 6, 1))
    waits = StatutoryClockFactory.create(
        case=CaseFactory.create(team=case.team), investigation_done_on=date(2026, 3, 20)
    )
    StatutoryClockFactory.create(case=CaseFactory.create(team=case.team), decided=True)
    found = clock_deadlines(Case.objects.all(), TODAY)
    assert [(one.case_id, one.days_left, one.is_late) for one in found] == [
        (late.case_id, -21, True),
        (extended.case_id, 28, False),
    ]
    assert found[0].text == "Wmo: rond het onderzoek af, 21 dagen te laat"
    assert waits.case_id not in {one.case_id for one in found}


def test_the_page_takes_as_many_statements_for_two_clocks(signed_in: Client, case: Case) -> None:
    StatutoryClockFactory.create(case=case, decided=True)
    few = len(statements(lambda: signed_in.get(url(case))))
    ClockExtensionFactory.create(clock=StatutoryClockFactory.create(case=case, reported_on=date(2026, 4, 20)))
    assert len(statements(lambda: signed_in.get(url(case)))) <= few
