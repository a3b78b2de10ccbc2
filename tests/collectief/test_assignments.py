"""Assignments: nothing vague, nothing typed in, and what was agreed stays agreed."""

import uuid
from datetime import UTC, date, datetime
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from collectief.enums import AssignmentUnit, LadderStep
from collectief.forms.vague_goals import means_everybody, says_nothing, vague_word
from collectief.models import Assignment
from collectief.selectors.progress import Pace, Progress, progress_of
from tests.factories import (
    AssignmentFactory,
    AssignmentPartFactory,
    AttendanceFactory,
    CaseFactory,
    CollectiveReferralFactory,
    EditionFactory,
    InitiativeFactory,
    LadderScoreFactory,
    ParticipantFactory,
    PersonFactory,
    SessionFactory,
)
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


@pytest.fixture
def leading(client: Client, coordinator: User) -> Client:
    client.force_login(coordinator)
    return client


def given(**fields: Any) -> dict[str, Any]:
    return {
        "title": "Minstens 50 mensen op trede 1 of 2 doen vrijwilligerswerk of een cursus",
        "target_group": "Mensen zonder werk in de Molenbuurt",
        "number": "50",
        "unit": "people",
        "step_at_most": "2",
        "reaches_step": "4",
        "starts_on": "2026-03-01",
        "last_day": "2026-12-31",
        "will_not": "We beginnen geen eigen taalcursus.",
        "request_key": str(uuid.uuid4()),
        **fields,
    }


def errors_of(client: Client, **fields: Any) -> dict[str, list[str]]:
    response = client.post(reverse("collectief:assignment-new"), given(**fields))
    assert response.status_code == 422
    assert not Assignment.objects.exists()
    return dict(response.context["form"].errors)


def test_a_draft_is_written_agreed_and_then_stays(
    signed_in: Client, colleague: User, coordinator: User, team: Team
) -> None:
    response = signed_in.post(reverse("collectief:assignment-new"), given())
    made = Assignment.objects.get()
    assert response.status_code == 302
    assert (made.team, made.number, made.step_at_most, made.reaches_step) == (team, 50, 2, 4)
    assert (made.starts_on, made.ends_on, made.is_draft) == (date(2026, 3, 1), date(2027, 1, 1), True)
    agree = reverse("collectief:assignment-agree", args=[made.public_id])
    assert signed_in.get(agree).status_code == 403
    signed_in.force_login(coordinator)
    words = {"agreed_on": "2026-06-01", "agreed_with": "Beleidsmedewerker participatie"}
    assert signed_in.post(agree, words).status_code == 302
    made.refresh_from_db()
    assert (made.agreed_on, made.agreed_by) == (TODAY, coordinator)
    signed_in.post(reverse("collectief:assignment-edit", args=[made.public_id]), given(number="10"))
    made.refresh_from_db()
    assert made.number == 50


def test_the_same_form_sent_twice_is_one_draft(signed_in: Client) -> None:
    words = given()
    for _time in range(2):
        assert signed_in.post(reverse("collectief:assignment-new"), words).status_code == 302
    assert Assignment.objects.count() == 1


def test_more_people_is_refused_with_an_example_of_how_to_say_it(signed_in: Client) -> None:
    (said,) = errors_of(signed_in, title="Meer mensen laten meedoen")["title"]
    assert "‘meer’ zegt niet hoeveel" in said
    assert "Minstens 50 mensen (Mensen zonder werk in de Molenbuurt), tot en met 31 december 2026" in said


def test_without_a_number_and_an_end_it_says_why_these_are_needed(signed_in: Client) -> None:
    found = errors_of(signed_in, number="", last_day="", title="Eenzaamheid verminderen")
    assert "Zonder getal kan niemand zien of het lukt" in found["number"][0]
    assert "Zeg tot wanneer" in found["last_day"][0]
    assert "Minstens 50 mensen op trede 1 of 2" in found["title"][0]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("target_group", "iedereen"),
        ("target_group", "De bewoners."),
        ("will_not", "n.v.t."),
        ("will_not", "niets"),
        ("number", "0"),
        ("number", "-3"),
        ("last_day", "2026-02-28"),
        ("last_day", "2036-02-28"),
        ("reaches_step", "2"),
        ("age_to", "200"),
    ],
)
def test_what_nobody_could_tell_reached_is_refused(signed_in: Client, field: str, value: str) -> None:
    assert field in errors_of(signed_in, **{field: value})


def test_what_cannot_be_counted_is_refused(signed_in: Client) -> None:
    found = errors_of(signed_in, unit="meetings", age_from="55")
    assert {"step_at_most", "reaches_step"} <= found.keys()
    assert "age_from" in errors_of(signed_in, unit="times", step_at_most="", reaches_step="", age_from="55")


@pytest.mark.parametrize(
    ("goal", "word"),
    [
        ("Meer mensen laten meedoen", "meer"),
        ("De zelfredzaamheid versterken", "versterken"),
        ("Zo veel mogelijk ouderen bereiken", "zo veel mogelijk"),
        ("30 mensen doen meer vrijwilligerswerk", ""),
        ("Twintig gezinnen eten elke week samen", ""),
        ("De meerkoeten tellen", ""),
    ],
)
def test_vague_words(goal: str, word: str) -> None:
    assert vague_word(goal) == word


def test_empty_words() -> None:
    assert means_everybody("Alle bewoners!")
    assert not means_everybody("Alle bewoners van de Molenflat boven de 75")
    assert says_nothing("n.v.t.")
    assert not says_nothing("Geen eigen taalcursus.")


def test_it_is_not_agreed_before_something_counts(leading: Client, team: Team) -> None:
    made = AssignmentFactory.create(team=team)
    agree = reverse("collectief:assignment-agree", args=[made.public_id])
    words = {"agreed_on": "2026-06-01", "agreed_with": "Wethouder"}
    assert leading.post(agree, words).status_code == 422
    chosen = {"initiatives": [str(InitiativeFactory.create(team=team).public_id)]}
    leading.post(reverse("collectief:assignment-parts", args=[made.public_id]), chosen)
    assert leading.post(agree, words).status_code == 302


def test_a_new_version_takes_the_place_of_the_one_before_it(leading: Client, team: Team) -> None:
    first = AssignmentFactory.create(team=team, agreed=True)
    AssignmentPartFactory.create(assignment=first)
    again = reverse("collectief:assignment-version", args=[first.public_id])
    for _time in range(2):
        leading.post(again)
    second = Assignment.objects.get(replaces=first)
    assert (second.version, second.title, second.parts.count(), second.is_draft) == (2, first.title, 1, True)
    leading.post(
        reverse("collectief:assignment-agree", args=[second.public_id]),
        {"agreed_on": "2026-06-01", "agreed_with": "Wethouder"},
    )
    first.refresh_from_db()
    assert (first.ended_on, first.end_note) == (TODAY, "Versie 2 komt ervoor in de plaats.")


def test_only_a_draft_is_thrown_away(signed_in: Client, team: Team) -> None:
    draft, agreed = AssignmentFactory.create(team=team), AssignmentFactory.create(team=team, agreed=True)
    for one in (draft, agreed):
        signed_in.post(reverse("collectief:assignment-discard", args=[one.public_id]))
    assert list(Assignment.objects.all()) == [agreed]


# -- how far it is -----------------------------------------------------------------------------------


def climb(team: Team, *steps: tuple[date, int], **fields: Any) -> None:
    """Somebody of a household of the team, with these steps."""
    case = CaseFactory.create(team=team, **fields)
    person = case.household.members.order_by("pk")[0].person
    for day, step in steps:
        LadderScoreFactory.create(case=case, person=person, scored_on=day, step=step)


def test_people_who_came_up_the_ladder(team: Team, other_team: Team) -> None:
    climb(team, (date(2026, 1, 10), 2), (date(2026, 4, 1), 4))  # counts
    climb(team, (date(2026, 3, 20), 1), (date(2026, 5, 1), 5))  # first known after the start: counts
    climb(team, (date(2026, 1, 10), 3), (date(2026, 4, 1), 5))  # stood too high
    climb(team, (date(2026, 1, 10), 1), (date(2026, 4, 1), 3))  # not far enough
    climb(team, (date(2026, 1, 10), 1), (date(2026, 4, 1), 4), (date(2026, 5, 20), 2))  # fell back
    climb(other_team, (date(2026, 1, 10), 1), (date(2026, 4, 1), 4))
    one = AssignmentFactory.create(
        team=team, agreed=True, step_at_most=LadderStep.CONTACTS, reaches_step=LadderStep.UNPAID, number=10
    )
    assert progress_of(one, today=TODAY).reached == 2
    one.also_for.add(other_team)
    assert progress_of(Assignment.objects.get(pk=one.pk), today=TODAY).reached == 3


def test_steps_up_are_counted_together_and_a_step_back_takes_one_off(team: Team) -> None:
    climb(team, (date(2026, 1, 10), 1), (date(2026, 4, 1), 4), (date(2026, 5, 1), 3))  # two up
    climb(team, (date(2026, 1, 10), 3), (date(2026, 4, 1), 2))  # only down
    climb(team, (date(2026, 4, 1), 2))  # one score is no move
    one = AssignmentFactory.create(team=team, agreed=True, unit=AssignmentUnit.MOVES, number=10)
    assert progress_of(one, today=TODAY).reached == 2
    assert progress_of(one, today=date(2026, 4, 15)).reached == 3


def test_the_target_group_is_by_age_theme_and_neighbourhood(team: Team) -> None:
    moved = ((date(2026, 1, 10), 1), (date(2026, 4, 1), 4))
    climb(team, *moved)
    case = CaseFactory.create(team=team)
    person = PersonFactory.create(birth_date=date(1960, 3, 2))
    case.household.members.create(person=person, role="adult", starts_on=date(2020, 1, 1))
    for day, step in moved:
        LadderScoreFactory.create(case=case, person=person, scored_on=day, step=step)

    def reached(**fields: Any) -> int:
        made = AssignmentFactory.create(team=team, agreed=True, unit=AssignmentUnit.MOVES, **fields)
        return progress_of(made, today=TODAY).reached

    assert reached(theme=case.theme, area=case.household.area) == 3
    # 65 until the day after the start.
    assert reached(age_from=65, age_to=65, theme=case.theme) == 3
    assert reached(age_from=66) == 0


def meeting(initiative: Any, day: date, *, others: int = 0, **fields: Any) -> Any:
    return SessionFactory.create(initiative=initiative, held_on=day, others=others, noted=True, **fields)


def test_who_came_is_counted_once_and_how_often_each_time(team: Team) -> None:
    initiative = InitiativeFactory.create(team=team)
    edition = EditionFactory.create(initiative=initiative)
    anna, bert = ParticipantFactory.create_batch(2, edition=edition)
    for day in (date(2026, 4, 1), date(2026, 4, 8)):
        held = meeting(initiative, day, edition=edition)
        AttendanceFactory.create(session=held, participant=anna, was_there=True)
        AttendanceFactory.create(session=held, participant=bert, was_there=False)
    meeting(initiative, date(2026, 4, 2), others=7, edition=None)
    meeting(initiative, date(2026, 4, 9), others=4, edition=None)
    meeting(initiative, date(2026, 2, 1), others=90, edition=None)  # before it began
    meeting(InitiativeFactory.create(team=team), date(2026, 4, 9), others=90, edition=None)  # does not count

    def reached(unit: AssignmentUnit, **part: Any) -> int:
        made = AssignmentFactory.create(team=team, agreed=True, unit=unit)
        AssignmentPartFactory.create(assignment=made, **part)
        return progress_of(made, today=TODAY).reached

    assert reached(AssignmentUnit.PEOPLE, initiative=initiative) == 1 + 7
    assert reached(AssignmentUnit.TIMES, initiative=initiative) == 2 + 11
    assert reached(AssignmentUnit.MEETINGS, initiative=initiative) == 4
    assert reached(AssignmentUnit.PEOPLE, initiative=None, edition=edition) == 1


def test_households_that_went_along(team: Team, other_team: Team) -> None:
    initiative = InitiativeFactory.create(team=team)
    for day, fields in (
        (date(2026, 4, 1), {"case__team": team}),
        (date(2026, 4, 2), {"case__team": team, "ended_on": date(2026, 4, 9), "outcome": "never-came"}),
        (date(2026, 4, 3), {"case__team": other_team}),
        (date(2026, 2, 3), {"case__team": team}),
    ):
        CollectiveReferralFactory.create(initiative=initiative, referred_on=day, **fields)
    made = AssignmentFactory.create(team=team, agreed=True, unit=AssignmentUnit.HOUSEHOLDS)
    AssignmentPartFactory.create(assignment=made, initiative=initiative)
    assert progress_of(made, today=TODAY).reached == 1


def counted(team: Team, *, number: int, days: list[date], today: date = TODAY) -> Progress:
    """Ten weeks under way of twenty."""
    initiative = InitiativeFactory.create(team=team)
    for day in days:
        meeting(initiative, day, edition=None)
    made = AssignmentFactory.create(
        team=team,
        agreed=True,
        unit=AssignmentUnit.MEETINGS,
        number=number,
        starts_on=date(2026, 3, 23),
        ends_on=date(2026, 8, 10),
    )
    AssignmentPartFactory.create(assignment=made, initiative=initiative)
    return progress_of(made, today=today)


def test_pace_needed_and_pace_reached(team: Team) -> None:
    found = counted(team, number=20, days=[date(2026, 3, 24), date(2026, 4, 20), date(2026, 5, 4), date(2026, 5, 18)])
    assert (found.reached, found.expected) == (4, 10)
    assert found.pace_needed == pytest.approx(16 / 10)
    assert found.pace_reached == pytest.approx(3 / 8)
    assert (found.forecast, found.state) == (4 + 4, Pace.BEHIND)


@pytest.mark.parametrize(
    ("number", "today", "state"),
    [
        (2, TODAY, Pace.REACHED),
        (4, TODAY, Pace.ON_PACE),
        (40, TODAY, Pace.BEHIND),
        (40, date(2026, 3, 1), Pace.NOT_BEGUN),
        (40, date(2026, 8, 10), Pace.MISSED),
    ],
)
def test_how_it_stands(team: Team, number: int, today: date, state: Pace) -> None:
    assert counted(team, number=number, days=[date(2026, 4, 20), date(2026, 5, 4)], today=today).state == state


def test_the_page_says_it_in_words_and_the_list_shows_it(signed_in: Client, team: Team) -> None:
    climb(team, (date(2026, 1, 10), 2), (date(2026, 4, 1), 4))
    one = AssignmentFactory.create(team=team, agreed=True, step_at_most=2, reaches_step=4, number=10)
    for address in (reverse("collectief:assignments"), reverse("collectief:assignment", args=[one.public_id])):
        page = signed_in.get(address).content.decode()
        assert "1 van 10 mensen" in page
        assert "loopt achter" in page
        assert "Nodig tot en met 31 december" in page


def test_one_cannot_look_at_what_another_team_agreed(signed_in: Client, other_team: Team) -> None:
    one = AssignmentFactory.create(team=other_team, agreed=True, title="Van een ander team: 10 mensen")
    assert signed_in.get(reverse("collectief:assignment", args=[one.public_id])).status_code == 404
    assert "Van een ander team" not in signed_in.get(reverse("collectief:assignments")).content.decode()
