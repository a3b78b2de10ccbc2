"""Two files that are one household: not a line is lost."""

from datetime import date

import pytest
from django.db.models import Model
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import (
    Case,
    Contact,
    HouseholdAddress,
    HouseholdMember,
    HouseholdMerge,
    Person,
    PersonMerge,
    Plan,
    PossibleDouble,
    Question,
)
from cases.services.find_household import visible_household
from cases.services.merge_households import merge_households
from cases.services.open_case import NewHousehold, NewPerson, open_case
from tests.factories import (
    CaseFactory,
    CaseRestrictionFactory,
    ContactFactory,
    GoalFactory,
    HouseholdFactory,
    HouseholdMemberFactory,
    NeighbourhoodFactory,
    PersonFactory,
    PlanFactory,
    QuestionFactory,
    ReadLogFactory,
    TeamMembershipFactory,
    ThemeFactory,
    sign_in,
)
from wijkteam.accounts.models import User
from wijkteam.audit.models import ReadLog
from wijkteam.hours.models import TimeEntry
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db
BORN = date(1985, 1, 1)
LINES: tuple[type[Model], ...] = (Contact, Question, Plan, TimeEntry, Person, ReadLog)


@pytest.fixture
def double(team: Team, colleague: User, case: Case) -> Case:
    """A second file of the household of `case`, full of everything."""
    case.household.members.all().delete()
    HouseholdMemberFactory.create(
        household=case.household, person=PersonFactory.create(given_name="Anna", family_name="Bakker", birth_date=BORN)
    )
    other = CaseFactory.create(team=team, coordinator=colleague, household=HouseholdFactory.create(members=0))
    HouseholdMemberFactory.create(
        household=other.household,
        starts_on=date(2019, 1, 1),
        person=PersonFactory.create(given_name="Anna", family_name="Bakker", birth_date=BORN, phone="06-00012345"),
    )
    HouseholdMemberFactory.create(household=other.household, role="child")
    ContactFactory.create(case=other, text="Het gesprek in het andere dossier.")
    GoalFactory.create(plan=PlanFactory.create(case=other, in_force=True))
    QuestionFactory.create(team=team, became_case=True, case=other)
    return other


def counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in LINES if model is not ReadLog}


def merge(client: Client, keep: Case, other: Case, **answers: str) -> int:
    url = reverse("cases:household-merge", args=[keep.public_id, other.public_id])
    form = client.get(url).context["form"]
    data = {name: field.initial or "" for name, field in form.fields.items()}
    return client.post(url, {**data, "why": "Zelfde moeder, zelfde kind.", **answers}).status_code


def test_everything_of_both_is_in_one_file(case: Case, double: Case, colleague: User) -> None:
    client = sign_in(Client(), colleague)
    before, street, gone = counts(), double.household.street, double.household
    assert merge(client, case, double) == 302
    double.refresh_from_db()
    assert counts() == before
    assert (double.household_id, double.closing_reason) == (case.household_id, "merged")
    assert Case.objects.open().filter(household=case.household).get() == case
    assert not gone.members.exists()
    merged = HouseholdMerge.objects.get()
    assert (merged.surviving_case, merged.ended_case, merged.by) == (case, double, colleague)
    # Anna is one person with both periods and the telephone number that only one file had.
    assert PersonMerge.objects.count() == 1
    anna = HouseholdMember.objects.get(household=case.household, person__family_name="Bakker")
    assert (anna.starts_on, anna.person.phone) == (date(2019, 1, 1), "06-00012345")
    assert HouseholdMember.objects.filter(household=case.household).count() == 2
    assert HouseholdAddress.objects.get(household=case.household).street == street
    assert Question.objects.get(case=double).household_id == case.household_id
    # To be read from the file that goes on.
    page = client.get(reverse("cases:detail", args=[case.public_id])).content.decode()
    assert double.number in page
    page = client.get(reverse("cases:detail", args=[double.public_id])).content.decode()
    assert "Het gesprek in het andere dossier." in page
    page = client.get(reverse("cases:household", args=[case.public_id])).content.decode()
    assert gone.name in page
    # The old address of the household leads to the new one.
    page = client.get(reverse("cases:create-for", args=[gone.public_id])).content.decode()
    assert case.household.name in page


def test_an_open_case_goes_on_when_the_other_file_is_closed(case: Case, double: Case, colleague: User) -> None:
    closed = CaseFactory.create(team=case.team, closed=True)
    assert merge(sign_in(Client(), colleague), case, closed) == 302
    closed.refresh_from_db()
    assert closed.closing_reason == "goals-reached"
    assert HouseholdMerge.objects.get().ended_case is None


def test_the_other_way_round_keeps_the_open_case(case: Case, team: Team, coordinator: User) -> None:
    closed = CaseFactory.create(team=team, closed=True)
    assert merge(sign_in(Client(), coordinator), closed, case) == 302
    case.refresh_from_db()
    assert (case.household_id, case.closed_on) == (closed.household_id, None)


def test_only_the_coordinator_merges_and_only_what_they_see(
    case: Case, double: Case, teammate: User, coordinator: User
) -> None:
    foreign = CaseFactory.create()
    client = sign_in(Client(), teammate)
    assert client.get(reverse("cases:household-merge-find", args=[case.public_id])).status_code == 403
    client = sign_in(Client(), coordinator)
    find = reverse("cases:household-merge-find", args=[case.public_id])
    answers = [client.post(find, {"number": number}) for number in (foreign.number, "2026-98765")]
    assert [answer.status_code for answer in answers] == [422, 422]
    assert "Je mag geen casus met dit nummer zien" in answers[0].content.decode()
    assert client.post(find, {"number": double.number}).status_code == 302
    url = reverse("cases:household-merge", args=[case.public_id, foreign.public_id])
    assert client.post(url, {"why": "x"}).status_code == 404
    CaseRestrictionFactory.create(case=double)
    url = reverse("cases:household-merge", args=[case.public_id, double.public_id])
    assert client.post(url, {"why": "x"}).status_code == 404
    assert not HouseholdMerge.objects.exists()


def test_a_merged_file_of_another_team_is_read_by_who_goes_on(
    case: Case, double: Case, other_team: Team, coordinator: User, teammate: User
) -> None:
    theirs = CaseFactory.create(team=other_team)
    contact = ContactFactory.create(case=theirs, text="Wat het andere team schreef.")
    TeamMembershipFactory.create(team=other_team, user=coordinator)
    assert merge(sign_in(Client(), coordinator), case, theirs) == 302
    page = sign_in(Client(), teammate).get(reverse("cases:detail", args=[theirs.public_id])).content.decode()
    assert contact.text in page


@pytest.fixture
def registered(case: Case, team: Team, other_team: Team, outsider: User, client: Client) -> Case:
    """`other_team` registers the family of `case` anew, without knowing of it."""
    case.household.members.all().delete()
    person = PersonFactory.create(given_name="Aylin", family_name="Yilmaz", birth_date=BORN)
    HouseholdMemberFactory.create(household=case.household, person=person)

    return open_case(
        team=other_team,
        household=NewHousehold(
            persons=(NewPerson(given_name="Aylin", family_name="Yılmaz", birth_date=BORN),),
            area=NeighbourhoodFactory.create(),
        ),
        theme=ThemeFactory.create(),
        coordinator=outsider,
        by=outsider,
        at=timezone.now(),
    )


def test_a_double_elsewhere_is_for_the_known_side_first(
    case: Case, registered: Case, coordinator: User, outsider: User, colleague: User, teammate: User
) -> None:
    found = PossibleDouble.objects.get()
    assert (found.known_case, found.new_case) == (case, registered)
    mine, theirs = sign_in(Client(), coordinator), sign_in(Client(), outsider)
    place, answer = reverse("cases:doubles"), reverse("cases:double-answer", args=[found.public_id])
    page = mine.get(place).content.decode()
    assert case.household.name in page
    assert registered.household.name not in page
    # The new side knows of nothing, and cannot answer.
    assert case.team.name not in theirs.get(place).content.decode()
    assert theirs.post(answer, {"answer": "same"}).status_code == 404
    assert sign_in(Client(), teammate).post(answer, {"answer": "same"}).status_code == 404
    mine.post(answer, {"answer": "same"})
    page = theirs.get(place).content.decode()
    assert registered.household.name in page
    assert case.household.name not in page
    assert mine.post(answer, {"answer": "other"}).status_code == 404  # final
    theirs.post(answer, {"answer": "same"})
    registered.refresh_from_db()
    assert (registered.household_id, registered.closing_reason) == (case.household_id, "merged")
    page = theirs.get(place).content.decode()
    assert "Niets wacht op jouw antwoord" in page
    assert answer not in page


def test_a_no_of_the_known_side_stays_unheard(case: Case, registered: Case, colleague: User, outsider: User) -> None:
    found = PossibleDouble.objects.get()
    answer = reverse("cases:double-answer", args=[found.public_id])
    sign_in(Client(), colleague).post(answer, {"answer": "other"})
    theirs = sign_in(Client(), outsider)
    assert case.team.name not in theirs.get(reverse("cases:doubles")).content.decode()
    assert theirs.post(answer, {"answer": "same"}).status_code == 404


def test_a_restricted_household_is_for_named_people_here_too(
    case: Case, registered: Case, coordinator: User, colleague: User
) -> None:
    CaseRestrictionFactory.create(case=case)
    place = reverse("cases:doubles")
    assert case.household.name not in sign_in(Client(), coordinator).get(place).content.decode()
    assert case.household.name in sign_in(Client(), colleague).get(place).content.decode()


def test_a_chain_of_merges_leads_to_the_last(
    client: Client, case: Case, team: Team, colleague: User, outsider: User, privacy_officer: User
) -> None:
    """First to the second, second to the third, each of another team: whoever has the third finds and reads all."""
    theirs = outsider.memberships.get().team
    second = CaseFactory.create(team=theirs, coordinator=outsider, household=HouseholdFactory.create(members=0))
    third = CaseFactory.create(coordinator=None, household=HouseholdFactory.create(members=0))
    last = TeamMembershipFactory.create(team=third.team).user
    numbers = [case.household_id, second.household_id, third.household_id]
    first_id = case.household.public_id
    for keep, merged, by in ((second, case, outsider), (third, second, last)):
        keep.refresh_from_db()
        merge_households(
            keep=keep.household, merged=merged.household, same={}, why="Zelfde gezin.", by=by, at=timezone.now()
        )
        merged.refresh_from_db()
    found = visible_household(public_id=first_id, user=last, on=timezone.localdate())
    assert found is not None
    assert found.pk == numbers[2]
    assert Case.objects.visible_to(last, on=timezone.localdate()).filter(pk=case.pk).exists()
    ReadLogFactory.create(household_id=numbers[0], purpose="casework")
    sign_in(client, privacy_officer)
    for number in numbers:
        page = client.post("/inzage/", {"household": str(number)})
        assert (page.context["overview"].now, page.context["overview"].merged) == (
            numbers[2],
            tuple(sorted(numbers[:2])),
        )
        assert str(numbers[0]) in {line.household for line in page.context["overview"].lines}
    other = client.post("/inzage/", {"household": str(CaseFactory.create().household_id)})
    assert other.context["overview"].now is None
