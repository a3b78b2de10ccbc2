"""From a household to an initiative and back: they came so often, and the group knows nothing of the file."""

import uuid
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Case, CollectiveReferral, Person
from collectief.models import Edition
from tests.cases.conftest import TODAY
from tests.factories import (
    ActionFactory,
    AttendanceFactory,
    CaseRestrictionFactory,
    EditionFactory,
    EditionLeaderFactory,
    GoalFactory,
    HouseholdMemberFactory,
    InitiativeFactory,
    OrganisationFactory,
    ParticipantFactory,
    PlanFactory,
    SessionFactory,
    SharingRecordFactory,
    TeamMembershipFactory,
    ThemeFactory,
    sign_in,
)
from wijkteam.teams.models import Team

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("monday")]


@pytest.fixture
def person(case: Case) -> Person:
    return HouseholdMemberFactory.create(
        household=case.household, person__given_name="Wilhelmina", person__family_name="Zonderland"
    ).person


@pytest.fixture
def edition(team: Team) -> Edition:
    return EditionFactory.create(initiative__team=team, initiative__name="Kookclub", capacity=2)


def refer(client: Client, case: Case, group: Edition, person: Person, **changes: Any) -> Any:
    sent = {
        "person": str(person.public_id),
        "edition": str(group.public_id),
        "name": "Mien",
        "hope": "Weer onder de mensen komen",
        "request_key": str(uuid.uuid4()),
        **changes,
    }
    address = reverse("cases:collective-refer", args=[case.public_id, group.initiative.public_id])
    return client.post(address, sent)


def partners(client: Client, case: Case) -> str:
    return client.get(reverse("cases:partners", args=[case.public_id])).text


def test_referring_and_seeing_that_they_came(signed_in: Client, case: Case, edition: Edition, person: Person) -> None:
    key = str(uuid.uuid4())
    for _again in range(2):
        assert refer(signed_in, case, edition, person, request_key=key).status_code == 302
    made = CollectiveReferral.objects.get()
    assert made.participant is not None
    assert (made.participant.name, made.participant.takes_part) == ("Mien", True)
    neighbour = ParticipantFactory.create(edition=edition, name="Buurvrouw")
    for day, there in ((2, True), (9, False), (16, True)):
        session = SessionFactory.create(edition=edition, noted=True, held_on=f"2026-02-{day:02}")
        AttendanceFactory.create(session=session, participant=made.participant, was_there=there)
        AttendanceFactory.create(session=session, participant=neighbour)
    page = partners(signed_in, case)
    assert "was er 2 van de 3 keer" in page
    assert "Buurvrouw" not in page


def test_the_group_does_not_see_the_file(
    client: Client, signed_in: Client, case: Case, edition: Edition, person: Person, other_team: Team
) -> None:
    CaseRestrictionFactory.create(case=case)
    made = CollectiveReferral.objects.create(
        case=case,
        person=person,
        initiative=edition.initiative,
        participant=ParticipantFactory.create(edition=edition, name=""),
        referred_on="2026-02-01",
        referred_by=case.coordinators.get().worker,
        hope="Weer onder de mensen komen",
    )
    edition.also_for.add(other_team)
    leader = TeamMembershipFactory.create(team=other_team).user
    EditionLeaderFactory.create(edition=edition, worker=leader)
    page = sign_in(Client(), leader).get(reverse("collectief:edition", args=[edition.public_id])).text
    assert "Deelnemer" in page
    for word in ("Wilhelmina", "Zonderland", "onder de mensen", str(case.public_id), case.household.name):
        assert word not in page, word
    assert made.participant is not None


def test_a_full_group_puts_on_the_waiting_list(signed_in: Client, case: Case, edition: Edition, person: Person) -> None:
    ParticipantFactory.create_batch(2, edition=edition)
    assert refer(signed_in, case, edition, person).status_code == 302
    assert CollectiveReferral.objects.get().participant.waits  # type: ignore[union-attr]  # made with an edition
    assert "op de wachtlijst" in partners(signed_in, case)


def test_to_the_same_initiative_once_at_a_time(signed_in: Client, case: Case, edition: Edition, person: Person) -> None:
    refer(signed_in, case, edition, person, edition="")
    answer = refer(signed_in, case, edition, person)
    assert answer.status_code == 422
    assert "gaat er al naartoe" in answer.text
    assert not edition.participants.exists(), "what was refused leaves nobody on the list"
    referral = CollectiveReferral.objects.get()
    end = reverse("cases:collective-end", args=[case.public_id, referral.public_id])
    assert signed_in.post(end, {"outcome": "stays"}).status_code == 302
    assert refer(signed_in, case, edition, person).status_code == 302


def test_somebody_of_another_household_cannot_be_chosen(signed_in: Client, case: Case, edition: Edition) -> None:
    stranger = HouseholdMemberFactory.create().person
    assert refer(signed_in, case, edition, stranger).status_code == 422
    assert not CollectiveReferral.objects.exists()


def test_an_outside_organiser_is_told_on_a_ground_only(
    signed_in: Client, case: Case, person: Person, team: Team
) -> None:
    organisation = OrganisationFactory.create()
    initiative = InitiativeFactory.create(team=team, owner="organisation", organisation=organisation)
    address = reverse("cases:collective-refer", args=[case.public_id, initiative.public_id])
    ground = SharingRecordFactory.create(case=case, organisation=organisation, person=person)
    elsewhere = SharingRecordFactory.create(organisation=organisation)
    sent = {"person": str(person.public_id), "hope": "", "request_key": str(uuid.uuid4())}
    assert signed_in.post(address, {**sent, "sharing": str(elsewhere.public_id)}).status_code == 422
    assert signed_in.post(address, {**sent, "sharing": str(ground.public_id)}).status_code == 302
    assert CollectiveReferral.objects.get().sharing == ground


def test_what_fits_the_theme_stands_first(signed_in: Client, case: Case, team: Team) -> None:
    InitiativeFactory.create(team=team, name="Aaa", theme=ThemeFactory.create(code="anders"))
    InitiativeFactory.create(name="Zzz", theme=case.theme)
    options = signed_in.get(reverse("cases:collective-choose", args=[case.public_id])).context["options"]
    assert [one.name for one in options] == ["Zzz", "Aaa"]


def test_an_action_of_the_plan_leads_to_the_initiative(
    signed_in: Client, case: Case, edition: Edition, person: Person
) -> None:
    """From the plan as quick as to a provider: the button is there until somebody goes, or it is done or over."""
    goal = GoalFactory.create(plan=PlanFactory.create(case=case, in_force=True))
    action = ActionFactory.create(goal=goal, owner="collective", initiative=edition.initiative, text="Mee-eten")
    over = InitiativeFactory.create(starts_on=date(2020, 1, 1), ends_on=date(2021, 1, 1))
    ActionFactory.create(goal=goal, owner="collective", initiative=over, text="Wat er niet meer is")
    plan = reverse("cases:plan", args=[case.public_id, goal.plan.public_id])
    address = reverse("cases:collective-refer", args=[case.public_id, edition.initiative.public_id])
    page = signed_in.get(plan).text
    assert address in page
    assert str(over.public_id) not in page
    assert refer(signed_in, case, edition, person).status_code == 302
    page = signed_in.get(plan).text
    assert address not in page
    assert "gaat er sinds" in page
    CollectiveReferral.objects.update(ended_on=CollectiveReferral.objects.get().referred_on, outcome="done")
    assert address in signed_in.get(plan).text
    action.done_on = TODAY
    action.save()
    assert address not in signed_in.get(plan).text
