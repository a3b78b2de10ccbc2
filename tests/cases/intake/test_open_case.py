"""Opening a case: one household, one case, one coordinator, and nothing told of files one may not know."""

import re
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.enums import HouseholdRole, Outcome
from cases.models import Case, CaseCoordinator, Household, HouseholdMember, Person, Question
from cases.services.decide_question import QuestionIsDecided, answer_question
from cases.services.find_household import find_double, find_household
from cases.services.open_case import (
    CoordinatorNotInTeam,
    HouseholdHasOpenCase,
    NewHousehold,
    NewPerson,
    open_case,
)
from tests.factories import (
    CaseFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    NeighbourhoodFactory,
    PersonFactory,
    QuestionFactory,
    TeamFactory,
    TeamMembershipFactory,
    ThemeFactory,
)
from tests.promises import Measured
from wijkteam.accounts.models import User
from wijkteam.areas.models import Area, Theme
from wijkteam.audit.enums import Act, Subject
from wijkteam.audit.models import ReadLog
from wijkteam.teams.models import Team

NOW = datetime(2026, 7, 6, 9, tzinfo=UTC)
TODAY = date(2026, 7, 6)
TRANSACTION = ("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def area(db: None) -> Area:
    return NeighbourhoodFactory.create()


@pytest.fixture
def theme(db: None) -> Theme:
    return ThemeFactory.create()


@pytest.fixture
def signed_in(client: Client, colleague: User) -> Client:
    client.force_login(colleague)
    return client


def a_household(area: Area, **changes: Any) -> NewHousehold:
    person = NewPerson(family_name="Bewoner", given_name="Noor", birth_date=date(1985, 5, 17))
    return NewHousehold(**{"area": area, "persons": (person,), **changes})


def filled_in(theme: Theme, area: Area, **changes: Any) -> dict[str, Any]:
    return {
        "theme": theme.pk,
        "coordinator": "me",
        "request_key": str(uuid.uuid4()),
        "household-area": area.pk,
        "household-street": "Dorpsstraat 1",
        "household-postcode": "1012ab",
        "person-TOTAL_FORMS": "2",
        "person-INITIAL_FORMS": "0",
        "person-0-family_name": "Bewoner",
        "person-0-given_name": "Noor",
        "person-0-birth_date": "17-5-1985",
        "person-0-role": "parent",
        "person-1-role": "adult",
        **changes,
    }


def opened(client: Client, data: dict[str, Any], address: str = "") -> Case:
    answer = client.post(address or reverse("cases:create"), data)
    assert answer.status_code == 302, re.findall(r"<li><a href=\"#id[^<]*<|<li>[^<]*", answer.text)[:5]
    case = Case.objects.latest("pk")
    assert answer["Location"] == reverse("cases:detail", args=[case.public_id])
    return case


def commit_would_succeed() -> None:
    """Rules that PostgreSQL checks at commit, checked now."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


# -- the page --------------------------------------------------------------------------------------


def test_a_new_household(signed_in: Client, team: Team, colleague: User, theme: Theme, area: Area) -> None:
    child = {"person-1-family_name": "Bewoner", "person-1-given_name": "Sem", "person-1-role": "child"}
    case = opened(signed_in, filled_in(theme, area, **child))
    commit_would_succeed()
    assert (case.team, case.area, case.theme, case.opened_on) == (team, area, theme, TODAY)
    assert (case.awaiting_coordinator_since, case.previous_case) == (None, None)
    assert (case.household.name, case.household.street, case.household.postcode) == (
        "Bewoner",
        "Dorpsstraat 1",
        "1012 AB",
    )
    people = case.household.members.order_by("pk").select_related("person")
    assert [(one.person.given_name, one.role, one.starts_on) for one in people] == [
        ("Noor", HouseholdRole.PARENT, TODAY),
        ("Sem", HouseholdRole.CHILD, TODAY),
    ]
    assert list(case.coordinators.values_list("worker", "ended_at")) == [(colleague.pk, None)]


def test_w1_statements(signed_in: Client, theme: Theme, area: Area) -> None:
    """At most twelve are promised, whatever there is, but for those that begin and end a transaction; a household that
    another team may know costs one more, to write that down."""
    CaseFactory.create_batch(3, team__municipality=Team.objects.get().municipality)
    signed_in.get(reverse("cases:create"))  # from here on the words of the municipality are in the cache
    with CaptureQueriesContext(connection) as seen:
        opened_at = signed_in.post(reverse("cases:create"), filled_in(theme, area))
    assert opened_at.status_code == 302
    sql = [one["sql"] for one in seen if not one["sql"].startswith(TRANSACTION)]
    assert len([one for one in sql if "SAVEPOINT" not in one and "possibledouble" not in one]) <= 12, "\n".join(sql)


def test_to_be_assigned(signed_in: Client, theme: Theme, area: Area) -> None:
    case = opened(signed_in, filled_in(theme, area, coordinator="later"))
    commit_would_succeed()
    assert case.awaiting_coordinator_since == TODAY
    assert not case.coordinators.exists()


def test_a_colleague(signed_in: Client, teammate: User, theme: Theme, area: Area) -> None:
    case = opened(signed_in, filled_in(theme, area, coordinator=str(teammate.public_id)))
    assert case.coordinators.get().worker == teammate


def test_only_a_colleague(
    signed_in: Client, outsider: User, ex_colleague: User, disabled: User, theme: Theme, area: Area
) -> None:
    for other in (outsider, ex_colleague, disabled):
        data = filled_in(theme, area, coordinator=str(other.public_id))
        assert signed_in.post(reverse("cases:create"), data).status_code == 422
    assert not Household.objects.exists()


def test_nothing_is_made_of_half_a_form(signed_in: Client, theme: Theme, area: Area) -> None:
    for missing in ("theme", "coordinator", "household-area", "person-0-family_name", "request_key"):
        answer = signed_in.post(reverse("cases:create"), filled_in(theme, area) | {missing: ""})
        assert answer.status_code == 422
        assert "Dorpsstraat 1" in answer.text
    for wrong in (
        {"household-postcode": "12 AB"},
        {"person-0-birth_date": "17-5-85"},
        {"person-0-birth_date": "17-5-2027"},
        {"person-TOTAL_FORMS": "x"},
        {"person-TOTAL_FORMS": "9999"},
    ):
        assert signed_in.post(reverse("cases:create"), filled_in(theme, area, **wrong)).status_code == 422
    assert not Household.objects.exists()
    assert not Person.objects.exists()


def test_t25_what_the_form_does_not_ask_is_not_taken(
    signed_in: Client, other_team: Team, theme: Theme, area: Area
) -> None:
    case = opened(
        signed_in, filled_in(theme, area, team=other_team.code, closed_on="2026-01-01", opened_on="2020-01-01")
    )
    assert case.team != other_team
    assert (case.opened_on, case.closed_on) == (TODAY, None)


def test_t32_sent_twice_is_one_case(signed_in: Client, theme: Theme, area: Area) -> None:
    data = filled_in(theme, area)
    first, second = (signed_in.post(reverse("cases:create"), data) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert (Case.objects.count(), Household.objects.count(), Person.objects.count()) == (1, 1, 1)


def test_with_htmx_the_browser_is_sent_on(signed_in: Client, theme: Theme, area: Area) -> None:
    answer = signed_in.post(reverse("cases:create"), filled_in(theme, area), headers={"HX-Request": "true"})
    assert answer["HX-Redirect"] == reverse("cases:detail", args=[Case.objects.get().public_id])


# -- a household that is known ---------------------------------------------------------------------


def test_a_known_household_gets_a_new_episode(signed_in: Client, team: Team, theme: Theme) -> None:
    before = CaseFactory.create(team=team, closed=True)
    address = reverse("cases:create-for", args=[before.household.public_id])
    assert before.household.name in signed_in.get(address).text
    case = opened(signed_in, {"theme": theme.pk, "coordinator": "me", "request_key": str(uuid.uuid4())}, address)
    commit_would_succeed()
    assert (case.household, case.area, case.previous_case) == (before.household, before.household.area, before)
    assert ReadLog.objects.filter(subject=Subject.HOUSEHOLD, act=Act.OPEN, subject_id=before.household_id).exists()


def test_re_entry_counts_also_after_another_team(team: Team, colleague: User, theme: Theme) -> None:
    own = CaseFactory.create(team=team, closed=True)
    later = CaseFactory.create(household=own.household, closed=True, opened_on=date(2026, 4, 1))
    case = open_case(team=team, household=own.household, theme=theme, coordinator=colleague, by=colleague, at=NOW)
    assert case.previous_case == later


def test_a_second_open_case_is_refused_kindly(signed_in: Client, team: Team, theme: Theme) -> None:
    running = CaseFactory.create(team=team)
    address = reverse("cases:create-for", args=[running.household.public_id])
    data = {"theme": theme.pk, "coordinator": "me", "request_key": str(uuid.uuid4())}
    answer = signed_in.post(address, data)
    assert answer.status_code == 422
    assert "Dit huishouden heeft al een open casus" in answer.text
    assert Case.objects.count() == 1


def test_of_the_case_of_another_team_nothing_is_told(
    signed_in: Client, team: Team, other_team: Team, theme: Theme
) -> None:
    before = CaseFactory.create(team=team, closed=True)
    elsewhere = CaseFactory.create(team=other_team, household=before.household)
    address = reverse("cases:create-for", args=[before.household.public_id])
    data = {"theme": theme.pk, "coordinator": "me", "request_key": str(uuid.uuid4())}
    answer = signed_in.post(address, data)
    assert answer.status_code == 422
    assert "Overleg met je teamcoördinator" in answer.text
    for secret in (str(elsewhere.public_id), elsewhere.number, other_team.name, "heeft al een open casus"):
        assert secret not in answer.text


def test_a_household_of_another_team_is_not_there(signed_in: Client, other_team: Team, theme: Theme) -> None:
    hidden = CaseFactory.create(team=other_team, closed=True).household
    address = reverse("cases:create-for", args=[hidden.public_id])
    absent = reverse("cases:create-for", args=[uuid.uuid4()])
    data = {"theme": theme.pk, "coordinator": "me", "request_key": str(uuid.uuid4())}
    assert signed_in.get(address).status_code == signed_in.get(absent).status_code == 404
    assert signed_in.post(address, data).status_code == signed_in.post(absent, data).status_code == 404


# -- finding ---------------------------------------------------------------------------------------


def living_in(team: Team, given: str, family: str, **household: Any) -> Household:
    made = HouseholdFactory.create(members=0, name=family, **household)
    person = PersonFactory.create(given_name=given, family_name=family)
    HouseholdMemberFactory.create(household=made, person=person)
    CaseFactory.create(team=team, household=made)
    return made


@pytest.mark.parametrize("text", ["özt", "OZTURK", "melek o", "  Melek   Öztürk "])
def test_names_are_found_without_case_and_accents(team: Team, colleague: User, text: str) -> None:
    household = living_in(team, "Melek", "Öztürk")
    living_in(team, "Jan", "Jansen")
    assert [one.public_id for one in find_household(text=text, by=colleague, at=NOW)] == [household.public_id]


@pytest.mark.parametrize("text", ["", "m", " ", "%", "zz", "100%", "_"])
def test_too_little_or_wild_finds_nothing(team: Team, colleague: User, text: str) -> None:
    living_in(team, "Melek", "Öztürk")
    assert find_household(text=text, by=colleague, at=NOW) == []


def test_g02_searching_never_finds_a_file_of_others(team: Team, colleague: User, other_team: Team) -> None:
    living_in(other_team, "Melek", "Öztürk")
    assert find_household(text="Öztürk", by=colleague, at=NOW) == []
    assert not ReadLog.objects.exists()


def test_g22_what_is_found_is_logged(team: Team, colleague: User) -> None:
    household = living_in(team, "Melek", "Öztürk")
    find_household(text="melek", by=colleague, at=NOW)
    line = ReadLog.objects.get()
    assert (line.user_id, line.act, line.subject, line.household_id) == (
        colleague.pk,
        Act.SEARCH,
        Subject.HOUSEHOLD,
        household.pk,
    )


@pytest.mark.parametrize("htmx", [False, True])
def test_the_search_page(signed_in: Client, team: Team, htmx: bool) -> None:
    before = CaseFactory.create(team=team, closed=True)
    person = before.household.members.get().person
    address = reverse("cases:household-search") + ("?deel=found" if htmx else "")
    answer = signed_in.post(address, {"text": person.family_name}, headers={"HX-Request": "true"} if htmx else {})
    assert answer.status_code == 200
    assert ("<html" in answer.text) is not htmx
    assert reverse("cases:create-for", args=[before.household.public_id]) in answer.text
    assert signed_in.post(address, {"text": "x"}).status_code == 422


def test_the_search_keeps_the_question(signed_in: Client, team: Team) -> None:
    before = CaseFactory.create(team=team, closed=True)
    question = QuestionFactory.create(team=team)
    answer = signed_in.post(
        reverse("cases:household-search"), {"text": before.household.name, "vraag": str(question.public_id)}
    )
    way_on = reverse("cases:create-from-question-for", args=[question.public_id, before.household.public_id])
    assert way_on in answer.text


def test_a_likely_double_is_asked_about(signed_in: Client, team: Team, theme: Theme, area: Area) -> None:
    known = living_in(team, "Nour", "Bewoner", street="Elders 5")
    data = filled_in(theme, area)
    answer = signed_in.post(reverse("cases:create"), data)
    assert answer.status_code == 422
    assert "Is het een van deze huishoudens?" in answer.text
    assert known.name in answer.text
    assert Case.objects.count() == 1
    again = signed_in.post(reverse("cases:create"), {**data, "household-is_another": "on"})
    assert again.status_code == 302
    assert Case.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, True),
        ({"given_name": "Nora"}, True),
        ({"birth_date": date(1985, 5, 18)}, False),
        ({"family_name": "Heel Anders", "given_name": "Piet"}, False),
        ({"birth_date": None}, False),
    ],
)
def test_what_counts_as_a_double(team: Team, colleague: User, area: Area, changes: dict[str, Any], found: bool) -> None:
    living_in(team, "Noor", "Bewoner")
    person = {"family_name": "Bewoner", "given_name": "Noor", "birth_date": date(1985, 5, 17), **changes}
    new = NewHousehold(area=area, persons=(NewPerson(**person),))
    assert bool(find_double(new=new, by=colleague, at=NOW)) is found


@pytest.mark.parametrize(("street", "found"), [("dorpsstraat 1", True), ("Dorpsstraat 11", False), ("", False)])
def test_the_same_name_at_the_same_address_is_a_double(
    team: Team, colleague: User, area: Area, street: str, found: bool
) -> None:
    living_in(team, "Sem", "Bewoner", street="Dorpsstraat 1", postcode="1012 AB")
    new = NewHousehold(area=area, street=street, postcode="1012 ab", persons=(NewPerson(family_name="Bewoner"),))
    assert bool(find_double(new=new, by=colleague, at=NOW)) is found


def test_g02_a_double_in_another_team_changes_no_byte(
    client: Client, team: Team, other_team: Team, colleague: User, theme: Theme, area: Area, measured: Measured
) -> None:
    client.force_login(colleague)
    answers = []
    for known in (False, True):
        if known:
            living_in(other_team, "Noor", "Bewoner", street="Dorpsstraat 1", postcode="1012 AB", area=area)
        with transaction.atomic():
            page = client.get(reverse("cases:create")).text
            refused = client.post(reverse("cases:create"), filled_in(theme, area) | {"theme": ""}).text
            sent = client.post(reverse("cases:create"), filled_in(theme, area))
            transaction.set_rollback(True)
        texts = [re.sub(r'(csrfmiddlewaretoken|request_key)" value="[^"]*"', "", text) for text in (page, refused)]
        answers.append((texts, sent.status_code, sent.content))
    assert answers[0] == answers[1]
    assert "een ander team kan het kennen" in answers[0][0][0]  # said to everybody, always
    measured("G02", "a double elsewhere: the same bytes", part="searches")


# -- from a question -------------------------------------------------------------------------------


def test_a_question_becomes_a_case(signed_in: Client, team: Team, colleague: User, theme: Theme, area: Area) -> None:
    question = QuestionFactory.create(team=team, resident="Rachida el Haddaoui", has_safety_concern=True, area=area)
    address = reverse("cases:create-from-question", args=[question.public_id])
    page = signed_in.get(address).text
    assert 'value="Rachida"' in page
    assert 'value="el Haddaoui"' in page
    data = filled_in(theme, area)
    case = opened(signed_in, data, address)
    question.refresh_from_db()
    assert (question.case, question.household, question.theme) == (case, case.household, theme)
    assert (question.outcome, question.decided_by, question.decided_at) == (Outcome.CASE, colleague, NOW)
    assert case.has_safety_concern  # what triage knew is not lost
    again = signed_in.post(address, data)
    assert again["Location"] == reverse("cases:detail", args=[case.public_id])
    assert Case.objects.count() == 1


def test_a_question_that_was_decided_opens_nothing(
    signed_in: Client, team: Team, teammate: User, theme: Theme, area: Area
) -> None:
    question = QuestionFactory.create(team=team)
    answer_question(question=question, answer="Gebeld.", by=teammate, at=NOW)
    address = reverse("cases:create-from-question", args=[question.public_id])
    assert signed_in.get(address)["Location"] == reverse("cases:question", args=[question.public_id])
    answer = signed_in.post(address, filled_in(theme, area))
    assert answer.status_code == 422
    assert f"{teammate.name} heeft net voor jou over deze hulpvraag beslist" in answer.text
    assert not Household.objects.exists()


def test_a_question_of_another_team_is_not_there(signed_in: Client, other_team: Team, theme: Theme, area: Area) -> None:
    question = QuestionFactory.create(team=other_team)
    address = reverse("cases:create-from-question", args=[question.public_id])
    assert signed_in.get(address).status_code == 404
    assert signed_in.post(address, filled_in(theme, area)).status_code == 404


# -- the service -----------------------------------------------------------------------------------


def test_who_does_not_work_there_cannot_coordinate(
    team: Team, colleague: User, outsider: User, theme: Theme, area: Area
) -> None:
    with pytest.raises(CoordinatorNotInTeam):
        open_case(team=team, household=a_household(area), theme=theme, coordinator=outsider, by=colleague, at=NOW)
    assert not Household.objects.exists()  # nothing is left halfway


def test_a_refusal_leaves_the_question_open(team: Team, colleague: User, theme: Theme) -> None:
    running = CaseFactory.create(team=team)
    question = QuestionFactory.create(team=team)
    with pytest.raises(HouseholdHasOpenCase):
        open_case(
            team=team,
            household=running.household,
            theme=theme,
            coordinator=None,
            by=colleague,
            at=NOW,
            question=question,
        )
    question.refresh_from_db()
    assert question.decided_at is None


# -- at once ---------------------------------------------------------------------------------------


def at_once(number: int, work: Any) -> list[str]:
    """Run `work(index)` on so many connections at the same moment; the name of what it raised, or "done"."""
    ready = threading.Barrier(number)

    def run(index: int) -> str:
        try:
            ready.wait(timeout=60)
            work(index)
        except (HouseholdHasOpenCase, QuestionIsDecided) as refused:
            return type(refused).__name__
        else:
            return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(run, range(number)))


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g04_sixty_four_open_a_case_for_one_household_and_one_does(measured: Measured) -> None:
    theme = ThemeFactory.create()
    team = TeamFactory.create()
    worker = TeamMembershipFactory.create(team=team).user
    household = HouseholdFactory.create()

    def work(_: int) -> None:
        open_case(team=team, household=household, theme=theme, coordinator=worker, by=worker, at=NOW)

    results = at_once(64, work)
    assert (results.count("done"), results.count("HouseholdHasOpenCase")) == (1, 63)
    assert Case.objects.open().filter(household=household).count() == 1
    assert CaseCoordinator.objects.filter(ended_at=None).count() == 1
    measured("G04", "64 at once: 1 success, 63 conflicts", part="coordinator")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_g04_a_question_opens_one_case_however_many_try(measured: Measured) -> None:
    theme, area = ThemeFactory.create(), NeighbourhoodFactory.create()
    team = TeamFactory.create()
    workers = [TeamMembershipFactory.create(team=team).user for _ in range(64)]
    question = QuestionFactory.create(team=team)

    def work(index: int) -> None:
        by = workers[index]
        open_case(team=team, household=a_household(area), theme=theme, coordinator=by, by=by, at=NOW, question=question)

    results = at_once(64, work)
    assert (results.count("done"), results.count("QuestionIsDecided")) == (1, 63)
    assert (Case.objects.count(), Household.objects.count(), HouseholdMember.objects.count()) == (1, 1, 1)
    assert Question.objects.get().case == Case.objects.get()
    measured("G04", "64 at once: 1 success, 63 conflicts", part="intake")


@pytest.mark.concurrency
@pytest.mark.django_db(transaction=True)
def test_t32_one_form_sent_ten_times_at_once_is_one_case() -> None:
    theme, area = ThemeFactory.create(), NeighbourhoodFactory.create()
    team = TeamFactory.create()
    worker = TeamMembershipFactory.create(team=team).user
    key = uuid.uuid4()
    found: list[int] = []

    def work(_: int) -> None:
        case = open_case(
            team=team,
            household=a_household(area),
            theme=theme,
            coordinator=worker,
            by=worker,
            at=NOW + timedelta(seconds=1),
            request_key=key,
        )
        found.append(case.pk)

    assert at_once(10, work) == ["done"] * 10
    assert len(set(found)) == 1
    assert (Case.objects.count(), Household.objects.count()) == (1, 1)
