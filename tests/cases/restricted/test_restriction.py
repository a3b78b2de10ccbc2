"""A file for named people: everybody else gets what they would get of a file that does not exist."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.models import Case, CaseRestriction, CaseRights, Contact, Person, PlanReadingLink, Question
from cases.services.find_household import find_household
from cases.services.find_person import find_person
from tests.cases.conftest import statements
from tests.cases.coordinator.test_handing_over import at, propose
from tests.factories import (
    CaseFactory,
    CaseRestrictionFactory,
    CaseRestrictionPersonFactory,
    ContactFactory,
    HouseholdMemberFactory,
    PlanReadingLinkFactory,
    QuestionFactory,
    TeamMembershipFactory,
    sign_in,
)
from tests.factories.plans import TOKEN
from tests.guards.rows import ACCESS
from tests.guards.world import World, build_world
from wijkteam.accounts.models import User
from wijkteam.teams.models import Team

pytestmark = pytest.mark.django_db


def restrict(client: Client, case: Case, **answers: object) -> int:
    data = {"kind": "colleague", "note": "Een collega is de buurvrouw.", **answers}
    return client.post(reverse("cases:restriction", args=[case.public_id]), data).status_code


def test_a_restricted_file_is_gone_for_the_rest_of_the_team(
    case: Case, colleague: User, teammate: User, coordinator: User, client: Client
) -> None:
    helper = TeamMembershipFactory.create(team=case.team).user
    assert restrict(sign_in(client, colleague), case, people=[helper.public_id]) == 302
    for user, status in ((colleague, 200), (helper, 200), (teammate, 404), (coordinator, 404)):
        assert sign_in(Client(), user).get(reverse("cases:detail", args=[case.public_id])).status_code == status
    page = sign_in(Client(), teammate).get(reverse("cases:list"), {"toon": "open"}).content.decode()
    assert case.household.name not in page
    assert "1 dossier is afgeschermd" in page


def test_the_household_is_gone_from_every_search(case: Case, teammate: User, colleague: User) -> None:
    CaseFactory.create(household=case.household, team=case.team, closed=True, opened_on=case.opened_on)
    person = case.household.members.select_related("person").get().person
    CaseRestrictionFactory.create(case=case)
    now = timezone.now()
    today = timezone.localdate(now)
    for user, found in ((teammate, 0), (colleague, 1)):
        rights = CaseRights.of(user, on=today)
        assert len(find_household(text=case.household.name, by=user, at=now)) == found
        assert len(find_person(text=person.family_name, not_in=0, rights=rights, by=user, at=now)) == found
        page = sign_in(Client(), user).post(reverse("cases:search"), {"q": person.family_name}).content.decode()
        assert (str(case.public_id) in page) == bool(found)
        page = sign_in(Client(), user).post(reverse("cases:search"), {"q": case.number}).content.decode()
        assert (str(case.public_id) in page) == bool(found)


def test_its_contacts_and_questions_go_with_it(case: Case, teammate: User, colleague: User) -> None:
    contact = ContactFactory.create(case=case)
    decided = QuestionFactory.create(team=case.team, became_case=True, case=case)
    waiting = QuestionFactory.create(team=case.team, household=case.household)
    other = QuestionFactory.create(team=case.team)
    CaseRestrictionFactory.create(case=case)
    today = timezone.localdate()
    assert not Contact.objects.visible_to(teammate, on=today).exists()
    assert set(Question.objects.visible_to(teammate, on=today)) == {other}
    assert Contact.objects.visible_to(colleague, on=today).get() == contact
    assert set(Question.objects.visible_to(colleague, on=today)) == {decided, waiting, other}
    assert sign_in(Client(), teammate).get(reverse("cases:question", args=[waiting.public_id])).status_code == 404


def test_an_exception_does_not_open_a_restricted_file(case: Case, granted: User) -> None:
    restriction = CaseRestrictionFactory.create(case=case)
    client = sign_in(Client(), granted)
    assert client.get(reverse("cases:detail", args=[case.public_id])).status_code == 404
    CaseRestrictionPersonFactory.create(restriction=restriction, user=granted)
    assert client.get(reverse("cases:detail", args=[case.public_id])).status_code == 200


def test_being_named_opens_nothing_for_who_has_no_right(case: Case, outsider: User) -> None:
    CaseRestrictionFactory.create(case=case, people=[outsider])
    assert sign_in(Client(), outsider).get(reverse("cases:detail", args=[case.public_id])).status_code == 404


def test_a_child_is_still_seen_in_its_other_household(case: Case, team: Team, teammate: User) -> None:
    other = CaseFactory.create(team=team)
    child: Person = HouseholdMemberFactory.create(household=case.household, is_main=False).person
    HouseholdMemberFactory.create(household=other.household, person=child)
    CaseRestrictionFactory.create(case=case)
    page = sign_in(Client(), teammate).get(reverse("cases:household", args=[other.public_id])).content.decode()
    assert child.family_name in page
    assert case.household.name not in page
    assert "in een ander huishouden" in page


def test_whoever_becomes_the_coordinator_is_named(case: Case, teammate: User, colleague: User, client: Client) -> None:
    CaseRestrictionFactory.create(case=case)
    theirs, detail = sign_in(Client(), teammate), reverse("cases:detail", args=[case.public_id])
    assert theirs.get(detail).status_code == 404
    assert propose(sign_in(client, colleague), case, teammate, colleague, read_until="").status_code == 302
    # Nobody says yes to a file that they may not read.
    assert theirs.get(detail).status_code == 200
    assert theirs.post(at("accept", case.handovers.get())).status_code == 302
    assert case.coordinators.current().get().worker == teammate
    url = reverse("cases:restriction-unname", args=[case.public_id, teammate.public_id])
    page = client.post(url, follow=True).content.decode()
    assert "moet blijven" in page
    # The one before can go: they no longer coordinate.
    client.post(reverse("cases:restriction-unname", args=[case.public_id, colleague.public_id]))
    assert client.get(detail).status_code == 404


def test_letting_somebody_in_and_opening_to_the_team(case: Case, teammate: User, colleague: User) -> None:
    CaseRestrictionFactory.create(case=case)
    mine, theirs = sign_in(Client(), colleague), sign_in(Client(), teammate)
    detail = reverse("cases:detail", args=[case.public_id])
    mine.post(reverse("cases:restriction-name", args=[case.public_id]), {"user": teammate.public_id})
    assert theirs.get(detail).status_code == 200
    assert mine.post(reverse("cases:restriction-unname", args=[case.public_id, teammate.public_id])).status_code == 302
    assert theirs.get(detail).status_code == 404
    lift = reverse("cases:restriction-lift", args=[case.public_id])
    assert mine.post(lift, {"because": ""}).status_code == 422
    assert mine.post(lift, {"because": "De collega is verhuisd."}).status_code == 302
    assert theirs.get(detail).status_code == 200
    page = theirs.get(reverse("cases:restriction", args=[case.public_id])).content.decode()
    assert "Eerder afgeschermd" in page
    # And again: a new restriction, the old one stays.
    assert restrict(mine, case) == 302
    assert CaseRestriction.objects.filter(case=case).count() == 2


def test_what_the_family_reads_along_with_stops(case: Case, colleague: User, client: Client) -> None:
    """Of every file of the household; whoever may go on reading gets another address."""
    today = timezone.localdate()
    earlier = CaseFactory.create(household=case.household, team=case.team, closed=True, opened_on=case.opened_on)
    runs = {"starts_on": today, "expires_on": today + timedelta(days=7)}
    link = PlanReadingLinkFactory.create(case=case, token=TOKEN, **runs)
    of_before = PlanReadingLinkFactory.create(case=earlier, token="een-ander-adres", **runs)
    elsewhere = PlanReadingLinkFactory.create(token="nog-een-adres", **runs)
    place = reverse("cases:reading", args=[TOKEN])
    assert Client().get(place).status_code == 200
    assert restrict(sign_in(client, colleague), case) == 302
    assert Client().get(place).status_code == 404
    for one in (link, of_before):
        one.refresh_from_db()
        assert one.revoked_by == colleague
    assert PlanReadingLink.objects.live(on=today).get() == elsewhere


def test_two_forms_make_one_restriction(case: Case, colleague: User, client: Client) -> None:
    sign_in(client, colleague)
    assert restrict(client, case) == restrict(client, case) == 302
    assert CaseRestriction.objects.filter(case=case).count() == 1


def test_rights_cost_one_statement_with_and_without(case: Case, colleague: User, client: Client) -> None:
    sign_in(client, colleague)
    url = reverse("cases:detail", args=[case.public_id])
    client.get(url)
    before = statements(lambda: client.get(url))
    CaseRestrictionFactory.create(case=case)
    after = statements(lambda: client.get(url))
    assert len(after) == len(before)


WORD = re.compile(r"kanarie\w+")


def addresses_of(world: World) -> list[tuple[str, dict[str, object]]]:
    """Every address that speaks of the case of the world, with its parameters."""
    case = world.case
    found = []
    for name, row in ACCESS.items():
        parameters = dict(row.at(world))
        if {case.public_id, case.household.public_id} & set(parameters.values()):
            found.append((name, parameters))
    return found


@pytest.mark.parametrize("who", ["teammate", "coordinator", "granted"])
def test_no_address_of_a_restricted_case_shows_that_it_is_there(who: str) -> None:
    world = build_world()
    addresses = addresses_of(world)
    assert len(addresses) > 20
    members = world.case.household.members.values("person")
    Person.objects.filter(pk__in=members).update(given_name="kanarienaam", phone="kanarie06")
    type(world.case.household).objects.filter(pk=world.case.household_id).update(name="kanariegezin")
    Contact.objects.filter(case=world.case).update(text="kanarietekst")
    CaseRestrictionFactory.create(case=world.case)
    client = sign_in(Client(), world.people[who])
    absent: dict[object, object] = {world.case.public_id: uuid.uuid4(), world.case.household.public_id: uuid.uuid4()}
    for name, parameters in addresses:
        there = reverse(name, kwargs=parameters)
        nowhere = reverse(name, kwargs={key: absent.get(value, value) for key, value in parameters.items()})
        for method in (client.get, client.post):
            answer = method(there)
            assert answer.status_code == method(nowhere).status_code, f"{who} {name}"
            assert answer.status_code in {404, 405, 403}, f"{who} {name}"
            assert not WORD.search(answer.content.decode("utf-8", "replace")), f"{who} {name}"
    for name in ("cases:list", "cases:questions", "cases:my-work", "accounts:home", "reports:dashboard"):
        if name in ACCESS:
            answer = client.get(reverse(name), follow=True)
            assert not WORD.search(answer.content.decode()), f"{who} {name}"
