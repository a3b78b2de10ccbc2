"""The plan: a draft, agreement, versions that follow each other, and two people who write at once."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.enums import ActionOwner, LifeDomain, ScoreGiver
from cases.models import Action, Case, Goal, Plan
from cases.services.detect_change import HasChanged, fingerprint
from cases.services.evaluate_plan import score_goal
from cases.services.write_plan import (
    GOAL_FIELDS,
    PlanHasEnded,
    PlanHasNoGoals,
    agree_on_plan,
    discard_draft,
    mark_action,
    remove_goal,
    save_goal,
    start_draft,
)
from tests.cases.conftest import NOW, TODAY, statements
from tests.factories import ActionFactory, GoalFactory, GoalScoreFactory, InitiativeFactory, PlanFactory
from wijkteam.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


def agree(plan: Plan, by: User, *, day: date = TODAY) -> Plan:
    return agree_on_plan(
        plan=plan, agreed_by="Noor", agreed_on=day, evaluate_on=day + timedelta(days=91), by=by, at=NOW
    )


def url(name: str, plan: Plan, *args: Any) -> str:
    return reverse(f"cases:{name}", args=[plan.case.public_id, plan.public_id, *args])


# -- use cases -------------------------------------------------------------------------------------


def test_the_first_draft_is_empty_and_asked_for_again_the_same(case: Case, colleague: User) -> None:
    draft = start_draft(case=case, by=colleague, at=NOW)
    assert (draft.version, draft.goals.count()) == (1, 0)
    assert start_draft(case=case, by=colleague, at=NOW) == draft


def test_a_household_cannot_agree_on_nothing(case: Case, colleague: User) -> None:
    draft = start_draft(case=case, by=colleague, at=NOW)
    with pytest.raises(PlanHasNoGoals):
        agree(draft, colleague)


def test_a_new_version_copies_goals_and_open_actions_and_leaves_the_old_one_alone(case: Case, colleague: User) -> None:
    old = PlanFactory.create(case=case, in_force=True)
    goal = GoalFactory.create(plan=old, text="Post openen", start_score=1, target_score=4)
    GoalScoreFactory.create(goal=goal, score=3)
    ActionFactory.create(goal=goal, text="Al gedaan", done_on=date(2026, 4, 1))
    ActionFactory.create(goal=goal, text="Nog te doen")
    draft = start_draft(case=case, by=colleague, at=NOW)
    copied = draft.goals.get()
    assert (draft.version, copied.text, copied.target_score) == (2, "Post openen", 4)
    assert (copied.start_score, copied.current_score) == (1, 3)  # the same goal, which began where it began
    assert copied.lineage == goal.lineage
    assert [action.text for action in copied.actions.all()] == ["Nog te doen"]
    assert copied.public_id != goal.public_id
    assert old.goals.get().actions.count() == 2

    agree(draft, colleague)
    old.refresh_from_db()
    draft.refresh_from_db()
    assert old.ended_at == NOW
    assert (draft.is_in_force, draft.agreed_by) == (True, "Noor")
    assert Plan.objects.in_force().get(case=case) == draft


def test_agreeing_twice_changes_nothing(case: Case, colleague: User) -> None:
    draft = GoalFactory.create(plan__case=case).plan
    agree(draft, colleague)
    again = agree(draft, colleague, day=TODAY - timedelta(days=3))
    assert again.agreed_on == TODAY


def test_an_earlier_version_takes_no_more_words(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    action = ActionFactory.create(goal=goal)
    agree(start_draft(case=case, by=colleague, at=NOW), colleague)
    old = Plan.objects.get(case=case, version=1)
    for attempt in (
        lambda: save_goal(plan=old, goal=Goal(plan=old, text="Nieuw"), seen="", by=colleague),
        lambda: mark_action(action=action, done_on=TODAY, by=colleague),
        lambda: score_goal(
            goal=goal, score=5, given_by=ScoreGiver.WORKER, scored_on=TODAY, note="", by=colleague, at=NOW
        ),
    ):
        with pytest.raises(PlanHasEnded):
            attempt()


def test_a_goal_leaves_a_draft_and_never_a_plan_that_was_agreed(case: Case, colleague: User) -> None:
    goal = ActionFactory.create(goal__plan__case=case).goal
    stays = GoalFactory.create(plan=goal.plan)
    remove_goal(goal=goal, by=colleague)
    agree(stays.plan, colleague)
    with pytest.raises(PlanHasEnded):
        remove_goal(goal=stays, by=colleague)
    assert list(Goal.objects.all()) == [stays]


def test_a_draft_can_be_thrown_away_and_the_next_has_its_number(case: Case, colleague: User) -> None:
    draft = ActionFactory.create(goal__plan__case=case).goal.plan
    discard_draft(plan=draft, by=colleague)
    assert not Plan.objects.exists()
    assert start_draft(case=case, by=colleague, at=NOW).version == 1


def test_a_plan_that_was_agreed_cannot_be_thrown_away(case: Case, colleague: User) -> None:
    plan = PlanFactory.create(case=case, in_force=True)
    with pytest.raises(PlanHasEnded):
        discard_draft(plan=plan, by=colleague)


def test_who_saves_what_somebody_else_changed_is_told(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan__case=case, text="Zoals het was", target_score=4)
    mine, theirs = Goal.objects.get(pk=goal.pk), Goal.objects.get(pk=goal.pk)
    seen = fingerprint(goal, GOAL_FIELDS)
    theirs.target_score = 5  # not the text: every field counts
    save_goal(plan=goal.plan, goal=theirs, seen=seen, by=colleague)
    mine.text = "Zoals ik het schreef"
    with pytest.raises(HasChanged) as refused:
        save_goal(plan=goal.plan, goal=mine, seen=seen, by=colleague)
    assert refused.value.row == theirs
    goal.refresh_from_db()
    assert (goal.text, goal.target_score) == ("Zoals het was", 5)


def test_saving_the_same_twice_is_no_conflict(case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan__case=case)
    seen = fingerprint(goal, GOAL_FIELDS)
    goal.text = "Anders"
    save_goal(plan=goal.plan, goal=goal, seen=seen, by=colleague)
    save_goal(plan=goal.plan, goal=goal, seen=seen, by=colleague)


# -- pages -----------------------------------------------------------------------------------------


def test_from_nothing_to_a_plan_in_force_without_javascript(signed_in: Client, case: Case, colleague: User) -> None:
    answer = signed_in.post(reverse("cases:plan-start", args=[case.public_id]))
    draft = case.plans.get()
    assert answer["Location"] == url("plan", draft)
    goal = {"life_domain": LifeDomain.FINANCE, "text": "Ik wil weer post durven openen", "start_score": "2"}
    signed_in.post(url("goal-add", draft), {**goal, "target_score": "4", "seen": ""})
    one = draft.goals.get()
    initiative = InitiativeFactory.create()
    action = {"text": "Naar de postochtend", "owner": ActionOwner.COLLECTIVE, "initiative": initiative.pk, "seen": ""}
    signed_in.post(url("action-add", draft, one.public_id), action)
    page = signed_in.get(url("plan", draft))
    assert page.context["plan"].share == 100
    assert initiative.name in page.text
    agreed = {"agreed_by": "Noor en Sem", "agreed_on": "4-5-2026", "evaluate_on": "2026-08-03"}
    assert signed_in.post(url("plan-agree", draft), agreed)["Location"] == reverse(
        "cases:detail", args=[case.public_id]
    )
    page = signed_in.get(reverse("cases:detail", args=[case.public_id]))
    assert "Noor en Sem" in page.text
    done = one.actions.get()
    signed_in.post(url("action-done", draft, one.public_id, done.public_id))
    done.refresh_from_db()
    assert done.done_on == TODAY
    signed_in.post(url("action-done", draft, one.public_id, done.public_id), {"done": "no"})
    done.refresh_from_db()
    assert done.done_on is None


def test_an_action_of_the_team_names_a_colleague_of_the_team(
    signed_in: Client, case: Case, colleague: User, outsider: User
) -> None:
    goal = GoalFactory.create(plan__case=case)
    address = url("action-add", goal.plan, goal.public_id)
    said = {"text": "Bellen met de gemeente", "owner": ActionOwner.TEAM, "seen": ""}
    assert signed_in.post(address, {**said, "worker": ""}).status_code == 422
    assert signed_in.post(address, {**said, "worker": outsider.pk}).status_code == 422
    assert signed_in.post(address, {**said, "worker": colleague.pk}).status_code == 302
    assert Action.objects.get().worker == colleague


def test_a_conflict_shows_both_texts_and_a_second_press_saves(signed_in: Client, case: Case, colleague: User) -> None:
    goal = GoalFactory.create(plan__case=case, text="Zoals het was")
    address = url("goal-edit", goal.plan, goal.public_id)
    form = signed_in.get(address).context["form"]
    seen = form.initial["seen"]
    Goal.objects.filter(pk=goal.pk).update(text="Van mijn collega")
    said = {"life_domain": LifeDomain.FINANCE, "text": "Van mij", "seen": seen}
    answer = signed_in.post(address, said)
    assert answer.status_code == 409
    assert "Van mijn collega" in answer.text
    assert "Van mij</textarea>" in answer.text
    again = signed_in.post(address, {**said, "seen": answer.context["form"]["seen"].value()})
    assert again.status_code == 302
    goal.refresh_from_db()
    assert goal.text == "Van mij"


def test_agreeing_on_nothing_or_on_a_day_to_come_is_refused_on_the_page(signed_in: Client, case: Case) -> None:
    draft = PlanFactory.create(case=case)
    said = {"agreed_by": "Noor", "agreed_on": "4-5-2026", "evaluate_on": "2026-08-03"}
    for wrong in (said, {**said, "agreed_on": "5-5-2026"}, {**said, "evaluate_on": "2026-05-04"}):
        assert signed_in.post(url("plan-agree", draft), wrong).status_code == 422
    draft.refresh_from_db()
    assert draft.is_draft
    assert signed_in.get(url("plan-agree", draft)).status_code == 200  # after a switch of language


def test_a_page_of_an_earlier_version_can_be_read_and_not_changed(
    signed_in: Client, case: Case, colleague: User
) -> None:
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True), text="Van toen")
    agree(start_draft(case=case, by=colleague, at=NOW), colleague)
    page = signed_in.get(url("plan", goal.plan))
    assert "Van toen" in page.text
    assert url("goal-edit", goal.plan, goal.public_id) not in page.text
    assert signed_in.get(url("goal-edit", goal.plan, goal.public_id)).status_code == 403


def test_a_plan_of_another_case_is_not_found(signed_in: Client, case: Case) -> None:
    other = PlanFactory.create()
    address = reverse("cases:plan", args=[case.public_id, other.public_id])
    assert signed_in.get(address).status_code == 404


@pytest.mark.parametrize("goals", [1, 6])
def test_the_plan_page_takes_as_many_statements_however_much_it_says(signed_in: Client, case: Case, goals: int) -> None:
    plan = PlanFactory.create(case=case)
    for goal in GoalFactory.create_batch(goals, plan=plan):
        ActionFactory.create_batch(goals, goal=goal)
    signed_in.get(url("plan", plan))
    seen = statements(lambda: signed_in.get(url("plan", plan)))
    # user, rights, case, read log; plans, scores, agreements, evaluations, links, questions; who lives there (to agree)
    # and what the draft says, for who throws it away
    assert len(seen) == 12, "\n".join(seen)
