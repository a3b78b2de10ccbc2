"""The participation ladder: two taps, one step a day, kept through a merge, and read by who may know of the file."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, LadderScore
from cases.selectors.ladder import Moves, moves, net_steps
from cases.services.merge_persons import merge_persons
from tests.factories import CaseFactory, CaseRestrictionFactory, HouseholdMemberFactory, LadderScoreFactory
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = date(2026, 6, 1)


@pytest.fixture(autouse=True)
def _first_of_june() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def address(case: Case) -> str:
    person = case.household.members.order_by("pk")[0].person
    return reverse("cases:ladder", args=[case.public_id, person.public_id])


def test_two_taps_from_the_household(signed_in: Client, case: Case, colleague: User) -> None:
    household = signed_in.get(reverse("cases:household", args=[case.public_id])).content.decode()
    assert f'hx-get="{address(case)}?deel=dialog"' in household
    assert "Nog geen trede" in household
    dialog = signed_in.get(f"{address(case)}?deel=dialog", headers={"hx-request": "true"}).content.decode()
    assert dialog.count('name="step"') == 6
    assert signed_in.post(address(case), {"step": "3", "scored_on": "2026-06-01"}).status_code == 302
    (score,) = LadderScore.objects.all()
    assert (score.case, score.step, score.scored_on, score.scored_by) == (case, 3, TODAY, colleague)
    household = signed_in.get(reverse("cases:household", args=[case.public_id])).content.decode()
    assert "Trede 3: doet mee aan georganiseerde activiteiten" in household


def test_the_same_day_is_corrected_and_another_day_added(signed_in: Client, case: Case) -> None:
    for step, day in (("2", "2026-01-05"), ("5", "2026-06-01"), ("4", "2026-06-01")):
        signed_in.post(address(case), {"step": step, "scored_on": day})
    found = list(LadderScore.objects.order_by("scored_on").values_list("scored_on", "step"))
    assert found == [(date(2026, 1, 5), 2), (TODAY, 4)]
    page = signed_in.get(address(case)).content.decode()
    assert "2 treden omhoog sinds 5 jan 2026" in page
    history: Any = LadderScore.objects.get(scored_on=TODAY).events  # type: ignore[attr-defined]  # of pghistory
    assert sorted(history.values_list("step", flat=True).distinct()) == [4, 5]


@pytest.mark.parametrize(
    "words",
    [
        {"step": "7"},
        {"step": ""},
        {"step": "x"},
        {"scored_on": "2026-06-02"},
        {"scored_on": "2016-06-02"},
        {"note": "a" * 201},
    ],
)
def test_absurd_input_is_refused(signed_in: Client, case: Case, words: dict[str, str]) -> None:
    sent = {"step": "3", "scored_on": "2026-06-01", **words}
    assert signed_in.post(address(case), sent).status_code == 422
    assert not LadderScore.objects.exists()


def test_somebody_of_another_household_is_not_found_here(signed_in: Client, case: Case, team: Team) -> None:
    other = CaseFactory.create(team=team).household.members.order_by("pk")[0].person
    wrong = reverse("cases:ladder", args=[case.public_id, other.public_id])
    assert signed_in.post(wrong, {"step": "3", "scored_on": "2026-06-01"}).status_code == 404


def test_steps_of_a_file_for_named_people_do_not_show_in_another(signed_in: Client, case: Case, team: Team) -> None:
    """A child of two homes who grew up: what one file says stays in it when that file is for named people."""
    person = case.household.members.order_by("pk")[0].person
    hidden = CaseFactory.create(team=team)
    HouseholdMemberFactory.create(household=hidden.household, person=person, is_main=False)
    LadderScoreFactory.create(case=hidden, person=person, step=6, note="kanarietrede")
    assert "kanarietrede" in signed_in.get(address(case)).content.decode()
    CaseRestrictionFactory.create(case=hidden)
    page = signed_in.get(address(case)).content.decode()
    assert "kanarietrede" not in page
    assert "Nog geen trede" in page


def test_children_have_no_ladder(signed_in: Client, case: Case) -> None:
    child = HouseholdMemberFactory.create(
        household=case.household, person__birth_date=date(2015, 1, 1), person__given_name="Kleintje"
    )
    page = signed_in.get(reverse("cases:household", args=[case.public_id])).content.decode()
    assert reverse("cases:ladder", args=[case.public_id, child.person.public_id]) not in page


def test_two_persons_who_are_one_keep_every_step(case: Case, colleague: User) -> None:
    stays = case.household.members.order_by("pk")[0].person
    goes = HouseholdMemberFactory.create(household=case.household, is_main=False).person
    LadderScoreFactory.create(case=case, person=stays, step=2, scored_on=TODAY, note="eerst")
    LadderScoreFactory.create(case=case, person=goes, step=3, scored_on=TODAY, note="later")
    LadderScoreFactory.create(case=case, person=goes, step=1, scored_on=date(2026, 1, 5))
    merge_persons(keep=stays, merged=goes, why="Zelfde vrouw", by=colleague, at=timezone.now())
    found = LadderScore.objects.filter(person=stays).order_by("scored_on").values_list("scored_on", "step", "note")
    assert list(found) == [(date(2026, 1, 5), 1, ""), (TODAY, 3, "later / eerst")]


def test_moves_are_differences_between_consecutive_scores() -> None:
    scores = [
        (1, date(2026, 1, 1), 2),
        (2, date(2026, 1, 2), 4),
        (1, date(2026, 2, 1), 3),
        (2, date(2026, 2, 2), 3),
        (1, date(2026, 3, 1), 6),
    ]
    assert moves(scores, start=date(2026, 2, 1), end=date(2026, 3, 1)) == Moves(up=1, down=1, steps_up=1, steps_down=1)
    assert moves(scores, start=date(2026, 1, 1), end=date(2027, 1, 1)) == Moves(up=2, down=1, steps_up=4, steps_down=1)


def test_the_start_is_the_last_step_up_to_the_first_day() -> None:
    scores = [(date(2026, 1, 1), 1), (date(2026, 3, 1), 2), (date(2026, 5, 1), 4)]
    found = net_steps(scores, start=date(2026, 3, 1), last=date(2026, 5, 1))
    assert found is not None
    assert (found.first, found.latest) == (2, 4)
    assert net_steps([(date(2026, 5, 2), 1)], start=date(2026, 3, 1), last=date(2026, 5, 1)) is None
