"""Closing with results, coming back, and the one contact that a closed case takes."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from cases.enums import ClosingReason, GoalOutcome
from cases.models import AfterCare, Case, Contact, Goal
from cases.services import close_case as closing
from cases.services.close_case import OpenEnd, SomethingIsOpen, close_case
from cases.services.lock_case import CaseIsClosed
from cases.services.open_case import open_case
from tests.cases.conftest import NOW
from tests.factories import (
    AfterCareFactory,
    CaseFactory,
    FamilyQuestionFactory,
    GoalFactory,
    InitiativeFactory,
    PlanFactory,
    PlanReadingLinkFactory,
)
from wijkteam.accounts.models import User
from wijkteam.core.periods import months_later
from wijkteam.hours.models import TimeEntry

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def goal(case: Case) -> Goal:
    return GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))


def said(goal: Goal, by: User, **given: Any) -> dict[str, Any]:
    key = goal.public_id.hex
    return {
        "reason": ClosingReason.GOALS_REACHED,
        "words": "Ik kan het nu zelf.",
        "own_network": "Mijn zus komt elke zondag.",
        f"outcome_{key}": GoalOutcome.PARTLY,
        f"result_{key}": "Elke week een keer.",
        "after_care": "3",
        "after_care_worker": str(by.pk),
        **given,
    }


def test_closing_keeps_results_words_and_what_goes_on(
    signed_in: Client, case: Case, goal: Goal, colleague: User
) -> None:
    initiative = InitiativeFactory.create(team=case.team)
    link = PlanReadingLinkFactory.create(case=case)
    answer = signed_in.post(
        reverse("cases:close", args=[case.public_id]), said(goal, colleague, initiatives=[initiative.pk])
    )
    assert answer["Location"] == reverse("cases:closed", args=[case.public_id])
    for row in (goal, case, link):
        row.refresh_from_db()
    assert (goal.outcome, goal.result) == (GoalOutcome.PARTLY, "Elke week een keer.")
    assert case.closing_words == "Ik kan het nu zelf."
    assert link.revoked_by == colleague
    page = signed_in.get(answer["Location"])
    for words in ("Ik kan het nu zelf.", "Mijn zus komt elke zondag.", initiative.name, "deels gehaald"):
        assert words in page.text
    care = AfterCare.objects.get()
    assert (care.due_on, care.worker) == (date(2026, 8, 4), colleague)


def test_each_goal_says_what_became_of_it(signed_in: Client, case: Case, goal: Goal, colleague: User) -> None:
    url = reverse("cases:close", args=[case.public_id])
    for wrong in ({f"outcome_{goal.public_id.hex}": ""}, {"after_care_worker": ""}, {"after_care": "60"}):
        assert signed_in.post(url, said(goal, colleague, **wrong)).status_code == 422
    case.refresh_from_db()
    assert case.is_open


def test_what_still_runs_is_asked_about(signed_in: Client, case: Case, goal: Goal, colleague: User) -> None:
    FamilyQuestionFactory.create(link=PlanReadingLinkFactory.create(case=case))
    url = reverse("cases:close", args=[case.public_id])
    assert signed_in.post(url, said(goal, colleague)).status_code == 422
    assert signed_in.post(url, said(goal, colleague, left_open="Noor is gebeld.")).status_code == 302
    case.refresh_from_db()
    assert case.closing_open_ends == "Noor is gebeld."


def test_others_can_add_what_may_still_run(case: Case, colleague: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(closing, "OPEN_ENDS", [lambda one: [OpenEnd(text="Er loopt nog iets.")]])
    with pytest.raises(SomethingIsOpen):
        close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW)
    close_case(
        case=case, reason=ClosingReason.MOVED, note="", results={}, by=colleague, at=NOW, left_open="Overgedragen."
    )


# -- coming back -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("closed_on", "opened_on", "is_reentry"),
    [
        (date(2026, 3, 1), date(2026, 8, 31), True),
        (date(2026, 3, 1), date(2026, 9, 1), False),
        (date(2026, 8, 31), date(2027, 2, 27), True),
        (date(2026, 8, 31), date(2027, 2, 28), False),  # the last day of a shorter month
    ],
)
def test_coming_back_within_six_calendar_months_is_reentry(
    closed_on: date, opened_on: date, is_reentry: bool, colleague: User
) -> None:
    before = CaseFactory.create(closed=True, opened_on=date(2026, 1, 5), closed_on=closed_on)
    with time_machine.travel(datetime.combine(opened_on, datetime.min.time(), UTC).replace(hour=9), tick=False):
        now = datetime.now(UTC)
        case = open_case(
            team=before.team, household=before.household, theme=before.theme, coordinator=None, by=colleague, at=now
        )
    case.refresh_from_db()
    assert (case.previous_case, case.is_reentry) == (before, is_reentry)
    Case.objects.filter(pk=case.pk).update(is_reentry=not is_reentry)  # past the code
    case.refresh_from_db()
    assert case.is_reentry is is_reentry


def test_a_first_case_is_no_reentry(case: Case) -> None:
    case.refresh_from_db()
    assert (case.previous_case, case.is_reentry) == (None, False)


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 5, 4), 12, date(2027, 5, 4)),
    ],
)
def test_a_month_later_is_a_day_that_exists(day: date, months: int, later: date) -> None:
    assert months_later(day, months) == later


# -- after-care ------------------------------------------------------------------------------------


@pytest.fixture
def care(case: Case, colleague: User) -> AfterCare:
    close_case(case=case, reason=ClosingReason.GOALS_REACHED, note="", results={}, by=colleague, at=NOW)
    return AfterCareFactory.create(case=case, worker=colleague, due_on=date(2026, 8, 4))


def contact(**given: str) -> dict[str, str]:
    return {
        "text": "Het gaat goed, ze heeft werk.",
        "kind": "phone",
        "minutes": "20",
        "day": "2026-08-04",
        "time": "10:00",
        "request_key": str(uuid.uuid4()),
        **given,
    }


def url(name: str, care: AfterCare) -> str:
    return reverse(f"cases:{name}", args=[care.case.public_id, care.public_id])


def test_after_care_is_logged_with_its_hours_on_a_closed_case(
    signed_in: Client, care: AfterCare, colleague: User
) -> None:
    with time_machine.travel(datetime(2026, 8, 4, 9, tzinfo=UTC), tick=False):
        signed_in.force_login(colleague)  # three months later
        said = contact()
        for _ in range(2):
            assert signed_in.post(url("after-care", care), said).status_code == 302
        one = Contact.objects.get()
        assert (one.after_care, one.case, one.time_entry.minutes) == (care, care.case, 20)
        assert TimeEntry.objects.get().kind == "individual"
        assert "Het gaat goed" in signed_in.get(reverse("cases:closed", args=[care.case.public_id])).text
        # done is done, also for who comes a moment later
        assert signed_in.post(url("after-care", care), contact()).status_code == 422
        assert signed_in.post(url("after-care-give-up", care), {"because": "Verhuisd"}).status_code == 302
    care.refresh_from_db()
    assert care.given_up_because == ""
    assert Contact.objects.count() == 1


def test_a_closed_case_takes_no_other_contact(signed_in: Client, care: AfterCare) -> None:
    assert signed_in.post(reverse("cases:contact-log", args=[care.case.public_id]), contact()).status_code == 403


def test_after_care_can_be_given_up_with_a_reason(signed_in: Client, care: AfterCare, colleague: User) -> None:
    assert signed_in.post(url("after-care-give-up", care), {"because": ""}).status_code == 422
    assert signed_in.post(url("after-care-give-up", care), {"because": "Verhuisd"}).status_code == 302
    care.refresh_from_db()
    assert (care.given_up_because, care.given_up_by) == ("Verhuisd", colleague)
    assert "Verhuisd" in signed_in.get(reverse("cases:closed", args=[care.case.public_id])).text


def test_after_care_can_be_planned_later_and_not_for_an_open_case(
    signed_in: Client, care: AfterCare, colleague: User
) -> None:
    address = reverse("cases:after-care-add", args=[care.case.public_id])
    said = {"due_on": "2026-11-04", "worker": str(colleague.pk)}
    for wrong in ({"due_on": "2026-05-03"}, {"due_on": "2027-05-05"}, {"worker": ""}):
        assert signed_in.post(address, {**said, **wrong}).status_code == 422
    assert signed_in.post(address, said).status_code == 302
    assert AfterCare.objects.count() == 2


def test_an_open_case_has_no_page_of_what_came_of_it(signed_in: Client, case: Case) -> None:
    assert signed_in.get(reverse("cases:closed", args=[case.public_id])).status_code == 403
    assert signed_in.get(reverse("cases:after-care-add", args=[case.public_id])).status_code == 403


def test_a_case_closes_once(case: Case, colleague: User) -> None:
    given: dict[str, Any] = {"case": case, "reason": ClosingReason.MOVED, "note": "", "results": {}, "by": colleague}
    close_case(**given, at=NOW)
    with pytest.raises(CaseIsClosed):
        close_case(**given, at=NOW)
