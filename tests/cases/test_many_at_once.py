"""G04: sixty-four people at one file at one moment, through the front door. One succeeds, the others are told."""

import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, Goal, HouseholdMember, Plan, PlanAgreement
from tests.factories import (
    CaseFactory,
    GoalFactory,
    HouseholdMemberFactory,
    PersonFactory,
    PlanFactory,
    TeamMembershipFactory,
    sign_in,
)
from tests.front_door import MANY, post_at_once, statuses
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.concurrency, pytest.mark.django_db(transaction=True)]
OTHERS = MANY - 1


@pytest.fixture
def team_of_eight(team: Team) -> list[User]:
    return [membership.user for membership in TeamMembershipFactory.create_batch(8, team=team)]


def test_g04_sixty_four_agree_on_one_plan(case: Case, team_of_eight: list[User], measured: Measured) -> None:
    before = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True)).plan
    draft = GoalFactory.create(plan=PlanFactory.create(case=case)).plan
    member = case.household.members.select_related("person").get()
    today = timezone.localdate()
    url = reverse("cases:plan-agree", args=[case.public_id, draft.public_id])
    page = sign_in(Client(), team_of_eight[0]).get(reverse("cases:plan", args=[case.public_id, draft.public_id]))
    voices = {field.html_name: "yes" for field in page.context["agreement"] if "voice" in field.html_name}
    agreed = {"agreed_by": "Noor", "agreed_on": today, "evaluate_on": today + timedelta(days=90), **voices}
    answers = post_at_once(team_of_eight, url, agreed)
    assert statuses(answers).keys() <= {302, 403, 422}, statuses(answers)
    before.refresh_from_db()
    in_force = Plan.objects.in_force().get(case=case)
    assert (in_force, before.ended_at) == (draft, in_force.in_force_at)
    assert case.plans.filter(ended_at=None).count() == 1
    assert PlanAgreement.objects.filter(plan=draft, person=member.person).count() == len(voices)
    measured("G04", f"{MANY} at once: 1 plan in force, 0 errors of ours", part="plan")


def test_g05_sixty_four_write_one_goal_and_nobody_loses_a_word(
    case: Case, team_of_eight: list[User], measured: Measured
) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case), text="Zoals het was")
    url = reverse("cases:goal-edit", args=[case.public_id, goal.plan.public_id, goal.public_id])
    seen = sign_in(Client(), team_of_eight[0]).get(url).context["form"]["seen"].value()
    texts = [f"Wat nummer {number} schreef" for number in range(MANY)]
    forms = [{"text": text, "life_domain": goal.life_domain, "seen": seen} for text in texts]
    answers = post_at_once(team_of_eight, url, forms)
    assert statuses(answers) == {302: 1, 409: OTHERS}
    stored = Goal.objects.get(pk=goal.pk).text
    for text, answer in zip(texts, answers, strict=True):
        if answer.status_code == 302:
            assert stored == text
        else:
            assert text in answer.text
            assert stored in answer.text
    measured.is_a_try()  # of another kind than is asked: pairs, and a thousand of them
    measured.add("G05", "writers of one goal at once, 0 words lost", MANY)


def test_g04_sixty_four_let_one_person_live_somewhere(
    team: Team, team_of_eight: list[User], measured: Measured
) -> None:
    cases = [CaseFactory.create(team=team, coordinator=user) for user in team_of_eight]
    person = PersonFactory.create()
    yesterday = timezone.localdate() - timedelta(days=1)
    # Lived with the first of them until yesterday, so that everybody knows this person.
    HouseholdMemberFactory.create(household=cases[0].household, person=person, ends_on=yesterday)
    urls = [reverse("cases:member-join", args=[case.public_id, person.public_id]) for case in cases]
    # As the page had it: nobody lives anywhere. Who was in time is not moved out again by who comes after.
    form = {"role": "adult", "is_main": "on", "starts_on": timezone.localdate(), "lives": ""}
    answers = post_at_once(team_of_eight, urls, form)
    assert statuses(answers) == {302: 1, 422: OTHERS}
    assert HouseholdMember.objects.filter(person=person, ends_on=None).count() == 1
    measured("G04", f"{MANY} at once: 1 success, {OTHERS} conflicts", part="membership")


def test_g04_sixty_four_hand_one_case_over(
    team: Team, case: Case, colleague: User, team_of_eight: list[User], measured: Measured
) -> None:
    coordinators = [TeamMembershipFactory.create(team=team, user__team_coordinator=True).user for _ in range(4)]
    url = reverse("cases:coordinator-hand-over", args=[case.public_id])
    forms = [
        {
            "receiver": receiver.pk,
            "reason": "Verhuisd naar een andere wijk.",
            "decision": "now",
            "because": "Ziek.",
            "informer": "giver",
            "expected": colleague.pk,
            "request_key": uuid.uuid4(),
        }
        for receiver in team_of_eight
        for _ in range(MANY // len(team_of_eight))
    ]
    answers = post_at_once(coordinators, url, forms)
    # Who asks for the colleague that has it by now is told so at the field.
    assert statuses(answers).keys() <= {302, 409, 422}
    assert statuses(answers)[302] == 1
    first, second = case.coordinators.order_by("started_at")
    assert (first.worker, first.ended_at, second.ended_at) == (colleague, second.started_at, None)
    measured("G04", f"{MANY} at once: 1 success, {OTHERS} conflicts, no overlap", part="assignment")
