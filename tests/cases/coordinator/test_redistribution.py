"""Dividing the cases of a worker: first a plan that changes nothing, then all of it in one act or none."""

import uuid
from functools import partial
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseCoordinator, CaseRestrictionPerson, Handover, Redistribution
from cases.selectors.propose_division import Hands, Wanted, divide
from tests.cases.conftest import HTMX, statements
from tests.factories import (
    AbsenceFactory,
    CaseFactory,
    CaseloadBandFactory,
    CaseRestrictionFactory,
    HandoverFactory,
    InvolvementFactory,
    RedistributionFactory,
    SecondmentFactory,
    TeamMembershipFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def lead(client: Client, coordinator: User) -> Client:
    return sign_in(client, coordinator)


@pytest.fixture
def pile(team: Team, colleague: User) -> list[Case]:
    return [CaseFactory.create(team=team, coordinator=colleague) for _ in range(4)]


def begin(client: Client, worker: User) -> Redistribution:
    team = worker.memberships.get().team
    said = {"worker": str(worker.public_id), "team": team.code}
    answer = client.post(reverse("cases:redistributions"), said)
    assert answer.status_code == 302
    plan = Redistribution.objects.open().get(giver=worker)
    assert answer["Location"] == reverse("cases:redistribution", args=[plan.public_id])
    return plan


def address(plan: Redistribution, name: str = "redistribution") -> str:
    return reverse(f"cases:{name}", args=[plan.public_id])


def choose(client: Client, plan: Redistribution, chosen: dict[Case, User], **more: Any) -> Any:
    plan.refresh_from_db()
    said = {"seen": plan.version, **{f"case-{case.pk}": user.pk for case, user in chosen.items()}, **more}
    return client.post(address(plan), said)


def said_how(plan: Redistribution, **more: Any) -> dict[str, Any]:
    plan.refresh_from_db()
    return {
        "reason": "Nieuwe baan",
        "decision": "now",
        "because": "Het kan niet wachten",
        "informer": "receiver",
        "seen": plan.version,
        "request_key": uuid.uuid4(),
        **more,
    }


def keeper(case: Case) -> User:
    return CaseCoordinator.objects.current().get(case=case).worker


def test_a_plan_changes_nothing_and_survives(
    lead: Client, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    plan = begin(lead, colleague)
    assert choose(lead, plan, {pile[0]: teammate, pile[1]: coordinator}).status_code == 302
    assert {keeper(case) for case in pile} == {colleague}
    assert not Handover.objects.exists()
    again = lead.get(address(plan)).context["page"]
    assert {row.case.pk: row.receiver_id for row in again.rows if row.receiver_id} == {
        pile[0].pk: teammate.pk,
        pile[1].pk: coordinator.pk,
    }
    assert begin(lead, colleague) == plan, "the plan that runs goes on"
    assert choose(lead, plan, {pile[0]: coordinator}).status_code == 302
    assert plan.moves.get().receiver == coordinator


def test_hands_before_and_after_beside_the_band(
    lead: Client, team: Team, pile: list[Case], colleague: User, teammate: User
) -> None:
    CaseloadBandFactory.create(team=team, low=1, high=2)
    plan = begin(lead, colleague)
    answer = choose(lead, plan, dict.fromkeys(pile[:3], teammate))
    page = lead.get(answer["Location"]).context["page"]
    by_name = {row.label: row for row in page.chart.rows}
    assert by_name[colleague.name].text == "4 → 1 casus"
    assert by_name[teammate.name].text == "0 → 3 casussen"
    assert "boven de band" in by_name[teammate.name].note
    assert "1 collega boven de afgesproken band" in page.outside
    assert [row.label for row in page.chart.rows] == sorted(by_name, key=str.casefold), "by name, never by load"


def test_a_change_is_kept_at_once_with_htmx(lead: Client, pile: list[Case], colleague: User, teammate: User) -> None:
    plan = begin(lead, colleague)
    said = {"seen": 0, f"case-{pile[0].pk}": teammate.pk}
    answer = lead.post(address(plan) + "?deel=after", said, headers=HTMX)
    assert answer.status_code == 200
    assert 'name="seen" value="1"' in answer.text
    assert "1 van de 4 casussen" in answer.text
    assert "<html" not in answer.text


def test_carried_out_in_one_act_without_a_gap(
    lead: Client, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    plan = begin(lead, colleague)
    moves = {pile[0]: teammate, pile[1]: coordinator, pile[2]: teammate}
    to_confirm = choose(lead, plan, moves, verder="1")
    assert to_confirm["Location"] == address(plan, "redistribution-carry-out")
    assert lead.get(to_confirm["Location"]).status_code == 200
    said = said_how(plan, **{f"reason-{pile[1].pk}": "Kent het gezin al"})
    assert lead.post(to_confirm["Location"], said).status_code == 302
    for case, user in moves.items():
        ended, begun = CaseCoordinator.objects.filter(case=case).order_by("started_at")
        assert (ended.worker, begun.worker) == (colleague, user)
        assert ended.ended_at == begun.started_at, "never a moment without a coordinator"
    assert keeper(pile[3]) == colleague
    reasons = dict(Handover.objects.values_list("case", "reason"))
    assert reasons == {pile[0].pk: "Nieuwe baan", pile[1].pk: "Kent het gezin al", pile[2].pk: "Nieuwe baan"}
    done = lead.get(address(plan))
    assert done.text.count("Overgedragen") == 3
    assert pile[0].household.name in sign_in(Client(), teammate).get("/mijn-werk/").text
    # The same form once more, and a plan that is over: nothing happens twice.
    assert lead.post(address(plan, "redistribution-carry-out"), said).status_code == 302
    assert Handover.objects.count() == 3


def test_colleagues_may_be_asked_instead(lead: Client, pile: list[Case], colleague: User, teammate: User) -> None:
    plan = begin(lead, colleague)
    choose(lead, plan, {pile[0]: teammate})
    asked = said_how(plan, decision="ask", because="")
    assert lead.post(address(plan, "redistribution-carry-out"), asked).status_code == 302
    assert keeper(pile[0]) == colleague
    assert Handover.objects.open().get().receiver == teammate
    assert pile[0].household.name in sign_in(Client(), teammate).get("/mijn-werk/").text
    assert "Wacht op antwoord" in lead.get(address(plan)).text


def test_what_changed_meanwhile_is_named_and_nothing_is_half_done(
    lead: Client, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    plan = begin(lead, colleague)
    choose(lead, plan, dict.fromkeys(pile, teammate))
    HandoverFactory.create(case=pile[1], receiver=coordinator)
    CaseCoordinator.objects.filter(case=pile[2]).update(worker=coordinator)
    Case.objects.filter(pk=pile[3].pk).update(awaiting_coordinator_since=None)
    answer = lead.post(address(plan, "redistribution-carry-out"), said_how(plan))
    assert answer.status_code == 409
    told = {number for _household, number, _why in answer.context["in_the_way"]}
    assert told == {pile[2].number}, "one that was asked already is not in the plan any more"
    assert keeper(pile[0]) == colleague
    assert not Handover.objects.exclude(case=pile[1]).exists()
    # Looked at again, kept, and carried out.
    assert choose(lead, plan, {pile[0]: teammate, pile[3]: teammate}).status_code == 302
    assert lead.post(address(plan, "redistribution-carry-out"), said_how(plan)).status_code == 302
    assert keeper(pile[0]) == keeper(pile[3]) == teammate
    assert keeper(pile[2]) == coordinator


def test_another_coordinator_at_the_same_plan_is_noticed(
    lead: Client, team: Team, pile: list[Case], colleague: User, teammate: User
) -> None:
    plan = begin(lead, colleague)
    second = sign_in(Client(), TeamMembershipFactory.create(team=team, user__team_coordinator=True).user)
    assert begin(second, colleague) == plan
    old = plan.version
    choose(second, plan, {pile[0]: teammate})
    answer = lead.post(address(plan), {"seen": old, f"case-{pile[1].pk}": teammate.pk}, follow=True)
    assert "intussen door een collega veranderd" in answer.text
    assert plan.moves.get().case == pile[0]
    stale = said_how(plan, seen=old)
    assert lead.post(address(plan, "redistribution-carry-out"), stale).status_code == 302
    assert keeper(pile[0]) == colleague


def test_a_file_for_named_people_is_not_named_to_who_is_not(
    lead: Client, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    hidden = pile[0]
    CaseRestrictionFactory.create(case=hidden)
    plan = begin(lead, colleague)
    page = lead.get(address(plan))
    assert hidden.household.name not in page.text
    assert hidden.number not in page.text
    # A move of before the restriction is not carried out by who may not know of it, and is not thrown away either.
    plan.moves.create(case=hidden, receiver=teammate)
    choose(lead, plan, {pile[1]: teammate})
    answer = lead.get(address(plan, "redistribution-carry-out"))
    assert hidden.household.name not in answer.text
    assert lead.post(address(plan, "redistribution-carry-out"), said_how(plan)).status_code == 302
    assert keeper(hidden) == colleague
    assert keeper(pile[1]) == teammate
    assert hidden.number not in lead.get(address(plan)).text
    assert plan.moves.filter(case=hidden, handover=None).exists()


def test_whoever_takes_a_restricted_file_is_named_in_it(
    lead: Client, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    restriction = CaseRestrictionFactory.create(case=pile[0])
    CaseRestrictionPerson.objects.create(
        restriction=restriction, user=coordinator, added_at=restriction.started_at, added_by=colleague
    )
    plan = begin(lead, colleague)
    choose(lead, plan, {pile[0]: teammate})
    assert lead.post(address(plan, "redistribution-carry-out"), said_how(plan)).status_code == 302
    assert keeper(pile[0]) == teammate
    assert restriction.people.filter(user=teammate, removed_at=None).exists()


def test_a_proposal_says_why_and_skips_who_cannot(
    lead: Client, team: Team, pile: list[Case], colleague: User, teammate: User, coordinator: User
) -> None:
    away = TeamMembershipFactory.create(team=team).user
    AbsenceFactory.create(user=away, ends_on=None)
    paid = TeamMembershipFactory.create(team=team, fte="1.00").user
    helping = InvolvementFactory.create(case=pile[0])
    SecondmentFactory.create(user=paid, organisation=helping.organisation, starts_on=pile[0].opened_on)
    CaseFactory.create(team=team, coordinator=teammate, theme=pile[1].theme)
    CaseloadBandFactory.create(team=team, low=1, high=20)
    plan = begin(lead, colleague)
    chosen = {"seen": 0, f"case-{pile[3].pk}": coordinator.pk}
    assert lead.post(address(plan, "redistribution-propose"), chosen).status_code == 302
    moves = {move.case_id: move for move in plan.moves.all()}
    assert set(moves) == {case.pk for case in pile}
    assert moves[pile[3].pk].receiver == coordinator, "what was chosen stays"
    assert moves[pile[3].pk].why == ""
    assert moves[pile[0].pk].receiver != paid, "not where the own employer helps"
    assert moves[pile[1].pk].receiver == teammate
    assert "heeft casussen op dit thema" in moves[pile[1].pk].why
    assert away.pk not in {move.receiver_id for move in moves.values()}
    assert colleague.pk not in {move.receiver_id for move in moves.values()}
    assert "heeft casussen op dit thema" in lead.get(address(plan)).text.lower()


def hands(**more: Any) -> Hands:
    return Hands(**{"user_id": 1, "name": "A", "fte": 1.0, "cases": 0, **more})


def wanted(**more: Any) -> Wanted:
    return Wanted(**{"case_id": 1, "district_id": 7, "theme_id": 8, **more})


def test_the_rule_room_then_knowledge_then_the_least() -> None:
    knows = hands(user_id=1, cases=9)
    knows.districts[7] = 3
    empty = hands(user_id=2, name="B", cases=0)
    assert divide([wanted()], [knows, empty], high=10)[1].user_id == 1
    assert divide([wanted()], [knows, empty], high=10)[1].user_id == 2, "after that one the hands are full"
    half = hands(user_id=3, name="C", fte=0.5, cases=2)
    whole = hands(user_id=4, name="D", cases=3)
    assert divide([wanted()], [half, whole], high=None)[1].user_id == 4, "per full-time week, not per head"


def test_nobody_may_take_it() -> None:
    assert divide([wanted(named=frozenset({9}))], [hands()], high=None) == {}
    assert divide([wanted(organisations=frozenset({5}))], [hands(employers=frozenset({5}))], high=None) == {}
    assert divide([wanted()], [hands(is_there=False)], high=None) == {}


def test_as_many_statements_for_thirty_cases_as_for_two(
    lead: Client, team: Team, colleague: User, teammate: User
) -> None:
    """The page, proposing, and handing over: each the same."""
    counts = []
    for many in (2, 30):
        for _ in range(many):
            CaseFactory.create(team=team, coordinator=colleague)
        plan = begin(lead, colleague)
        lead.get(address(plan))
        shown = len(statements(partial(lead.get, address(plan))))
        proposed = len(statements(partial(lead.post, address(plan, "redistribution-propose"), {"seen": 0})))
        assert plan.moves.count() == many
        how = said_how(plan, read_until="2026-06-01")
        given = len(statements(partial(lead.post, address(plan, "redistribution-carry-out"), how)))
        assert not CaseCoordinator.objects.current().filter(worker=colleague).exists()
        counts.append((shown, proposed, given))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 15
    assert counts[0][2] <= 45


def test_a_plan_can_be_dropped(lead: Client, pile: list[Case], colleague: User, teammate: User) -> None:
    plan = begin(lead, colleague)
    choose(lead, plan, {pile[0]: teammate})
    assert lead.post(address(plan, "redistribution-drop")).status_code == 302
    assert lead.get(address(plan)).status_code == 302
    assert choose(lead, plan, {pile[0]: teammate}).status_code == 302
    assert keeper(pile[0]) == colleague
    assert begin(lead, colleague) != plan


def test_what_is_shown_stands_in_the_log(lead: Client, pile: list[Case], colleague: User, coordinator: User) -> None:
    plan = begin(lead, colleague)
    lead.get(address(plan))
    logged = set(ReadLog.objects.filter(user_id=coordinator.pk).values_list("household_id", flat=True))
    assert {case.household_id for case in pile} <= logged


def test_only_people_of_the_own_team(lead: Client, outsider: User, colleague: User, team: Team) -> None:
    for said in (
        {"worker": str(outsider.public_id), "team": team.code},
        {"worker": str(outsider.public_id), "team": outsider.memberships.get().team.code},
        {"worker": "x", "team": team.code},
        {},
    ):
        assert lead.post(reverse("cases:redistributions"), said).status_code == 404
    foreign = RedistributionFactory.create()
    for name in ("redistribution", "redistribution-carry-out"):
        assert lead.get(address(foreign, name)).status_code == 404


def test_somebody_of_another_team_is_no_receiver(
    lead: Client, pile: list[Case], colleague: User, outsider: User
) -> None:
    plan = begin(lead, colleague)
    assert choose(lead, plan, {pile[0]: outsider}).status_code == 422
    assert not plan.moves.exists()
    plan.moves.create(case=pile[0], receiver=outsider)
    answer = lead.post(address(plan, "redistribution-carry-out"), said_how(plan))
    assert answer.status_code == 409
    assert keeper(pile[0]) == colleague
