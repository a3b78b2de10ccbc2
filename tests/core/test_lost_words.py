"""G05: a form that became impossible while somebody wrote in it gives the words back."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from lxml import html  # type: ignore[import-untyped]  # has no types

from cases.enums import ClosingReason
from cases.models import Action, Case, Goal, Plan
from cases.services.close_case import close_case
from cases.services.detect_change import fingerprint
from cases.services.write_plan import GOAL_FIELDS, discard_draft, remove_goal, save_action, save_goal
from tests.factories import ActionFactory, GoalFactory, PlanFactory, sign_in
from wijkteam.accounts.models import User

pytestmark = pytest.mark.django_db
WORDS = "Noor wil haar post weer <durven> openen"
SHOWN = "Noor wil haar post weer &lt;durven&gt; openen"


def write(client: Client, case: Case, plan: Plan, goal_id: object) -> tuple[int, str]:
    url = reverse("cases:goal-edit", args=[case.public_id, plan.public_id, goal_id])
    answer = client.post(url, {"text": WORDS, "life_domain": "finance", "seen": "0" * 32, "start_score": "2"})
    return answer.status_code, answer.text


def test_g05_words_for_a_goal_that_a_colleague_removed_come_back(case: Case, colleague: User, teammate: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case))
    goal_id = goal.public_id
    remove_goal(goal=goal, by=teammate)
    status, page = write(sign_in(Client(), colleague), case, goal.plan, goal_id)
    assert status == 404
    assert SHOWN in page
    assert "0" * 32 not in page


def test_g05_words_for_a_draft_that_a_colleague_threw_away_come_back(
    case: Case, colleague: User, teammate: User
) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case))
    plan, goal_id = goal.plan, goal.public_id
    discard_draft(plan=Plan.objects.get(pk=plan.pk), by=teammate)
    status, page = write(sign_in(Client(), colleague), case, plan, goal_id)
    assert (status, SHOWN in page) == (404, True)


def test_g05_words_for_a_case_that_a_colleague_closed_come_back(case: Case, colleague: User, teammate: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case))
    close_case(case=case, reason=ClosingReason.MOVED, note="", results={}, by=teammate, at=timezone.now())
    status, page = write(sign_in(Client(), colleague), case, goal.plan, goal.public_id)
    assert (status, SHOWN in page) == (403, True)


def test_who_is_not_signed_in_and_who_only_reads_gets_nothing_back(client: Client, colleague: User) -> None:
    url = "/bestaat-niet/"
    assert WORDS not in client.post(url, {"text": WORDS}).text
    assert "Wat je schreef" not in sign_in(client, colleague).get(url, {"text": WORDS}).text


def test_what_nobody_typed_is_left_out(client: Client, colleague: User) -> None:
    sent = {"password": "geheim-woord", "request_key": "geheim-sleutel", "day": "2026-03-01", "is_main": "on"}
    page = sign_in(client, colleague).post("/bestaat-niet/", sent)
    assert page.status_code == 404
    assert "geheim" not in page.text
    assert "Wat je schreef" not in page.text


def pressed(client: Client, url: str, button: str) -> dict[str, str]:
    """The hidden fields of the form behind this button, as the page has them now."""
    page = html.fromstring(client.get(url).content)
    form = next(one for one in page.iter("form") if button in (one.get("action") or ""))
    return {field.get("name") or "": field.get("value") or "" for field in form.iter("input")}


@pytest.mark.parametrize("change", ["the goal", "an action for it", "another goal"])
def test_g05_what_a_colleague_wrote_meanwhile_is_not_thrown_away(
    change: str, case: Case, colleague: User, teammate: User
) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case), text="Eerst")
    client = sign_in(Client(), colleague)
    at_goal = reverse("cases:goal-edit", args=[case.public_id, goal.plan.public_id, goal.public_id])
    at_plan = reverse("cases:plan", args=[case.public_id, goal.plan.public_id])
    forms = {
        "verwijderen/": pressed(client, at_goal, "verwijderen/"),
        "weggooien/": pressed(client, at_plan, "weggooien/"),
    }
    if change == "the goal":
        mine = Goal.objects.get(pk=goal.pk)
        seen = fingerprint(mine, GOAL_FIELDS)
        mine.text = "Wat een collega schreef"
        save_goal(plan=goal.plan, goal=mine, seen=seen, by=teammate)
    elif change == "an action for it":
        save_action(goal=goal, action=Action(text="Samen bellen", owner="resident"), seen="", by=teammate)
    else:
        save_goal(plan=goal.plan, goal=Goal(text="Nog iets", life_domain="finance"), seen="", by=teammate)
    if change != "another goal":
        answer = client.post(f"{at_goal}verwijderen/", forms["verwijderen/"], follow=True)
        assert "Een collega heeft dit intussen gewijzigd" in answer.text
    answer = client.post(f"{at_plan}weggooien/", forms["weggooien/"], follow=True)
    assert "Een collega heeft dit intussen gewijzigd" in answer.text
    assert Goal.objects.filter(pk=goal.pk).exists()
    # Having looked again, whoever still wants it away may take it away.
    client.post(f"{at_plan}weggooien/", pressed(client, at_plan, "weggooien/"))
    assert not Plan.objects.filter(pk=goal.plan_id).exists()


def test_g05_an_action_that_a_colleague_changed_is_not_taken_away(case: Case, colleague: User, teammate: User) -> None:
    action = ActionFactory.create(goal__plan=PlanFactory.create(case=case), text="Eerst")
    plan = action.goal.plan
    client = sign_in(Client(), colleague)
    url = reverse("cases:action-edit", args=[case.public_id, plan.public_id, action.goal.public_id, action.public_id])
    form = pressed(client, url, "verwijderen/")
    Action.objects.filter(pk=action.pk).update(text="Wat een collega schreef")
    client.post(f"{url}verwijderen/", form)
    assert Action.objects.filter(pk=action.pk).exists()
    client.post(f"{url}verwijderen/", pressed(client, url, "verwijderen/"))
    assert not Action.objects.filter(pk=action.pk).exists()
